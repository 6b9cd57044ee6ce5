"""The outbox as other modules see it: put mails in, cancel them, send them again. Handing over is in delivery.py."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.encoding import punycode

from daicho.engine.mail import modes
from daicho.engine.mail.addressing import Recipients, Sender
from daicho.engine.mail.models import Mail, MailPart
from daicho.engine.mail.states import State
from daicho.engine.work.frame import Frame
from daicho.values.labels import Language, Message, Problem

NO_RECIPIENT = Message(
    "mail_no_recipient",
    ja="宛先がありません。メールアドレスを登録してから、もう一度送ってください。",
    en="There is no recipient. Enter an e-mail address, then send again.",
)
SWITCHED_OFF = Message(
    "mail_switched_off",
    ja="配信モードが「送信しない」のため保留しました。",
    en="Held: the delivery mode is off.",
)
NOT_INTERNAL = Message(
    "mail_not_internal",
    ja="配信モードが「社内のみ」のため、社外あてのメールを保留しました。",
    en="Held: the delivery mode is internal only, and not every recipient is a user.",
)
RESTORED = Message(
    "mail_restored",
    ja="バックアップから戻したため、すでに送られたかどうか分かりません。",
    en="The database was restored from a backup; this may have been sent already.",
)
RESENDABLE = (State.UNKNOWN, State.FAILED, State.HELD, State.CAPTURED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Part:
    """One record of a mail about several of one object, and what made it."""

    record_id: int
    occurrence: str = ""
    process: str = ""
    process_version: int | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class NewMail:
    """A rendered mail. `object` "" and `record_id` None: it belongs to no record. `left_out` says which recipients were refused.

    `parts` are the records of a mail about several, that of the mail itself among them; () for a mail about one.
    """

    subject: str
    text: str
    sender: Sender
    recipients: Recipients
    html: str = ""
    language: Language = "ja"
    object: str = ""
    record_id: int | None = None
    occurrence: str = ""
    process: str = ""
    process_version: int | None = None
    step: str = ""
    template: str = ""
    mark: str = ""
    left_out: Problem | None = None
    parts: tuple[Part, ...] = ()


def queue(mails: Sequence[NewMail], *, frame: Frame) -> list[int]:
    """Put mails into the outbox inside the caller's transaction (rolled back, nothing leaves); their ids in order.

    The delivery mode decides whether each is queued, captured or held; one without recipient is failed at once and told.
    """
    mode = modes.current()
    rows = [_row(mail, mode, frame) for mail in mails]
    made = Mail.objects.bulk_create(rows, batch_size=500)
    parts = [_part(row, one) for row, mail in zip(made, mails, strict=True) for one in mail.parts]
    if parts:
        MailPart.objects.bulk_create(parts, batch_size=500)
    return [row.pk for row in made]


def resend(ids: Collection[int], *, frame: Frame) -> int:
    """Send mails (again) whose result is unknown, that failed, or that were kept back; returns how many.

    The present delivery mode decides again. Queued, sending and sent mails are left alone.
    """
    rows = Mail.objects.filter(id__in=ids, state__in=RESENDABLE)
    return rows.exclude(to=[], cc=[], bcc=[]).update(
        state=State.QUEUED, attempts=0, next_attempt_at=frame.now, worker=None, error="", to_tell=False
    )


def settle_as_sent(ids: Collection[int]) -> int:
    """Somebody found out that mails of unknown result did arrive; returns how many are sent now. `sent_at` stays empty."""
    rows = Mail.objects.filter(id__in=ids, state=State.UNKNOWN)
    return rows.update(state=State.SENT, worker=None, error="", to_tell=False)


def doubt_unsent() -> int:
    """After a restore: mails that had not left when the backup was made may have left since; returns how many.

    They become `unknown`: not sent again by themselves, and their owners are told.
    """
    waiting = Mail.objects.filter(state__in=[State.QUEUED, State.SENDING])
    return waiting.update(state=State.UNKNOWN, worker=None, to_tell=True, error=RESTORED.text("ja"))


def cancel(ids: Collection[int]) -> int:
    """Take back mails that have not left: queued or held; returns how many."""
    return Mail.objects.filter(id__in=ids, state__in=[State.QUEUED, State.HELD]).update(
        state=State.CANCELLED, worker=None
    )


def about(object_key: str, record_ids: Collection[int]) -> Q:
    """The condition on mails that they are about one of these records, alone or together with others."""
    parts = MailPart.objects.filter(object=object_key, record_id__in=record_ids)
    return Q(object=object_key, record_id__in=record_ids) | Q(pk__in=parts.values("mail"))


def mentioned(object_key: str, record_ids: Collection[int], states: Collection[State]) -> set[int]:
    """Those of the records that mails in these states are about, alone or together with others."""
    alone = Mail.objects.filter(object=object_key, record_id__in=record_ids, state__in=states)
    parts = MailPart.objects.filter(object=object_key, record_id__in=record_ids, mail__state__in=states)
    found = [one for rows in (alone, parts) for one in rows.order_by().values_list("record_id", flat=True).distinct()]
    return {one for one in found if one is not None}


def held_because(mode: modes.Mode, language: str) -> str:
    """Why a mail is held in this mode, in words."""
    return (SWITCHED_OFF if mode.kind == "off" else NOT_INTERNAL).text(language)


def _row(mail: NewMail, mode: modes.Mode, frame: Frame) -> Mail:
    """The row of a new mail."""
    everyone = [one.address for one in mail.recipients.everyone()]
    state = modes.fate(mode, everyone) if everyone else State.FAILED
    error = {State.FAILED: NO_RECIPIENT.text(mail.language), State.HELD: held_because(mode, mail.language)}.get(
        state, ""
    )
    return Mail(
        object=mail.object,
        record_id=mail.record_id,
        occurrence=mail.occurrence,
        process=mail.process,
        process_version=mail.process_version,
        step=mail.step,
        template=mail.template,
        language=mail.language,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        sender_name=mail.sender.address.name,
        sender_address=mail.sender.address.address,
        reply_to=[mail.sender.reply_to.stored()] if mail.sender.reply_to else [],
        to=[one.stored() for one in mail.recipients.to],
        cc=[one.stored() for one in mail.recipients.cc],
        bcc=[one.stored() for one in mail.recipients.bcc],
        mode=mode.kind,
        state=state,
        message_id=_message_id(mail.sender.address.address),
        next_attempt_at=frame.now,
        error=error,
        mark=mail.mark,
        to_tell=state == State.FAILED,
        created_at=frame.now,
    )


def _part(mail: Mail, part: Part) -> MailPart:
    return MailPart(
        mail=mail,
        object=mail.object,
        record_id=part.record_id,
        occurrence=part.occurrence,
        process=part.process,
        process_version=part.process_version,
        step=part.step,
    )


def _message_id(sender_address: str) -> str:
    """A Message-ID, fixed before the first attempt so that a receiving server can recognise a second one."""
    host = sender_address.rpartition("@")[2].strip("[]")
    return f"<{uuid.uuid4().hex}@{punycode(host) or 'localhost'}>"
