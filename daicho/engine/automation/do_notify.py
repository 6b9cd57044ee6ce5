"""The action "notify": a line under the bell of users that the record names."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.automation import people, texts
from daicho.engine.automation.actions import DONE, ActionType, Audience, Firing, Made, Outcome
from daicho.engine.mail import house
from daicho.engine.mail.values import Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Problem
from daicho.values.problems import Invalid


class Parameters(BaseModel):
    """`to` are paths of users; `otherwise` those who are told where nobody stands there.

    Without a `title` the first line of `text` is the headline. Both may be given in two languages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    to: tuple[str, ...] = Field(min_length=1, max_length=20)
    text: texts.Needed
    title: texts.Said = ""
    otherwise: tuple[str, ...] = Field(default=(), max_length=20)


def check(given: Parameters, object_key: str) -> list[Problem]:
    """Unknown users and merge fields."""
    parts = {"text": given.text, "title": given.title}
    wrong = people.path_problems(object_key, given.to, "to")
    wrong += people.path_problems(object_key, given.otherwise, "otherwise")
    return [*wrong, *texts.problems(parts, object_key)]


def needs(given: Parameters, object_key: str) -> Needs:
    """The users, and what the text reads."""
    found = texts.needs(given.text, object_key) | texts.needs(given.title, object_key)
    return found | Needs(frozenset(given.to + given.otherwise))


def sentence(given: Parameters, object_key: str) -> Label:
    """営業担当へ通知する / notify Sales owner."""
    who = people.path_labels(object_key, given.to)
    return Label(f"{who.ja}へ通知する", f"notify {who.en}")


def run(given: Parameters, firings: Sequence[Firing], frame: Frame) -> Sequence[Outcome]:
    """Write the notices of all firings at once."""
    us = house.current()
    spoken = people.languages(
        user for one in firings for user in people.users_or(one.values, given.to, given.otherwise)
    )
    notices: list[Notice] = []
    outcomes = []
    for firing in texts.with_computed((given.text, given.title), firings, frame):
        users = people.users_or(firing.values, given.to, given.otherwise)
        if not users:
            paths = people.path_labels(firing.object, given.to)
            outcomes.append(Outcome(people.NOBODY.problem(paths=paths), again=False))
            continue
        try:
            notices += [_notice(given, firing, user, spoken.get(user, "ja"), frame, us) for user in users]
            outcomes.append(DONE)
        except Invalid as refused:
            outcomes.append(Outcome(refused.problems[0], again=False))
    notify(notices, frame)
    return outcomes


def _notice(given: Parameters, firing: Firing, user: int, language: str, frame: Frame, us: house.House) -> Notice:
    text = texts.merged(given.text, firing, language, frame, us).strip()
    if given.title:
        title = texts.merged(given.title, firing, language, frame, us)
    else:
        title, _, text = text.partition("\n")
    record = f"{firing.object}:{firing.record_id}"
    return Notice(user, " ".join(title.split()), text.strip(), record, firing.process)


def preview(given: Parameters, firing: Firing, frame: Frame) -> Made:
    """The notice as its first reader would get it. Raises Invalid when nobody would, or the text gets too long."""
    users = people.users_or(firing.values, given.to, given.otherwise)
    if not users:
        raise Invalid(people.NOBODY.problem(paths=people.path_labels(firing.object, given.to)))
    language = people.languages(users).get(users[0], "ja")
    notice = _notice(given, firing, users[0], language, frame, house.current())
    return Made("notice", notice.title, notice.body, to=tuple(_names(given, firing.values)))


def audience(given: Parameters, object_key: str) -> Audience:
    """The users at its paths."""
    return Audience(frozenset(given.to + given.otherwise), lambda values: _names(given, values))


def _names(given: Parameters, values: Mapping[str, Any]) -> list[str]:
    return people.names_in(values, given.to) or people.names_in(values, given.otherwise)


def _reaches_users_only(given: Any) -> bool:
    return False


TYPE = ActionType(
    "notify",
    Label("通知する", "Notify"),
    Parameters,
    check,
    needs,
    _reaches_users_only,
    sentence,
    run,
    preview,
    audience,
)
