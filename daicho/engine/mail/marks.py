"""Marks: what is noted on a record once a mail about it has gone out, by registered functions, each mail once.

An alert names its mark; the mail carries it. A mail that failed, was held or cancelled marks nothing until it goes out.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import State
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Refused

logger = logging.getLogger(__name__)
BATCH = 200
UNKNOWN_MARK = Message(
    "alert_mark_unknown",
    ja="「{mark}」という記録のしかたは、このオブジェクトにありません。使えるもの：{known}。",
    en="There is no mark “{mark}” for this object. Known marks: {known}.",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that went out: of which record and occurrence ("term:12", "record", "" for none), and when."""

    record_id: int
    occurrence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """What can be noted on records of an object. `apply(sent, frame)` writes for many mails, in the caller's transaction."""

    key: str
    object: str
    label: Label
    apply: Callable[[Sequence[Sent], Frame], None] = field(compare=False)


_marks: dict[str, Mark] = {}


def register(marks: Iterable[Mark]) -> None:
    """Add marks; the same key twice replaces the former. Called by wiring."""
    for mark in marks:
        _marks[mark.key] = mark


def known(object_key: str) -> list[Mark]:
    """The marks of an object."""
    return [mark for mark in _marks.values() if mark.object == object_key]


def problems_of(object_key: str, key: str) -> list[Problem]:
    """What is wrong with the mark of an alert; "" is none, which is right."""
    mine = [mark.key for mark in known(object_key)]
    return [] if not key or key in mine else [UNKNOWN_MARK.problem("mark", mark=key, known=mine)]


def mark_sent(frame: Frame) -> bool:
    """Note one batch of mails that have gone out; whether there was any. Safe beside other workers and after a crash."""
    with transaction.atomic():
        waiting = Mail.objects.filter(marked=False, state__in=[State.SENT, State.CAPTURED]).exclude(mark="")
        mails = list(waiting.order_by("id").select_for_update(skip_locked=True)[:BATCH])
        groups: dict[str, list[Mail]] = defaultdict(list)
        for mail in mails:
            groups[mail.mark].append(mail)
        for key, mine in groups.items():
            if key in _marks and not _applied(_marks[key], mine, frame):
                for mail in mine:
                    _applied(_marks[key], [mail], frame)
        Mail.objects.filter(id__in=[mail.pk for mail in mails]).update(marked=True)
    return bool(mails)


def unit() -> Unit:
    """Marking as a unit of work."""
    return Unit("mark what was sent", mark_sent)


def _applied(mark: Mark, mails: Sequence[Mail], frame: Frame) -> bool:
    """Apply to these mails; False when it was refused (a record that is gone or cannot be saved), with nothing written."""
    sent = [Sent(one.record_id, one.occurrence, one.sent_at or one.created_at) for one in mails if one.record_id]
    try:
        with transaction.atomic():
            mark.apply(sent, frame)
    except Refused as refused:
        logger.warning("mark refused: %s", refused, extra={"mark": mark.key, "mails": [one.pk for one in mails]})
        return False
    return True
