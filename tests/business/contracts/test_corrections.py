"""Corrections of a contract: its term's derived dates follow, lines and entries do not; what cannot be corrected."""

from datetime import date

import pytest

from daicho.business.contracts.models import ContractTerm, RenewalAnswer, SalesEntry
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.engine.records import history
from daicho.engine.records.command import command
from daicho.values.problems import Conflict, Forbidden, Invalid, Stale


@pytest.fixture
def contract(world):
    return order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract


def correct(world, contract, who="owner", versions=None, **change):
    with command(actor=world.actor(who), reason="test", frame=world.frame) as running:
        running.update("contract", {contract: change}, versions=versions)


def test_a_new_end_moves_the_dates_and_leaves_the_entries(world, contract):
    before = list(SalesEntry.objects.order_by("id").values())
    correct(world, contract, end_date=date(2026, 5, 31), notice_months=3)
    term = ContractTerm.objects.get()
    assert term.end_date == date(2026, 5, 31)
    assert (term.notice_deadline, term.renewal_due_date) == (date(2026, 2, 28), date(2026, 2, 28))
    assert term.renewal_notice_date == date(2026, 1, 29)
    assert term.next_start_date == date(2026, 6, 1)
    assert list(SalesEntry.objects.order_by("id").values()) == before


def test_an_end_may_be_taken_away(world, contract):
    correct(world, contract, end_date=None)
    term = ContractTerm.objects.get()
    assert (term.end_date, term.renewal_due_date, term.next_end_date) == (None, None, None)


def test_a_notice_date_set_by_hand_stays_until_it_is_cleared(world, contract):
    correct(world, contract, renewal_notice_date=date(2026, 1, 15))
    correct(world, contract, notice_months=2)
    term = ContractTerm.objects.get()
    assert (term.renewal_notice_date, term.renewal_notice_by_hand) == (date(2026, 1, 15), True)
    correct(world, contract, renewal_notice_date=None)
    term = ContractTerm.objects.get()
    assert (term.renewal_notice_date, term.renewal_notice_by_hand) == (date(2026, 3, 31), False)


def test_the_moment_of_an_answer_is_noted_and_goes_with_it(world, contract):
    correct(world, contract, renewal_answer="considering", renewal_answer_source="phone")
    assert ContractTerm.objects.get().renewal_answered_at == world.frame.now
    correct(world, contract, remarks="x")
    assert ContractTerm.objects.get().renewal_answered_at == world.frame.now
    correct(world, contract, renewal_answer=None)
    assert ContractTerm.objects.get().renewal_answered_at is None


def test_an_answer_written_by_hand_is_kept_among_the_answers(world, contract):
    correct(world, contract, renewal_answer="considering", renewal_answer_source="phone", renewal_respondent="佐藤")
    correct(world, contract, renewal_answer="renew", renewal_answer_source="mail")
    first, second = RenewalAnswer.objects.order_by("id")
    assert (first.choice, first.source, first.respondent, first.superseded) == ("considering", "phone", "佐藤", True)
    assert (second.choice, second.source, second.respondent, second.superseded) == ("renew", "mail", "", False)
    assert second.recorded_by_id == world.users["owner"]
    assert ContractTerm.objects.get().renewal_respondent == ""


def test_an_answer_taken_back_leaves_no_answer_that_holds(world, contract):
    correct(world, contract, renewal_answer="renew", renewal_answer_comment="はい")
    correct(world, contract, renewal_answer=None)
    assert [one.superseded for one in RenewalAnswer.objects.all()] == [True]
    assert ContractTerm.objects.get().renewal_answer_comment == ""


def test_the_history_says_who_changed_what(world, contract):
    correct(world, contract, end_date=date(2026, 5, 31))
    [changed, created] = history.of_record("contract", contract)
    assert changed.changes == {"end_date": ["2026-06-30", "2026-05-31"]}
    assert (changed.actor_name, created.kind) == ("樋口 さくら", "created")


@pytest.mark.parametrize("end, code", [(date(2025, 6, 30), "end_before_start")])
def test_an_end_before_the_start_is_refused(world, contract, end, code):
    with pytest.raises(Invalid) as refused:
        correct(world, contract, end_date=end)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert ContractTerm.objects.get().end_date == date(2026, 6, 30)


@pytest.mark.parametrize("end", [date(2026, 7, 1), None])
def test_an_end_may_not_reach_into_the_next_term(world, contract, end):
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    with pytest.raises(Invalid, match="next term already booked"):
        correct(world, contract, end_date=end)
    assert ContractTerm.objects.get(number=1).end_date == date(2026, 6, 30)


def test_what_the_system_makes_cannot_be_written(world, contract):
    with pytest.raises(Invalid) as refused:
        correct(world, contract, amount=1, number="K-1")
    assert [(p.field, p.code) for p in refused.value.problems] == [("amount", "read_only"), ("number", "read_only")]


def test_lines_and_entries_name_the_operation_to_use(world, contract):
    for key in ("contract_line", "sales_entry", "order", "contract_term"):
        with (
            pytest.raises(Conflict, match="cannot be written directly"),
            command(actor=world.actor("admin"), reason="test", frame=world.frame) as running,
        ):
            running.delete(key, [1])


def test_a_stale_edit_is_refused(world, contract):
    correct(world, contract, versions={contract: 1}, name="新しい名前")
    with pytest.raises(Stale):
        correct(world, contract, versions={contract: 1}, name="古い画面の名前")


def test_a_colleague_reads_and_does_not_edit(world, contract):
    with pytest.raises(Forbidden):
        correct(world, contract, who="colleague", name="x")
