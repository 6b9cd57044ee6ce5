"""The quotation of a quote: the figures of its preview, the words of its records, only for those who may read it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from daicho.business.contracts.models import ContractTerm
from daicho.business.operations.orders import answered_renewals
from daicho.business.operations.orders.answered_renewals import Shown
from daicho.business.operations.orders.order_to_cash import confirm, preview
from daicho.business.operations.orders.quotations import quotation_of_quote
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Quote
from daicho.business.sales.quotation import Addressee, TaxPart
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from daicho.values.problems import Invalid, Missing
from tests.business.operations.renewals.test_renewal_quotes import renewal_quote


def change(world, object_key, record_id, values, frame=None):
    with command(actor=SYSTEM, reason="edit", frame=frame or world.frame) as running:
        running.update(object_key, {record_id: values}, made=True)


def test_its_figures_are_those_of_the_preview(world):
    owner, quote = world.actor("owner"), world.quote()
    found = quotation_of_quote(owner, quote, world.frame)
    term = preview(owner, quote, world.frame).terms[0]
    assert found.amount == term.amount == Decimal(144_000 + 96_000 + 250_000)
    assert [line.amount for line in found.lines] == [line.values["amount"] for line in term.lines]
    assert found.taxes == (TaxPart(Decimal(10), Decimal(490_000), Decimal(49_000)),)
    assert found.total == Decimal(539_000)


def test_the_tax_is_rounded_once_a_rate_as_the_account_wants_it(world):
    lines = [
        {"product": world.monthly, "quantity": Decimal(1), "unit_price": Decimal(105), "price_kind": "one_time"},
        {"product": world.annual, "unit_price": Decimal(110), "price_kind": "one_time"},
        {"product": world.once, "unit_price": Decimal(33), "tax_type": "reduced"},
        {"product": world.once, "unit_price": Decimal(7), "tax_type": "exempt"},
    ]
    quote = world.quote(lines)
    change(world, "account", world.account, {"tax_rounding": "up"})
    found = quotation_of_quote(world.actor("owner"), quote, world.frame)
    figures = [tuple(map(int, (part.rate, part.net, part.tax))) for part in found.taxes]
    assert figures == [(10, 215, 22), (8, 33, 3), (0, 7, 0)]
    assert [line.reduced for line in found.lines] == [False, False, True, False]


def test_it_names_whom_it_is_for_and_who_we_are(world):
    change(world, "contact", world.contact, {"department": "情報システム部", "title": "部長"})
    ours = {
        "postal_code": "100-0005",
        "address": "東京都千代田区",
        "phone": "03-1",
        "registration_number": "T7010705000725",
    }
    change(world, "organisation", 1, ours)
    found = quotation_of_quote(world.actor("owner"), world.quote(), world.frame)
    assert found.addressee == Addressee("株式会社青葉製作所", "情報システム部", "部長", "佐藤 真理子")
    issuer = found.issuer
    assert (issuer.name, issuer.person, issuer.email) == ("株式会社ダイチョウ", "樋口 さくら", "owner@our.example.jp")
    assert (issuer.postal_code, issuer.phone, issuer.registration_number) == ("100-0005", "03-1", "T7010705000725")


def test_headings_and_remarks_stand_where_they_stand(world):
    lines = [
        {"kind": "heading", "description": "本社分"},
        {"product": world.monthly, "description": "電子帳簿保存法対応"},
        {"kind": "remark", "description": "導入時期は別途"},
        {"product": None, "description": "個別対応", "unit_price": Decimal(500), "price_kind": "usage"},
    ]
    found = quotation_of_quote(world.actor("owner"), world.quote(lines), world.frame).lines
    assert [(line.kind, line.name, line.detail) for line in found] == [
        ("heading", "本社分", ""),
        ("item", "帳票クラウド 基本ライセンス", "電子帳簿保存法対応"),
        ("remark", "導入時期は別途", ""),
        ("item", "個別対応", ""),
    ]
    assert found[3].amount is None


def test_without_an_end_it_says_until_when(world):
    lines = [{"product": world.monthly, "quantity": Decimal(2)}]
    found = quotation_of_quote(world.actor("owner"), world.quote(lines, end_date=None), world.frame)
    assert (found.amount, found.covered_until) == (Decimal(13 * 2_400), date(2026, 7, 31))


def test_confirming_leaves_the_date_and_the_figures(world):
    quote = world.quote(end_date=None)
    before = quotation_of_quote(world.actor("owner"), quote, world.frame)
    later = world.frame.at(world.frame.now + timedelta(days=9))
    confirm(world.actor("owner"), quote, later)
    much_later = world.frame.at(world.frame.now + timedelta(days=400))
    after = quotation_of_quote(world.actor("owner"), quote, much_later)
    assert after.issued_on == before.issued_on == date(2025, 6, 2)
    assert after.amount == quotation_of_quote(world.actor("owner"), quote, later).amount


def test_a_renewal_quote_is_printed_as_it_is_previewed_before_and_after_it_is_confirmed(world):
    owner = world.actor("owner")
    quote = renewal_quote(world, confirm(owner, world.quote(), world.frame).contract)
    before = quotation_of_quote(owner, quote, world.frame)
    assert before.amount == preview(owner, quote, world.frame).terms[0].amount
    later = world.frame.at(world.frame.now + timedelta(days=9))
    confirm(owner, quote, later)
    assert quotation_of_quote(owner, quote, later) == before


def test_renewing_as_the_customer_answered_and_its_undo_leave_the_quotation(world):
    owner = world.actor("owner")
    contract = confirm(owner, world.quote(), world.frame).contract
    quote = renewal_quote(world, contract)
    before = quotation_of_quote(owner, quote, world.frame)
    later = world.frame.at(world.frame.now + timedelta(days=9))
    number = Quote.objects.get(pk=quote).number
    term = ContractTerm.objects.get(contract=contract).pk
    row = {"contract": contract, "term": term, "choice": "renew", "quote": number, "source": "phone"}
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.create("renewal_answer", [{**row, "answered_at": world.frame.now}], made=True)
    answered_renewals.renew(owner, contract, Shown(quote=quote), later)
    assert quotation_of_quote(owner, quote, later) == before
    renewal.undo(owner, contract, later)
    assert quotation_of_quote(owner, quote, world.frame) == before


def test_a_renewal_quote_that_comes_too_late_can_still_be_printed(world):
    owner = world.actor("owner")
    contract = confirm(owner, world.quote(), world.frame).contract
    quote = renewal_quote(world, contract)
    renewal.renew(owner, contract, Wish(), world.frame, voids=[quote])
    assert quotation_of_quote(owner, quote, world.frame).lines


@pytest.mark.parametrize("username, sees", [("owner", True), ("colleague", True), ("stranger", False)])
def test_only_who_may_read_the_quote_gets_it(world, username, sees):
    quote = world.quote()
    if sees:
        assert quotation_of_quote(world.actor(username), quote, world.frame).number.startswith("Q-")
    else:
        with pytest.raises(Missing):
            quotation_of_quote(world.actor(username), quote, world.frame)


def test_a_quote_without_items_has_no_quotation(world):
    with pytest.raises(Invalid):
        quotation_of_quote(world.actor("owner"), world.quote([]), world.frame)
