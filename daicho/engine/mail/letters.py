"""The mails of an alert for records whose values were read: rendered, addressed, or why there can be none. Queues nothing.

What is computed for a recipient (a signed link) is computed for the first in To.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import resolve
from daicho.engine.mail import alerts, computed, guards, house, merge, several, values
from daicho.engine.mail import recipients as definitions
from daicho.engine.mail.addressing import Address, Recipients, without_doubles
from daicho.engine.mail.alerts import Alert, Wording
from daicho.engine.mail.computed import Asked
from daicho.engine.mail.html_part import html_of
from daicho.engine.mail.outbox import NewMail
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Language, Message, Problem
from daicho.values.problems import Invalid

NO_RECIPIENT = Message(
    "no_recipient",
    ja="{who}のメールアドレスが未登録です。登録後、［今すぐ送信］で送れます。",
    en="There is no e-mail address for {who}. Enter one, then use [Send now].",
)
EMPTY_FIELDS = Message(
    "mail_empty_fields",
    ja="「{fields}」が空のため送信していません。入力後、［今すぐ送信］で送れます。",
    en="It was not sent because “{fields}” is empty. Fill it in, then use [Send now].",
)


def letters(
    alert: Alert,
    matters: Sequence[Asked],
    children: Sequence[Mapping[str, Sequence[Mapping[str, Any]]]],
    frame: Frame,
    us: house.House,
    *,
    to: Sequence[Address] = (),
) -> list[NewMail | Problem]:
    """For each matter its mail, or why there can be none. `to` takes the place of the alert's own To.

    `children` are the lists of parts of each record. There is none without a recipient. Of the alert's own recipients those
    are left out whom a guard refuses; the mail says so (`left_out`), or the problem does where nobody is left.
    """
    needs = alerts.needs_of(alert)
    own = [alerts.recipients(alert, one.values) for one in matters]
    records = [one.record_id for one in matters]
    allowed = guards.guarded(alert.object, records, own) if alerts.to_outsiders(alert) else [(one, None) for one in own]
    sent_to = [_addressed(who, to) for who, _ in allowed]
    asked = [
        Asked(one.record_id, one.occurrence, one.values, who.to[0].address if who.to else "")
        for one, who in zip(matters, sent_to, strict=True)
    ]
    more = computed.compute(alert.object, asked, needs.computed, frame)
    found: list[NewMail | Problem] = []
    for one, parts, who, extra, (_, refused) in zip(asked, children, sent_to, more, allowed, strict=True):
        if not who.everyone():
            found.append(refused or _no_recipient(alert))
            continue
        try:
            mail = compose(alert, needs, one.record_id, one.values, parts, frame.habits.zone, us, extra, who)
            found.append(replace(mail, left_out=refused))
        except Invalid as refused:
            found.append(refused.problems[0])
    return found


def compose(
    alert: Alert,
    needs: values.Needs,
    record_id: int,
    read: Mapping[str, Any],
    children: Mapping[str, Sequence[Mapping[str, Any]]],
    zone: ZoneInfo,
    us: house.House,
    more: Mapping[str, Any] | None = None,
    who: Recipients | None = None,
) -> NewMail:
    """The mail for one record; `needs` are those of the alert, `read` and `children` what was read by them.

    `more` are the computed fields, `who` the recipients where they are not the alert's. Recipients may be empty; the
    caller decides what then. Raises Invalid when the text gets too long, and, for a mail to others than users, when a
    required field is empty or a value may not be told any more.
    """
    language, wording = alert.wording(_language(alert, read))
    for_us = not alerts.to_outsiders(alert)
    nested = values.nested(alert.object, read, children, needs, language, zone, more, for_us=for_us)
    data = {**nested, several.root(alert.object): [nested[alert.object]], **house.values(us)}
    subject, text, html = worded(alert, wording, language, data, more or {})
    return NewMail(
        subject=subject,
        text=text,
        html=html,
        language=language,
        sender=house.sender(us, _owner(alert.object, read), language),
        recipients=alerts.recipients(alert, read) if who is None else who,
        object=alert.object,
        record_id=record_id,
        template=alert.template,
        mark=alert.mark,
    )


def worded(
    alert: Alert, wording: Wording, language: Language, data: Mapping[str, Any], more: Mapping[str, Any]
) -> tuple[str, str, str]:
    """Subject, text and HTML over plain values; addresses among the computed ones, `more`, get their buttons.

    Raises Invalid as `compose` does.
    """
    subject = merge.merged(merge.parse(wording.subject), data, language)
    text = merge.merged(merge.parse(wording.text), data, language)
    html = merge.merged(merge.parse(wording.html), data, language, html=True)
    if alerts.to_outsiders(alert):
        _require_sound(alert.object, (subject, text, html))
    made = html.text or html_of(text.text, _buttons(alert.object, more, language), language)
    return merge.on_one_line(subject.text), text.text, made


def _language(alert: Alert, read: Mapping[str, Any]) -> Language | None:
    """The language of the first in To who has an address."""
    for one in alert.recipients.get("to", ()) if alert.others else ():
        if definitions.address_of(one, read).address:
            return definitions.language_of(alert.object, one, read)
    return None


def _no_recipient(alert: Alert) -> Problem:
    """There is no address for whom the alert is to."""
    names = [definitions.label_of(alert.object, one) for one in alert.recipients.get("to", alert.everyone())]
    return NO_RECIPIENT.problem(who=names)


def _addressed(usual: Recipients, to: Sequence[Address]) -> Recipients:
    return without_doubles(to, usual.cc, usual.bcc) if to else usual


def _require_sound(object_key: str, parts: Iterable[merge.Merged]) -> None:
    empty = {segments: None for part in parts for segments in part.empty}
    for part in parts:
        if part.withheld:
            raise Invalid(part.withheld[0])
    if empty:
        raise Invalid(EMPTY_FIELDS.problem(fields=[_label(object_key, segments) for segments in empty]))


def _label(object_key: str, segments: tuple[str, ...]) -> Label:
    """A field of a template in words; the field itself where it is nothing of the record."""
    segments = several.of_one(segments, object_key)
    offered = computed.fields_of(object_key).get(segments[0])
    if offered is not None:
        return offered.spec.label if offered.items is None else offered.items[segments[-1]].label
    root, _, rest = segments[0].partition(".")
    if root != object_key:
        return Label(segments[0], segments[0])
    if len(segments) > 1:
        root, rest = registry.get(object_key).children[rest].object, segments[1]
    path = resolve(root, rest)
    return Label(path.label("ja"), path.label("en"))


def _buttons(object_key: str, more: Mapping[str, Any], language: Language) -> dict[str, str]:
    """The labels of buttons by the addresses that they open."""
    offered = computed.fields_of(object_key) if more else {}
    return {
        value: label.text(language)
        for path, value in more.items()
        if isinstance(value, str) and (label := offered[path].button) is not None
    }


def _owner(object_key: str, read: Mapping[str, Any]) -> Address | None:
    paths = alerts.owner_paths(object_key)
    if not paths or not read.get(paths[0]):
        return None
    return Address(read.get(paths[1]) or "", read[paths[0]])
