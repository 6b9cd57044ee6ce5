"""The announcement of mails to customers: what really waits, to whom, once for many; nothing where nothing waits."""

from datetime import date

import pytest

from daicho.engine.activity.models import Notification
from daicho.engine.automation import handling
from daicho.engine.automation.announcing import announce
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.mail.models import EmailTemplate, Mail
from daicho.engine.records.command import command
from tests.engine.automation.conftest import at, mail_process
from tests.engine.automation.test_runner import everything_due, switch_on

ANNOUNCE = {
    "object": "contract",
    "start": "on_create",
    "nodes": [
        {
            "schedules": [
                {
                    "offset": 90,
                    "field": "end_date",
                    "at": "09:00",
                    "lead": {"offset": 3, "unit": "business_days"},
                    "actions": [{"do": "announce_mails", "about": "{{ contract.account.name }}"}],
                }
            ]
        }
    ],
}


@pytest.fixture
def announcing(office):
    """Mails 90 days before the end, announced three working days before that."""
    office.alert(text="{{ contract.account.name }} {{ contract.payment_terms }}")
    switch_on(office, mail_process())
    return switch_on(office, ANNOUNCE)


def told():
    return [(one.title, one.record) for one in Notification.objects.order_by("id")]


def test_one_mail_is_told_with_its_recipient_and_its_words(office, announcing):
    contract = office.book()
    assert office.waiting()[1] == ("n1.s1.a1", "waiting", "2026-03-27 09:00")
    everything_due("2026-03-27 09:00")
    title = "3営業日後に「更新のご案内」を送信します：株式会社青葉製作所"
    assert told() == [(title, f"contract:{contract}")]
    body = Notification.objects.get().body
    assert body.startswith(
        "宛先と文面をご確認ください。止めたいときは［送信を中止］、日を改めるときは［延期］を押してください。"
    )
    assert "宛先：佐藤 真理子 <sato@aoba.example.jp>\n送信予定：2026/04/01 09:00\n件名：件名 K-000001" in body
    assert body.endswith("株式会社青葉製作所 月末締め翌月末払い")


def test_several_mails_are_one_notice(office, announcing):
    for _ in range(3):
        office.book()
    everything_due("2026-03-27 09:00")
    assert told() == [("3営業日後に「更新のご案内」を3件送信します", "")]
    assert (
        Notification.objects.get().body.count("宛先：佐藤 真理子 <sato@aoba.example.jp>　予定：2026/04/01 09:00") == 3
    )


def test_a_mail_that_could_not_be_sent_is_told_with_its_reason(office, announcing):
    contract = office.book()
    office.change(contract, payment_terms="")
    everything_due("2026-03-27 09:00")
    assert Notification.objects.get().body.endswith(
        "このままでは送信できません：「支払条件」が空のため送信していません。入力後、［今すぐ送信］で送れます。"
    )


def test_nothing_is_told_of_mails_that_do_not_wait(office, announcing):
    contract = office.book()
    office.change(contract, renewal_contact_method="call")
    everything_due("2026-03-27 09:00")
    assert told() == []
    assert [state for _, state, _ in office.waiting()] == ["cancelled", "done"]


def test_mails_to_our_own_people_are_not_announced(office):
    office.alert(recipients=("owner",))
    switch_on(office, mail_process())
    switch_on(office, ANNOUNCE)
    office.book()
    everything_due("2026-03-27 09:00")
    assert told() == []


def test_the_announcement_moves_with_the_date(office, announcing):
    contract = office.book()
    office.change(contract, end_date=date(2026, 7, 31))
    assert ("n1.s1.a1", "waiting", "2026-04-28 09:00") in office.waiting()


def titles():
    return [one.title for one in Notification.objects.order_by("id")]


def mail_row(contract):
    return ScheduledAction.objects.get(record_id=contract, do="send_alert")


def test_a_postponed_mail_is_announced_before_its_new_time(office, announcing):
    contract = office.book()
    until = at("2026-04-20 10:00").now
    handling.postpone([mail_row(contract).pk], until, actor=office.admin, frame=office.frame)
    everything_due("2026-04-14 23:00")
    assert not announce(at("2026-04-14 23:00"))
    assert titles() == []
    assert not announce(at("2026-04-15 08:59"))
    assert announce(at("2026-04-15 09:00"))
    assert titles() == ["3営業日後に「更新のご案内」を送信します：株式会社青葉製作所"]
    assert not announce(at("2026-04-15 09:01"))


def test_what_was_announced_is_announced_again_only_for_another_time(office, announcing):
    contract = office.book()
    everything_due("2026-03-27 09:00")
    assert not announce(at("2026-03-27 09:00"))
    handling.postpone(
        [mail_row(contract).pk], at("2026-04-02 10:00").now, actor=office.admin, frame=at("2026-03-30 12:00")
    )
    assert announce(at("2026-03-30 12:00"))
    assert not announce(at("2026-03-31 12:00"))
    assert len(titles()) == 2


def test_a_mail_of_another_process_is_announced_too_and_one_planned_late_says_today(office, announcing):
    switch_on(office, mail_process(offset=88), "88日前")
    office.book()
    everything_due("2026-03-27 09:00")
    everything_due("2026-04-01 09:00")
    assert announce(at("2026-04-02 09:00"))
    assert titles()[1:] == ["1営業日後に「更新のご案内」を送信します：株式会社青葉製作所"]


def test_nothing_is_announced_while_no_process_announces(office):
    office.alert()
    switch_on(office, mail_process())
    office.book()
    assert not announce(at("2026-03-27 09:00"))
    assert titles() == []


def test_the_announced_mail_has_no_link_that_answers(office, announcing):
    with command(actor=office.admin, reason="test", frame=office.frame) as running:
        [template] = EmailTemplate.objects.filter(name="更新のご案内").order_by("-id")[:1]
        running.update("email_template", {template.pk: {"text": "{{ contract.renewal_answer_url }}"}})
    contract = office.book()
    everything_due("2026-03-27 09:00")
    body = Notification.objects.get().body
    assert body.endswith("http://localhost:8000/answer/…/")
    everything_due("2026-04-01 09:00")
    assert "/answer/…/" not in Mail.objects.get(record_id=contract).text
