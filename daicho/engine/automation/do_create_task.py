"""The action "create_task": something to do for a user that the record names."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.activity import tasks
from daicho.engine.activity.models import Task
from daicho.engine.activity.tasks import NewTask
from daicho.engine.automation import people, texts
from daicho.engine.automation.actions import DONE, ActionType, Audience, Firing, Made, Outcome
from daicho.engine.automation.definition import TimeOfDay
from daicho.engine.mail import house
from daicho.engine.mail.values import Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Problem
from daicho.values.offsets import Offset
from daicho.values.problems import Invalid


class Parameters(BaseModel):
    """`owner` is the path of a user, `otherwise` of the one who gets it where nobody stands there ("": nobody).

    The task is due `due_in` units after it is made, at `at` (None: no due time). `once`: none is made while one with the
    same `kind` (without one: the same subject) is open for the record. `subject` may be given in two languages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    subject: texts.Needed
    owner: str = Field(default="owner", min_length=1, max_length=200)
    otherwise: str = Field(default="", max_length=200)
    due_in: int | None = Field(default=None, ge=0, le=3660)
    due_unit: Literal["days", "weeks", "months", "business_days"] = "days"
    at: TimeOfDay = "18:00"
    once: bool = False
    kind: str = Field(default="", max_length=100)

    @property
    def owners(self) -> tuple[str, ...]:
        """The paths at which to look, the first one first."""
        return (self.owner, self.otherwise) if self.otherwise else (self.owner,)


def check(given: Parameters, object_key: str) -> list[Problem]:
    """Unknown users and merge fields."""
    parts = {"subject": given.subject}
    wrong = people.path_problems(object_key, (given.owner,), "owner")
    wrong += people.path_problems(object_key, given.owners[1:], "otherwise")
    return [*wrong, *texts.problems(parts, object_key)]


def needs(given: Parameters, object_key: str) -> Needs:
    """The user, and what the subject reads."""
    return texts.needs(given.subject, object_key) | Needs(frozenset(given.owners))


def sentence(given: Parameters, object_key: str) -> Label:
    """営業担当のToDo「継続の意思確認」を作る / make the task “…” for Sales owner."""
    who = people.path_labels(object_key, (given.owner,))
    ja, en = (texts.readable(given.subject, language) for language in ("ja", "en"))
    return Label(f"{who.ja}のToDo「{ja}」を作る", f"make the task “{en}” for {who.en}")


def run(given: Parameters, firings: Sequence[Firing], frame: Frame) -> Sequence[Outcome]:
    """Make the tasks of all firings in one command."""
    us = house.current()
    spoken = people.languages(user for one in firings for user in people.users_in(one.values, given.owners))
    there = _open_ones(given, firings) if given.once else frozenset()
    made: list[NewTask] = []
    outcomes = []
    for firing in texts.with_computed((given.subject,), firings, frame):
        users = people.users_in(firing.values, given.owners)
        if not users:
            paths = people.path_labels(firing.object, (given.owner,))
            outcomes.append(Outcome(people.NOBODY.problem(paths=paths), again=False))
            continue
        try:
            subject = _subject(given, firing, spoken.get(users[0], "ja"), frame, us)
        except Invalid as refused:
            outcomes.append(Outcome(refused.problems[0], again=False))
            continue
        record = f"{firing.object}:{firing.record_id}"
        if (record, given.kind or subject) not in there:
            made.append(NewTask(subject, users[0], _due(given, frame), record, given.kind))
        outcomes.append(DONE)
    tasks.create(made, actor=acting(firings[0].process), reason="process", frame=frame)
    return outcomes


def acting(process: str) -> Actor:
    """The process as it appears in histories."""
    return Actor(None, process, "process", permissions=EVERYTHING)


def preview(given: Parameters, firing: Firing, frame: Frame) -> Made:
    """The task as it would be made. Raises Invalid when there is nobody to do it."""
    users = people.users_in(firing.values, given.owners)
    if not users:
        raise Invalid(people.NOBODY.problem(paths=people.path_labels(firing.object, (given.owner,))))
    subject = _subject(given, firing, people.languages(users).get(users[0], "ja"), frame, house.current())
    names = tuple(people.names_in(firing.values, given.owners)[:1])
    return Made("task", subject, to=names, due_at=_due(given, frame))


def audience(given: Parameters, object_key: str) -> Audience:
    """The user who is to do it."""
    return Audience(frozenset(given.owners), lambda values: people.names_in(values, given.owners)[:1])


def _open_ones(given: Parameters, firings: Sequence[Firing]) -> frozenset[tuple[str, str]]:
    """Record and kind (without one: subject) of the tasks that are open for these records."""
    records = {f"{one.object}:{one.record_id}" for one in firings}
    return frozenset(
        Task.objects.filter(record__in=records, status="open").values_list(
            "record", "kind" if given.kind else "subject"
        )
    )


def _subject(given: Parameters, firing: Firing, language: str, frame: Frame, us: house.House) -> str:
    return " ".join(texts.merged(given.subject, firing, language, frame, us).split())


def _due(given: Parameters, frame: Frame) -> datetime | None:
    if given.due_in is None:
        return None
    day = Offset(given.due_in, given.due_unit, "after").apply(frame.today, frame.habits.calendar)
    return datetime.combine(day, time.fromisoformat(given.at), frame.habits.zone)


def _reaches_users_only(given: Any) -> bool:
    return False


TYPE = ActionType(
    "create_task",
    Label("ToDoを作る", "Make a task"),
    Parameters,
    check,
    needs,
    _reaches_users_only,
    sentence,
    run,
    preview,
    audience,
)
