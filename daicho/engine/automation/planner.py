"""Plans what processes want for records that were saved: the listener of every command, in bulk.

A round costs a fixed number of queries an object, however many records it has. Leaves the comparison itself to `plan`,
writing to `store`, running to `runner`.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.automation import late, readings, store, telling
from daicho.engine.automation.models import Process, ProcessRun, ProcessVersion, ScheduledAction
from daicho.engine.automation.plan import plan, plan_deleted
from daicho.engine.automation.plan_values import LIVE, Planned, Row, Subject
from daicho.engine.automation.store import Change, Run, StoredRow, stored_row
from daicho.engine.automation.touched import Touched, occurrences, touched
from daicho.engine.automation.versions import Ready, process_plan, ready_or_problem
from daicho.engine.catalog import registry
from daicho.engine.records.changes import NetChange
from daicho.engine.work.frame import Frame

logger = logging.getLogger(__name__)
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who plans, when, and what the event is called ("" where there is none: activation)."""

    actor: Actor
    frame: Frame
    event: str = ""
    imported: bool = False


def plan_changes(command: Any, changes: list[NetChange]) -> None:
    """The listener: plans for every record that the round touched, in the command's own transaction."""
    found = touched(changes)
    processes: dict[str, list[Process]] = defaultdict(list)
    for process in _processes(found):
        processes[process.object].append(process)
    imported = command.actor.kind == "import" or command.source == "import"
    occasion = Occasion(command.actor, command.frame, str(command.id), imported)
    for object_key, mine in processes.items():
        if found[object_key].deleted:
            _cancel_deleted(object_key, found[object_key].deleted, occasion)
        plan_records(object_key, mine, found[object_key], occasion)


def plan_records(object_key: str, processes: Sequence[Process], seen: Touched, occasion: Occasion) -> int:
    """Plan these processes for these records; returns how many rows were made or changed.

    A row that another worker made at the same time is found, and the records are planned once more.
    """
    if not processes:
        return 0
    ids = sorted(seen.happenings)
    count = 0
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        try:
            with transaction.atomic():
                count += _plan_once(object_key, processes, seen, part, occasion)
        except IntegrityError:
            count += _plan_once(object_key, processes, seen, part, occasion)
    return count


def proposed(process: Process, version: ProcessVersion, ids: Sequence[int], frame: Frame) -> Iterator[Change]:
    """What switching the process on with this version would propose for records that exist already; writes nothing.

    Rows of it that wait already are only there where their time would change.
    """
    trial = copy(process)
    trial.active, trial.active_version = True, version
    trial.activated_at = process.activated_at if process.active else frame.now
    seen = Touched(dict.fromkeys(ids, "adopted"))
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        yield from _propose(process.object, [trial], seen, part, Occasion(SYSTEM, frame), lock=False).changes


@dataclass(slots=True)
class _Proposed:
    """What is to be written for some records, and whom to tell of steps that are late."""

    changes: list[Change] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    skipped: list[telling.Skipped] = field(default_factory=list)


def _plan_once(
    object_key: str, processes: Sequence[Process], seen: Touched, ids: Sequence[int], occasion: Occasion
) -> int:
    found = _propose(object_key, processes, seen, ids, occasion, lock=True)
    store.write(found.changes, found.runs, occasion.actor, occasion.frame.now)
    telling.tell_skipped(found.skipped, occasion.frame)
    return len(found.changes)


def _propose(
    object_key: str,
    processes: Sequence[Process],
    seen: Touched,
    ids: Sequence[int],
    occasion: Occasion,
    *,
    lock: bool,
) -> _Proposed:
    spec = registry.get(object_key)
    versions = _versions(processes)
    processes = [process for process in processes if process.pk in versions]
    paths = readings.surrounding_paths(spec).union(*(version.paths for version in versions.values()))
    read = readings.read(object_key, ids, paths, occasion.frame)
    stored = _Stored(frozenset(), {}) if seen.only_new else _stored(object_key, processes, ids, lock=lock)
    result = _Proposed()
    for process in processes:
        rules = process_plan(versions[process.pk], occasion.frame, _active_from(process, occasion.frame))
        mails = frozenset(key for key, (action, _) in versions[process.pk].steps.items() if action.do == late.MAIL)
        for record_id, found in read.items():
            key = (process.pk, record_id)
            happening = seen.happenings[record_id] if process.active else "due"
            terms = occurrences(spec, record_id, found, seen)
            subject = Subject(happening, terms, key in stored.entered, occasion.event, occasion.imported)
            planned = plan(rules, subject, stored.rows.get(key, ()), occasion.frame)
            if planned.proposals or planned.started:
                values = found[0].values
                label = readings.label_of(spec, values)
                result.changes += _changes(process, versions[process.pk], object_key, record_id, label, planned)
                if planned.started:
                    result.runs.append(_run(process, object_key, record_id, happening, planned))
                result.skipped += telling.skipped(process, object_key, record_id, label, spec, values, planned, mails)
    return result


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is stored about records: which processes have taken them up, and the rows by process and record."""

    entered: frozenset[tuple[int, int]]
    rows: Mapping[tuple[int, int], Sequence[Row]]


def _stored(object_key: str, processes: Sequence[Process], ids: Sequence[int], *, lock: bool) -> _Stored:
    mine = {"object": object_key, "record_id__in": ids, "process__in": [one.pk for one in processes]}
    runs = frozenset(ProcessRun.objects.filter(**mine).values_list("process_id", "record_id"))
    rows: dict[tuple[int, int], list[Row]] = defaultdict(list)
    stored = ScheduledAction.objects.filter(**mine).order_by("id")
    for action in stored.select_for_update() if lock else stored:
        rows[action.process_id, action.record_id].append(stored_row(action))
    return _Stored(runs | frozenset(rows), rows)


def _cancel_deleted(object_key: str, ids: Iterable[int], occasion: Occasion) -> None:
    found = ScheduledAction.objects.filter(object=object_key, record_id__in=list(ids), state__in=LIVE)
    rows = {row.id: row for row in map(stored_row, found.order_by("id").select_for_update())}
    changes = []
    for proposal in plan_deleted(rows.values()):
        assert isinstance(proposal.row, StoredRow)
        row = proposal.row
        changes.append(Change(proposal, row.process_id, row.version_id, object_key, row.record_id, row.label))
    store.write(changes, (), occasion.actor, occasion.frame.now)


def _processes(objects: Iterable[str]) -> Iterable[Process]:
    """Every process of these objects that was ever switched on: what still waits of one that is off moves too."""
    known = Process.objects.filter(object__in=list(objects), active_version__isnull=False)
    return known.select_related("active_version").order_by("order", "id")


def _versions(processes: Iterable[Process]) -> dict[int, Ready]:
    """The active versions; one that cannot be read any more is left out and logged, so that it blocks no save."""
    found: dict[int, Ready] = {}
    for process in processes:
        assert process.active_version is not None
        version = ready_or_problem(process.active_version.definition)
        if isinstance(version, Ready):
            found[process.pk] = version
        else:
            logger.error("process cannot be read", extra={"process_id": process.pk, "problem": version.text("en")})
    return found


def _active_from(process: Process, frame: Frame) -> Any:
    return None if process.activated_at is None else process.activated_at.astimezone(frame.habits.zone).date()


def _changes(
    process: Process, version: Ready, object_key: str, record_id: int, label: str, planned: Planned
) -> list[Change]:
    assert process.active_version_id is not None
    return [
        Change(
            proposal,
            process.pk,
            process.active_version_id,
            object_key,
            record_id,
            label,
            version.steps[proposal.step][0].do if proposal.row is None else "",
        )
        for proposal in planned.proposals
    ]


def _run(process: Process, object_key: str, record_id: int, happening: str, planned: Planned) -> Run:
    assert process.active_version_id is not None
    return Run(process.pk, process.active_version_id, object_key, record_id, happening, planned.started)
