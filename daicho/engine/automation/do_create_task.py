"""The action "create_task": something to do for a user that the record names."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.activity import tasks
from daicho.engine.activity.tasks import NewTask
from daicho.engine.automation import people, texts
from daicho.engine.automation.actions import DONE, ActionType, Firing, Outcome
from daicho.engine.automation.definition import TimeOfDay
from daicho.engine.mail import house
from daicho.engine.mail.values import Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Problem
from daicho.values.offsets import Offset
from daicho.values.problems import Invalid


class Parameters(BaseModel):
    """`owner` is the path of a user. The task is due `due_in` units after it is made, at `at` (None: no due time)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    subject: str = Field(min_length=1, max_length=2_000)
    owner: str = Field(default="owner", min_length=1, max_length=200)
    due_in: int | None = Field(default=None, ge=0, le=3660)
    due_unit: Literal["days", "weeks", "months", "business_days"] = "days"
    at: TimeOfDay = "18:00"


def check(given: Parameters, object_key: str) -> list[Problem]:
    """Unknown users and merge fields."""
    parts = {"subject": given.subject}
    return [*people.path_problems(object_key, (given.owner,), "owner"), *texts.problems(parts, object_key)]


def needs(given: Parameters, object_key: str) -> Needs:
    """The user, and what the subject reads."""
    return texts.needs(given.subject, object_key) | Needs(frozenset({given.owner}))


def sentence(given: Parameters, object_key: str) -> Label:
    """営業担当のToDo「継続の意思確認」を作る / make the task “…” for Sales owner."""
    who = people.path_labels(object_key, (given.owner,))
    subject = texts.readable(given.subject)
    return Label(f"{who.ja}のToDo「{subject}」を作る", f"make the task “{subject}” for {who.en}")


def run(given: Parameters, firings: Sequence[Firing], frame: Frame) -> Sequence[Outcome]:
    """Make the tasks of all firings in one command."""
    us = house.current()
    spoken = people.languages(user for one in firings for user in people.users_in(one.values, (given.owner,)))
    made: list[NewTask] = []
    outcomes = []
    for firing in firings:
        users = people.users_in(firing.values, (given.owner,))
        if not users:
            paths = people.path_labels(firing.object, (given.owner,))
            outcomes.append(Outcome(people.NOBODY.problem(paths=paths), again=False))
            continue
        try:
            subject = texts.merged(given.subject, firing, spoken.get(users[0], "ja"), frame, us)
        except Invalid as refused:
            outcomes.append(Outcome(refused.problems[0], again=False))
            continue
        record = f"{firing.object}:{firing.record_id}"
        made.append(NewTask(" ".join(subject.split()), users[0], _due(given, frame), record))
        outcomes.append(DONE)
    tasks.create(made, actor=acting(firings[0].process), reason="process", frame=frame)
    return outcomes


def acting(process: str) -> Actor:
    """The process as it appears in histories."""
    return Actor(None, process, "process", permissions=EVERYTHING)


def _due(given: Parameters, frame: Frame) -> datetime | None:
    if given.due_in is None:
        return None
    day = Offset(given.due_in, given.due_unit, "after").apply(frame.today, frame.habits.calendar)
    return datetime.combine(day, time.fromisoformat(given.at), frame.habits.zone)


def _reaches_users_only(given: Any) -> bool:
    return False


TYPE = ActionType(
    "create_task", Label("ToDoを作る", "Make a task"), Parameters, check, needs, _reaches_users_only, sentence, run
)
