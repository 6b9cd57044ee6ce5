"""What a renewal would change: the same figures as booking it, and nothing stays."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.contracts.models import ContractTerm, SalesEntry
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.deltas import Deltas, renewal_deltas
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Order
from daicho.values.problems import Conflict
from tests.world import World


@pytest.fixture
def contract(world: World) -> int:
    """Ten licences at 1,200 a month and 96,000 a year; 250,000 once."""
    return order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract


def test_renewing_as_it_is_adds_the_value_of_one_term(world: World, contract: int) -> None:
    found = renewal_deltas(world.actor("owner"), contract, Wish(), world.frame)
    assert found == Deltas(Decimal(0), Decimal(0), Decimal(240_000), 24, 0, 0)


def test_nothing_is_written(world: World, contract: int) -> None:
    before = (SalesEntry.objects.count(), ContractTerm.objects.count(), Order.objects.count())
    renewal_deltas(world.actor("owner"), contract, Wish(months=24), world.frame)
    assert (SalesEntry.objects.count(), ContractTerm.objects.count(), Order.objects.count()) == before
    assert renewal.renew(world.actor("owner"), contract, Wish(), world.frame).start_date == date(2026, 7, 1)


def test_an_earlier_start_takes_entries_away(world: World, contract: int) -> None:
    found = renewal_deltas(world.actor("owner"), contract, Wish(start_date=date(2026, 4, 1)), world.frame)
    assert found.amount == Decimal(240_000 - 60_000)
    assert found.added - found.removed == 24 - 6
    assert found.reversed == 0


def test_what_cannot_be_renewed_is_refused(world: World, contract: int) -> None:
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    with pytest.raises(Conflict):
        renewal_deltas(world.actor("owner"), contract, Wish(), world.frame)
    assert ContractTerm.objects.count() == 2
