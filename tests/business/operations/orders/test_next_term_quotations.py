"""The quotation that a customer downloads before he answers: of the prepared draft, else of the renewal as it is."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.orders.next_term_quotations import is_priced, renewal_quotation
from daicho.business.sales.models import Quote, QuoteLine
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from tests.business.operations.orders.test_next_terms import other_account, renewal_quote


@pytest.fixture
def contract(world):
    return order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract


def quotation(world, contract, at=None):
    term = ContractTerm.objects.get(contract=contract)
    return renewal_quotation(Contract.objects.get(pk=contract), term, world.frame.at(at) if at else world.frame)


def test_as_it_is_under_the_number_of_the_contract(world, contract):
    found = quotation(world, contract)
    assert (found.number, found.amount) == (Contract.objects.get().number, 240000)
    assert (found.start_date, found.valid_until) == (date(2026, 7, 1), date(2026, 6, 30))


def test_after_the_end_it_names_no_day_that_has_passed(world, contract):
    assert quotation(world, contract, datetime(2026, 7, 5, 1, 0, tzinfo=UTC)).valid_until is None


def test_the_prepared_draft(world, contract):
    quote = Quote.objects.get(pk=renewal_quote(world, contract, Decimal(50)))
    assert quotation(world, contract).number == quote.number


def test_not_a_draft_for_somebody_else(world, contract):
    quote = renewal_quote(world, contract, Decimal(50))
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("quote", {quote: {"account": other_account(world)}}, made=True)
    assert quotation(world, contract).number == Contract.objects.get().number


@pytest.mark.parametrize("lacks", ["price", "lines", "nothing"])
def test_a_draft_is_offered_once_it_has_prices(world, contract, lacks):
    term = ContractTerm.objects.get(contract=contract)
    assert is_priced(term)
    quote = renewal_quote(world, contract, Decimal(50))
    if lacks == "price":
        QuoteLine.objects.filter(quote=quote).update(unit_price=None)
    elif lacks == "lines":
        QuoteLine.objects.filter(quote=quote).delete()
    assert is_priced(term) == (lacks == "nothing")
