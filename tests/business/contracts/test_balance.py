"""Contracts whose amounts do not agree: each way to come out of balance, and the ordinary lives that do not."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.contracts.models import ContractLine, ContractTerm, SalesEntry
from daicho.business.operations.orders.order_to_cash import confirm
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.catalog.query import make_query
from daicho.engine.records.command import command
from tests.web.contracts import book
from tests.world import World

pytestmark = pytest.mark.django_db


def balance(world: World, contract: int) -> str:
    return str(select.fetch(SYSTEM, "contract", [contract], ["balance"], world.frame)[contract]["balance"])


def change(world: World, key: str, record: int, **values: object) -> None:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update(key, {record: values}, made=True)


def correct(world: World, contract: int, end: date | None) -> None:
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        running.update("contract", {contract: {"end_date": end}})


def first_entry(contract: int) -> SalesEntry:
    return SalesEntry.objects.filter(contract=contract).order_by("posting_date", "id")[0]


def reverse(world: World, contract: int, amount: Decimal) -> None:
    """Take an entry back by a reversal of that amount."""
    entry = first_entry(contract)
    keys = ("contract_id", "contract_line_id", "period_start", "period_end", "posting_date", "billing_date", "currency")
    values = {key.removesuffix("_id"): getattr(entry, key) for key in keys}
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.create("sales_entry", [{**values, "kind": "reversal", "amount": -amount}], made=True)


def test_ordinary_contracts_are_balanced(world: World) -> None:
    sold = confirm(world.actor("owner"), world.quote(), world.frame).contract
    usual, endless = *book(world), *book(world, endless=True)
    cancelled = book(world, cancel_date=date(2025, 3, 31))[0]
    assert {balance(world, one) for one in (sold, usual, endless, cancelled)} == {"balanced"}


def test_a_renewed_one_and_one_renewed_early_are_balanced(world: World) -> None:
    renewed, early = book(world, 2)
    renewal.renew(world.actor("owner"), renewed, Wish(), world.frame)
    renewal.renew(world.actor("owner"), early, Wish(start_date=date(2025, 6, 16)), world.frame)
    assert ContractTerm.objects.get(contract=early, number=1).end_date == date(2025, 6, 15)
    assert [balance(world, one) for one in (renewed, early)] == ["balanced", "balanced"]


def test_a_line_more_with_its_entries_and_its_amount_is_balanced(world: World) -> None:
    """As a change leaves it: the new line's entries, the term's value raised by their sum."""
    [contract] = book(world)
    line = ContractLine.objects.get(contract=contract)
    shared = {"contract": contract, "term": line.term_id, "currency": "JPY"}
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        sold = {"quantity": 1, "unit_price": 900, "price_kind": "one_time", "amount": 900}
        [more] = running.create("contract_line", [{**shared, **sold, "start_date": line.start_date}], made=True)
        assert balance(world, contract) == "balanced"
        day = dict.fromkeys(("period_start", "period_end", "posting_date"), line.start_date)
        entry = {"contract": contract, "contract_line": more, "currency": "JPY", "amount": 900, **day}
        running.create("sales_entry", [entry], made=True)
        assert balance(world, contract) == "amount"
        running.update("contract_term", {line.term_id: {"amount": 12 * 12_000 + 900}}, made=True)
    assert balance(world, contract) == "balanced"


@pytest.mark.parametrize("end", [date(2025, 5, 31), date(2025, 9, 30), None])
def test_an_end_corrected_by_hand_shows_until_it_is_as_booked_again(world: World, end: date | None) -> None:
    [contract] = book(world)
    correct(world, contract, end)
    assert balance(world, contract) == "period"
    correct(world, contract, date(2025, 6, 30))
    assert balance(world, contract) == "balanced"


def test_an_end_given_by_hand_to_a_contract_without_one_shows(world: World) -> None:
    [contract] = book(world, endless=True)
    correct(world, contract, date(2026, 6, 30))
    assert balance(world, contract) == "period"


def test_a_reversal_that_is_made_good_is_balanced_and_one_that_is_not_shows(world: World) -> None:
    [contract] = book(world)
    reverse(world, contract, Decimal(12_000))
    assert balance(world, contract) == "amount"
    change(world, "contract_term", ContractTerm.objects.get(contract=contract).pk, amount=11 * 12_000)
    assert balance(world, contract) == "balanced"


def test_a_provisional_contract_has_no_entries_and_is_balanced(world: World) -> None:
    [contract] = book(world)
    entries = list(SalesEntry.objects.filter(contract=contract).values_list("id", flat=True))
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.delete("sales_entry", entries, made=True)
    assert balance(world, contract) == "amount"
    change(world, "contract", contract, provisional=True)
    assert balance(world, contract) == "balanced"


def test_two_terms_that_are_wrong_by_the_same_sum_do_not_cancel_out(world: World) -> None:
    [contract] = book(world)
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    for term, by in zip(ContractTerm.objects.filter(contract=contract).order_by("number"), (1, -1), strict=True):
        change(world, "contract_term", term.pk, amount=term.amount + by)
    assert balance(world, contract) == "amount"


def test_the_shipped_view_lists_them_and_nothing_else(world: World) -> None:
    first, second, third = book(world, 3)
    correct(world, first, date(2025, 9, 30))
    reverse(world, third, Decimal(1))
    query = make_query("contract", filter={"field": "balance", "op": "in", "value": ["amount", "period"]})
    assert {row["id"] for row in select.select(SYSTEM, query, world.frame).rows} == {first, third}
    assert select.count(SYSTEM, query, world.frame) == 2
    others = make_query("contract", filter={"field": "balance", "op": "eq", "value": "balanced"})
    assert [row["id"] for row in select.select(SYSTEM, others, world.frame).rows] == [second]
