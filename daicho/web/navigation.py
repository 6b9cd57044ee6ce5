"""The sidebar, the place that the search box searches, and what waits for the visitor. One place for all pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from daicho.engine.access.models import User
from daicho.engine.activity.models import Notification, Task
from daicho.web.addresses import address
from daicho.web.records.kinds import ACCOUNTS, CONTRACTS, PRODUCTS, QUOTES, TASKS, Kind
from daicho.web.visitors import Visitor, visitor_of

ENTRIES: tuple[tuple[Kind, str | Promise], ...] = (
    (CONTRACTS, gettext_lazy("契約台帳")),
    (QUOTES, gettext_lazy("見積")),
    (ACCOUNTS, gettext_lazy("取引先")),
    (PRODUCTS, gettext_lazy("品目")),
    (TASKS, gettext_lazy("ToDo")),
)
MOST_SHOWN = 99


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sidebar; `count` is what waits there ("" : nothing)."""

    section: str
    name: str
    icon: str
    link: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Notices that the visitor has not read, and open ToDos of his that are due today or were before."""

    unread: int = 0
    due: int = 0

    @property
    def unread_text(self) -> str:
        """5, or 99+."""
        return short(self.unread)


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """The list that is searched: its address, its name, and what can be typed."""

    link: str
    title: str
    hint: str


def entries(visitor: Visitor, told: Told) -> Sequence[Entry]:
    """The lists that the visitor may read and that have a page."""
    found = []
    for kind, name in ENTRIES:
        link = address(kind.section)
        if link and visitor.actor.permissions.may("read", kind.object):
            count = short(told.due) if kind is TASKS and told.due else ""
            found.append(Entry(kind.section, str(name), kind.icon, link, count))
    return found


def told_of(request: HttpRequest) -> Told:
    """What waits for the visitor of this request: one query, asked once; nothing where nobody is logged in."""
    visitor = visitor_of(request)
    if visitor is None or visitor.actor.user_id is None:
        return Told()
    kept = request.META.get("daicho.told")
    if not isinstance(kept, Told):
        kept = _counted(visitor.actor.user_id, visitor)
        request.META["daicho.told"] = kept
    return kept


def search_place(context: Mapping[str, Any], visitor: Visitor | None) -> SearchPlace:
    """The list that is open, otherwise the ledger."""
    found = context.get("kind")
    kind = found if isinstance(found, Kind) and found.section and found.searched else CONTRACTS
    title = kind.spec.plural if kind is not CONTRACTS else kind.spec.label
    return SearchPlace(address(kind.section), title.text(visitor.language if visitor else "ja"), str(kind.hint))


def short(count: int) -> str:
    """The number, 99+ above ninety-nine."""
    return str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+"


def _counted(user_id: int, visitor: Visitor) -> Told:
    zone = visitor.frame.habits.zone
    tomorrow = datetime.combine(visitor.frame.today + timedelta(days=1), time(), zone)
    unread = Notification.objects.filter(user_id=OuterRef("pk"), read_at=None).order_by()
    due = Task.objects.filter(owner_id=OuterRef("pk"), status="open", due_at__lt=tomorrow).order_by()
    row = (
        User.objects.filter(pk=user_id)
        .values_list(
            Coalesce(Subquery(unread.values("user_id").annotate(n=Count("pk")).values("n")), 0),
            Coalesce(Subquery(due.values("owner_id").annotate(n=Count("pk")).values("n")), 0),
        )
        .first()
    )
    return Told(*row) if row else Told()
