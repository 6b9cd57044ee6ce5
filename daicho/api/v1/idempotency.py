"""Idempotency-Key: the same key, body and user get the same answer and one effect, also when two requests run at once.

The key's row is inserted in the transaction of the effect: a second request waits for the first on the unique index and
then reads its answer. Refused requests leave no row, so they can be corrected and sent again with the same key.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header

from daicho.api.models import IdempotentAnswer
from daicho.api.v1.answers import Answer, as_text, respond
from daicho.api.v1.authentication import caller_of
from daicho.values.labels import Message
from daicho.values.problems import Invalid

KEPT = timedelta(days=7)
"""How long answers are kept (real time): longer than any client retries."""

OTHER_REQUEST = Message(
    "idempotency_key_reused",
    ja="この Idempotency-Key は、内容の異なるリクエストですでに使われています。新しいキーを使ってください。",
    en="This Idempotency-Key was used with a different request. Use a new key.",
)

IdempotencyKey = Annotated[
    str | None,
    Header(
        None,
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="The same key and body give the same answer and one effect, for seven days.",
    ),
]


def once(request: HttpRequest, key: str | None, run: Callable[[], Answer]) -> HttpResponse:
    """The answer of `run`, or the one given before under this key. Raises Invalid when the key belongs to another request."""
    if key is None:
        return run().response()
    user_id = caller_of(request, *request.GET).actor.user_id
    assert user_id is not None, "the API acts for users only"
    digest = _digest(request)
    with transaction.atomic():
        row = _claim(user_id, key, digest)
        if row is None:
            return _repeated(user_id, key, digest)
        answer = run()
        row.status, row.headers = answer.status, dict(answer.headers)
        row.body = "" if answer.body is None else as_text(answer.body)
        row.save(update_fields=["status", "headers", "body"])
    return answer.response()


def _claim(user_id: int, key: str, digest: str) -> IdempotentAnswer | None:
    """The new row of the key; None when there is one already."""
    now = timezone.now()
    IdempotentAnswer.objects.filter(user_id=user_id, created_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return IdempotentAnswer.objects.create(user_id=user_id, key=key, digest=digest, created_at=now)
    except IntegrityError:
        return None


def _repeated(user_id: int, key: str, digest: str) -> HttpResponse:
    row = IdempotentAnswer.objects.get(user_id=user_id, key=key)
    if row.digest != digest:
        raise Invalid(OTHER_REQUEST.problem("Idempotency-Key"))
    return respond(row.status, row.body, row.headers)


def _digest(request: HttpRequest) -> str:
    written = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(written + request.body).hexdigest()
