"""What the database adds to new quotes and lines: numbers, the account's terms, the product's defaults, the best price."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Max

from daicho.business.contracts.models import Contract
from daicho.business.organisation import numbers
from daicho.business.parties.models import Account
from daicho.business.products.models import Price, Product
from daicho.business.products.tiers import read_tiers
from daicho.business.sales.models import Quote, QuoteLine
from daicho.engine.access.actors import Actor
from daicho.engine.work.frame import Frame
from daicho.rules.bounds import check_term
from daicho.rules.payment_terms import payment_terms_text
from daicho.rules.pricing import PriceOption, best_price
from daicho.rules.renewal import term_months

NOT_RENEWED = {"one_time", "usage"}


def complete_quotes(rows: list[dict[str, Any]], actor: Actor, frame: Frame) -> None:
    """A number for each, and what `propose_terms` adds."""
    propose_terms(rows)
    for row, number in zip(rows, numbers.take("quote", len(rows)), strict=True):
        row["number"] = number
        if row.get("account") is None:
            _default(row, "owner", actor.user_id)  # the missing account is what is told, not what it would have given


def propose_terms(rows: list[dict[str, Any]]) -> None:
    """Owner, clerk, name, closing day, payment terms, next term and renewal contact, where they were left out."""
    accounts = Account.objects.in_bulk({_id(row["account"]) for row in rows if row.get("account") is not None})
    first_products = [_first_product(row) for row in rows]
    products = Product.objects.in_bulk({key for key in first_products if key is not None})
    clerks = _clerks(rows, accounts)
    for row, product_id in zip(rows, first_products, strict=True):
        account = accounts.get(_id(row["account"])) if row.get("account") is not None else None
        if account is not None:
            _take_from_account(row, account)
            _default(row, "operations_user", clerks.get(account.pk))
            _default(row, "name", " ".join(filter(None, [account.name, _name(products.get(product_id))])))
        start, end = row.get("start_date"), row.get("end_date")
        if start and end and not check_term(start, end):
            _default(row, "next_term_months", term_months(start, end))
        for position, line in enumerate(row.get("lines") or (), start=1):
            _default(line, "position", position)


def complete_quote_lines(rows: list[dict[str, Any]], actor: Actor, frame: Frame) -> None:
    """The product's line defaults, the quote's period and billing, and the best price, where they were left out."""
    quotes = Quote.objects.in_bulk({_id(row["quote"]) for row in rows if row.get("quote") is not None})
    _place_last(rows, quotes)
    propose_lines(rows, quotes)


def propose_lines(rows: list[dict[str, Any]], quotes: Mapping[int, Quote]) -> None:
    """Defaults and price as above; `quotes` by the id that the rows name (a quote may be one that is not saved yet).

    A product with prices in another currency than the quote's offers none.
    """
    products = Product.objects.in_bulk({_id(row["product"]) for row in rows if row.get("product") is not None})
    prices = _prices(products)
    for row in rows:
        quote = quotes.get(_id(row["quote"])) if row.get("quote") is not None else None
        product = products.get(_id(row["product"])) if row.get("product") is not None else None
        foreign = product is not None and quote is not None and product.currency != quote.currency
        if product is not None:
            _take_from_product(row, product, priced=not foreign)
        _default(row, "price_kind", "monthly")
        _default(row, "quantity", Decimal(1))
        if row["price_kind"] == "one_time":
            _default(row, "sales_cycle", "at_start")
        _default(row, "auto_renew", row["price_kind"] not in NOT_RENEWED)
        if quote is not None:
            row["currency"] = quote.currency
            for key in ("start_date", "end_date", "billing_cycle", "billing_timing"):
                _default(row, key, getattr(quote, key))
            _offer_price(row, quote, {} if foreign else prices)


def _place_last(rows: list[dict[str, Any]], quotes: Iterable[int]) -> None:
    """Lines without a position follow those that their quote has."""
    if all(row.get("position") is not None for row in rows):
        return
    there = QuoteLine.objects.filter(quote__in=list(quotes)).values_list("quote").annotate(Max("position")).order_by()
    last = defaultdict(int, there)
    for row in rows:
        if row.get("quote") is not None:
            _default(row, "position", last[_id(row["quote"])] + 1)
            last[_id(row["quote"])] = max(last[_id(row["quote"])], row["position"])


def _offer_price(row: dict[str, Any], quote: Quote, prices: dict[int, list[PriceOption]]) -> None:
    given = (row.get("unit_price"), row.get("unit_discount"), row.get("discount_rate"))
    if row.get("kind", "item") != "item" or any(value is not None for value in given):
        return
    options = prices.get(_id(row["product"]), []) if row.get("product") is not None else []
    offered = best_price(options, quote.account_id, row["quantity"], row["start_date"] or quote.start_date)
    row["unit_price"] = offered if offered is not None else row.get("list_price")


def _prices(products: Iterable[int]) -> dict[int, list[PriceOption]]:
    found: dict[int, list[PriceOption]] = defaultdict(list)
    for price in Price.objects.filter(product__in=list(products), kind="sales"):
        tiers = read_tiers(price.tiers)
        own = price.unit_price if price.unit_price is not None else tiers[0].unit_price
        found[price.product_id].append(
            PriceOption(price.id, own, price.account_id, price.valid_from, price.valid_to, price.priority, tiers)
        )
    return found


def _clerks(rows: Iterable[Mapping[str, Any]], accounts: Mapping[int, Account]) -> dict[int, int]:
    """The 事務担当 of accounts by their id: the account's, else the one of its last contract that has one; who left is none."""
    unsaid = (row["account"] for row in rows if row.get("account") and row.get("operations_user") is None)
    mine = [accounts[key] for key in {_id(account) for account in unsaid} if key in accounts]
    named = [account.pk for account in mine if account.operations_user_id is not None]
    others = [account.pk for account in mine if account.operations_user_id is None]
    there = {"operations_user__is_active": True}
    own = Account.objects.filter(pk__in=named, **there).values_list("id", "operations_user") if named else ()
    contracts = (
        Contract.objects.filter(account__in=others, **there).order_by("id") if others else Contract.objects.none()
    )
    return {**dict(contracts.values_list("account", "operations_user")), **dict(own)}


def _take_from_account(row: dict[str, Any], account: Account) -> None:
    _default(row, "owner", account.owner_id)
    _default(row, "renewal_contact_method", account.renewal_contact_method)
    _default(row, "closing_day", account.closing_day)
    terms = payment_terms_text(row["closing_day"], account.payment_month, account.payment_day, account.language)
    _default(row, "payment_terms", terms)


def _take_from_product(row: dict[str, Any], product: Product, *, priced: bool) -> None:
    _default(row, "description", product.name)
    if priced:
        _default(row, "list_price", product.list_price)
    _default(row, "auto_renew", product.auto_renew)
    for key in ("price_kind", "sales_cycle", "billing_cycle", "billing_timing", "proration", "tax_type"):
        _default(row, key, getattr(product, key) or None)


def _first_product(row: dict[str, Any]) -> int | None:
    lines = row.get("lines") or ()
    return next((_id(line["product"]) for line in lines if line.get("product") is not None), None)


def _name(product: Product | None) -> str:
    return product.name if product is not None else ""


def _default(row: dict[str, Any], key: str, value: Any) -> None:
    if row.get(key) is None:
        row[key] = value


def _id(value: Any) -> int:
    return int(getattr(value, "id", value))
