"""What a process is: the stored, validated definition of its start, nodes, schedules and actions. PURE.

Leaves checking against objects and fields to `checking`, the stable keys to `keys`, and what happens to `plan`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from daicho.values.labels import Message, Problem
from daicho.values.misfits import expected, explained
from daicho.values.problems import Invalid

SETTING_MISSING = Message(
    "process_setting_missing",
    ja="プロセスの「{place}」が指定されていません。値を入れてください。",
    en="“{place}” of the process is missing. Give it a value.",
)
SETTING_UNKNOWN = Message(
    "process_setting_unknown",
    ja="プロセスに「{place}」という設定はありません。名前を確認するか、取り除いてください。",
    en="A process has no setting “{place}”. Check its name or leave it out.",
)
SETTING_CHOICE = Message(
    "process_setting_choice",
    ja="プロセスの「{place}」に「{value}」は使えません。使えるもの：{known}。",
    en="“{place}” of the process cannot be “{value}”. Allowed: {known}.",
)
SETTING_WRONG = Message(
    "process_setting_wrong",
    ja="プロセスの「{place}」の値「{value}」は読み取れません（{detail}）。",
    en="The value “{value}” of “{place}” in the process cannot be read ({detail}).",
)

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,40}$")]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Unit = Literal["days", "weeks", "months", "hours", "business_days"]
EVENT = "event"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Action(BaseModel):
    """One action: `do` names its type, everything else beside `key` is a parameter of that type."""

    model_config = ConfigDict(extra="allow", frozen=True)
    key: Key = ""
    do: str

    @property
    def parameters(self) -> dict[str, Any]:
        """What the action's type is told."""
        return dict(self.model_extra or {})


class RunIfWithin(_Part):
    """Run although late, if no more than so many days late."""

    run_if_within_days: int = Field(ge=0, le=3660)


Late = Literal["run", "skip"] | RunIfWithin


class Lead(_Part):
    """How long before the time of a schedule something is done: 3 business days before the mail."""

    offset: int = Field(ge=1, le=366)
    unit: Literal["days", "weeks", "business_days"] = "business_days"


class Schedule(_Part):
    """Actions that wait for a time before or after a date.

    `field` is a date path of the object, or "event" for the moment of the save. `at` is a time of day in the
    organisation's zone; None means 09:00 for a date, and the date's own time for a date-time or the event. `late` None
    means: skip what reaches people who are no users, run the rest. `missed_after_days` None means: however late the
    worker is, it runs. `freeze` keeps the date that was read first. `lead` moves all that to so long before (None: not at all).
    """

    key: Key = ""
    offset: int = Field(ge=0, le=10000)
    unit: Unit = "days"
    direction: Literal["before", "after"] = "before"
    field: str = Field(min_length=1, max_length=200)
    at: TimeOfDay | None = None
    business_day: Literal["none", "previous", "next"] = "none"
    late: Late | None = None
    repeat: Literal["once", "each_match", "each_date"] = "once"
    missed_after_days: int | None = Field(default=None, ge=0, le=3660)
    freeze: bool = False
    lead: Lead | None = None
    actions: tuple[Action, ...] = Field(min_length=1, max_length=50)


class Node(_Part):
    """One diamond: `when` is a filter tree (None: always); with `stop_after` no later node is asked once it matched."""

    key: Key = ""
    label: str = Field(default="", max_length=200)
    when: dict[str, Any] | None = None
    stop_after: bool = True
    actions: tuple[Action, ...] = Field(default=(), max_length=50)
    schedules: tuple[Schedule, ...] = Field(default=(), max_length=50)


class Definition(_Part):
    """A whole process as it is stored with a version. `description` is one sentence for people, in both languages."""

    object: str = Field(min_length=1, max_length=60)
    start: Literal["on_create", "when_becomes_true", "every_save"]
    description: str = Field(default="", max_length=500)
    description_en: str = Field(default="", max_length=500)
    nodes: tuple[Node, ...] = Field(min_length=1, max_length=100)


def parse(raw: object) -> Definition:
    """The definition in `raw` (JSON). Raises Invalid naming each place that is wrong: "nodes.0.schedules.1.field"."""
    try:
        return Definition.model_validate(raw)
    except ValidationError as error:
        raise Invalid(*problems_of(error)) from None


def stored(definition: Definition) -> dict[str, Any]:
    """The definition as JSON; settings left out stay out."""
    return definition.model_dump(mode="json", exclude_unset=True)


def problems_of(error: ValidationError, prefix: str = "") -> list[Problem]:
    """Pydantic's findings in both languages, one for each place, under `prefix`."""
    found: dict[str, Problem] = {}
    for item in error.errors(include_url=False):
        place = prefix + ".".join(str(part) for part in item["loc"] if _is_place(part))
        found.setdefault(place, _problem(place, item))
    return [problem for place, problem in found.items() if not _follows(place, found)]


def _follows(place: str, found: Mapping[str, Problem]) -> bool:
    """Whether a list was only found wrong because of what is wrong inside it (it counts as having no such item)."""
    return any(other.startswith(f"{place}.") for other in found)


def _is_place(part: int | str) -> bool:
    return isinstance(part, int) or (part.isidentifier() and part != RunIfWithin.__name__)


def _problem(place: str, item: Mapping[str, Any]) -> Problem:
    kind, value = item["type"], str(item.get("input"))[:80]
    if kind == "missing":
        return SETTING_MISSING.problem(place, place=place)
    if kind == "extra_forbidden":
        return SETTING_UNKNOWN.problem(place, place=place)
    if kind == "literal_error":
        return SETTING_CHOICE.problem(place, place=place, value=value, known=expected(item))
    return SETTING_WRONG.problem(place, place=place, value=value, detail=explained(item))
