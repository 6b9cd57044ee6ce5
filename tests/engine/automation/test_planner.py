"""The planner over stored records: what a save makes, moves and cancels, and what it costs."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from daicho.business.operations.renewals import renewal
from daicho.engine.activity.models import Notification
from daicho.engine.automation import services
from daicho.engine.automation.models import ProcessRun, ScheduledAction, ScheduledActionEvent
from daicho.engine.records.command import command
from tests.engine.automation.conftest import at, mail_process


@pytest.fixture
def mailing(office):
    """The mail process, switched on."""
    office.alert()
    process = services.create_process("更新のご案内メール", mail_process(), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    return process


def test_a_confirmed_contract_has_its_mail_waiting(office, mailing):
    contract = office.book()
    row = ScheduledAction.objects.get()
    assert office.waiting() == [("n1.s1.a1", "waiting", "2026-04-01 09:00")]
    assert (row.process_id, row.record_id, row.base_value) == (mailing.pk, contract, "2026-06-30")
    assert row.record_label == "K-000001 株式会社青葉製作所 帳票クラウド 基本ライセンス"
    assert row.occurrence.startswith("term:")
    assert ProcessRun.objects.get().nodes == ["n1"]


def test_statement_01_the_action_moves_with_the_date_and_the_log_says_why(office, mailing):
    contract = office.book()
    office.change(contract, end_date=date(2026, 3, 31))
    assert office.waiting() == [("n1.s1.a1", "waiting", "2025-12-31 09:00")]
    line = ScheduledActionEvent.objects.get()
    assert (line.who, line.reason) == ("樋口 さくら", "date_moved")
    assert line.reason_params == {"old": "2026-06-30", "new": "2026-03-31"}
    assert line.old_due_at == at("2026-04-01 09:00").now
    assert line.new_due_at == at("2025-12-31 09:00").now
    assert ScheduledAction.objects.get().original_due_at == at("2026-04-01 09:00").now


def test_statement_02_a_late_customer_mail_is_skipped_and_the_owner_told(office, mailing):
    office.book(start_date=date(2024, 7, 1), end_date=date(2025, 7, 31))
    assert office.waiting() == [("n1.s1.a1", "skipped", "2025-05-02 09:00")]
    notice = Notification.objects.get()
    assert notice.user_id == office.world.users["owner"]
    assert (notice.title, notice.record) == ("更新案内を送っていない契約が1件あります", "page:missed_notices")


def test_statement_03_a_cleared_date_suspends(office, mailing):
    contract = office.book()
    office.change(contract, end_date=None)
    assert office.waiting() == [("n1.s1.a1", "suspended", "")]
    office.change(contract, end_date=date(2026, 3, 31))
    assert office.waiting() == [("n1.s1.a1", "waiting", "2025-12-31 09:00")]


def test_statement_04_condition_lost_and_met_again(office, mailing):
    contract = office.book()
    office.change(contract, renewal_contact_method="call")
    office.change(contract, renewal_contact_method="mail")
    assert [state for _, state, _ in office.waiting()] == ["cancelled", "waiting"]
    occurrences = list(ScheduledAction.objects.order_by("id").values_list("occurrence", flat=True))
    assert occurrences[1] == f"{occurrences[0]}/2"


def test_statement_05_and_18_renewal_ends_the_old_term_and_plans_the_next(office, mailing):
    contract = office.book()
    renewal.renew(office.world.actor("operations"), contract, renewal.Wish(), office.frame)
    assert office.waiting() == [
        ("n1.s1.a1", "cancelled", "2026-04-01 09:00"),
        ("n1.s1.a1", "waiting", "2027-04-01 09:00"),
    ]
    renewal.undo(office.world.actor("operations"), contract, office.frame)
    assert [state for _, state, _ in office.waiting()] == ["cancelled", "cancelled", "waiting"]


def test_statement_05_a_deleted_record_cancels_its_own_only(office, mailing):
    office.book()
    act = {"do": "notify", "to": ["owner"], "text": "{{ task.subject }}"}
    schedule = {"offset": 1, "direction": "after", "field": "due_at", "actions": [act]}
    process = {"object": "task", "start": "on_create", "nodes": [{"schedules": [schedule]}]}
    made = services.create_process("確認", process, actor=office.admin, frame=office.frame)
    services.activate(made.pk, actor=office.admin, frame=office.frame)
    with command(actor=office.admin, reason="test", frame=office.frame) as running:
        [task_id] = running.create("task", [{"subject": "x", "due_at": office.frame.now}])
    with command(actor=office.admin, reason="test", frame=office.frame) as running:
        running.delete("task", [task_id])
    assert dict(ScheduledAction.objects.values_list("object", "state")) == {"contract": "waiting", "task": "cancelled"}
    assert ScheduledActionEvent.objects.get().reason == "record_deleted"


def test_statement_08_the_database_refuses_a_second_row_of_one_occurrence(office, mailing):
    office.book()
    row = ScheduledAction.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert ScheduledAction.objects.count() == 1


def book_and_fail(office):
    with transaction.atomic():
        office.book()
        assert office.waiting()
        raise ZeroDivisionError


def test_statement_14_a_rolled_back_save_plans_nothing(office, mailing):
    with pytest.raises(ZeroDivisionError):
        book_and_fail(office)
    assert office.waiting() == []


def test_planning_a_hundred_records_costs_as_many_queries_as_one(office, mailing):
    ids = [office.book() for _ in range(3)]
    with CaptureQueriesContext(connection) as one:
        office.change(ids[0], end_date=date(2026, 5, 31))
    changes = {contract: {"end_date": date(2026, 4, 30)} for contract in ids}
    with (
        CaptureQueriesContext(connection) as several,
        command(actor=office.admin, reason="test", frame=office.frame) as running,
    ):
        running.update("contract", changes)
    planned = [query for query in several if "automation_" in query["sql"]]
    assert len(planned) <= len([query for query in one if "automation_" in query["sql"]])


def test_existing_records_are_taken_up_when_asked(office):
    office.alert()
    contract = office.book()
    process = services.create_process("案内", mail_process(), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    assert office.waiting() == []
    done = services.activate(process.pk, actor=office.admin, frame=office.frame, existing=[contract])
    assert (done.planned, office.waiting()) == (1, [("n1.s1.a1", "waiting", "2026-04-01 09:00")])
    again = services.activate(process.pk, actor=office.admin, frame=office.frame, existing="waiting")
    assert (again.planned, len(office.waiting())) == (0, 1)


def test_a_new_version_takes_over_what_waits(office, mailing):
    office.book()
    services.add_version(mailing.pk, mail_process(offset=60), actor=office.admin, frame=office.frame)
    done = services.activate(mailing.pk, actor=office.admin, frame=office.frame)
    assert (done.version, done.migrated) == (2, 1)
    assert office.waiting() == [("n1.s1.a1", "waiting", "2026-05-01 09:00")]
    assert ScheduledAction.objects.get().version.number == 2


@pytest.mark.parametrize("waiting, state", [("keep", "waiting"), ("cancel", "cancelled")])
def test_switching_off_keeps_or_cancels_what_waits(office, mailing, waiting, state):
    contract = office.book()
    services.deactivate(mailing.pk, actor=office.admin, frame=office.frame, waiting=waiting)
    office.change(contract, remarks="x")
    office.book()
    assert [found for _, found, _ in office.waiting()] == [state]
