"""The kinds of actions that a process can take: a registry filled by name from the composition root.

An action type says which parameters it takes, which fields it reads, and how a batch of it is run. Leaves when it runs
to `plan`, and claiming, retrying and logging to `runner`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from daicho.engine.automation.definition import Action, problems_of
from daicho.engine.mail.values import Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Invalid

UNKNOWN_ACTION = Message(
    "unknown_action",
    ja="「{do}」というアクションはありません。使えるもの：{known}。",
    en="There is no action “{do}”. Known actions: {known}.",
)


@dataclass(frozen=True, slots=True)
class Firing:
    """One action of one record that is to be run now. `values` are typed, by field path, as they are at this moment.

    `computed` are merge fields that are no columns, by whole path; None: not computed yet.
    """

    action_id: int
    process_id: int
    process: str
    version: int
    step: str
    object: str
    record_id: int
    occurrence: str
    label: str
    values: Mapping[str, Any]
    owner_id: int | None
    children: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    computed: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a firing: nothing to say (done), or why it failed. A failure without `again` is not tried again.

    `told`: the owner of the record has been told of it in its own words already.
    """

    problem: Problem | None = None
    again: bool = True
    told: bool = False


DONE = Outcome()


@dataclass(frozen=True, slots=True)
class Made:
    """What an action would make if it ran now: a mail, a notice or a task. `due_at` is a task's; None: it has none."""

    kind: Literal["mail", "notice", "task"]
    title: str
    text: str = ""
    html: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an action reaches: the field paths to read, and what makes names or addresses of their values."""

    paths: frozenset[str]
    of: Callable[[Mapping[str, Any]], list[str]]


NOBODY = Audience(frozenset(), lambda values: [])
Run = Callable[[Any, Sequence[Firing], Frame], Sequence[Outcome]]


@dataclass(frozen=True, slots=True)
class ActionType:
    """One kind of action.

    `check(parameters, object_key)` returns problems whose fields are parameter names. `needs(parameters, object_key)`
    says what to read. `to_outsiders(parameters)` is whether people who are no users are reached. `sentence(parameters,
    object_key)` continues a clause of time: "契約担当者へ『更新のご案内』を送る". `run` acts for many records at
    once and answers one outcome for each; what it writes is written in the caller's transaction. `preview` says what it
    would make of one firing and writes nothing (raises Refused where it could not), `audience(parameters, object_key)`
    whom it reaches; None: it makes nothing that can be shown, it reaches nobody. `subject(parameters)` is what people call
    that which is sent (the name of its template; raises Missing); None: nothing is sent.
    """

    key: str
    label: Label
    parameters: type[BaseModel]
    check: Callable[[Any, str], list[Problem]]
    needs: Callable[[Any, str], Needs]
    to_outsiders: Callable[[Any], bool]
    sentence: Callable[[Any, str], Label]
    run: Run
    preview: Callable[[Any, Firing, Frame], Made] | None = None
    audience: Callable[[Any, str], Audience] | None = None
    subject: Callable[[Any], str] | None = None


_types: dict[str, ActionType] = {}


def register(types: Iterable[ActionType]) -> None:
    """Add kinds of actions; the same key twice replaces the former."""
    for kind in types:
        _types[kind.key] = kind


def get(key: str, place: str | None = None) -> ActionType:
    """The kind of action with this key. Raises Invalid (at `place`), naming the known ones."""
    found = _types.get(key)
    if found is None:
        raise Invalid(UNKNOWN_ACTION.problem(place, do=key, known=sorted(_types)))
    return found


def parameters(action: Action, place: str = "") -> Any:
    """The action's parameters, typed. Raises Invalid with the place of each fault under `place`."""
    kind = get(action.do, f"{place}.do" if place else "do")
    try:
        return kind.parameters.model_validate(action.parameters)
    except ValidationError as error:
        raise Invalid(*problems_of(error, f"{place}." if place else "")) from None
