"""What the planner compares: a process made ready, a record and its terms, the rows stored, and what it proposes. PURE."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from daicho.engine.automation import reasons
from daicho.engine.automation.definition import Action, Late, Schedule
from daicho.values.labels import Message

State = Literal["waiting", "suspended", "done", "skipped", "failed", "cancelled", "missed", "unknown"]
Start = Literal["on_create", "when_becomes_true", "every_save"]
Happening = Literal["created", "saved", "adopted", "migrated", "due"]
Values = Mapping[str, Any]
Condition = Callable[[Values], bool]

LIVE = frozenset({"waiting", "suspended"})
NOT_DONE = frozenset({"skipped", "missed", "failed"})
EVENT_MARK = "/event-"
RECORD = "record"


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a version: at once (`schedule` None) or at its time. `late` tells the policy; asked only when late."""

    key: str
    action: Action
    schedule: Schedule | None
    late: Callable[[], Late]


@dataclass(frozen=True, slots=True)
class NodePlan:
    """A node made ready: its condition (always, where none is set), the fields it asks about, and its steps."""

    key: str
    label: str
    condition: Condition
    fields: frozenset[str]
    stop_after: bool
    now: tuple[Step, ...]
    later: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ProcessPlan:
    """A version made ready. `decided` ends waiting steps of an occurrence; `active_from` None means since ever."""

    start: Start
    nodes: tuple[NodePlan, ...]
    decided: Condition | None = None
    active_from: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The record as read through one of its terms, or the record itself (key "record").

    `before` holds the values before the save; None means that this occurrence is new.
    """

    key: str
    values: Values
    before: Values | None = None
    current: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """One record and what happened to it. `entered` is whether the process has taken it up before.

    `imported`: it came from outside, where all this happened long ago; what is late is not run, and nobody outside is
    told at once.
    """

    happening: Happening
    occurrences: Sequence[Occurrence]
    entered: bool = False
    event: str = ""
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A scheduled action as it is stored. `base` is the date as text (None: empty); `planned_at` what the rule said,
    `postponed_until` what somebody chose instead (None: nobody did).
    """

    id: int
    step: str
    occurrence: str
    state: str
    reason: str
    base: str | None
    planned_at: datetime | None
    postponed_until: datetime | None = field(default=None, kw_only=True)

    @property
    def family(self) -> str:
        """The occurrence without its counter: "term:12/2" belongs to "term:12"."""
        return self.occurrence.split("/")[0]

    @property
    def settled(self) -> bool:
        """Whether it is done for good: run, perhaps run, or called off by hand."""
        return self.state in ("done", "unknown") or (self.state == "cancelled" and self.reason == reasons.BY_HAND.code)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row to insert (`row` None) or to change: its state, date, the moment by the rule, and the reason with its
    parameters. `postponed_until` is a later moment that somebody chose and that still holds.
    """

    row: Row | None
    step: str
    occurrence: str
    state: State
    reason: Message
    params: Mapping[str, Any] = field(default_factory=dict)
    base: str | None = None
    due_at: datetime | None = None
    postponed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a process proposes for a record, and the nodes that took it up by this event (for the run's record)."""

    proposals: list[Proposal]
    started: tuple[str, ...] = ()


def as_text(base: date | datetime | None) -> str | None:
    """A base date as it is stored."""
    return None if base is None else base.isoformat()


def from_text(text: str) -> date | datetime:
    """A stored base date: a date, or a moment where it has a time."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
