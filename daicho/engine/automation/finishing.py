"""What becomes of actions that were run: done, tried again later, failed for good, missed. Written for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from daicho.engine.automation import people, reasons, store, telling
from daicho.engine.automation.actions import Outcome
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.records import bulk
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message

RETRIES = (15, 30, 60, 120, 240)
"""Minutes after which a failed action is tried again."""
FAILED_COLUMNS = ("state", "due_at", "reason", "reason_params", "attempts", "finished_at")


@dataclass(frozen=True, slots=True)
class Finished:
    """A row that was run, and what came of it. `owner_id` is told of a failure where the process has no owner."""

    row: ScheduledAction
    label: str
    outcome: Outcome
    owner_id: int | None = None


def write(finished: Sequence[Finished], frame: Frame) -> None:
    """Store the outcomes and their log, and tell the owners of processes what failed for good."""
    done = [one for one in finished if one.outcome.problem is None]
    failed = [one for one in finished if one.outcome.problem is not None]
    if done:
        ids = [one.row.pk for one in done]
        ScheduledAction.objects.filter(id__in=ids).update(
            state="done", reason=reasons.DONE.code, reason_params={}, finished_at=frame.now
        )
        store.log(_line(one.row, "done", one.row.due_at, reasons.DONE, {}, frame) for one in done)
    if failed:
        _write_failed(failed, frame)


def miss(rows: Sequence[ScheduledAction], frame: Frame) -> None:
    """Mark rows that are later than their schedule allows."""
    changes, lines = [], []
    for row in rows:
        assert row.due_at is not None
        params = {"days": (frame.now - row.due_at).days}
        changes.append((row.pk, ("missed", row.due_at, reasons.MISSED.code, params, row.attempts, frame.now)))
        lines.append(_line(row, "missed", row.due_at, reasons.MISSED, params, frame))
    bulk.update(ScheduledAction, FAILED_COLUMNS, changes)
    store.log(lines)


def _write_failed(failed: Sequence[Finished], frame: Frame) -> None:
    spoken = people.languages(owner for one in failed if (owner := _to_tell(one)) is not None)
    changes, lines, told = [], [], []
    for one in failed:
        assert one.outcome.problem is not None
        row, owner = one.row, _to_tell(one)
        error = one.outcome.problem.text(spoken.get(owner, "ja") if owner is not None else "ja")
        attempt = row.attempts + 1
        again = one.outcome.again and attempt <= len(RETRIES)
        state = "waiting" if again else "failed"
        due = frame.now + timedelta(minutes=RETRIES[attempt - 1]) if again else row.due_at
        reason = reasons.RETRY if again else reasons.FAILED
        params = {"attempt": attempt, "error": error}
        changes.append((row.pk, (state, due, reason.code, params, attempt, None if again else frame.now)))
        lines.append(_line(row, state, due, reason, params, frame))
        if not again and not (one.outcome.told and owner == one.owner_id):
            told.append(telling.Failed(owner, row.process.name, f"{row.object}:{row.record_id}", one.label, error))
    bulk.update(ScheduledAction, FAILED_COLUMNS, changes)
    store.log(lines)
    telling.tell_failed(told, frame)


def _to_tell(one: Finished) -> int | None:
    return one.row.process.owner_id or one.owner_id


def _line(
    row: ScheduledAction, state: str, due: datetime | None, reason: Message, params: dict[str, Any], frame: Frame
) -> Sequence[Any]:
    return (row.pk, frame.now, row.state, state, row.due_at, due, None, row.process.name, reason.code, params)
