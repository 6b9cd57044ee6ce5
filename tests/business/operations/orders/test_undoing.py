"""Undo goes back one event at a time, the latest first."""

import pytest

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.orders.undoing import undo_latest
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Order, Quote
from daicho.values.problems import Conflict, Missing


def test_the_latest_event_goes_first(world):
    actor = world.actor("owner")
    contract = order_to_cash.confirm(actor, world.quote(), world.frame).contract
    renewal.renew(actor, contract, Wish(), world.frame)
    assert undo_latest(actor, contract, world.frame) == "renew"
    assert (Contract.objects.count(), ContractTerm.objects.count()) == (1, 1)
    assert undo_latest(actor, contract, world.frame) == "new"
    assert (Contract.objects.count(), Order.objects.count()) == (0, 0)
    assert Quote.objects.get().status == "draft"
    with pytest.raises(Missing):
        undo_latest(actor, contract, world.frame)


def test_a_confirmation_with_a_later_renewal_is_not_undone(world):
    actor, quote = world.actor("owner"), world.quote()
    contract = order_to_cash.confirm(actor, quote, world.frame).contract
    renewal.renew(actor, contract, Wish(), world.frame)
    with pytest.raises(Conflict, match="later events"):
        order_to_cash.undo(actor, quote, world.frame)
    assert ContractTerm.objects.count() == 2
