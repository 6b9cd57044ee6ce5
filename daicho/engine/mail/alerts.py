"""Alerts: a template and who gets it, made into mails for records whose values were read. Queues nothing, reads no record.

`load` gives an alert, `needs_of` what to read, `compose` the mail. Recipients are "owner", "contact", "account.owner"
(a lookup with an e-mail address), "field:contact.email" (an e-mail field) or "address:a@example.com".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import resolve
from daicho.engine.mail import house, merge, values
from daicho.engine.mail.addressing import Address, Recipients, is_address, without_doubles
from daicho.engine.mail.models import EmailAlert
from daicho.engine.mail.outbox import NewMail
from daicho.values.labels import Language, Message, Problem
from daicho.values.problems import Invalid, Missing

KINDS = ("to", "cc", "bcc")
FIELD, ADDRESS = "field:", "address:"

NO_ALERT = Message(
    "alert_missing",
    ja="メールアラート「{alert}」がありません。名前かIDを確認してください。",
    en="There is no email alert “{alert}”. Check its name or id.",
)
BAD_RECIPIENTS = Message(
    "alert_recipients_shape",
    ja='宛先は ["owner", ...] または {{"to": [...], "cc": [...], "bcc": [...]}} の形で指定してください。',
    en='Recipients are written ["owner", ...] or {{"to": [...], "cc": [...], "bcc": [...]}}.',
)
NO_RECIPIENTS_SET = Message(
    "alert_without_recipients", ja="宛先を1つ以上指定してください。", en="Name at least one recipient."
)
BAD_RECIPIENT = Message(
    "alert_recipient_unknown",
    ja="宛先「{recipient}」は使えません。人を指す項目（owner、contact など）、field:メール項目、address:メールアドレス のいずれかです。",
    en="“{recipient}” is no recipient. Use a field that names a person (owner, contact …), field:<e-mail field>, or address:<address>.",
)


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert ready for use: the sources of its template, its language, and its recipients by kind."""

    id: int
    name: str
    object: str
    template: str
    language: Language
    subject: str
    text: str
    html: str
    recipients: Mapping[str, tuple[str, ...]]

    def sources(self) -> tuple[str, ...]:
        """The templates that it renders."""
        return tuple(source for source in (self.subject, self.text, self.html) if source)

    def everyone(self) -> tuple[str, ...]:
        """All recipient definitions."""
        return tuple(one for kind in KINDS for one in self.recipients.get(kind, ()))


def load(reference: int | str) -> Alert:
    """The alert with this id or name. Raises Missing."""
    found = EmailAlert.objects.select_related("template")
    key = str(reference)
    row = found.filter(name=key).first() or (found.filter(pk=int(key)).first() if key.isdecimal() else None)
    if row is None:
        raise Missing(NO_ALERT.problem("alert", alert=key))
    template = row.template
    return Alert(
        row.pk,
        row.name,
        row.object,
        template.name,
        "en" if template.language == "en" else "ja",
        template.subject,
        template.text,
        template.html,
        normal(row.recipients),
    )


def normal(raw: Any) -> dict[str, tuple[str, ...]]:
    """Recipients by kind; a plain list means to. Raises Invalid for another shape."""
    given = {"to": raw} if isinstance(raw, list | tuple) else raw
    if not isinstance(given, Mapping) or not set(given) <= set(KINDS):
        raise Invalid(BAD_RECIPIENTS.problem("recipients"))
    if not all(isinstance(part, list | tuple) and all(isinstance(one, str) for one in part) for part in given.values()):
        raise Invalid(BAD_RECIPIENTS.problem("recipients"))
    return {kind: tuple(given[kind]) for kind in KINDS if given.get(kind)}


def recipient_problems(object_key: str, raw: Any) -> list[Problem]:
    """What is wrong with the recipients of an alert about records of the object; empty when all is well."""
    try:
        kinds = normal(raw)
    except Invalid as refused:
        return list(refused.problems)
    if not kinds:
        return [NO_RECIPIENTS_SET.problem("recipients")]
    wrong = [one for part in kinds.values() for one in part if not _is_recipient(object_key, one)]
    return [BAD_RECIPIENT.problem("recipients", recipient=one) for one in wrong]


def to_outsiders(alert: Alert) -> bool:
    """Whether the alert reaches people who are no users."""
    return any(not _is_user(alert.object, one) for one in alert.everyone())


def needs_of(alert: Alert) -> values.Needs:
    """What to read of a record to render the alert and to address it."""
    needs = values.NOTHING
    for source in alert.sources():
        needs |= values.needs_of(merge.parse(source), alert.object)
    paths = {path for one in alert.everyone() for path in _paths(one)} | set(_owner_paths(alert.object))
    return needs | values.Needs(frozenset(paths))


def recipients(alert: Alert, read: Mapping[str, Any]) -> Recipients:
    """Who gets it for a record with these values, each mailbox once; empty addresses are left out."""
    kinds = {kind: [_address(one, read) for one in alert.recipients.get(kind, ())] for kind in KINDS}
    return without_doubles(kinds["to"], kinds["cc"], kinds["bcc"])


def compose(
    alert: Alert,
    needs: values.Needs,
    record_id: int,
    read: Mapping[str, Any],
    children: Mapping[str, Sequence[Mapping[str, Any]]],
    zone: ZoneInfo,
    us: house.House,
) -> NewMail:
    """The mail for one record; `needs` are those of the alert, `read` and `children` what was read by them.

    Recipients may be empty; the caller decides what then. Raises Invalid when the text gets too long.
    """
    data = {**values.nested(alert.object, read, children, needs, alert.language, zone), **house.values(us)}
    html = merge.render(merge.parse(alert.html), data, alert.language, html=True) if alert.html else ""
    return NewMail(
        subject=merge.render_subject(merge.parse(alert.subject), data, alert.language),
        text=merge.render(merge.parse(alert.text), data, alert.language),
        html=html,
        language=alert.language,
        sender=house.sender(us, _owner(alert.object, read), alert.language),
        recipients=recipients(alert, read),
        object=alert.object,
        record_id=record_id,
        template=alert.template,
    )


def _owner_paths(object_key: str) -> Iterable[str]:
    owner = registry.get(object_key).owner
    return (f"{owner}.name", f"{owner}.email") if owner else ()


def _owner(object_key: str, read: Mapping[str, Any]) -> Address | None:
    paths = tuple(_owner_paths(object_key))
    if not paths or not read.get(paths[0]):
        return None
    return Address(read.get(paths[1]) or "", read[paths[0]])


def _paths(recipient: str) -> tuple[str, ...]:
    if recipient.startswith(ADDRESS):
        return ()
    if recipient.startswith(FIELD):
        return (recipient.removeprefix(FIELD),)
    return (f"{recipient}.email", f"{recipient}.name")


def _address(recipient: str, read: Mapping[str, Any]) -> Address:
    if recipient.startswith(ADDRESS):
        return Address(recipient.removeprefix(ADDRESS).strip())
    paths = _paths(recipient)
    address = read.get(paths[0]) or ""
    return Address(address if is_address(address) else "", (read.get(paths[1]) or "") if len(paths) > 1 else "")


def _is_recipient(object_key: str, recipient: str) -> bool:
    if recipient.startswith(ADDRESS):
        return is_address(recipient.removeprefix(ADDRESS).strip())
    try:
        last = resolve(object_key, _paths(recipient)[0]).field
    except (Invalid, Missing):
        return False
    return last.type == "email"


def _is_user(object_key: str, recipient: str) -> bool:
    if recipient.startswith((ADDRESS, FIELD)):
        return False
    return resolve(object_key, recipient).field.target == "user"
