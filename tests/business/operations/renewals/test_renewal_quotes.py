"""A quote on an opportunity of kind renewal renews its contract; it never makes a second one."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm
from daicho.business.operations.orders import order_to_cash, undoing
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Opportunity, Order, Quote
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from daicho.values.problems import Conflict, Forbidden, Invalid
from tests.business.operations.renewals.test_renewal import state


@pytest.fixture
def contract(world):
    return order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract


def renewal_quote(world, contract, *, kind="renewal", **values):
    row = {"name": "次期", "account": world.account, "kind": kind, "contract": contract}
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        [opportunity] = running.create("opportunity", [row])
    period = {"start_date": date(2026, 7, 1), "end_date": date(2027, 6, 30)}
    lines = [{"product": world.monthly, "quantity": Decimal(12)}]
    return world.quote(**{"lines": lines, "opportunity": opportunity, **period, **values})


def everything(contract):
    """The contract with all that belongs to it, but for its version."""
    row = dict(Contract.objects.values().get(id=contract))
    return [state(contract), {key: value for key, value in row.items() if key not in ("version", "updated_at")}]


def test_confirming_it_books_the_next_term_of_that_contract(world, contract):
    done = order_to_cash.confirm(world.actor("owner"), renewal_quote(world, contract), world.frame)
    assert done.contract == contract
    assert Contract.objects.count() == 1
    term = ContractTerm.objects.get(contract=contract, number=2)
    assert (term.start_date, term.end_date, term.amount) == (date(2026, 7, 1), date(2027, 6, 30), 12 * 1200 * 12)
    assert ContractTerm.objects.get(contract=contract, number=1).renewal_stage == "renewed"
    order = Order.objects.get(id=done.order)
    assert order.kind == "renew"
    assert Quote.objects.filter(orders=order, status="confirmed", opportunity__stage="won").exists()


def test_the_new_line_replaces_the_old_one_of_its_product(world, contract):
    order_to_cash.confirm(world.actor("owner"), renewal_quote(world, contract), world.frame)
    new = ContractLine.objects.get(term__number=2)
    assert new.replaces == ContractLine.objects.get(term__number=1, product=world.monthly)


def test_its_list_says_when_it_was_confirmed_until_that_is_undone(world, contract):
    owner, quote = world.actor("owner"), renewal_quote(world, contract)

    def said():
        return select.fetch(owner, "quote", [quote], ["confirmed_at"], world.frame)[quote]["confirmed_at"]

    assert said() is None
    order_to_cash.confirm(owner, quote, world.frame)
    assert said() == world.frame.now
    order_to_cash.undo(owner, quote, world.frame)
    assert said() is None


def test_confirming_it_twice_renews_once(world, contract):
    quote = renewal_quote(world, contract)
    first = order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    second = order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    assert (second.order, second.contract, second.repeated) == (first.order, first.contract, True)
    assert ContractTerm.objects.count() == 2


def test_the_preview_is_what_is_booked(world, contract):
    quote = renewal_quote(world, contract)
    planned = order_to_cash.preview(world.actor("owner"), quote, world.frame)
    assert (planned.renews, planned.terms[0].values["number"]) == (contract, 2)
    assert planned.terms[0].amount == 172800
    assert ContractTerm.objects.count() == 1


@pytest.mark.parametrize("by", ["quote", "contract"])
def test_undo_brings_everything_back(world, contract, by):
    quote = renewal_quote(world, contract, payment_terms="翌々月払い", notice_months=2)
    before = everything(contract)
    order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    assert Contract.objects.get().payment_terms == "翌々月払い"
    if by == "quote":
        order_to_cash.undo(world.actor("owner"), quote, world.frame)
    else:
        undoing.undo_latest(world.actor("owner"), contract, world.frame)
    assert everything(contract) == before
    assert (Quote.objects.get(id=quote).status, Opportunity.objects.get().stage) == ("draft", "open")
    assert Order.objects.count() == 1


def test_a_contract_that_was_renewed_meanwhile_is_not_renewed_again(world, contract):
    quote = renewal_quote(world, contract)
    with pytest.raises(Conflict, match="written or changed by hand"):
        renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    assert Quote.objects.get(id=quote).status == "draft"
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame, voids=[quote])
    assert Quote.objects.get(id=quote).status == "void"
    with pytest.raises(Conflict):
        order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    renewal.undo(world.actor("owner"), contract, world.frame)
    assert (Quote.objects.get(id=quote).status, Opportunity.objects.get().stage) == ("draft", "open")


@pytest.mark.parametrize(
    "start, end, code",
    [
        (date(2026, 7, 2), date(2027, 6, 30), "start_after_end"),
        (date(2025, 7, 1), date(2026, 6, 30), "start_before_term"),
    ],
)
def test_a_term_that_does_not_follow_is_refused(world, contract, start, end, code):
    quote = renewal_quote(world, contract, start_date=start, end_date=end)
    with pytest.raises(Invalid) as refused:
        order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert ContractTerm.objects.count() == 1


def test_an_earlier_start_shortens_the_old_term_and_undo_gives_it_back(world, contract):
    before = state(contract)
    quote = renewal_quote(world, contract, start_date=date(2026, 1, 1), end_date=date(2026, 12, 31))
    order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    assert ContractTerm.objects.get(number=1).end_date == date(2025, 12, 31)
    order_to_cash.undo(world.actor("owner"), quote, world.frame)
    assert state(contract) == before


def test_another_account_or_currency_cannot_renew_it(world, contract):
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        [other] = running.create("account", [{"code": "B-1", "name": "別の会社"}])
    quote = renewal_quote(world, contract, account=other, contact=None)
    with pytest.raises(Invalid) as refused:
        order_to_cash.confirm(world.actor("owner"), quote, world.frame)
    assert [problem.code for problem in refused.value.problems] == ["renews_other_account"]
    assert ContractTerm.objects.count() == 1


def test_a_colleague_may_not_renew_by_quote(world, contract):
    quote = renewal_quote(world, contract)
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("quote", {quote: {"owner": world.users["colleague"]}}, made=True)
    with pytest.raises(Forbidden, match="Contract"):
        order_to_cash.confirm(world.actor("colleague"), quote, world.frame)
    assert ContractTerm.objects.count() == 1


@pytest.mark.parametrize("kind", ["new", "change"])
def test_other_opportunities_make_a_contract_as_before(world, contract, kind):
    done = order_to_cash.confirm(world.actor("owner"), renewal_quote(world, contract, kind=kind), world.frame)
    assert done.contract != contract
    assert ContractTerm.objects.filter(contract=contract).count() == 1
