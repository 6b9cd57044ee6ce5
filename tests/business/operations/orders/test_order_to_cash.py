"""受注確定: what it books, that it books once, that the preview is what is booked, and its undo."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, SalesEntry
from daicho.business.operations.orders import order_to_cash
from daicho.business.sales.models import Opportunity, Order, Quote
from daicho.engine.access.actors import Permissions
from daicho.engine.records.command import command
from daicho.engine.records.models import ChangeEntry
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing

MADE = (Contract, ContractTerm, ContractLine, SalesEntry, Order)


def rows() -> list[int]:
    return [model.objects.count() for model in MADE]


def test_a_quote_becomes_contract_term_lines_entries_and_order(world):
    made = order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame)
    contract = Contract.objects.get(id=made.contract)
    assert (contract.number, contract.name) == ("K-000001", "株式会社青葉製作所 帳票クラウド 基本ライセンス")
    assert (contract.payment_terms, contract.billing_cycle) == ("月末締め翌月末払い", "monthly")
    assert contract.next_term_months == 12
    term = contract.terms.get()
    assert (term.start_date, term.end_date, term.number) == (date(2025, 7, 1), date(2026, 6, 30), 1)
    assert (term.next_start_date, term.next_end_date) == (date(2026, 7, 1), date(2027, 6, 30))
    assert term.amount == 12 * 12000 + 96000 + 250000
    assert [line.mrr for line in contract.lines.order_by("position")] == [12000, 8000, 0]
    assert [line.entries.count() for line in contract.lines.order_by("position")] == [12, 12, 1]
    order = Order.objects.get(id=made.order)
    assert (order.number, order.kind, order.effective_date) == ("J-000001", "new", date(2025, 7, 1))
    assert Quote.objects.get().status == "confirmed"


def test_confirming_twice_makes_one_contract_and_answers_the_same(world):
    quote = world.quote()
    first = order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    before = rows()
    second = order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    assert second == replace(first, repeated=True)
    assert rows() == before


def test_the_preview_is_what_is_booked(world):
    quote = world.quote()
    planned = order_to_cash.preview(world.actor("owner"), quote, world.frame)
    assert rows() == [0, 0, 0, 0, 0]
    order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    shown = [
        (entry.period_start, entry.period_end, entry.posting_date, entry.billing_date, entry.amount, entry.formula)
        for line in planned.terms[0].lines
        for entry in line.entries
    ]
    keys = ("period_start", "period_end", "posting_date", "billing_date", "amount", "formula")
    assert shown == list(SalesEntry.objects.order_by("contract_line__position", "id").values_list(*keys))


def test_undo_brings_back_the_quote_and_leaves_nothing(world):
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        [chance] = running.create("opportunity", [{"name": "新規", "account": world.account, "stage": "proposed"}])
    quote = world.quote(opportunity=chance)
    order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    assert Opportunity.objects.get().stage == "won"
    order_to_cash.undo(world.actor("owner"), quote, world.frame)
    assert rows() == [0, 0, 0, 0, 0]
    assert Quote.objects.get().status == "draft"
    assert (Opportunity.objects.get().stage, Opportunity.objects.get().contract_id) == ("proposed", None)
    assert order_to_cash.confirm(world.actor("owner"), quote, world.frame).repeated is False


def test_undo_of_what_is_not_confirmed_is_a_conflict(world):
    with pytest.raises(Conflict, match="not confirmed"):
        order_to_cash.undo(world.actor("owner"), world.quote(), world.frame)


@pytest.mark.parametrize(
    "who, error",
    [("stranger", Missing), ("colleague", Forbidden), ("reader", Forbidden)],
)
def test_who_may_not_confirm(world, who, error):
    quote = world.quote()
    with pytest.raises(error):
        order_to_cash.confirm(world.actor(who), quote, world.frame)
    assert rows() == [0, 0, 0, 0, 0]


def test_the_feature_is_asked_for(world):
    actor = replace(world.actor("owner"), permissions=Permissions())
    with pytest.raises(Forbidden):
        order_to_cash.confirm(actor, world.quote(), world.frame)


def test_a_quote_without_lines_is_refused_and_nothing_is_taken(world):
    quote = world.quote(lines=[])
    with pytest.raises(Invalid, match="has no lines"):
        order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    assert rows() == [0, 0, 0, 0, 0]
    filled = world.quote()
    made = order_to_cash.confirm(world.actor("owner"), filled, world.frame)
    assert Contract.objects.get(id=made.contract).number == "K-000001"


def test_a_confirmed_quote_cannot_be_edited(world):
    quote = world.quote()
    order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    with pytest.raises(Conflict), command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        running.update("quote", {quote: {"name": "別の名前"}})


def test_the_contract_has_one_history_entry_and_its_lines_none(world):
    order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame)
    entries = ChangeEntry.objects.filter(command__reason="confirm_quote").values_list("object", "kind")
    assert sorted(entries) == [("contract", "created"), ("quote", "updated")]


def test_cents_stay_exact(world):
    quote = world.quote(currency="USD", lines=[{"product": world.monthly, "unit_price": Decimal("29.85")}])
    made = order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    line = ContractLine.objects.get(contract=made.contract)
    assert (line.amount, line.mrr, line.currency) == (Decimal("358.20"), Decimal("29.85"), "USD")


def test_only_one_quote_of_an_opportunity_is_confirmed(world):
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        [chance] = running.create("opportunity", [{"name": "新規", "account": world.account}])
    first, second = world.quote(opportunity=chance), world.quote(opportunity=chance)
    order_to_cash.confirm(world.actor("owner"), first, world.frame)
    before = rows()
    with pytest.raises(Conflict, match="is confirmed already"):
        order_to_cash.confirm(world.actor("owner"), second, world.frame)
    assert rows() == before
    order_to_cash.undo(world.actor("owner"), first, world.frame)
    assert order_to_cash.confirm(world.actor("owner"), second, world.frame).repeated is False


@pytest.mark.parametrize("second, cycle", [("monthly", "monthly"), ("annual", "mixed"), ("once", "mixed")])
def test_the_billing_cycle_is_mixed_when_lines_differ(world, second, cycle):
    lines = [{"product": world.monthly}, {"product": world.annual, "billing_cycle": second}]
    made = order_to_cash.confirm(world.actor("owner"), world.quote(lines=lines), world.frame)
    assert Contract.objects.get(id=made.contract).billing_cycle == cycle
