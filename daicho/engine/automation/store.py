"""Writes what the planner proposes: new rows, changed rows, their log, and the runs.

Beside `runner` and `services` the only writer of these tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daicho.engine.access.actors import Actor
from daicho.engine.automation.models import ProcessRun, ScheduledAction, ScheduledActionEvent
from daicho.engine.automation.plan_values import Proposal, Row
from daicho.engine.records import bulk

NEW_COLUMNS = (
    "process_id",
    "version_id",
    "step",
    "do",
    "object",
    "record_id",
    "record_label",
    "occurrence",
    "base_value",
    "planned_due_at",
    "due_at",
    "original_due_at",
    "state",
    "reason",
    "reason_params",
    "attempts",
    "created_at",
    "finished_at",
)
CHANGED_COLUMNS = (
    "version_id",
    "record_label",
    "base_value",
    "planned_due_at",
    "due_at",
    "original_due_at",
    "postponed_until",
    "state",
    "reason",
    "reason_params",
    "attempts",
    "finished_at",
)
LOG_COLUMNS = (
    "action_id",
    "at",
    "old_state",
    "new_state",
    "old_due_at",
    "new_due_at",
    "who_id",
    "who",
    "reason",
    "reason_params",
)
RUN_COLUMNS = ("process_id", "version_id", "object", "record_id", "at", "happening", "nodes")
ENDED = frozenset({"done", "skipped", "cancelled", "missed", "failed", "unknown"})


@dataclass(frozen=True, slots=True)
class StoredRow(Row):
    """A row with what its log needs: whose it is, and when it was due."""

    process_id: int
    version_id: int
    record_id: int
    due_at: datetime | None
    original_due_at: datetime | None
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal with the record it is for. `do` is the type of the step's action ("" where the row is there already)."""

    proposal: Proposal
    process_id: int
    version_id: int
    object: str
    record_id: int
    label: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """That a process took up a record through these nodes."""

    process_id: int
    version_id: int
    object: str
    record_id: int
    happening: str
    nodes: tuple[str, ...]


def stored_row(action: ScheduledAction) -> StoredRow:
    """A row as the planner sees it."""
    return StoredRow(
        action.pk,
        action.step,
        action.occurrence,
        action.state,
        action.reason,
        action.base_value,
        action.planned_due_at,
        action.process_id,
        action.version_id,
        action.record_id,
        action.due_at,
        action.original_due_at,
        action.record_label,
        postponed_until=action.postponed_until,
    )


def write(changes: Sequence[Change], runs: Sequence[Run], actor: Actor, at: datetime) -> None:
    """Store what was proposed. Raises IntegrityError when another worker has made the same row meanwhile."""
    new = [change for change in changes if change.proposal.row is None]
    if new:
        bulk.insert(ScheduledAction, NEW_COLUMNS, [_new(change, at) for change in new])
    old = [(change, row) for change in changes if isinstance(row := change.proposal.row, StoredRow)]
    bulk.update(ScheduledAction, CHANGED_COLUMNS, [(row.id, _changed(change, row, at)) for change, row in old])
    log((_logged(change, row, actor, at) for change, row in old))
    if runs:
        bulk.insert(
            ProcessRun,
            RUN_COLUMNS,
            [(r.process_id, r.version_id, r.object, r.record_id, at, r.happening, list(r.nodes)) for r in runs],
        )


def change_by_hand(changes: Sequence[tuple[ScheduledAction, Mapping[str, Any]]], actor: Actor, at: datetime) -> None:
    """Store what somebody decided about rows (locked by the caller): new values by column, all rows the same columns."""
    if not changes:
        return
    columns = tuple(changes[0][1])
    bulk.update(ScheduledAction, columns, [(row.pk, tuple(values.values())) for row, values in changes])
    log(
        (
            row.pk,
            at,
            row.state,
            values["state"],
            row.due_at,
            values["due_at"],
            actor.user_id,
            actor.name,
            values["reason"],
            values["reason_params"],
        )
        for row, values in changes
    )


def log(rows: Iterable[Sequence[Any]]) -> None:
    """Store lines of the log, in the order of LOG_COLUMNS."""
    kept = list(rows)
    if kept:
        bulk.insert(ScheduledActionEvent, LOG_COLUMNS, kept)


def _new(change: Change, at: datetime) -> Sequence[Any]:
    proposal = change.proposal
    return (
        change.process_id,
        change.version_id,
        proposal.step,
        change.do,
        change.object,
        change.record_id,
        change.label,
        proposal.occurrence,
        proposal.base,
        proposal.due_at,
        proposal.due_at,
        proposal.due_at,
        proposal.state,
        proposal.reason.code,
        dict(proposal.params),
        0,
        at,
        at if proposal.state in ENDED else None,
    )


def _changed(change: Change, row: StoredRow, at: datetime) -> Sequence[Any]:
    proposal = change.proposal
    return (
        change.version_id,
        change.label,
        proposal.base,
        proposal.due_at,
        _runs_at(proposal),
        row.original_due_at or proposal.due_at,
        proposal.postponed_until,
        proposal.state,
        proposal.reason.code,
        dict(proposal.params),
        0,
        at if proposal.state in ENDED else None,
    )


def _runs_at(proposal: Proposal) -> datetime | None:
    return None if proposal.due_at is None else proposal.postponed_until or proposal.due_at


def _logged(change: Change, row: StoredRow, actor: Actor, at: datetime) -> Sequence[Any]:
    proposal = change.proposal
    return (
        row.id,
        at,
        row.state,
        proposal.state,
        row.due_at,
        _runs_at(proposal),
        actor.user_id,
        actor.name,
        proposal.reason.code,
        dict(proposal.params),
    )
