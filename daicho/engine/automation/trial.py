"""What switching a process on would do, counted before it is done: nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import planner, reasons
from daicho.engine.automation.models import Process, ProcessVersion, ScheduledAction
from daicho.engine.automation.plan_values import LIVE, NOT_DONE
from daicho.engine.work.frame import Frame

MOST_NAMED = 20
MOST = 2_000
"""Records that are planned for the figures: more would keep the page waiting."""
LATE = frozenset({reasons.LATE_SKIPPED.code, reasons.LATE_RUN.code})


@dataclass(frozen=True, slots=True)
class LateRecord:
    """A record whose time has passed: when it was, and whether the step runs all the same."""

    id: int
    label: str
    due_at: datetime | None
    runs: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What would happen to records that exist.

    `records` is how many would get actions, `late` how many of them are past a time (the first of them named in
    `named`), `late_run` how many of those would run at once all the same. `taken_over` counts what waits of another version.
    `total` is how many records there are; where `looked_at` is less, the figures are of those alone, spread over all.
    """

    records: int
    late: int
    late_run: int
    taken_over: int
    named: Sequence[LateRecord]
    total: int = 0
    looked_at: int = 0


def try_activation(process: Process, version: ProcessVersion, frame: Frame) -> Trial:
    """Plan the version for the records of its object without writing: for all, or for MOST of them spread over all."""
    every = sorted(select.select_ids(SYSTEM, process.object, None, frame))
    ids = every[:: -(-len(every) // MOST)] if len(every) > MOST else every
    found: set[int] = set()
    late: dict[int, LateRecord] = {}
    for change in planner.proposed(process, version, ids, frame):
        proposal, record = change.proposal, change.record_id
        if proposal.state == "cancelled":
            continue
        found.add(record)
        if proposal.reason.code in LATE:
            runs = proposal.state == "waiting" or (record in late and late[record].runs)
            late[record] = LateRecord(record, change.label, proposal.due_at, runs)
    waiting = ScheduledAction.objects.filter(process=process, state__in=LIVE | NOT_DONE).exclude(version=version)
    ordered = sorted(late.values(), key=lambda one: (one.due_at or frame.now, one.id), reverse=True)
    run = sum(one.runs for one in ordered)
    return Trial(len(found), len(late), run, waiting.count(), ordered[:MOST_NAMED], len(every), len(ids))
