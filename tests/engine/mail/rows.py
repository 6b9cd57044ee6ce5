"""Mails for tests, and the moment at which they are due."""

from datetime import UTC, datetime
from typing import Any

from daicho.engine.mail import outbox
from daicho.engine.mail.addressing import Address, Recipients, Sender
from daicho.engine.mail.models import Mail
from daicho.engine.mail.outbox import NewMail
from daicho.engine.work.frame import Frame

FRAME = Frame(datetime(2025, 10, 2, 0, 0, tzinfo=UTC))
SENDER = Sender(
    Address("daicho@example.co.jp", "樋口 一葉（株式会社台帳）"), Address("higuchi@example.co.jp", "樋口 一葉")
)


def new_mail(*to: str, **values: Any) -> NewMail:
    """A mail to these addresses (one customer where none is given)."""
    recipients = values.pop("recipients", None) or Recipients(
        tuple(Address(one) for one in to or ("kyaku@example.jp",))
    )
    return NewMail(
        **{
            "subject": "【ご回答のお願い】契約更新のご案内（C-0012）",
            "text": "いつもお世話になっております。\n",
            "sender": SENDER,
            "recipients": recipients,
            **values,
        }
    )


def queued(*mails: NewMail) -> list[int]:
    """Put mails into the outbox; one plain mail where none is given."""
    return outbox.queue(list(mails) or [new_mail()], frame=FRAME)


def state_of(mail_id: int) -> str:
    """The state of a mail as stored."""
    return Mail.objects.get(id=mail_id).state
