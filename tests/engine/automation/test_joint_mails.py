"""Alerts that group: what is due on one day for the same people is one mail, and each contract stands in it once."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from daicho.engine.automation import handling, joint_mails, previewing
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.runner import run_due_actions
from daicho.engine.mail.models import EmailAlert, Mail, MailPart
from daicho.engine.records.command import command
from tests.engine.automation.conftest import at, mail_process
from tests.engine.automation.test_runner import everything_due, switch_on

JOINT = (
    "{{ contract.contact.name }} 様 {{ contracts.count }}件\n"
    "{% for contract in contracts %}\n"
    '・{{ contract.number }} {{ contract.next_amount|yen }} {{ contract.end_date|date:"Y/m/d" }}\n'
    "{% endfor %}\n"
    "{{ contract.renewal_answer_url }}\n"
)
DUE = "2026-04-01 09:00"


def group(office, text=JOINT):
    """The alert 案内 sends one mail for several contracts."""
    alert = EmailAlert.objects.get(name="案内")
    with command(actor=office.admin, reason="test", frame=office.frame) as running:
        row = {"name": "まとめ", "object": "contract", "subject": "ご契約{{ contracts.count }}件", "text": text}
        made = running.create("email_template", [row])[0] if text else None
        running.update("email_alert", {alert.pk: {"group": "recipient_day", "group_template": made}})


@pytest.fixture
def grouping(office):
    office.alert(text="{{ contract.number }} {{ contract.payment_terms }}\n")
    group(office)
    return switch_on(office, mail_process())


def mails():
    return [
        (mail.subject, [part.record_id for part in mail.parts.order_by("id")]) for mail in Mail.objects.order_by("id")
    ]


def states():
    return [row.state for row in ScheduledAction.objects.order_by("id")]


def other_contact(office):
    row = {"account": office.world.account, "name": "田中 一郎", "email": "tanaka@aoba.example.jp"}
    with command(actor=office.admin, reason="test", frame=office.frame) as running:
        return running.create("contact", [row])[0]


def test_contracts_of_one_contact_are_one_mail(office, grouping):
    booked = [office.book() for _ in range(3)]
    elsewhere = office.book(contact=other_contact(office))
    everything_due(DUE)
    assert mails() == [("ご契約3件", booked), ("件名 K-000004", [])]
    assert Mail.objects.get(parts__record_id=booked[0]).text.count("http://localhost:8000/answer/") == 1
    lines = Mail.objects.order_by("id")[0].text.splitlines()
    assert lines[:2] == ["佐藤 真理子 様 3件", "・K-000001 ¥240,000 2026/06/30"]
    assert Mail.objects.get(subject="件名 K-000004").record_id == elsewhere
    assert set(states()) == {"done"}
    assert everything_due("2026-04-02 09:00") == 0


def test_what_is_due_later_on_the_day_goes_along_and_the_next_day_does_not(office, grouping):
    switch_on(office, mail_process(at="15:00"), "午後")
    first, second = office.book(), office.book(end_date=date(2026, 7, 2))
    everything_due(DUE)
    assert mails() == [("件名 K-000001", [first, first])]
    assert [row.state for row in ScheduledAction.objects.filter(record_id=second)] == ["waiting", "waiting"]


def test_one_contract_alone_has_the_mail_of_one(office, grouping):
    office.book()
    everything_due(DUE)
    assert mails() == [("件名 K-000001", [])]


def test_a_cancelled_and_a_postponed_one_are_not_in_it(office, grouping):
    booked = [office.book() for _ in range(4)]
    rows = {row.record_id: row.pk for row in ScheduledAction.objects.all()}
    handling.cancel([rows[booked[0]]], actor=office.admin, frame=office.frame)
    later = at("2026-04-01 15:00").now
    handling.postpone([rows[booked[1]]], later, actor=office.admin, frame=office.frame)
    everything_due(DUE)
    assert mails() == [("ご契約2件", booked[2:])]
    everything_due("2026-04-01 15:00")
    assert mails()[1:] == [("件名 K-000002", [])]


def test_one_that_cannot_be_sent_keeps_no_other_back(office, grouping):
    booked = [office.book() for _ in range(3)]
    office.change(booked[1], payment_terms="")
    everything_due(DUE)
    assert mails() == [("ご契約2件", [booked[0], booked[2]])]
    assert sorted(states()) == ["done", "done", "failed"]


def test_the_preview_of_each_is_the_mail_of_all(office, grouping):
    for _ in range(2):
        office.book()
    for row in ScheduledAction.objects.select_related("process", "version"):
        assert previewing.preview(row, office.frame).title == "ご契約2件"
    assert Mail.objects.count() == 0


def test_without_a_joint_template_the_texts_stand_one_below_the_other(office):
    office.alert(text="契約 {{ contract.number }}\n")
    group(office, text="")
    switch_on(office, mail_process())
    booked = [office.book() for _ in range(2)]
    everything_due(DUE)
    assert mails() == [("件名 K-000001　ほか1件", booked)]
    assert Mail.objects.get().text == f"契約 K-000001\n\n{'─' * 24}\n\n契約 K-000002"


def test_the_batch_takes_the_rest_of_the_day_along(office, grouping, monkeypatch):
    monkeypatch.setattr("daicho.engine.automation.runner.BATCH", 1)
    booked = [office.book() for _ in range(3)]
    assert run_due_actions(at(DUE))
    assert mails() == [("ご契約3件", booked)]
    assert not run_due_actions(at(DUE))


def test_a_killed_worker_leaves_nothing_half_done(office, grouping, monkeypatch):
    booked = [office.book() for _ in range(2)]

    def killed(*_):
        raise SystemExit

    monkeypatch.setattr("daicho.engine.automation.runner.finishing.write", killed)
    with pytest.raises(SystemExit), transaction.atomic():
        run_due_actions(at(DUE))
    assert (Mail.objects.count(), MailPart.objects.count(), states()) == (0, 0, ["waiting", "waiting"])
    monkeypatch.undo()
    everything_due(DUE)
    assert mails() == [("ご契約2件", booked)]


def test_mails_in_the_name_of_different_owners_are_not_mixed(office, grouping):
    booked = [office.book() for _ in range(2)]
    office.change(booked[1], owner=office.world.users["colleague"])
    everything_due(DUE)
    assert [parts for _, parts in mails()] == [[], []]


def test_looking_for_companions_asks_a_fixed_number_of_questions(office, grouping, django_assert_max_num_queries):
    for _ in range(6):
        office.book()
    row = ScheduledAction.objects.select_related("process", "version").order_by("id")[0]
    with django_assert_max_num_queries(7):
        assert len(joint_mails.companions(row, office.frame)) == 5
    assert row.due_at - office.frame.now > timedelta(days=200)
