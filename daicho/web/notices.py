"""The page under the bell: what the visitor was told, latest first, and marking it as read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from daicho.engine.activity import notifications
from daicho.engine.activity.models import Notification
from daicho.web.addresses import record_address
from daicho.web.cells import moment
from daicho.web.given import whole
from daicho.web.visitors import Visitor, form_page

MOST_SHOWN = 100
LONG_LINES = 8
FIRST_LINES = 5
"""A text of more lines than LONG_LINES shows its first ones; the rest unfolds."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; `link` is the page of what it is about, `more` the rest of a long text ("" : none)."""

    id: int
    title: str
    body: str
    more: str
    at: str
    read: bool
    link: str


@form_page
def notices(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """通知. Posting marks the notice named by `id` as read, or all of them, and goes on to what it is about."""
    user_id = visitor.actor.user_id or 0
    if request.method != "POST":
        return render(
            request, "pages/notifications.html", {"section": "notifications", "notices": shown(user_id, visitor)}
        )
    one = whole(request.POST.get("id", ""))
    if one is None:
        notifications.mark_read(user_id, None, visitor.frame)
        return HttpResponseRedirect(reverse("notifications"), status=303)
    notifications.mark_read(user_id, [one], visitor.frame)
    about = Notification.objects.filter(user_id=user_id, pk=one).values_list("record", flat=True).first()
    link = record_address(about or "") if request.POST.get("open") else ""
    return HttpResponseRedirect(link or reverse("notifications"), status=303)


def shown(user_id: int, visitor: Visitor) -> Sequence[Notice]:
    """The latest notices of a user."""
    rows = Notification.objects.filter(user_id=user_id).order_by("-id")[:MOST_SHOWN]
    return [
        Notice(
            row.id,
            row.title,
            *_folded(_without_link(row.body, record_address(row.record))),
            moment(row.created_at, visitor),
            row.read_at is not None,
            record_address(row.record),
        )
        for row in rows
    ]


def _folded(body: str) -> tuple[str, str]:
    """What is shown at once, and what unfolds ("" : the text is short)."""
    lines = body.split("\n")
    if len(lines) <= LONG_LINES:
        return body, ""
    return "\n".join(lines[:FIRST_LINES]).strip(), "\n".join(lines[FIRST_LINES:]).strip()


def _without_link(body: str, link: str) -> str:
    """The text without the lines that are only the address of the page that 開く opens; a mail needs them, the bell does not."""
    if not link:
        return body
    lines = [
        line for line in body.splitlines() if not (line.strip().startswith("http") and line.strip().endswith(link))
    ]
    return "\n".join(lines).strip()
