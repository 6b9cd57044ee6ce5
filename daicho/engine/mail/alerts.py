"""Alerts: a template in its languages and who gets it, ready for use. Makes no mail, reads no record.

`load` gives an alert, `needs_of` what to read; letters.py makes the mails. A mail is written in the language of its first
recipient where the template has it: templates of one name and object are one text in several languages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from daicho.engine.catalog import registry
from daicho.engine.mail import merge, values
from daicho.engine.mail import recipients as definitions
from daicho.engine.mail.addressing import Recipients, without_doubles
from daicho.engine.mail.models import EmailAlert, EmailTemplate
from daicho.engine.mail.recipients import KINDS, normal
from daicho.values.labels import Language, Message
from daicho.values.problems import Missing

Wordings = Mapping[tuple[str, str], Sequence[EmailTemplate]]
Remembered = tuple[Mapping[str, EmailAlert], Wordings]
_remembered: ContextVar[Remembered | None] = ContextVar("remembered", default=None)
RECIPIENT_DAY = "recipient_day"
"""The grouping of an alert whose mails to the same recipients on one day are one."""

NO_ALERT = Message(
    "alert_missing",
    ja="メールアラート「{alert}」がありません。名前かIDを確認してください。",
    en="There is no email alert “{alert}”. Check its name or id.",
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in one language."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert ready for use: the sources of its template, its language, recipients by kind, the text in other languages.

    `mark` names what is noted on the record once a mail has gone out ("" for nothing). `grouped`: what is due on one day
    for the same recipients is one mail, with the text of `joint` (nothing: the texts of the single mails).
    """

    id: int
    name: str
    object: str
    template: str
    language: Language
    subject: str
    text: str
    html: str
    recipients: Mapping[str, tuple[str, ...]]
    others: Mapping[Language, Wording] = field(default_factory=dict)
    mark: str = ""
    grouped: bool = False
    joint: Mapping[Language, Wording] = field(default_factory=dict)

    def wording(self, language: Language | None) -> tuple[Language, Wording]:
        """The text in this language; in its own where there is none, or None is asked."""
        if language is not None and language in self.others:
            return language, self.others[language]
        return self.language, Wording(self.subject, self.text, self.html)

    def sources(self) -> tuple[str, ...]:
        """The templates that it renders."""
        every = (Wording(self.subject, self.text, self.html), *self.others.values(), *self.joint.values())
        return tuple(source for one in every for source in (one.subject, one.text, one.html) if source)

    def everyone(self) -> tuple[str, ...]:
        """All recipient definitions."""
        return tuple(one for kind in KINDS for one in self.recipients.get(kind, ()))


def load(reference: int | str) -> Alert:
    """The alert with this id or name. Raises Missing."""
    key = str(reference)
    remembered = _remembered.get()
    row = _stored(key) if remembered is None else remembered[0].get(key)
    if row is None:
        raise Missing(NO_ALERT.problem("alert", alert=key))
    template = row.template
    grouped = row.group == RECIPIENT_DAY
    joint = row.group_template if grouped else None
    return Alert(
        row.pk,
        row.name,
        row.object,
        template.name,
        _spoken(template.language),
        template.subject,
        template.text,
        template.html,
        normal(row.recipients),
        _siblings(template, remembered),
        row.mark,
        grouped,
        {} if joint is None else {_spoken(joint.language): _wording(joint), **_siblings(joint, remembered)},
    )


@contextmanager
def remembering(*, wordings: bool = True) -> Iterator[None]:
    """Within, `load` asks the database nothing: all alerts were read at once. For pages that say many steps in words.

    Without `wordings` alerts know their own template only: enough to name them, not to make their mails.
    """
    rows = list(EmailAlert.objects.select_related("template", "group_template"))
    named: dict[tuple[str, str], list[EmailTemplate]] = {}
    used = [one for row in rows for one in (row.template, row.group_template) if one is not None and wordings]
    names = {one.name for one in used}
    for template in EmailTemplate.objects.filter(name__in=names).order_by("id"):
        named.setdefault((template.object, template.name), []).append(template)
    alerts = {**{str(row.pk): row for row in rows}, **{row.name: row for row in rows}}
    token = _remembered.set((alerts, named))
    try:
        yield
    finally:
        _remembered.reset(token)


def wordings_of(template: EmailTemplate) -> dict[Language, Wording]:
    """The same text in other languages: templates of the same name for the same object, the oldest of each language."""
    rows = EmailTemplate.objects.filter(object=template.object, name=template.name).order_by("id")
    return _others(template, rows)


def to_outsiders(alert: Alert) -> bool:
    """Whether the alert reaches people who are no users."""
    return any(not definitions.is_user(alert.object, one) for one in alert.everyone())


def needs_of(alert: Alert) -> values.Needs:
    """What to read of a record to render the alert and to address it."""
    needs = values.NOTHING
    for source in alert.sources():
        needs |= values.needs_of(merge.parse(source), alert.object)
    languages = {
        path
        for one in (alert.recipients.get("to", ()) if alert.others else ())
        for path in definitions.language_paths(alert.object, one)
    }
    return needs | values.Needs(recipient_paths(alert) | languages | frozenset(owner_paths(alert.object)))


def recipient_paths(alert: Alert) -> frozenset[str]:
    """What to read of a record to say who gets it."""
    return frozenset(path for one in alert.everyone() for path in definitions.paths_of(one))


def recipients(alert: Alert, read: Mapping[str, Any]) -> Recipients:
    """Who gets it for a record with these values, each mailbox once; empty addresses are left out."""
    kinds = {kind: [definitions.address_of(one, read) for one in alert.recipients.get(kind, ())] for kind in KINDS}
    return without_doubles(kinds["to"], kinds["cc"], kinds["bcc"])


def _stored(key: str) -> EmailAlert | None:
    found = EmailAlert.objects.select_related("template", "group_template")
    return found.filter(name=key).first() or (found.filter(pk=int(key)).first() if key.isdecimal() else None)


def _others(template: EmailTemplate, rows: Iterable[EmailTemplate]) -> dict[Language, Wording]:
    found: dict[Language, Wording] = {}
    for row in rows:
        language = _spoken(row.language)
        if language != _spoken(template.language):
            found.setdefault(language, _wording(row))
    return found


def _siblings(template: EmailTemplate, remembered: Remembered | None) -> dict[Language, Wording]:
    if remembered is None:
        return wordings_of(template)
    return _others(template, remembered[1].get((template.object, template.name), ()))


def _wording(row: EmailTemplate) -> Wording:
    return Wording(row.subject, row.text, row.html)


def _spoken(language: str) -> Language:
    return "en" if language == "en" else "ja"


def owner_paths(object_key: str) -> tuple[str, ...]:
    """Name and address of the record's owner, in whose name its mails are; () where nobody owns it."""
    owner = registry.get(object_key).owner
    return (f"{owner}.name", f"{owner}.email") if owner else ()
