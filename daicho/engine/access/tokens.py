"""API tokens: made once in plain, kept as a digest, resolved to a user."""

import hashlib
import secrets
from datetime import datetime, timedelta

from daicho.engine.access.models import ApiToken, User

PREFIX = "daicho_"
SEEN_EVERY = timedelta(minutes=10)
"""How old `last_used_at` may get before a request writes it again."""


def issue(user: User, *, at: datetime, name: str = "", expires_at: datetime | None = None) -> str:
    """A new token of the user in plain text; it cannot be shown again. `expires_at` None: it does not expire."""
    plain = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(user=user, name=name, digest=digest_of(plain), created_at=at, expires_at=expires_at)
    return plain


def resolve(plain: str, *, at: datetime) -> User | None:
    """The active user of a token; None when it is unknown, expired, or the user may not log in."""
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(plain)).first()
    if token is None or not token.user.is_active or (token.expires_at is not None and token.expires_at <= at):
        return None
    if token.last_used_at is None or abs(at - token.last_used_at) >= SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token.user


def revoke(user: User, token_id: int) -> bool:
    """Delete one token of the user; False when he has no such token."""
    return ApiToken.objects.filter(user=user, pk=token_id).delete()[0] > 0


def digest_of(plain: str) -> str:
    """What is kept of a token. It is random, so a fast digest is enough."""
    return hashlib.sha256(plain.encode()).hexdigest()
