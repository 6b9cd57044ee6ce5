"""Small builders for planner tests: a process, a record in terms, and a store that applies proposals like the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from daicho.engine.automation.definition import Action, Late, Schedule
from daicho.engine.automation.plan import plan
from daicho.engine.automation.plan_values import (
    NodePlan,
    Occurrence,
    Planned,
    ProcessPlan,
    Row,
    Start,
    Step,
    Subject,
)
from daicho.engine.work.frame import Frame

TOKYO = ZoneInfo("Asia/Tokyo")
MAIL = Action(key="a1", do="send_alert")


def tokyo(text: str) -> datetime:
    """A moment in Tokyo, "2025-10-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def frame(text: str) -> Frame:
    """The frame of a moment in Tokyo."""
    return Frame(tokyo(text))


def schedule(**settings: Any) -> Schedule:
    """90 days before the end at 09:00, changed by `settings`."""
    given = {"offset": 90, "field": "end_date", "at": "09:00", "actions": [{"do": "send_alert"}], **settings}
    return Schedule.model_validate(given)


def mail_at(late: Late = "skip", **settings: Any) -> Step:
    """A step that waits."""
    return Step("n1.s1.a1", MAIL, schedule(**settings), lambda: late)


def node(*later: Step, now: tuple[Step, ...] = (), method: str | None = None, key: str = "n1", **more: Any) -> NodePlan:
    """A node; with `method` only for records whose method is that one."""
    return NodePlan(
        key,
        more.pop("label", ""),
        lambda values: method is None or values.get("method") == method,
        more.pop("fields", frozenset({"method"} if method else ())),
        more.pop("stop_after", True),
        now,
        later,
    )


def decided(values: Mapping[str, Any]) -> bool:
    """What ends waiting steps here."""
    return values.get("stage") in ("renewed", "cancelled")


def process(*nodes: NodePlan, start: Start = "on_create", active_from: date | None = None) -> ProcessPlan:
    """A process; without nodes it has the one mail 90 days before the end."""
    return ProcessPlan(start, nodes or (node(mail_at()),), decided, active_from)


@dataclass
class Ledger:
    """Stored rows of one record: applies what the planner proposes, and refuses a second row of the same key."""

    process: ProcessPlan
    rows: list[Row] = field(default_factory=list)
    due: dict[int, datetime | None] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    entered: bool = False
    seen: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    saves: int = 0

    def save(self, at: str, happening: Any = "saved", key: str = "term:1", **values: Any) -> Planned:
        """The record in one term with these values is saved; what is proposed is stored and returned."""
        return self.save_terms(at, {key: values}, happening)

    def create(self, at: str, **values: Any) -> Planned:
        """The record is created with these values in its first term."""
        return self.save(at, "created", **values)

    def save_terms(self, at: str, terms: Mapping[str, Mapping[str, Any]], happening: Any = "saved") -> Planned:
        """The record with all its terms is saved."""
        self.saves += 1
        occurrences = [Occurrence(key, values, self.seen.get(key)) for key, values in terms.items()]
        subject = Subject(happening, occurrences, self.entered, f"save{self.saves}")
        planned = plan(self.process, subject, self.rows, frame(at))
        self.apply(planned)
        self.entered = self.entered or bool(planned.started)
        self.seen = dict(terms)
        return planned

    def apply(self, planned: Planned) -> None:
        """Insert and change rows as the database would."""
        for proposal in planned.proposals:
            self.reasons.append(proposal.reason.code)
            values: dict[str, Any] = {"state": proposal.state, "reason": proposal.reason.code, "base": proposal.base}
            values["planned_at"] = proposal.due_at
            if proposal.row is not None:
                index = self.rows.index(proposal.row)
                self.rows[index] = replace(proposal.row, **values)
                self.due[proposal.row.id] = proposal.due_at
                continue
            assert (proposal.step, proposal.occurrence) not in {(row.step, row.occurrence) for row in self.rows}
            row = Row(len(self.rows) + 1, proposal.step, proposal.occurrence, **values)
            self.rows.append(row)
            self.due[row.id] = proposal.due_at

    def finish(self, index: int = 0, state: str = "done") -> None:
        """The worker ran a row."""
        self.rows[index] = replace(self.rows[index], state=state, reason=state)

    def run(self, at: str) -> list[str]:
        """The worker runs what is due at `at`, in order; returns the occurrences run."""
        moment = tokyo(at)
        waiting = [(row, self.due[row.id]) for row in self.rows if row.state == "waiting"]
        due_rows = [row for row, due in waiting if due is not None and due <= moment]
        for row in due_rows:
            self.finish(self.rows.index(row))
        return [row.occurrence for row in due_rows]

    @property
    def states(self) -> list[tuple[str, str]]:
        """Occurrence and state of each row."""
        return [(row.occurrence, row.state) for row in self.rows]

    def due_at(self, index: int = -1) -> str:
        """When a row is due, in Tokyo."""
        moment = self.due[self.rows[index].id]
        assert moment is not None
        return moment.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M")


def days_from(text: str, count: int) -> list[str]:
    """09:05 in the mornings of `count` days from a date."""
    first = date.fromisoformat(text)
    return [f"{first + timedelta(days=day)} 09:05" for day in range(count)]
