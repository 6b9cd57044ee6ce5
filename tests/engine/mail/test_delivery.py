"""Delivery to a real SMTP server: sent once, refused, broken off, no server, modes that changed meanwhile."""

from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from aiosmtpd.smtp import AuthResult
from django.db import OperationalError

from daicho.engine.mail import claims, modes, outbox
from daicho.engine.mail.addressing import Address, Recipients
from daicho.engine.mail.delivery import Delivery
from daicho.engine.mail.models import Mail
from daicho.engine.mail.modes import Mode
from tests.engine.mail.rows import FRAME, new_mail, queued, state_of
from tests.engine.mail.sink import Sink, free_port, running_sink

pytestmark = pytest.mark.django_db


def test_a_mail_is_sent_once(sink: Sink, delivery: Delivery) -> None:
    (mail_id,) = queued()
    assert delivery.run(FRAME) is True
    assert delivery.run(FRAME) is False
    mail = Mail.objects.get(id=mail_id)
    assert (mail.state, mail.attempts, mail.sent_at, mail.worker, mail.error) == ("sent", 1, FRAME.now, None, "")
    assert sink.message_ids() == [mail.message_id]
    assert mail.message_id.endswith("@example.co.jp>")
    assert not mail.to_tell


def test_headers_and_text_arrive_in_japanese(sink: Sink, delivery: Delivery) -> None:
    recipients = Recipients(
        (Address("taro@example.jp", "山田 太郎"),), (Address("cc@example.jp"),), (Address("b@example.jp"),)
    )
    queued(new_mail(recipients=recipients, html="<p>本文</p>", text=".\n..本文 ～ ¥1,000\n"))
    delivery.run(FRAME)
    (to, message), *rest = sink.received
    decoded = {
        name: str(make_header(decode_header(message[name]))) for name in ("Subject", "From", "To", "Cc", "Reply-To")
    }
    assert decoded == {
        "Subject": "【ご回答のお願い】契約更新のご案内（C-0012）",
        "From": "樋口 一葉（株式会社台帳） <daicho@example.co.jp>",
        "To": "山田 太郎 <taro@example.jp>",
        "Cc": "cc@example.jp",
        "Reply-To": "樋口 一葉 <higuchi@example.co.jp>",
    }
    assert (to, message["Bcc"], rest) == (["taro@example.jp", "cc@example.jp", "b@example.jp"], None, [])
    assert message["Date"] == "Thu, 02 Oct 2025 09:00:00 +0900"
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    assert parts == [".\n..本文 ～ ¥1,000\n".encode(), "<p>本文</p>".encode()]


def test_many_mails_share_one_connection(sink: Sink, delivery: Delivery) -> None:
    queued(*[new_mail(subject=f"{n}") for n in range(60)])
    assert [delivery.run(FRAME) for _ in range(3)] == [True, True, False]
    assert sink.subjects() == [f"{n}" for n in range(60)]
    assert sink.connections == 1


def test_a_mail_that_is_not_due_waits(sink: Sink, delivery: Delivery) -> None:
    (mail_id,) = queued()
    assert delivery.run(FRAME.at(FRAME.now - timedelta(seconds=1))) is False
    assert (state_of(mail_id), sink.received) == ("queued", [])


def test_refused_for_now_is_tried_after_15_30_60_120_240_minutes_then_failed(sink: Sink, delivery: Delivery) -> None:
    sink.on_recipient["kyaku@example.jp"] = "451 busy"
    (mail_id,) = queued()
    now, pauses = FRAME.now, []
    for _ in range(5):
        delivery.run(FRAME.at(now))
        mail = Mail.objects.get(id=mail_id)
        pauses.append((mail.next_attempt_at - now) // timedelta(minutes=1))
        assert (mail.state, mail.to_tell) == ("queued", False)
        now = mail.next_attempt_at
    assert pauses == [15, 30, 60, 120, 240]
    delivery.run(FRAME.at(now))
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.to_tell) == ("failed", 6, True)
    assert mail.error == "451 busy (kyaku@example.jp)"
    assert sink.received == []


@pytest.mark.parametrize("answer, state", [("550 no such user", "failed"), ("451 later", "queued")])
def test_the_answer_for_the_recipient_decides(sink: Sink, delivery: Delivery, answer: str, state: str) -> None:
    sink.on_recipient["kyaku@example.jp"] = answer
    bad, good = queued(new_mail(), new_mail("other@example.jp"))
    delivery.run(FRAME)
    assert (state_of(bad), state_of(good)) == (state, "sent")
    assert Mail.objects.get(id=bad).to_tell is (state == "failed")


@pytest.mark.parametrize("answer, state", [("554 spam", "failed"), ("452 full", "queued"), ("421 closing", "queued")])
def test_the_answer_after_the_content_decides(sink: Sink, delivery: Delivery, answer: str, state: str) -> None:
    sink.on_data = answer
    (mail_id,) = queued()
    delivery.run(FRAME)
    mail = Mail.objects.get(id=mail_id)
    assert (mail.state, mail.error) == (state, f"{answer} (content)")


def test_one_refused_recipient_among_several_is_named(sink: Sink, delivery: Delivery) -> None:
    sink.on_recipient["gone@example.jp"] = "550 gone"
    (mail_id,) = queued(new_mail("a@example.jp", "gone@example.jp"))
    delivery.run(FRAME)
    mail = Mail.objects.get(id=mail_id)
    assert (mail.state, mail.error, mail.to_tell) == ("sent", "550 gone (gone@example.jp)", True)
    assert [to for to, _ in sink.received] == [["a@example.jp"]]


def test_nobody_gets_it_while_one_recipient_is_refused_for_now(sink: Sink, delivery: Delivery) -> None:
    sink.on_recipient["busy@example.jp"] = "450 greylisted"
    (mail_id,) = queued(new_mail("a@example.jp", "busy@example.jp"))
    delivery.run(FRAME)
    assert (state_of(mail_id), sink.received) == ("queued", [])
    Mail.objects.filter(id=mail_id).update(attempts=5, next_attempt_at=FRAME.now)
    delivery.run(FRAME)
    assert (state_of(mail_id), len(sink.received)) == ("sent", 1)


def test_broken_off_after_the_content_is_unknown_and_never_sent_again(sink: Sink, delivery: Delivery) -> None:
    sink.break_off = "after data"
    (mail_id,) = queued()
    delivery.run(FRAME)
    sink.break_off = None
    assert [delivery.run(FRAME.at(FRAME.now + timedelta(days=days))) for days in (1, 2)] == [False, False]
    mail = Mail.objects.get(id=mail_id)
    assert (mail.state, mail.to_tell, len(sink.received)) == ("unknown", True, 1)


def test_a_server_slower_than_our_patience_is_unknown(sink: Sink, delivery: Delivery, settings) -> None:
    sink.delay = 1.0
    settings.DAICHO_EMAIL_URL = f"smtp://127.0.0.1:{sink.port}?timeout=0.3"
    (mail_id,) = queued()
    delivery.run(FRAME)
    assert state_of(mail_id) == "unknown"


def test_without_a_server_every_due_mail_waits_together(delivery: Delivery, settings) -> None:
    settings.DAICHO_EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    queued(*[new_mail() for _ in range(120)])
    last_try, *_ = queued()
    Mail.objects.filter(id=last_try).update(attempts=5)
    assert [delivery.run(FRAME), delivery.run(FRAME)] == [True, False]
    rows = Mail.objects.exclude(id=last_try).values_list("state", "attempts", "next_attempt_at", "worker").distinct()
    assert list(rows) == [("queued", 1, FRAME.now + timedelta(minutes=15), None)]
    assert state_of(last_try) == "failed"
    assert "refused" in Mail.objects.get(id=last_try).error


def test_a_connection_closed_while_idle_is_opened_again(sink: Sink, delivery: Delivery) -> None:
    sink.on_data = "421 closing"
    first, second = queued(new_mail("a@example.jp"), new_mail("b@example.jp"))
    delivery.run(FRAME)
    assert (state_of(first), state_of(second)) == ("queued", "queued")
    sink.on_data = ""
    delivery.run(FRAME.at(FRAME.now + timedelta(minutes=15)))
    assert (state_of(first), state_of(second)) == ("sent", "sent")


def ask_password(server, session, envelope, mechanism, data) -> AuthResult:
    """Lets in who knows the word."""
    return AuthResult(success=data.password == b"himitsu", handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
@pytest.mark.parametrize("password, state, error", [("himitsu", "sent", ""), ("wrong", "queued", "535 5.7.8")])
def test_the_server_may_ask_for_a_password(delivery: Delivery, settings, password: str, state: str, error: str) -> None:
    with running_sink(authenticator=ask_password, auth_required=True, auth_require_tls=False) as sink:
        settings.DAICHO_EMAIL_URL = f"smtp://user:{password}@127.0.0.1:{sink.port}"
        (mail_id,) = queued()
        delivery.run(FRAME)
        delivery.close()
    mail = Mail.objects.get(id=mail_id)
    assert (mail.state, mail.error.startswith(error), len(sink.received)) == (state, True, int(state == "sent"))
    assert password not in mail.error


def test_a_result_whose_commit_failed_is_written_at_the_next_turn(sink: Sink, delivery: Delivery, monkeypatch) -> None:
    (mail_id,) = queued()
    commit, errors = claims.turn, [OperationalError("the database is gone")]

    def failing(done, following, worker):
        if done is not None and errors:
            raise errors.pop()
        return commit(done, following, worker)

    monkeypatch.setattr(claims, "turn", failing)
    with pytest.raises(OperationalError):
        delivery.run(FRAME)
    assert state_of(mail_id) == "sending"
    delivery.run(FRAME)
    assert (state_of(mail_id), len(sink.received)) == ("sent", 1)


def test_what_this_worker_lost_track_of_is_unknown(sink: Sink, delivery: Delivery) -> None:
    (mail_id,) = queued()
    delivery.run(FRAME.at(FRAME.now - timedelta(days=1)))
    assert delivery._lease is not None
    Mail.objects.filter(id=mail_id).update(state="sending", worker=delivery._lease.id)
    assert delivery.run(FRAME) is True
    assert (state_of(mail_id), sink.received) == ("unknown", [])


def test_an_impossible_address_fails_and_the_next_mail_leaves(sink: Sink, delivery: Delivery) -> None:
    bad, good = queued(new_mail("日本@example.jp"), new_mail())
    delivery.run(FRAME)
    assert (state_of(bad), state_of(good)) == ("failed", "sent")


def test_a_cancelled_mail_does_not_leave(sink: Sink, delivery: Delivery) -> None:
    mail_id, other = queued(new_mail(), new_mail())
    assert outbox.cancel([mail_id]) == 1
    delivery.run(FRAME)
    assert (state_of(mail_id), state_of(other), len(sink.received)) == ("cancelled", "sent", 1)


@pytest.mark.parametrize("kind, state", [("capture", "captured"), ("off", "held"), ("internal", "held")])
def test_the_mode_at_the_moment_of_sending_holds(sink: Sink, delivery: Delivery, kind, state: str) -> None:
    (mail_id,) = queued()
    modes.provide(mode=lambda: Mode(kind), users=lambda addresses: [])
    delivery.run(FRAME)
    mail = Mail.objects.get(id=mail_id)
    assert (mail.state, mail.mode, mail.worker, sink.received) == (state, kind, None, [])


def test_redirect_sends_a_marked_copy_to_one_address(sink: Sink, delivery: Delivery) -> None:
    modes.provide(mode=lambda: Mode("redirect", "test@example.co.jp"), users=lambda addresses: [])
    recipients = Recipients((Address("taro@example.jp", "山田 太郎"),), (Address("cc@example.jp"),))
    (mail_id,) = queued(new_mail(recipients=recipients))
    delivery.run(FRAME)
    ((to, message),) = sink.received
    assert (to, message["Cc"], state_of(mail_id)) == (["test@example.co.jp"], None, "sent")
    assert sink.subjects() == ["【テスト】【ご回答のお願い】契約更新のご案内（C-0012）"]
    text = message.get_payload(decode=True)
    expected = (
        "【テスト転送】本来の宛先：山田 太郎 <taro@example.jp>、cc@example.jp\n\nいつもお世話になっております。\n"
    )
    assert text == expected.encode()
