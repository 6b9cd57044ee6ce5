"""One mail about several records: the mails of an alert to the same people on one day, made into one. Queues nothing.

The text is that of the alert's joint template, which goes through the records with `{% for contract in contracts %}`;
without one the texts of the single mails stand one below the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from daicho.engine.mail import alerts, computed, house, letters, several, values
from daicho.engine.mail.alerts import Alert
from daicho.engine.mail.computed import Asked
from daicho.engine.mail.html_part import html_of
from daicho.engine.mail.outbox import NewMail, Part
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Invalid

MOST = 50
"""More records than this are another mail."""
AND_MORE = Message("mail_and_more", ja="{subject}　ほか{count}件", en="{subject} and {count} more")
RULE = "─" * 24


@dataclass(frozen=True, slots=True)
class Single:
    """The mail of one record as it would be alone: what was asked for it, and its lists of parts."""

    mail: NewMail
    asked: Asked
    children: Mapping[str, Sequence[Mapping[str, Any]]]
    part: Part


def joined(alert: Alert, singles: Sequence[Single], frame: Frame) -> list[NewMail]:
    """The mails that go out: those from the same sender to the same people in one language are one.

    A joint text that cannot be made (an empty field in it) leaves the single mails as they are.
    """
    groups: dict[Any, list[Single]] = {}
    for one in singles:
        mail = one.mail
        groups.setdefault((mail.recipients, mail.sender.address, mail.sender.reply_to, mail.language), []).append(one)
    found: list[NewMail] = []
    for mine in groups.values():
        for start in range(0, len(mine), MOST):
            found += _of_group(alert, mine[start : start + MOST], frame)
    return found


def _of_group(alert: Alert, mine: Sequence[Single], frame: Frame) -> list[NewMail]:
    if len({(one.part.record_id, one.asked.occurrence) for one in mine}) == 1 and len(mine) == 1:
        return [mine[0].mail]
    try:
        subject, text, html = _worded(alert, _each_once(mine), frame)
    except Invalid:
        return [one.mail for one in mine]
    parts = tuple(one.part for one in mine)
    return [replace(mine[0].mail, subject=subject, text=text, html=html, parts=parts)]


def _each_once(mine: Sequence[Single]) -> list[Single]:
    """Each record in its term once, also where two steps ask for a mail about it."""
    return list({(one.part.record_id, one.asked.occurrence): one for one in reversed(mine)}.values())[::-1]


def _worded(alert: Alert, mine: Sequence[Single], frame: Frame) -> tuple[str, str, str]:
    """Subject, text and HTML. Raises Invalid when the text gets too long or a field that it needs is empty."""
    first = mine[0].mail
    wording = alert.joint.get(first.language) or next(iter(alert.joint.values()), None)
    if len(mine) == 1:
        return first.subject, first.text, first.html
    if wording is None:
        text = f"\n\n{RULE}\n\n".join(one.mail.text.strip("\n") for one in mine)
        subject = AND_MORE.text(first.language, subject=first.subject, count=len(mine) - 1)
        return subject, text, html_of(text, {}, first.language)
    needs, key = alerts.needs_of(alert), alert.object
    more = computed.compute(key, [one.asked for one in mine], needs.computed, frame)
    for_us = not alerts.to_outsiders(alert)
    trees = [
        values.nested(
            key, one.asked.values, one.children, needs, first.language, frame.habits.zone, extra, for_us=for_us
        )
        for one, extra in zip(mine, more, strict=True)
    ]
    data = {**trees[0], several.root(key): [tree[key] for tree in trees], **house.values(house.current())}
    return letters.worded(alert, wording, first.language, data, more[0])
