"""The planner: compares what a process wants for one record with the rows that wait, and proposes the difference. PURE.

Planning the same twice proposes nothing the second time. A time that somebody chose by hand stands until the rule's own
time changes; then the later of the two holds. Leaves reading and writing of rows to `planner`, running to
`runner`, actions that run at once to `events`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from daicho.engine.automation import reasons
from daicho.engine.automation.definition import EVENT, Late, RunIfWithin, Schedule
from daicho.engine.automation.events import immediate, matching
from daicho.engine.automation.plan_values import (
    EVENT_MARK,
    LIVE,
    NOT_DONE,
    RECORD,
    Condition,
    NodePlan,
    Occurrence,
    Planned,
    ProcessPlan,
    Proposal,
    Row,
    State,
    Step,
    Subject,
    Values,
    as_text,
    from_text,
)
from daicho.engine.automation.timing import due
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message


def plan(process: ProcessPlan, subject: Subject, rows: Iterable[Row], frame: Frame) -> Planned:
    """The difference between what the process wants for the record and what is stored."""
    rows = tuple(rows)
    stored = [row for row in rows if EVENT_MARK not in row.occurrence]
    proposals: list[Proposal] = []
    started: dict[str, None] = {}
    for occurrence in subject.occurrences:
        work = _Comparison(process, subject, occurrence, [row for row in stored if row.family == occurrence.key], frame)
        proposals += work.proposals()
        started.update(dict.fromkeys(work.started))
    known = {occurrence.key for occurrence in subject.occurrences}
    proposals += [
        _cancel(row, reasons.OCCURRENCE_GONE) for row in stored if row.state in LIVE and row.family not in known
    ]
    at_once = immediate(process, subject, {(row.step, row.occurrence) for row in rows}, frame)
    started.update(dict.fromkeys(node.key for node, _ in at_once))
    return Planned(proposals + [proposal for _, found in at_once for proposal in found], tuple(started))


def plan_deleted(rows: Iterable[Row]) -> list[Proposal]:
    """Everything that waits for a deleted record is cancelled, also what was to run at once."""
    return [_cancel(row, reasons.RECORD_DELETED) for row in rows if row.state in LIVE]


@dataclass(slots=True)
class _Comparison:
    """The steps of one occurrence against its rows."""

    process: ProcessPlan
    subject: Subject
    occurrence: Occurrence
    rows: list[Row]
    frame: Frame
    started: list[str] = field(default_factory=list)

    def proposals(self) -> list[Proposal]:
        """Changes of the rows that live, and the rows that are missing."""
        decided = _holds(self.process.decided, self.occurrence.values)
        matched = set() if decided else set(matching(self.process.nodes, self.occurrence.values))
        found: list[Proposal | None] = []
        steps = set()
        for node in self.process.nodes:
            became = node.key in matched and not self._matched_before(node)
            for step in node.later:
                steps.add(step.key)
                found.append(self._step(node, step, node.key in matched, became, decided))
        found += [
            _cancel(row, reasons.STEP_REMOVED) for row in self.rows if row.state in LIVE and row.step not in steps
        ]
        return [proposal for proposal in found if proposal is not None]

    def _matched_before(self, node: NodePlan) -> bool:
        before = self.occurrence.before
        if before is None or _holds(self.process.decided, before):
            return False
        return node.key in matching(self.process.nodes, before)

    def _step(self, node: NodePlan, step: Step, wanted: bool, became: bool, decided: bool) -> Proposal | None:
        rows = [row for row in self.rows if row.step == step.key]
        open_row = next((row for row in reversed(rows) if row.state in LIVE or row.state in NOT_DONE), None)
        if open_row is not None:
            return self._change(node, step, open_row, wanted, decided)
        if not wanted or not self._may_start(step, rows, became):
            return None
        past = self._is_past(step)
        if node.key not in self.started and not (past and self.subject.entered):
            self.started.append(node.key)
        return None if past else self._create(node, step, rows)

    def _may_start(self, step: Step, rows: list[Row], became: bool) -> bool:
        if self.subject.happening == "due":
            return False
        settled = [row for row in rows if row.settled]
        if settled:
            return self._may_repeat(step, settled, became)
        if self.subject.happening == "adopted" or any(row.reason != reasons.PROCESS_OFF.code for row in rows):
            return True
        if self.process.start == "on_create":
            return self.subject.happening == "created" or self.subject.entered
        if self.subject.happening == "migrated":
            return self.subject.entered
        return self.process.start == "every_save" or became

    def _may_repeat(self, step: Step, settled: list[Row], became: bool) -> bool:
        assert step.schedule is not None
        if step.schedule.repeat == "each_match":
            return became and self.occurrence.before is not None
        base = as_text(self._base(step.schedule))
        return step.schedule.repeat == "each_date" and base is not None and base not in {row.base for row in settled}

    def _is_past(self, step: Step) -> bool:
        """A term that had ended before the process was switched on gets nothing; the record's next term may."""
        assert step.schedule is not None
        base = self._base(step.schedule)
        start = self.process.active_from
        if start is None or base is None or self.occurrence.key == RECORD or step.schedule.field == EVENT:
            return False
        return (base.astimezone(self.frame.habits.zone).date() if isinstance(base, datetime) else base) < start

    def _base(self, schedule: Schedule) -> date | datetime | None:
        return self.frame.now if schedule.field == EVENT else self.occurrence.values.get(schedule.field)

    def _create(self, node: NodePlan, step: Step, rows: list[Row]) -> Proposal:
        assert step.schedule is not None
        occurrence = self.occurrence.key if not rows else f"{self.occurrence.key}/{len(rows) + 1}"
        base = self._base(step.schedule)
        if base is None or due(step.schedule, base, self.frame.habits) is None:
            return Proposal(None, step.key, occurrence, "suspended", reasons.NO_DATE)
        again = any(row.state == "cancelled" for row in rows)
        reason, params = (reasons.MATCHED_AGAIN, {"node": node.label or node.key}) if again else (reasons.PLANNED, {})
        return self._timed(None, step, occurrence, base, reason, params)

    def _change(self, node: NodePlan, step: Step, row: Row, wanted: bool, decided: bool) -> Proposal | None:
        assert step.schedule is not None
        live = row.state in LIVE
        if decided:
            return _cancel(row, reasons.DECIDED) if live else None
        base = self._base_of(row, step.schedule)
        cleared = base is None and step.schedule.field in node.fields
        if not wanted and not cleared:
            return _cancel(row, reasons.CONDITION_LOST, {"node": node.label or node.key}) if live else None
        planned = None if base is None else due(step.schedule, base, self.frame.habits)
        if base is None or planned is None:
            return _suspend(row) if row.state == "waiting" else None
        text = as_text(base)
        if text == row.base and planned == row.planned_at:
            return None
        if not live and planned < self.frame.now:
            return None
        reason = reasons.RULE_CHANGED if text == row.base else reasons.DATE_MOVED if row.base else reasons.DATE_ENTERED
        return self._timed(row, step, row.occurrence, base, reason, {"old": row.base, "new": text})

    def _base_of(self, row: Row, schedule: Schedule) -> date | datetime | None:
        """The date as it is now; the one read first where that is kept (the event, frozen schedules)."""
        if row.base is not None and (schedule.freeze or schedule.field == EVENT):
            return from_text(row.base)
        return self._base(schedule)

    def _timed(
        self,
        row: Row | None,
        step: Step,
        occurrence: str,
        base: date | datetime,
        reason: Message,
        params: Mapping[str, Any],
    ) -> Proposal:
        assert step.schedule is not None
        moment = due(step.schedule, base, self.frame.habits)
        assert moment is not None
        state: State = "waiting"
        chosen = row.postponed_until if row is not None else None
        if chosen is not None:
            held = chosen > max(moment, self.frame.now)
            reason = reasons.POSTPONE_KEPT if held else reasons.POSTPONE_DROPPED
            params = {
                "old": "–",
                **{key: value for key, value in params.items() if value},
                "until": self._shown(chosen),
            }
            if held:
                return Proposal(row, step.key, occurrence, state, reason, params, as_text(base), moment, chosen)
        if moment < self.frame.now:
            shown = self._shown(moment)
            run = not self.subject.imported and runs_late(step.late(), moment, self.frame.now)
            state = "waiting" if run else "skipped"
            reason, params = reasons.LATE_RUN if run else reasons.LATE_SKIPPED, {**params, "due": shown}
        return Proposal(row, step.key, occurrence, state, reason, params, as_text(base), moment)

    def _shown(self, moment: datetime) -> str:
        return moment.astimezone(self.frame.habits.zone).strftime("%Y/%m/%d %H:%M")


def runs_late(late: Late, moment: datetime, now: datetime) -> bool:
    """Whether a step planned at `now` for the past `moment` is to run all the same."""
    if isinstance(late, RunIfWithin):
        return (now - moment).total_seconds() <= late.run_if_within_days * 86400
    return late == "run"


def _holds(condition: Condition | None, values: Values) -> bool:
    return condition is not None and condition(values)


def _cancel(row: Row, reason: Message, params: Mapping[str, Any] | None = None) -> Proposal:
    return Proposal(row, row.step, row.occurrence, "cancelled", reason, params or {}, row.base, row.planned_at)


def _suspend(row: Row) -> Proposal:
    chosen = row.postponed_until
    return Proposal(
        row, row.step, row.occurrence, "suspended", reasons.DATE_CLEARED, {"old": row.base}, postponed_until=chosen
    )
