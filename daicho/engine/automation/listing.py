"""Scheduled actions and processes as people list them: by record and state, page by page, only of records they may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import F, Q

from daicho.engine.access.about import about_readable
from daicho.engine.access.actors import Actor
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.automation.objects import PROCESS
from daicho.engine.automation.services import NO_PROCESS
from daicho.engine.catalog import registry
from daicho.engine.records.reading import require_readable
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Invalid, Missing

SALT = "daicho.actions"
BAD_CURSOR = Message(
    "bad_cursor",
    ja="ページの続きの指定（cursor）が正しくありません。最初のページから読み直してください。",
    en="The cursor is damaged. Start again from the first page.",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page; `next_cursor` None on the last one."""

    actions: Sequence[ScheduledAction]
    next_cursor: str | None


def scheduled_actions(
    actor: Actor,
    frame: Frame,
    *,
    record: tuple[str, int] | None = None,
    states: Sequence[str] = (),
    limit: int = 50,
    cursor: str | None = None,
) -> Listed:
    """Actions in the order of their due time, those without one last. `record` is (object, id), `states` () means all.

    Raises Missing when the record may not be read, Invalid for a damaged cursor. Actions of records that the actor may
    not read are left out; no other right is needed to see what is planned for a record. What became of the actions of a
    deleted record is seen by those who may read all records of its kind.
    """
    rows = ScheduledAction.objects.select_related("process", "version").order_by(F("due_at").asc(nulls_last=True), "id")
    if record is not None:
        if not _gone(actor, record[0], [record[1]]):
            require_readable(actor, record[0], record[1], frame)
        rows = rows.filter(object=record[0], record_id=record[1])
    else:
        rows = rows.filter(about_readable(actor, frame))
    if states:
        rows = rows.filter(state__in=states)
    if cursor:
        rows = rows.filter(after(*unpack(cursor)))
    found = list(rows[: limit + 1])
    return Listed(found[:limit], pack(found[limit - 1]) if len(found) > limit else None)


def processes(actor: Actor) -> list[Process]:
    """Every process in its order, with its versions."""
    actor.require("read", PROCESS.key, PROCESS.label)
    found = Process.objects.select_related("active_version").prefetch_related("versions")
    return list(found.order_by("object", "order", "id"))


def process(actor: Actor, process_id: int) -> Process:
    """One process with its versions. Raises Missing."""
    actor.require("read", PROCESS.key, PROCESS.label)
    found = Process.objects.select_related("active_version").prefetch_related("versions").filter(pk=process_id).first()
    if found is None:
        raise Missing(NO_PROCESS.problem(id=process_id))
    return found


def _gone(actor: Actor, object_key: str, ids: Sequence[int]) -> frozenset[int]:
    """Those of the ids that had actions and whose records are deleted, for an actor who might have read any of them."""
    if not (actor.permissions.may("read", object_key) and actor.permissions.may("view_all", object_key)):
        return frozenset()
    planned = ScheduledAction.objects.filter(object=object_key, record_id__in=ids)
    there = registry.get(object_key).model.objects.filter(pk__in=ids).values_list("pk", flat=True)
    return frozenset(planned.values_list("record_id", flat=True)) - frozenset(there)


def after(due_at: datetime | None, row_id: int, *, latest: bool = False) -> Q:
    """The rows behind one in the order of due times (`latest`: the last first), those without one at the end."""
    beyond = Q(id__lt=row_id) if latest else Q(id__gt=row_id)
    if due_at is None:
        return Q(due_at__isnull=True) & beyond
    later = Q(due_at__lt=due_at) if latest else Q(due_at__gt=due_at)
    return later | (Q(due_at=due_at) & beyond) | Q(due_at__isnull=True)


def pack(row: ScheduledAction) -> str:
    """The cursor behind a row."""
    return signing.dumps([row.due_at.isoformat() if row.due_at else None, row.pk], salt=SALT)


def unpack(cursor: str) -> tuple[datetime | None, int]:
    """The due time and id in a cursor. Raises Invalid for a damaged one."""
    try:
        due_at, row_id = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError):
        raise Invalid(BAD_CURSOR.problem("cursor")) from None
    return (datetime.fromisoformat(due_at) if due_at else None), row_id
