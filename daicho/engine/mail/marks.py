"""Marks: what is noted on a record once a mail about it has gone out, by registered functions, each mail once.

An alert names its mark; the mail carries it. A mail that failed, was held or cancelled marks nothing until it goes out.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, transaction

from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import State
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Refused

logger = logging.getLogger(__name__)
BATCH = 200
BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    ObjectDoesNotExist,
    DataError,
    IntegrityError,
)
"""What a mark raises that does not fit its records. A database that is away or locked is none of it: the batch comes again."""
UNKNOWN_MARK = Message(
    "alert_mark_unknown",
    ja="「{mark}」という記録のしかたは、このオブジェクトにありません。使えるもの：{known}。",
    en="There is no mark “{mark}” for this object. Known marks: {known}.",
)
NOT_NOTED = Message(
    "mail_not_noted",
    ja="メールは送りましたが、レコードに記録できませんでした（{mark}）。レコードを確認し、手で記録してください。",
    en="The mail was sent, but this could not be noted on the record ({mark}). Check the record and note it by hand.",
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
        claimed = waiting.order_by("id").select_for_update(skip_locked=True)
        mails = list(claimed.prefetch_related("parts")[:BATCH])
        groups: dict[str, list[Mail]] = defaultdict(list)
        for mail in mails:
            groups[mail.mark].append(mail)
        for key, mine in groups.items():
            if key in _marks and not _applied(_marks[key], mine, frame):
                _each_alone(_marks[key], mine, frame)
        Mail.objects.filter(id__in=[mail.pk for mail in mails]).update(marked=True)
    return bool(mails)


def unit() -> Unit:
    """Marking as a unit of work."""
    return Unit("mark what was sent", mark_sent)


def _sent(mail: Mail) -> list[Sent]:
    """What went out: of each record of the mail."""
    at = mail.sent_at or mail.created_at
    parts = [Sent(one.record_id, one.occurrence, at) for one in mail.parts.all()]
    return parts or ([Sent(mail.record_id, mail.occurrence, at)] if mail.record_id else [])


def _each_alone(mark: Mark, mails: Sequence[Mail], frame: Frame) -> None:
    """Apply to one mail after the other; what could not be noted stands on the mail."""
    failed = [mail.pk for mail in mails if not _applied(mark, [mail], frame)]
    for mail in Mail.objects.filter(id__in=failed, error=""):
        mail.error = NOT_NOTED.text(mail.language, mark=mark.label)
        mail.save(update_fields=["error"])


def _applied(mark: Mark, mails: Sequence[Mail], frame: Frame) -> bool:
    """Apply to these mails; False when it failed (a record that cannot be saved, a broken mark), with nothing written."""
    sent = [one for mail in mails for one in _sent(mail)]
    try:
        with transaction.atomic():
            mark.apply(sent, frame)
    except Refused as refused:
        logger.warning("mark refused: %s", refused, extra={"mark": mark.key, "mails": [one.pk for one in mails]})
        return False
    except BROKEN:  # one mark that is broken keeps no other mail back; it is logged and stands on the mail
        logger.exception("mark failed", extra={"mark": mark.key, "mails": [one.pk for one in mails]})
        return False
    return True
