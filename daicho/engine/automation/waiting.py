"""The list of waiting actions as a page shows it: its views, counts and pages, only of records that the actor may read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet

from daicho.engine.access.about import about_readable
from daicho.engine.access.actors import Actor
from daicho.engine.automation import handling
from daicho.engine.automation.listing import Listed, after, pack, unpack
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.services import NO_ACTION
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.engine.work.frame import Frame
from daicho.values.problems import Missing

LIVE = ("waiting", "suspended")
NOT_SENT = ("failed", "missed", "skipped")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list beside its view: a process, a state, a record (object, id), a part of the record's name."""

    process: int | None = None
    state: str = ""
    record: tuple[str, int] | None = None
    text: str = ""


def _until(days: Callable[[Frame], date]) -> Callable[[Frame], Q]:
    """Waiting and due until the end of a day; what is overdue is among them."""

    def condition(frame: Frame) -> Q:
        end = datetime.combine(days(frame) + timedelta(days=1), time(), frame.habits.zone)
        return Q(state="waiting", due_at__lt=end)

    return condition


def _week_end(frame: Frame) -> date:
    return frame.today + timedelta(days=6 - (frame.today.weekday() - frame.habits.week_start) % 7)


VIEWS: Mapping[str, Callable[[Frame], Q]] = {
    "waiting": lambda frame: Q(state__in=LIVE),
    "today": _until(lambda frame: frame.today),
    "week": _until(_week_end),
    "suspended": lambda frame: Q(state="suspended"),
    "not_sent": lambda frame: Q(state__in=NOT_SENT),
    "unknown": lambda frame: Q(state="unknown"),
    "all": lambda frame: Q(),
}


def page_of(
    actor: Actor, frame: Frame, view: str, wanted: Wanted, *, limit: int, cursor: str = "", latest: bool = False
) -> Listed:
    """One page in the order of the due times (`latest`: the last first), those without one at the end. Raises Invalid."""
    due = F("due_at").desc(nulls_last=True) if latest else F("due_at").asc(nulls_last=True)
    rows = (
        _rows(actor, frame, view, wanted).select_related("process", "version").annotate(**handling.marked(actor, frame))
    )
    rows = rows.order_by(due, "-id" if latest else "id")
    if cursor:
        rows = rows.filter(after(*unpack(cursor), latest=latest))
    found = list(rows[: limit + 1])
    return Listed(found[:limit], pack(found[limit - 1]) if len(found) > limit else None)


def count(actor: Actor, frame: Frame, view: str, wanted: Wanted) -> int:
    """How many rows all pages of the list have."""
    return _rows(actor, frame, view, wanted).count()


def one(actor: Actor, frame: Frame, action_id: int) -> ScheduledAction:
    """One action of a record that the actor may read, with process and version. Raises Missing."""
    rows = ScheduledAction.objects.filter(about_readable(actor, frame), pk=min(action_id, LARGEST_ID))
    found = rows.select_related("process", "version").first()
    if found is None:
        raise Missing(NO_ACTION.problem(id=str(action_id)))
    return found


def _rows(actor: Actor, frame: Frame, view: str, wanted: Wanted) -> QuerySet[ScheduledAction]:
    rows = ScheduledAction.objects.filter(about_readable(actor, frame), VIEWS[view](frame))
    if wanted.process is not None:
        rows = rows.filter(process_id=wanted.process)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.record is not None:
        rows = rows.filter(object=wanted.record[0], record_id=wanted.record[1])
    if wanted.text:
        rows = rows.filter(record_label__icontains=wanted.text)
    return rows
