"""Tells the owner of a record that a mail about it was not sent: nobody to send it to, an empty field, a day gone by."""

from collections.abc import Sequence
from dataclasses import dataclass

from daicho.engine.activity import tasks
from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.activity.tasks import NewTask
from daicho.engine.automation import people, readings
from daicho.engine.automation.actions import Firing
from daicho.engine.automation.do_create_task import acting
from daicho.engine.catalog import registry
from daicho.engine.mail.letters import EMPTY_FIELDS, NO_RECIPIENT
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message, Problem

NO_RECIPIENT_TITLE = Message(
    "no_recipient_title",
    ja="送信できません：宛先がありません（{record}）",
    en="Cannot send: there is no recipient ({record})",
)
EMPTY_TITLE = Message(
    "mail_empty_title",
    ja="送信を止めました：空の項目があります（{record}）",
    en="Sending stopped: a field is empty ({record})",
)
STOPPED_TITLE = Message("mail_stopped_title", ja="送信を止めました（{record}）", en="Sending stopped ({record})")
PARTLY_TITLE = Message(
    "mail_partly_title",
    ja="一部の宛先には送っていません（{record}）",
    en="Some recipients were left out ({record})",
)
TITLES = {NO_RECIPIENT.code: NO_RECIPIENT_TITLE, EMPTY_FIELDS.code: EMPTY_TITLE}


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that was not made, and why; `partly`: it was made, and some of its recipients do not get it."""

    firing: Firing
    problem: Problem
    partly: bool = False


def tell_owners(unsent: Sequence[Unsent], frame: Frame) -> None:
    """One notice a mail to the owner of its record; where there is no recipient, a task to find one as well."""
    told = [(one, one.firing.owner_id) for one in unsent if one.firing.owner_id is not None]
    if not told:
        return
    spoken = people.languages(owner for _, owner in told)
    notices, todo = [], []
    for one, owner in told:
        language, firing = spoken.get(owner, "ja"), one.firing
        label = readings.short_label(registry.get(firing.object), firing.values) or firing.label
        words = PARTLY_TITLE if one.partly else TITLES.get(one.problem.code, STOPPED_TITLE)
        title = words.text(language, record=label)
        record = f"{firing.object}:{firing.record_id}"
        notices.append(Notice(owner, title, one.problem.text(language), record, firing.process))
        if one.problem.code == NO_RECIPIENT.code:
            todo.append(NewTask(title, owner, record=record))
    notify(notices, frame)
    tasks.create(todo, actor=acting(unsent[0].firing.process), reason="no_recipient", frame=frame)
