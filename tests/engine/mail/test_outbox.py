"""The outbox: what is stored, which mode decides what, cancelling and sending again, and telling of problems."""

import pytest
from django.db import transaction

from daicho.engine.mail import modes, outbox, troubles
from daicho.engine.mail.addressing import Address, Recipients
from daicho.engine.mail.delivery import Delivery
from daicho.engine.mail.models import Mail
from daicho.engine.mail.modes import Mode
from daicho.engine.mail.outbox import Part
from daicho.engine.mail.server_url import Server, parse_email_url
from daicho.values.problems import Invalid
from tests.engine.mail.rows import FRAME, new_mail, queued, state_of
from tests.engine.mail.sink import Sink

LIVE = "smtp://127.0.0.1:2525"


@pytest.mark.parametrize(
    "url, server",
    [
        ("capture:", None),
        ("smtp://localhost:2525", Server("localhost", 2525)),
        ("smtp://mail.example.jp", Server("mail.example.jp", 25)),
        ("smtp://u%40x:p%2Fw@h:587?tls=1", Server("h", 587, "u@x", "p/w", "tls")),
        ("smtp://h:587?starttls=1", Server("h", 587, security="tls")),
        ("smtps://u:p@h?timeout=5", Server("h", 465, "u", "p", "ssl", 5.0)),
    ],
)
def test_the_mail_server_is_read_from_its_url(url: str, server: Server | None) -> None:
    assert parse_email_url(url) == server


@pytest.mark.parametrize(
    "url", ["", "smtp:", "smtp://", "http://h", "smtp://h:x", "smtp://u:geheim@", "smtp://h/?timeout=0"]
)
def test_a_wrong_url_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_email_url(url)
    assert "geheim" not in refused.value.problems[0].text("ja")


def test_a_server_does_not_show_its_password() -> None:
    assert "geheim" not in repr(parse_email_url("smtp://u:geheim@h"))


@pytest.mark.parametrize(
    "url, chosen, kind",
    [
        (LIVE, None, "live"),
        ("capture:", None, "capture"),
        (LIVE, Mode("internal"), "internal"),
        (LIVE, Mode("off"), "off"),
        ("capture:", Mode("live"), "capture"),
        ("capture:", Mode("off"), "off"),
    ],
)
def test_the_mode_chosen_in_the_app_wins_but_nothing_leaves_without_a_server(settings, url, chosen, kind) -> None:
    settings.DAICHO_EMAIL_URL = url
    modes.provide(mode=lambda: chosen, users=lambda addresses: [])
    assert modes.current().kind == kind


@pytest.mark.parametrize("kind, address", [("redirect", ""), ("redirect", "x"), ("loud", "")])
def test_a_wrong_mode_is_refused(kind, address: str) -> None:
    with pytest.raises(Invalid):
        Mode(kind, address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind, states",
    [
        ("off", ["held", "held"]),
        ("capture", ["captured", "captured"]),
        ("internal", ["queued", "held"]),
        ("live", ["queued", "queued"]),
    ],
)
def test_the_mode_decides_when_a_mail_is_queued(settings, kind, states: list[str]) -> None:
    settings.DAICHO_EMAIL_URL = LIVE
    modes.provide(mode=lambda: Mode(kind), users=lambda addresses: ["Higuchi@example.co.jp"])
    ids = queued(new_mail("higuchi@example.co.jp"), new_mail("higuchi@example.co.jp", "kyaku@example.jp"))
    assert [state_of(one) for one in ids] == states


@pytest.mark.django_db
def test_a_mail_keeps_what_made_it() -> None:
    recipients = Recipients((Address("a@example.jp", "山田"),), (), (Address("b@example.jp"),))
    origin = {
        "object": "contract",
        "record_id": 7,
        "occurrence": "2",
        "process": "更新",
        "process_version": 3,
        "step": "s1",
    }
    (mail_id,) = queued(new_mail(recipients=recipients, template="更新のご案内", **origin))
    mail = Mail.objects.get(id=mail_id)
    assert {key: getattr(mail, key) for key in origin} == origin
    assert (mail.to, mail.cc) == ([{"address": "a@example.jp", "name": "山田"}], [])
    assert mail.bcc == [{"address": "b@example.jp", "name": ""}]
    assert mail.reply_to == [{"address": "higuchi@example.co.jp", "name": "樋口 一葉"}]
    assert (mail.state, mail.mode, mail.created_at) == ("captured", "capture", FRAME.now)


@pytest.mark.django_db
def test_without_a_recipient_it_fails_and_somebody_is_told() -> None:
    (mail_id,) = queued(new_mail(recipients=Recipients(bcc=())))
    mail = Mail.objects.get(id=mail_id)
    assert (mail.state, mail.to_tell) == ("failed", True)
    assert "宛先がありません" in mail.error
    assert outbox.resend([mail_id], frame=FRAME) == 0


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_sends_nothing(sink: Sink, delivery: Delivery) -> None:
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    assert delivery.run(FRAME) is False
    assert (Mail.objects.count(), sink.received) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state, again", [("unknown", 1), ("failed", 1), ("held", 1), ("captured", 1), ("sent", 0), ("sending", 0)]
)
def test_only_what_did_not_surely_leave_is_sent_again(sink: Sink, delivery: Delivery, state: str, again: int) -> None:
    (mail_id,) = queued()
    Mail.objects.filter(id=mail_id).update(state=state, attempts=6, worker=None, to_tell=True)
    assert outbox.resend([mail_id], frame=FRAME) == again
    delivery.run(FRAME)
    assert (len(sink.received), state_of(mail_id)) == (again, "sent" if again else state)


@pytest.mark.django_db
def test_unknown_is_settled_by_hand(settings) -> None:
    settings.DAICHO_EMAIL_URL = LIVE
    unknown, waiting = queued(new_mail(), new_mail())
    Mail.objects.filter(id=unknown).update(state="unknown", worker=3, to_tell=True)
    assert outbox.settle_as_sent([unknown, waiting]) == 1
    assert list(Mail.objects.order_by("id").values_list("state", "to_tell")) == [("sent", False), ("queued", False)]


@pytest.mark.django_db
def test_a_mail_about_several_records_is_about_each_of_them(settings) -> None:
    settings.DAICHO_EMAIL_URL = LIVE
    both = new_mail(object="contract", record_id=1, parts=(Part(1, "term:3"), Part(2, "term:4")))
    joint, other = queued(both, new_mail(object="contract", record_id=3))
    found = {
        one: list(Mail.objects.filter(outbox.about("contract", [one])).values_list("id", flat=True))
        for one in (1, 2, 3)
    }
    assert found == {1: [joint], 2: [joint], 3: [other]}
    assert not Mail.objects.filter(outbox.about("quote", [1, 2])).exists()


@pytest.mark.django_db
def test_problems_are_told_once_and_again_after_a_hook_that_raised() -> None:
    (mail_id,) = queued(new_mail(recipients=Recipients()))
    told: list[list[int]] = []
    assert troubles.tell(FRAME) is False

    def broken(mails, frame) -> None:
        raise RuntimeError

    troubles.provide_hooks([broken])
    with pytest.raises(RuntimeError):
        troubles.tell(FRAME)
    troubles.provide_hooks([lambda mails, frame: told.append([mail.pk for mail in mails])])
    assert [troubles.tell(FRAME), troubles.tell(FRAME)] == [True, False]
    assert told == [[mail_id]]
