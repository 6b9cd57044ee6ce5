"""Rules of a quote and its lines: net price from list price and discount, what a line needs, what locks a quote. PURE."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from daicho.rules.bounds import check_currency, check_date, check_term
from daicho.rules.checks import check_line
from daicho.rules.lines import ScheduleLine
from daicho.rules.payment_terms import check_closing_day
from daicho.rules.pricing import discount_from_rate, rate_from_discount
from daicho.values.labels import Message, Problem

LOCKED = Message(
    "quote_confirmed",
    ja="見積 {number} は受注確定されているため変更できません。受注確定取消をしてから変更してください。",
    en="Quote {number} is confirmed and cannot be changed. Undo the confirmation first.",
)
LINE_WITHOUT_PRODUCT = Message(
    "line_without_product",
    ja="品目か内容のどちらかを入力してください。",
    en="Give a product or a description.",
)
LINE_WITHOUT_PRICE = Message(
    "line_without_price",
    ja="単価を入力してください（品目に、見積の通貨で有効な単価がありません）。",
    en="Give a unit price (the product has no valid price in the currency of the quote).",
)


def refuse_confirmed(values: Mapping[str, Any]) -> Problem | None:
    """A confirmed quote is what was agreed; it stays as it is."""
    if values.get("status") == "confirmed":
        return LOCKED.problem(number=values.get("number") or "")
    return None


def check_quote(values: Mapping[str, Any]) -> list[Problem]:
    """The dates lie within those that can be used, the term does not end before it starts; currency and closing day exist."""
    problems = check_currency(values.get("currency")) + check_closing_day(values.get("closing_day"))
    problems += check_date("valid_until", values.get("valid_until"))
    start, end = values.get("start_date"), values.get("end_date")
    return problems + (check_term(start, end) if start else [])


def price_line(values: Mapping[str, Any], changed: frozenset[str]) -> Mapping[str, Any]:
    """List price − unit discount = unit price; whichever was given last decides the other two.

    The rate has two decimals (half even); a discount from a rate is rounded to the line's currency, as `rules.pricing` says.
    """
    given = {key for key in changed if values.get(key) is not None}
    listed, net = values.get("list_price"), values.get("unit_price")
    if listed is None:
        return {}
    if "unit_price" in given and net is not None:
        return _from_net(listed, net)
    if "unit_discount" in given:
        return _from_net(listed, listed - values["unit_discount"])
    if "discount_rate" in given:
        discount = discount_from_rate(listed, values["discount_rate"], values.get("currency") or "JPY")
        return {"unit_price": listed - discount, "unit_discount": discount}
    return _from_net(listed, net) if "list_price" in given and net is not None else {}


def _from_net(listed: Decimal, net: Decimal) -> dict[str, Decimal]:
    discount = listed - net
    return {"unit_price": net, "unit_discount": discount, "discount_rate": rate_from_discount(listed, discount)}


def check_quote_line(values: Mapping[str, Any]) -> list[Problem]:
    """What an item needs before its schedule can be calculated; headings and remarks need nothing."""
    if values.get("kind") != "item":
        return []
    problems = []
    if values.get("product") is None and not values.get("description"):
        problems.append(LINE_WITHOUT_PRODUCT.problem("product"))
    if values.get("unit_price") is None:
        problems.append(LINE_WITHOUT_PRICE.problem("unit_price"))
    if not problems and values.get("start_date") is not None:
        problems += check_line(schedule_line(values, "JPY"))
    return problems


def schedule_line(values: Mapping[str, Any], currency: str) -> ScheduleLine:
    """The line as the schedule rules take it; dates are inclusive, None end is evergreen."""
    return ScheduleLine(
        price_kind=values["price_kind"],
        unit_price=values["unit_price"],
        quantity=values["quantity"],
        start_date=values["start_date"],
        end_date=values.get("end_date"),
        sales_cycle=values.get("sales_cycle") or "monthly",
        spread_months=values.get("spread_months"),
        proration=values.get("proration") or "none",
        fixed_days=int(values.get("fixed_days") or 30),
        remainder=values.get("remainder") or "last",
        billing_cycle=values.get("billing_cycle") or "monthly",
        billing_timing=values.get("billing_timing") or "arrears",
        first_billing_date=values.get("first_billing_date"),
        currency=currency,
    )
