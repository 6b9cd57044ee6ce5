"""What follows a term: what is booked, else the open renewal quote, else just what renewing would book."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.contracts.models import ContractTerm
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.orders.next_terms import next_terms
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Quote, QuoteLine
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command


@pytest.fixture
def contract(world):
    return order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract


def change(world, key, row, **values):
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update(key, {row: values}, made=True)


def following(world, contract, term=None):
    return next_terms([(contract, term)], world.frame).get((contract, term))


def renewal_quote(world, contract, quantity, **values):
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        row = {"name": "更新", "account": world.account, "owner": world.users["owner"]}
        [chance] = running.create("opportunity", [{**row, "kind": "renewal", "contract": contract}], made=True)
    lines = [{"product": world.monthly, "quantity": quantity}, {"product": world.once}]
    dates = {"start_date": date(2026, 7, 1), "end_date": date(2028, 6, 30)}
    return world.quote(lines, opportunity=chance, **{**dates, **values})


def test_without_anything_prepared_it_is_what_renewing_books(world, contract):
    shown = following(world, contract)
    made = renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    term = ContractTerm.objects.get(id=made.term)
    assert (shown.start_date, shown.end_date) == (term.start_date, term.end_date)
    assert (shown.amount, shown.first_billing_date) == (term.amount, date(2026, 7, 31))
    assert [(line["product.name"], line["quantity"]) for line in shown.lines] == [
        ("帳票クラウド 基本ライセンス", Decimal(10)),
        ("保守サポート", Decimal(1)),
    ]


def test_a_booked_term_is_read_from_the_ledger(world, contract):
    wish = Wish(months=6)
    first = ContractTerm.objects.get(contract=contract)
    planned = following(world, contract)
    made = renewal.renew(world.actor("owner"), contract, wish, world.frame)
    booked = following(world, contract, first.pk)
    assert (booked.start_date, booked.end_date) == (made.start_date, date(2026, 12, 31))
    assert booked.amount == Decimal(120000)
    assert booked.first_billing_date == planned.first_billing_date
    assert [line["quantity"] for line in booked.lines] == [10, 1]


def test_an_open_renewal_quote_comes_before_the_plan(world, contract):
    renewal_quote(world, contract, Decimal(30))
    shown = following(world, contract)
    assert (shown.start_date, shown.end_date) == (date(2026, 7, 1), date(2028, 6, 30))
    assert shown.amount == Decimal(30 * 1200 * 24 + 250000)
    assert [line["quantity"] for line in shown.lines] == [30]


def test_a_void_quote_counts_for_nothing(world, contract):
    plan = following(world, contract)
    change(world, "quote", renewal_quote(world, contract, Decimal(30)), status="void")
    assert following(world, contract) == plan


def test_a_quote_without_lines_counts_for_nothing(world, contract):
    plan = following(world, contract)
    quote = renewal_quote(world, contract, Decimal(30))
    QuoteLine.objects.filter(quote=quote).delete()
    assert following(world, contract) == plan


def test_nothing_follows_a_cancelled_contract_or_one_without_an_end(world, contract):
    change(world, "contract", contract, cancel_date=date(2026, 6, 30))
    assert following(world, contract) is None
    change(world, "contract", contract, cancel_date=None, end_date=None)
    assert following(world, contract) is None


def test_many_cost_as_many_queries_as_one(world, contract, django_assert_max_num_queries):
    others = [order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract for _ in range(3)]
    renewal_quote(world, others[0], Decimal(3))
    renewal.renew(world.actor("owner"), others[1], Wish(), world.frame)
    with django_assert_max_num_queries(10):
        assert len(next_terms([(one, None) for one in (contract, *others)], world.frame)) == 4


def other_account(world):
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        row = {"code": "A-901", "name": "別の会社", "owner": world.users["owner"]}
        return running.create("account", [row], made=True)[0]


@pytest.mark.parametrize("wrong", ["currency", "account", "lost"])
def test_a_draft_that_cannot_renew_the_contract_is_not_shown(world, contract, wrong):
    usual = following(world, contract)
    quote = Quote.objects.get(pk=renewal_quote(world, contract, Decimal(50)))
    if wrong == "lost":
        change(world, "opportunity", quote.opportunity_id, stage="lost")
    else:
        change(world, "quote", quote.pk, **{wrong: "USD" if wrong == "currency" else other_account(world)})
    assert following(world, contract) == usual
