"""Mails handed over to an SMTP server on this machine, each recorded before and after, beside a bare loop of smtplib."""

import smtplib

from bench.company import FRAME, Company
from bench.database import bare
from bench.footprint import Footprint
from bench.options import Options
from bench.report import Figure
from bench.timing import Watch
from daicho.business.operations.content.texts import shipped
from daicho.engine.mail import modes, outbox
from daicho.engine.mail.addressing import Address, Recipients, Sender
from daicho.engine.mail.delivery import Delivery
from daicho.engine.mail.message import Envelope, envelope
from daicho.engine.mail.models import Mail
from daicho.engine.mail.outbox import NewMail

TURN = "UPDATE mail_mail SET attempts = attempts + 1 WHERE id = (SELECT max(id) FROM mail_mail)"


def measure(options: Options, _ours: Company, watch: Watch) -> list[Figure]:
    """Mails a second over one connection."""
    footprint = Footprint.begin()
    _queue(50)
    _deliver()
    _queue(options.mails)
    mode = modes.current()
    letters = [envelope(mail, mode, FRAME) for mail in Mail.objects.filter(state="queued").order_by("id")]
    seconds = watch.once(_deliver, "mail")
    sent = Mail.objects.filter(state="sent").count()
    assert sent >= options.mails, f"only {sent} of {options.mails} were sent"
    _bare(letters[:50])
    floor = watch.once(lambda: _bare(letters))
    recorded = watch.once(lambda: _bare(letters, record=True))
    footprint.remove()
    count = options.mails
    return [
        Figure(f"{count:,} mails to an SMTP sink", count / seconds, count / floor, "mails/s", 300, 2),
        Figure("the same, beside one bare commit a mail", count / seconds, count / recorded, "mails/s", None, 2),
    ]


def _queue(count: int) -> None:
    text = shipped("mail_renewal_notice_minimal", "ja")
    sender = Sender(Address("info@our.example.jp", "営業 さくら"), None)
    outbox.queue(
        [
            NewMail(
                text.subject, text.body, sender, Recipients((Address(f"tanto{number}@customer.example.jp", "担当 様"),))
            )
            for number in range(count)
        ],
        frame=FRAME,
    )


def _deliver() -> None:
    delivery = Delivery()
    while delivery.run(FRAME):
        pass
    delivery.close()


def _bare(letters: list[Envelope], *, record: bool = False) -> None:
    """Send them with smtplib alone; with `record` each is committed as sent, which waits for the disk."""
    server = modes.server()
    assert server is not None
    with smtplib.SMTP(server.host, server.port) as smtp, bare() as connection:
        for letter in letters:
            if record:
                connection.execute(TURN)
            smtp.sendmail(letter.sender, list(letter.recipients), letter.content.removesuffix(b".\r\n"))
