"""Prices: the best one, discounts, line amounts and recurring revenue, with the tables of docs/rules/pricing.md."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from daicho.rules import codes
from daicho.rules.pricing import (
    PriceOption,
    Tier,
    best_price,
    discount_from_rate,
    line_amount,
    monthly_recurring,
    rate_from_discount,
)
from daicho.rules.schedules import ScheduleLine
from daicho.values.problems import Invalid
from tests.rules.lines_of_tables import a_line
from tests.worked_tables import Row, day, day_or_none, names, number, table

DISCOUNTS = table("pricing", "rate again")
RECURRING = table("pricing", "MRR")
ON = date(2025, 4, 1)
ONE = Decimal(1)


def option(number: int, price: int, **changes: Any) -> PriceOption:
    return PriceOption(number, Decimal(price), **changes)


GENERAL = option(1, 1000)
PREFERRED = option(2, 900, priority=60)
LATER = option(3, 950, valid_from=date(2025, 1, 1))
OWN = option(4, 1100, account=7, priority=1)
OTHER = option(5, 100, account=8, priority=99)
PAST = option(6, 1, valid_to=date(2025, 3, 31), priority=99)
FUTURE = option(7, 1, valid_from=date(2025, 4, 2), priority=99)
ENDING = option(8, 980, valid_from=date(2025, 1, 1), valid_to=ON)


@pytest.mark.parametrize(
    "prices, account, expected",
    [
        ([], 7, None),
        ([PAST, FUTURE, OTHER], 7, None),
        ([GENERAL], None, 1000),
        ([GENERAL, PREFERRED, LATER], 7, 900),
        ([GENERAL, LATER], 7, 950),
        ([GENERAL, PREFERRED, OWN, OTHER], 7, 1100),
        ([GENERAL, PREFERRED, OWN, OTHER], 8, 100),
        ([GENERAL, OWN], None, 1000),
        ([LATER, ENDING], 7, 980),
        ([GENERAL, PAST, FUTURE], 7, 1000),
    ],
)
def test_best_price_in_any_order(prices: list[PriceOption], account: int | None, expected: int | None) -> None:
    for order in permutations(prices):
        assert best_price(order, account, ONE, ON) == expected


@pytest.mark.parametrize(
    "quantity, price", [("0", 100), ("9.9999", 100), ("10", 90), ("99", 90), ("100", 80), ("5000", 80)]
)
def test_tiers(quantity: str, price: int) -> None:
    tiers = (Tier(Decimal(100), Decimal(80)), Tier(Decimal(10), Decimal(90)))
    assert best_price([option(1, 100, tiers=tiers)], None, Decimal(quantity), ON) == price


@pytest.mark.parametrize("row", DISCOUNTS, ids=names(DISCOUNTS, "list price", "rate"))
def test_discount(row: Row) -> None:
    list_price = number(row["list price"])
    discount = discount_from_rate(list_price, number(row["rate"]), "JPY")
    assert discount == number(row["unit discount"])
    assert rate_from_discount(list_price, discount) == number(row["rate again"])


def test_rate_is_half_even_at_two_decimals() -> None:
    assert rate_from_discount(Decimal(80_000), Decimal(100)) == Decimal("0.12")
    assert rate_from_discount(Decimal(80_000), Decimal(108)) == Decimal("0.14")


def test_line_amount_is_rounded_once() -> None:
    assert line_amount(Decimal("0.35"), Decimal(1001), "JPY") == 350
    assert line_amount(Decimal("0.35"), Decimal(1001), "JPY", "up") == 351
    assert line_amount(Decimal("0.335"), Decimal(3), "USD", "half_up") == Decimal("1.01")


@pytest.mark.parametrize("row", RECURRING, ids=names(RECURRING, "price kind", "unit price"))
def test_recurring(row: Row) -> None:
    line = ScheduleLine(
        row["price kind"],
        number(row["unit price"]),
        number(row["quantity"]),
        day(row["start"]),
        day_or_none(row["end"]),
    )
    assert monthly_recurring(line) == number(row["MRR"])


def test_every_price_kind_has_recurring_revenue() -> None:
    assert {row["price kind"] for row in RECURRING} == codes.PRICE_KINDS.keys()


def test_days_per_month_is_a_setting() -> None:
    assert monthly_recurring(a_line("daily", "100"), days_per_month=31) == 3100


def test_a_period_price_without_an_end_has_no_months() -> None:
    with pytest.raises(Invalid, match="needs an end"):
        monthly_recurring(a_line("period", "60000", end=None))


def test_portfolios() -> None:
    hundred = [a_line("monthly", "100")] * 100 + [a_line("annual", "600")] * 50
    assert sum(map(monthly_recurring, hundred)) == 12_500
    before, after = (a_line("monthly", "5", currency="USD", quantity=quantity) for quantity in (10, 13))
    assert monthly_recurring(after) - monthly_recurring(before) == 15
