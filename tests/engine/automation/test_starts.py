"""The three starts over stored records: which saves start a process, and how often."""

from datetime import date

import pytest

from daicho.business.operations.renewals import renewal
from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.automation import services
from daicho.engine.automation.models import ProcessRun, ScheduledAction
from daicho.engine.automation.runner import run_due_actions
from daicho.engine.records.command import command
from tests.engine.automation.conftest import at, mail_process

NOTICE = {"do": "notify", "to": ["owner"], "text": "{{ contract.number }}"}


def switch_on(office, start, when=None, **node):
    definition = {"object": "contract", "start": start, "nodes": [{"when": when, **node}]}
    process = services.create_process(start, definition, actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    return process


STAGE = {"field": "renewal_stage", "op": "eq", "value": "considering"}
CALLED = {"field": "account.renewal_contact_method", "op": "eq", "value": "call"}


def states(step="n1.a1"):
    return list(ScheduledAction.objects.filter(step=step).order_by("id").values_list("state", flat=True))


def test_when_becomes_true_starts_at_the_change_only(office):
    switch_on(office, "when_becomes_true", STAGE, actions=[NOTICE])
    contract = office.book()
    office.change(contract, renewal_stage="considering")
    office.change(contract, remarks="x")
    assert states() == ["waiting"]
    office.change(contract, renewal_stage="open")
    office.change(contract, renewal_stage="considering")
    assert states() == ["waiting", "waiting"]
    assert ProcessRun.objects.count() == 2


def test_a_record_created_matching_has_become_true(office):
    switch_on(office, "when_becomes_true", {"field": "renewal_stage", "op": "eq", "value": "open"}, actions=[NOTICE])
    contract = office.book()
    office.change(contract, remarks="x")
    assert states() == ["waiting"]


def test_every_save_runs_at_once_each_time_and_once_a_command(office):
    switch_on(office, "every_save", actions=[NOTICE])
    contract = office.book()
    with command(actor=office.admin, reason="test", frame=office.frame) as running:
        running.update("contract", {contract: {"remarks": "x"}})
        running.update("contract", {contract: {"remarks": "y", "end_date": date(2026, 5, 31)}})
    assert states() == ["waiting", "waiting"]


def test_every_save_keeps_one_waiting_row(office):
    office.alert()
    switch_on(office, "every_save", schedules=mail_process()["nodes"][0]["schedules"])
    contract = office.book()
    for text in ("x", "y"):
        office.change(contract, remarks=text)
    assert office.waiting() == [("n1.s1.a1", "waiting", "2026-04-01 09:00")]


def test_a_renewal_starts_what_its_stage_asks_for_although_the_term_is_decided(office):
    switch_on(office, "when_becomes_true", {"field": "renewal_stage", "op": "eq", "value": "renewed"}, actions=[NOTICE])
    contract = office.book()
    renewal.renew(office.world.actor("operations"), contract, renewal.Wish(), office.frame)
    assert states() == ["waiting"]
    while run_due_actions(office.frame):
        continue
    assert states() == ["done"]


def test_another_account_is_another_answer(office):
    switch_on(office, "when_becomes_true", CALLED, actions=[NOTICE])
    contract = office.book()
    with command(actor=office.admin, reason="test", frame=office.frame) as running:
        values = {"name": "別会社", "renewal_contact_method": "call", "owner": office.world.users["owner"]}
        [account] = running.create("account", [values])
    office.change(contract, account=account, contact=None)
    assert states() == ["waiting"]


@pytest.mark.parametrize("late", [None, "run"])
def test_an_import_plans_what_is_ahead_and_runs_nothing_late(office, late):
    office.alert()
    services.activate(
        services.create_process("案内", mail_process(late=late), actor=office.admin, frame=office.frame).pk,
        actor=office.admin,
        frame=office.frame,
    )
    importer = Actor(None, "import", "import", permissions=EVERYTHING)
    terms = [(1, date(2025, 7, 31)), (2, date(2026, 6, 30))]
    with command(actor=importer, reason="import", frame=office.frame) as running:
        for number, end in terms:
            import_contract(office, running, number, end)
    assert [state for _, state, _ in office.waiting()] == ["skipped", "waiting"]
    run_due_actions(at("2025-06-03 09:00"))
    assert [state for _, state, _ in office.waiting()] == ["skipped", "waiting"]


def import_contract(office, running, number, end):
    values = {"number": f"B-{number}", "name": "契約", "account": office.world.account}
    owned = {"owner": office.world.users["owner"], "first_start_date": date(2024, 8, 1), "billing_cycle": "monthly"}
    [contract] = running.create("contract", [{**values, **owned}], made=True)
    dates = {"start_date": date(2024, 8, 1), "end_date": end, "valid_from": date.min, "valid_to": date.max}
    running.create("contract_term", [{"contract": contract, "number": 1, **dates}], made=True)


def test_what_was_done_is_not_done_again_by_a_new_version(office):
    office.alert()
    process = services.create_process("案内", mail_process(), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    office.book()
    run_due_actions(at("2026-04-01 09:00"))
    services.add_version(process.pk, mail_process(offset=30), actor=office.admin, frame=at("2026-04-02 09:00"))
    services.activate(process.pk, actor=office.admin, frame=at("2026-04-02 09:00"), existing="waiting")
    assert states("n1.s1.a1") == ["done"]


def test_a_step_that_a_new_version_lacks_is_cancelled_and_a_new_one_planned(office):
    office.alert()
    process = services.create_process("案内", mail_process(key="early"), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    office.book()
    services.add_version(process.pk, mail_process(key="late", offset=30), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    assert office.waiting() == [
        ("n1.early.a1", "cancelled", "2026-04-01 09:00"),
        ("n1.late.a2", "waiting", "2026-05-31 09:00"),
    ]
