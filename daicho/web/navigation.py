"""The sidebar, the place that the search box searches, and what waits for the visitor. One place for all pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from daicho.engine.access.models import User
from daicho.engine.activity.models import Notification, Task
from daicho.engine.listviews.pins import pinned_views
from daicho.web.addresses import address
from daicho.web.records.kinds import CONTRACTS, Kind
from daicho.web.visitors import Visitor, visitor_of

DUE = "tasks"
"""The place whose entry shows how many ToDos are due."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the sidebar: the name of its address, its words, its icon, and the group below whose heading it stands.

    Shown to those who may read `object` and have `feature` ("" : no such condition).
    """

    section: str
    name: str | Promise
    icon: str
    object: str = ""
    feature: str = ""
    group: str | Promise = ""


PLACES: tuple[Place, ...] = (
    Place("home", gettext_lazy("ホーム"), "home"),
    Place("ledger", gettext_lazy("契約台帳"), "address-book", "contract"),
    Place("quotes", gettext_lazy("見積"), "file-text", "quote"),
    Place("accounts", gettext_lazy("取引先"), "building", "account"),
    Place("products", gettext_lazy("品目"), "package", "product"),
    Place("imports", gettext_lazy("インポート"), "file-upload", feature="import"),
    Place("entries", gettext_lazy("売上・請求"), "report-money", "sales_entry"),
    Place("reports", gettext_lazy("レポート"), "chart-bar"),
    Place(DUE, gettext_lazy("ToDo"), "checkbox", "task"),
    Place("processes", gettext_lazy("プロセス"), "git-branch", "process", group=gettext_lazy("自動化")),
    Place("waiting", gettext_lazy("待機中のアクション"), "clock", group=gettext_lazy("自動化")),
    Place("mails", gettext_lazy("送信メール"), "mail", group=gettext_lazy("自動化")),
    Place(
        "settings_organisation", gettext_lazy("組織"), "settings", feature="manage_settings", group=gettext_lazy("設定")
    ),
    Place(
        "settings_objects",
        gettext_lazy("オブジェクトと項目"),
        "list-details",
        feature="manage_fields",
        group=gettext_lazy("設定"),
    ),
)
"""In the order of the sidebar; places of one group stand together."""
MOST_SHOWN = 99
MOST_PINS = 12
TEXTS = {"key_text": F("key"), "object_text": F("object"), "ja_text": F("name"), "en_text": F("name_en")}


@dataclass(frozen=True, slots=True)
class Pin:
    """A list view that stands below its object; `link` opens it."""

    id: int
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sidebar; `count` is what waits there ("" : nothing). `heading` opens a group ("" : none opens here).

    `pins` are the views below it.
    """

    section: str
    name: str
    icon: str
    link: str
    count: str = ""
    heading: str = ""
    pins: Sequence[Pin] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Notices that the visitor has not read, open ToDos of his that are due today or were before, and his pinned views.

    Views come as id, key, object, Japanese and English name, in their order.
    """

    unread: int = 0
    due: int = 0
    views: Sequence[tuple[int, str, str, str, str]] = ()

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
    """The places that have a page and that the visitor may enter."""
    found: list[Entry] = []
    group = ""
    for place in PLACES:
        link = address(place.section)
        if not link or not _may_enter(place, visitor):
            continue
        heading, group = (str(place.group), str(place.group)) if str(place.group) != group else ("", group)
        count = short(told.due) if place.section == DUE and told.due else ""
        pins = [_pin(view, link, visitor) for view in told.views if view[2] == place.object]
        found.append(Entry(place.section, str(place.name), place.icon, link, count, heading, pins))
    return found


def _pin(view: tuple[int, str, str, str, str], link: str, visitor: Visitor) -> Pin:
    view_id, key, _, name, english = view
    shown = name if visitor.language == "ja" else english or name
    return Pin(view_id, shown, f"{link}?{urlencode({'view': key or view_id})}")


def told_of(request: HttpRequest) -> Told:
    """What waits for the visitor of this request and his pinned views: one query, asked once; nothing where nobody is logged in."""
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


def _may_enter(place: Place, visitor: Visitor) -> bool:
    permissions = visitor.actor.permissions
    return (not place.object or permissions.may("read", place.object)) and (
        not place.feature or permissions.has_feature(place.feature)
    )


def _counted(user_id: int, visitor: Visitor) -> Told:
    zone = visitor.frame.habits.zone
    tomorrow = datetime.combine(visitor.frame.today + timedelta(days=1), time(), zone)
    unread = Notification.objects.filter(user_id=OuterRef("pk"), read_at=None).order_by()
    due = Task.objects.filter(owner_id=OuterRef("pk"), status="open", due_at__lt=tomorrow).order_by()
    counts = User.objects.filter(pk=user_id).annotate(
        a=Coalesce(Subquery(unread.values("user_id").annotate(n=Count("pk")).values("n")), 0),
        b=Coalesce(Subquery(due.values("owner_id").annotate(n=Count("pk")).values("n")), 0),
        **{name: Value("") for name in TEXTS},
        place=Value(-1),
    )
    views = pinned_views(user_id).annotate(a=F("id"), b=Value(0), place=F("position"), **TEXTS)
    names = ("a", "b", *TEXTS, "place")
    rows = sorted(counts.values_list(*names).union(views.values_list(*names), all=True), key=itemgetter(-1, 0))
    if not rows or rows[0][-1] != -1:
        return Told()
    return Told(rows[0][0], rows[0][1], [(row[0], *row[2:6]) for row in rows[1 : MOST_PINS + 1]])
