"""The worker's part: what is due runs once, in order, re-read and re-checked; failures stay with their record."""

from dataclasses import replace
from datetime import date

import pytest

from daicho.business.contracts.models import ContractTerm
from daicho.business.parties.models import Contact
from daicho.engine.activity.models import Notification, Task
from daicho.engine.automation import actions, do_send_alert, services
from daicho.engine.automation.models import ScheduledAction, ScheduledActionEvent
from daicho.engine.automation.runner import run_due_actions
from daicho.engine.mail.models import Mail
from tests.engine.automation.conftest import at, mail_process

TEXT = """{{ contract.account.name }}
{{ contract.contact.name|default:"ご担当者" }} 様
{{ contract.end_date|date:"Y年n月j日" }} {{ contract.billing_cycle }}
{% for line in contract.lines %}
・{{ line.product.name }} {{ line.quantity }} {{ line.unit_price|yen }}
{% endfor %}
{{ organisation.name }}
"""


def switch_on(office, definition, name="案内"):
    process = services.create_process(name, definition, actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    return process


def everything_due(moment):
    count = 0
    while run_due_actions(at(moment)):
        count += 1
    return count


@pytest.fixture
def mailing(office):
    office.alert(text=TEXT)
    return switch_on(office, mail_process())


def test_the_mail_is_queued_when_its_time_comes_and_not_before(office, mailing):
    contract = office.book()
    assert everything_due("2026-04-01 08:59") == 0
    assert Mail.objects.count() == 0
    assert everything_due("2026-04-01 09:00") == 1
    mail = Mail.objects.get()
    assert mail.to == [{"address": "sato@aoba.example.jp", "name": "佐藤 真理子"}]
    assert mail.subject == "件名 K-000001"
    assert (mail.object, mail.record_id, mail.process, mail.step) == ("contract", contract, "案内", "n1.s1.a1")
    assert mail.sender_name.startswith("樋口 さくら")
    assert mail.reply_to == [{"address": "owner@our.example.jp", "name": "樋口 さくら"}]


def test_the_text_is_merged_with_labels_lists_and_without_empty_lines(office, mailing):
    office.book()
    everything_due("2026-04-01 09:00")
    lines = Mail.objects.get().text.splitlines()
    assert lines[:3] == ["株式会社青葉製作所", "佐藤 真理子 様", "2026年6月30日 月払い"]
    assert lines[3:5] == ["・帳票クラウド 基本ライセンス 10 ¥1,200", "・保守サポート 1 ¥96,000"]


def test_statement_08_it_runs_once_however_often_the_worker_comes(office, mailing):
    office.book()
    for day in range(1, 5):
        everything_due(f"2026-04-0{day} 09:00")
    assert Mail.objects.count() == 1
    assert office.waiting() == [("n1.s1.a1", "done", "2026-04-01 09:00")]
    assert ScheduledActionEvent.objects.get().new_state == "done"


def test_statement_09_after_days_of_downtime_everything_is_caught_up_in_order(office, mailing):
    late, early = office.book(), office.book(end_date=date(2026, 3, 31))
    assert everything_due("2026-06-20 12:00") == 1
    assert list(Mail.objects.order_by("id").values_list("record_id", flat=True)) == [early, late]


def test_statement_09_only_an_explicit_cut_off_makes_it_missed(office):
    office.alert()
    switch_on(office, mail_process(missed_after_days=3))
    office.book()
    everything_due("2026-04-05 09:00")
    assert (Mail.objects.count(), office.waiting()[0][1]) == (0, "missed")
    assert ScheduledAction.objects.get().reason_params == {"days": 4}


def test_statement_04_the_condition_is_read_again_at_fire_time(office, mailing):
    contract = office.book()
    ContractTerm.objects.filter(contract=contract).update(renewal_contact_method="call")
    everything_due("2026-04-01 09:00")
    assert (Mail.objects.count(), office.waiting()[0][1]) == (0, "cancelled")


def test_statement_05_a_decision_is_read_again_at_fire_time(office, mailing):
    contract = office.book()
    ContractTerm.objects.filter(contract=contract).update(renewal_stage="renewed")
    everything_due("2026-04-01 09:00")
    assert (Mail.objects.count(), ScheduledAction.objects.get().reason) == (0, "decided")


def test_a_date_that_moved_unseen_moves_the_action_instead_of_running_it(office, mailing):
    contract = office.book()
    ContractTerm.objects.filter(contract=contract).update(end_date=date(2027, 6, 30))
    everything_due("2026-04-01 09:00")
    assert Mail.objects.count() == 0
    assert office.waiting() == [("n1.s1.a1", "waiting", "2027-04-01 09:00")]


def test_late_steps_of_one_record_run_in_the_order_of_their_times(office):
    steps = [{"do": "notify", "to": ["owner"], "text": text} for text in ("first", "second")]
    process = mail_process(actions=[steps[1]], offset=30)
    process["nodes"][0]["schedules"].append({"offset": 60, "field": "end_date", "actions": [steps[0]]})
    switch_on(office, process)
    office.book()
    office.book(end_date=date(2026, 4, 30))
    everything_due("2026-07-01 09:00")
    told = list(Notification.objects.order_by("id").values_list("title", flat=True))
    assert told == ["first", "second", "first", "second"]


def test_what_was_to_run_at_once_survives_a_version_without_it(office):
    act = {"do": "notify", "to": ["owner"], "text": "x"}
    process = switch_on(office, {"object": "contract", "start": "on_create", "nodes": [{"actions": [act]}]})
    office.book()
    services.add_version(process.pk, mail_process(actions=[act]), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    everything_due("2025-06-02 12:00")
    assert Notification.objects.count() == 1
    assert [state for _, state, _ in office.waiting()] == ["done", "waiting"]


def test_a_record_that_is_gone_is_cancelled(office, mailing):
    contract = office.book()
    ScheduledAction.objects.update(record_id=contract + 1000)
    everything_due("2026-04-01 09:00")
    assert (Mail.objects.count(), ScheduledAction.objects.get().reason) == (0, "record_deleted")


def test_no_recipient_fails_at_once_and_gives_the_owner_a_task(office, mailing):
    contract = office.book()
    Contact.objects.update(email="")
    everything_due("2026-04-01 09:00")
    assert (Mail.objects.count(), office.waiting()[0][1]) == (0, "failed")
    task = Task.objects.get()
    assert (task.owner_id, task.record) == (office.world.users["owner"], f"contract:{contract}")
    assert task.subject == "送信できません：宛先がありません（K-000001）"
    told = Notification.objects.get(user=office.world.users["owner"])
    assert (told.title, told.record) == (task.subject, f"contract:{contract}")
    assert told.body == "契約担当者のメールアドレスが未登録です。登録後、［今すぐ送信］で送れます。"
    assert Notification.objects.exclude(pk=told.pk).get().user_id == office.admin.user_id


def failing(monkeypatch, kind, fails):
    """The kind of action raises for records that `fails` names."""

    def run(given, firings, frame):
        if any(fails(firing) for firing in firings):
            raise RuntimeError("mail server on fire")
        return kind.run(given, firings, frame)

    actions.register([replace(kind, run=run)])


def test_statement_10_one_failure_blocks_nobody_else(office, mailing, monkeypatch, caplog):
    bad, good = office.book(), office.book()
    failing(monkeypatch, do_send_alert.TYPE, lambda firing: firing.record_id == bad)
    everything_due("2026-04-01 09:00")
    assert Mail.objects.get().record_id == good
    assert office.waiting() == [
        ("n1.s1.a1", "waiting", "2026-04-01 09:15"),
        ("n1.s1.a1", "done", "2026-04-01 09:00"),
    ]


def test_statement_10_retries_then_failed_and_the_process_owner_is_told(office, mailing, caplog):
    office.book()
    failing(None, do_send_alert.TYPE, lambda firing: True)
    moment, seen = at("2026-04-01 09:00").now, []
    for _ in range(6):
        run_due_actions(office.frame.at(moment))
        row = ScheduledAction.objects.get()
        assert row.due_at is not None
        seen.append(round((row.due_at - moment).total_seconds() / 60))
        moment = row.due_at if row.state == "waiting" else moment
    assert seen[:5] == [15, 30, 60, 120, 240]
    assert (row.state, row.attempts, Mail.objects.count()) == ("failed", 6, 0)
    assert "mail server on fire" in row.reason_params["error"]
    assert Notification.objects.get().title == "実行できなかったアクションが1件あります（案内）"


def test_notices_and_tasks_in_words_of_the_record(office):
    notify = {
        "do": "notify",
        "to": ["owner", "operations_user"],
        "text": "満了：{{ contract.account.name }}\n{{ contract.url }}",
    }
    task = {"do": "create_task", "subject": "確認（{{ contract.number }}）", "due_in": 3, "due_unit": "business_days"}
    switch_on(office, mail_process(actions=[notify, task]))
    contract = office.book()
    everything_due("2026-04-01 09:00")
    notice, made = Notification.objects.get(), Task.objects.get()
    assert (notice.title, notice.user_id) == ("満了：株式会社青葉製作所", office.world.users["owner"])
    assert notice.body.endswith(f"/contracts/{contract}/")
    assert (made.subject, made.record, made.status) == ("確認（K-000001）", f"contract:{contract}", "open")
    assert made.due_at == at("2026-04-06 18:00").now
    assert everything_due("2026-04-02 09:00") == 0


def test_an_action_at_once_runs_at_the_next_turn_of_the_worker(office):
    act = {"do": "notify", "to": ["owner"], "text": "登録：{{ contract.number }}"}
    switch_on(office, {"object": "contract", "start": "on_create", "nodes": [{"actions": [act]}]})
    contract = office.book()
    assert Notification.objects.count() == 0
    everything_due("2025-06-02 12:00")
    office.change(contract, remarks="x")
    everything_due("2025-06-02 12:01")
    assert list(Notification.objects.values_list("title", flat=True)) == ["登録：K-000001"]


def test_nobody_to_notify_fails_with_the_reason(office):
    act = {"do": "notify", "to": ["operations_user"], "text": "x"}
    switch_on(office, mail_process(actions=[act]))
    office.book()
    everything_due("2026-04-01 09:00")
    row = ScheduledAction.objects.get()
    assert (row.state, row.reason_params["error"]) == (
        "failed",
        "宛先（事務担当）に利用者が入っていません。項目に利用者を入れてください。",
    )


def test_a_batch_costs_a_fixed_number_of_queries(office, mailing, django_assert_max_num_queries):
    for _ in range(5):
        office.book()
    with django_assert_max_num_queries(30):
        run_due_actions(at("2026-04-01 09:00"))
    assert Mail.objects.count() == 5
