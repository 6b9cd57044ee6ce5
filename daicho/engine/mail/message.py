"""A row of the outbox as bytes for SMTP: headers, text and HTML, and the copy that the redirect mode sends instead."""

import re
from dataclasses import dataclass, replace
from email.charset import Charset
from email.utils import format_datetime

from django.core.mail import EmailMultiAlternatives
from django.utils.html import escape

from daicho.engine.mail.addressing import Address, Recipients, encoded
from daicho.engine.mail.models import Mail
from daicho.engine.mail.modes import Mode
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message

TEST_MARK = Message("mail_test_mark", ja="【テスト】", en="[TEST] ")
REDIRECTED = Message(
    "mail_redirected",
    ja="【テスト転送】本来の宛先：{recipients}",
    en="[TEST] This mail was meant for: {recipients}",
)
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_LEADING_DOT = re.compile(rb"(?m)^\.")
BASE64 = Charset("utf-8")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is handed over: the sender's and recipients' addresses in ASCII, and the content ready for DATA."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class _Copy:
    subject: str
    text: str
    html: str
    recipients: Recipients


def envelope(mail: Mail, mode: Mode, frame: Frame) -> Envelope:
    """The mail as it leaves in this mode. Raises ValueError for an address that cannot be written in ASCII."""
    copy = _Copy(mail.subject, mail.text, mail.html, Recipients(_stored(mail.to), _stored(mail.cc), _stored(mail.bcc)))
    if mode.kind == "redirect":
        copy = _redirected(copy, mode.redirect_to, mail.language)
    sender = Address(mail.sender_address, mail.sender_name)
    message = EmailMultiAlternatives(
        subject=encoded(_BREAKS.sub(" ", copy.subject)),
        body=copy.text,
        from_email=sender.header(),
        to=[one.header() for one in copy.recipients.to],
        cc=[one.header() for one in copy.recipients.cc],
        reply_to=[one.header() for one in _stored(mail.reply_to)],
        headers={"Message-ID": mail.message_id, "Date": format_datetime(frame.now.astimezone(frame.habits.zone))},
    )
    message.encoding = BASE64
    if copy.html:
        message.attach_alternative(copy.html, "text/html")
    recipients = tuple(replace(one, name="").header() for one in copy.recipients.everyone())
    return Envelope(replace(sender, name="").header(), recipients, _content(message.message().as_bytes()))


def _content(raw: bytes) -> bytes:
    """Ready for DATA: CRLF line ends, leading dots doubled, ended by the dot line. (The bodies are base64: no bare LF in them.)"""
    lines = raw.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
    return _LEADING_DOT.sub(b"..", lines).replace(b"\n", b"\r\n") + b".\r\n"


def _redirected(copy: _Copy, address: str, language: str) -> _Copy:
    """The copy for the tester: marked as a test, with the recipients that it was meant for above the text."""
    meant = [f"{one.name} <{one.address}>" if one.name else one.address for one in copy.recipients.everyone()]
    notice = REDIRECTED.text(language, recipients=meant)
    return _Copy(
        TEST_MARK.text(language) + copy.subject,
        f"{notice}\n\n{copy.text}",
        f"<p>{escape(notice)}</p>\n{copy.html}" if copy.html else "",
        Recipients(to=(Address(address),)),
    )


def _stored(addresses: list[dict[str, str]]) -> tuple[Address, ...]:
    return tuple(Address(one["address"], one.get("name", "")) for one in addresses)
