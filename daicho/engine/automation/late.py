"""Mails that were late when they were planned and so were not sent: the list of them, and the words in which people are told.

What is done with them (send now, call off) is `handling`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from daicho.engine.access.about import about_readable
from daicho.engine.access.actors import Actor
from daicho.engine.automation import reasons
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message

MAIL = "send_alert"


@dataclass(frozen=True, slots=True)
class Words:
    """How the owner of records is told of their late mails: title (with {count}), text, and the name of the page that lists them."""

    title: Message
    body: Message
    page: str


_words: dict[str, Words] = {}


def provide_words(words: Mapping[str, Words]) -> None:
    """Say how late mails about records of an object are told; others are told in general words. Called by wiring."""
    _words.clear()
    _words.update(words)


def words_for(object_key: str) -> Words | None:
    """The words for late mails about records of an object; None: the general ones."""
    return _words.get(object_key)


def late_mails(actor: Actor, object_key: str, frame: Frame) -> QuerySet[ScheduledAction]:
    """Mails about records that the actor may read which were late when planned and were neither sent nor called off since."""
    readable = about_readable(actor, frame)
    rows = ScheduledAction.objects.filter(
        readable, object=object_key, do=MAIL, state="skipped", reason=reasons.LATE_SKIPPED.code
    )
    return rows.select_related("process").order_by("planned_due_at", "id")
