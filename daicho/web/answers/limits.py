"""How often an answer link may be used from one place, over all web processes. Forgotten after ten minutes."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from daicho.business.contracts.link_uses import count_use

SECONDS = 600
MOST: dict[str, int] = {"look": 240, "send": 40, "print": 20, "link": 5}
"""By kind: pages looked at, forms sent, quotations printed, new links asked for, each within SECONDS."""


def too_many(request: HttpRequest, kind: str, link: str) -> bool:
    """Count one use of a link (its token, "" for those that open nothing) from the request's address; whether it is one too many."""
    place: Any = request.META.get("REMOTE_ADDR", "")
    return count_use(f"{kind}:{place}:{link}", SECONDS, timezone.now()) > MOST[kind]
