"""The announcement of mails to customers: what really waits, to whom, once for many; nothing where nothing waits."""

from datetime import date

import pytest

from daicho.engine.activity.models import Notification
from tests.engine.automation.conftest import mail_process
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
