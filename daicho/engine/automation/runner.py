"""Runs the actions that are due: a bounded batch a turn, in one transaction, in the order of their times.

Each record is read again, its condition and its date are looked at again, and only what still stands is run. A failure
takes back its own record only. Leaves when something is due to `plan`, what it does to the action types.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.automation import actions, finishing, joint_mails, late, readings, store, telling
from daicho.engine.automation.actions import Firing, Outcome
from daicho.engine.automation.finishing import Finished
from daicho.engine.automation.firings import firing
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.plan import plan, plan_deleted
from daicho.engine.automation.plan_values import Occurrence, Row, Subject
from daicho.engine.automation.readings import Reading
from daicho.engine.automation.store import Change, StoredRow, stored_row
from daicho.engine.automation.versions import Ready, process_plan, ready_or_problem
from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.mail.values import NOTHING, Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Refused

logger = logging.getLogger(__name__)
BATCH = 250
WORKER = Actor(None, "worker", "process", permissions=EVERYTHING)
UNEXPECTED = Message(
    "action_unexpected",
    ja="予期しないエラーです（{error}）。",
    en="An unexpected error ({error}).",
)


def run_due_actions(frame: Frame) -> bool:
    """One batch of what is due at the frame's moment; whether there was any. Safe beside other workers and after a crash."""
    with transaction.atomic():
        due = ScheduledAction.objects.filter(state="waiting", due_at__lte=frame.now).order_by("due_at", "id")
        # Prefetched, not joined: the few versions are large, and are read once a batch, not once a row.
        claimed = due.select_for_update(skip_locked=True, of=("self",)).prefetch_related("process", "version")
        rows = joint_mails.completed(list(claimed[:BATCH]), frame)
        by_object: dict[str, list[ScheduledAction]] = defaultdict(list)
        for row in rows:
            by_object[row.object].append(row)
        for object_key, mine in by_object.items():
            _Batch(object_key, mine, frame, _usable(mine, frame)).run()
        return bool(rows)


def _usable(rows: Sequence[ScheduledAction], frame: Frame) -> dict[int, Ready]:
    """The versions of the rows by id; rows of a version that cannot be read any more fail and say why."""
    found: dict[int, Ready] = {}
    broken: list[Finished] = []
    for row in rows:
        version = found.get(row.version_id) or ready_or_problem(row.version.definition)
        if isinstance(version, Ready):
            found[row.version_id] = version
        else:
            broken.append(Finished(row, row.record_label, Outcome(version, again=False)))
    finishing.write(broken, frame)
    return found


@dataclass(slots=True)
class _Batch:
    """Due rows of records of one object."""

    object: str
    claimed: Sequence[ScheduledAction]
    frame: Frame
    versions: Mapping[int, Ready]

    @property
    def rows(self) -> list[ScheduledAction]:
        """The rows whose version can be used."""
        return [row for row in self.claimed if row.version_id in self.versions]

    def run(self) -> None:
        """Read the records, settle what no longer stands, run the rest."""
        rows, versions = self.rows, self.versions
        ids = sorted({row.record_id for row in rows})
        spec = registry.get(self.object)
        needs = _needs(self.object, rows, versions) | Needs(readings.surrounding_paths(spec))
        paths = needs.paths.union(*(version.paths for version in versions.values()))
        read = readings.read(self.object, ids, paths, self.frame)
        standing = self._settle(read, spec)
        parts = readings.read_children(self.object, ids, needs.children, self.frame) if needs.children else {}
        # Only what is due at the same moment runs together, so that what was late runs in the order of its times.
        # Mails that are to be one with others of the day run with them, whatever asked for them.
        joint = joint_mails.Joint()
        groups: dict[Any, list[tuple[ScheduledAction, Firing]]] = defaultdict(list)
        for row in standing:
            together = joint.alert_of(row) or (row.due_at, row.version_id, row.step)
            groups[together].append((row, firing(row, read[row.record_id], parts)))
        finished: list[Finished] = []
        for pairs in groups.values():
            first = pairs[0][0]
            finished += _run(versions[first.version_id].steps[first.step][0], pairs, self.frame)
        finishing.write(finished, self.frame)

    def _settle(self, read: Mapping[int, Sequence[Reading]], spec: ObjectSpec) -> list[ScheduledAction]:
        """Store what changed since these rows were planned; the rows that are still to be run now."""
        changes: list[Change] = []
        by_record: dict[tuple[int, int], list[ScheduledAction]] = defaultdict(list)
        for row in self.rows:
            by_record[row.version_id, row.record_id].append(row)
        for (version_id, record_id), mine in by_record.items():
            stored = [stored_row(row) for row in mine]
            changes += self._changed(self.versions[version_id], stored, read.get(record_id))
        moved = {change.proposal.row.id for change in changes if change.proposal.row is not None}
        rest = [row for row in self.rows if row.pk not in moved]
        missed = [row for row in rest if _is_missed(row, self.versions[row.version_id], self.frame)]
        store.write(changes, (), WORKER, self.frame.now)
        telling.tell_skipped(_skipped(changes, self.rows, read, spec), self.frame)
        finishing.miss(missed, self.frame)
        gone = {row.pk for row in missed}
        return [row for row in rest if row.pk not in gone]

    def _changed(
        self, version: Ready, stored: Sequence[StoredRow], found: Sequence[Reading] | None
    ) -> Iterable[Change]:
        rows: Sequence[Row] = stored
        if found is None:
            proposals = plan_deleted(rows)
        else:
            rules = process_plan(version, self.frame, None)
            terms = [Occurrence(one.occurrence, one.values, one.values, one.current) for one in found]
            proposals = plan(rules, Subject("due", terms), rows, self.frame).proposals
        for proposal in proposals:
            row = proposal.row
            assert isinstance(row, StoredRow)
            yield Change(proposal, row.process_id, row.version_id, self.object, row.record_id, row.label)


def _skipped(
    changes: Iterable[Change], rows: Iterable[ScheduledAction], read: Mapping[int, Sequence[Reading]], spec: ObjectSpec
) -> list[telling.Skipped]:
    """Steps whose date turned out to have moved so that they are late now."""
    process, does = {row.pk: row.process for row in rows}, {row.pk: row.do for row in rows}
    found = []
    for change in changes:
        row = change.proposal.row
        if change.proposal.state == "skipped" and row is not None:
            owner = readings.owner_of(spec, read[change.record_id][0].values) or process[row.id].owner_id
            record = f"{change.object}:{change.record_id}"
            found.append(telling.Skipped(owner, process[row.id].name, record, change.label, does[row.id] == late.MAIL))
    return found


def _needs(object_key: str, rows: Sequence[ScheduledAction], versions: Mapping[int, Ready]) -> Needs:
    """What the actions of these rows read; a step that its version does not have reads nothing."""
    needs = NOTHING
    for version_id, step in {(row.version_id, row.step) for row in rows}:
        found = versions[version_id].steps.get(step)
        if found is None:
            continue
        try:
            needs |= actions.get(found[0].do).needs(actions.parameters(found[0]), object_key)
        except Refused:  # running it will raise the same, for its own rows alone
            continue
    return needs


def _is_missed(row: ScheduledAction, version: Ready, frame: Frame) -> bool:
    schedule = version.steps[row.step][1] if row.step in version.steps else None
    if schedule is None or schedule.missed_after_days is None or row.due_at is None:
        return False
    return frame.now - row.due_at > timedelta(days=schedule.missed_after_days)


def _run(action: Any, pairs: Sequence[tuple[ScheduledAction, Firing]], frame: Frame) -> list[Finished]:
    """Run one step for many records; when that fails as a whole, for each record alone."""
    firings = [firing for _, firing in pairs]
    outcomes = _attempt(action, firings, frame)
    if outcomes is None:
        outcomes = [_alone(action, firing, frame) for firing in firings]
    return [
        Finished(row, firing.label, outcome, firing.owner_id)
        for (row, firing), outcome in zip(pairs, outcomes, strict=True)
    ]


def _alone(action: Any, firing: Firing, frame: Frame) -> Outcome:
    errors: list[str] = []
    outcomes = _attempt(action, [firing], frame, errors)
    return Outcome(UNEXPECTED.problem(error=errors[0])) if outcomes is None else outcomes[0]


def _attempt(
    action: Any, firings: Sequence[Firing], frame: Frame, errors: list[str] | None = None
) -> Sequence[Outcome] | None:
    """The outcomes; None when it raised, with everything that it wrote taken back and the error in `errors`."""
    try:
        with transaction.atomic():
            return actions.get(action.do).run(actions.parameters(action), firings, frame)
    except (
        Exception
    ) as error:  # one record's failure, whatever it is, never blocks another's; it is stored with the row
        logger.exception("action failed", extra={"step": firings[0].step, "records": len(firings)})
        if errors is not None:
            errors.append(f"{type(error).__name__}: {error}"[:500])
        return None
