"""How often an answer link may be used from one place. Counted in this process in real time, forgotten after ten minutes."""

from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 600
MOST: dict[str, int] = {"look": 240, "send": 40, "print": 20, "link": 5}
"""By kind: pages looked at, forms sent, quotations printed, new links asked for, each within SECONDS."""


def too_many(request: HttpRequest, kind: str, link: str) -> bool:
    """Count one use of a link (its token, "" for those that open nothing) from the request's address; whether it is one too many."""
    place: Any = request.META.get("REMOTE_ADDR", "")
    key = f"answers:{kind}:{place}:{sha256(link.encode()).hexdigest()}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return cache.incr(key) > MOST[kind]
    except ValueError:  # it was forgotten between the two
        return False
