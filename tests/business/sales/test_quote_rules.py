"""Net price, discounts, and what a line and a quote need."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.sales.quote_rules import check_quote, check_quote_line, price_line, refuse_confirmed

LISTED = {"list_price": Decimal(1200)}


@pytest.mark.parametrize(
    "given, price, discount, rate",
    [
        ({"unit_price": Decimal(1000)}, "1000", "200", "16.67"),
        ({"unit_discount": Decimal(300)}, "900", "300", "25.00"),
        ({"discount_rate": Decimal("12.5")}, "1050", "150", None),
        ({"unit_price": Decimal(0)}, "0", "1200", "100.00"),
        ({"unit_price": Decimal(1500)}, "1500", "-300", "-25.00"),
    ],
)
def test_what_was_given_decides_the_other_two(given, price, discount, rate):
    found = {**given, **price_line({**LISTED, **given}, frozenset(given))}
    assert found["unit_price"] == Decimal(price)
    assert found["unit_discount"] == Decimal(discount)
    assert rate is None or found["discount_rate"] == Decimal(rate)


def test_without_a_list_price_nothing_is_derived():
    assert price_line({"unit_price": Decimal(5)}, frozenset({"unit_price"})) == {}


def test_a_list_price_of_zero_has_no_rate():
    values = {"list_price": Decimal(0), "unit_price": Decimal(10)}
    assert price_line(values, frozenset(values))["discount_rate"] == 0


def test_a_quote_does_not_end_before_it_starts():
    problems = check_quote({"start_date": date(2025, 4, 1), "end_date": date(2025, 3, 31)})
    assert [(p.field, p.code) for p in problems] == [("end_date", "end_before_start")]
    assert problems[0].text("ja") == "契約終了日（2025/03/31）が契約開始日（2025/04/01）より前です。"
    assert check_quote({"start_date": date(2025, 4, 1), "end_date": date(2025, 4, 1)}) == []
    assert check_quote({"start_date": date(2025, 4, 1), "end_date": None}) == []


LINE = {
    "kind": "item",
    "description": "x",
    "unit_price": Decimal(100),
    "quantity": Decimal(1),
    "price_kind": "monthly",
    "start_date": date(2025, 4, 1),
    "end_date": date(2026, 3, 31),
}


@pytest.mark.parametrize(
    "change, code",
    [
        ({"description": None}, "line_without_product"),
        ({"unit_price": None}, "line_without_price"),
        ({"quantity": Decimal(-1)}, "negative"),
        ({"unit_price": Decimal(10) ** 14}, "too_large"),
        ({"end_date": date(2025, 3, 31)}, "end_before_start"),
    ],
)
def test_what_a_line_cannot_be(change, code):
    assert [problem.code for problem in check_quote_line({**LINE, **change})] == [code]


def test_a_good_line_an_endless_one_and_a_heading_have_no_problem():
    assert check_quote_line(LINE) == []
    assert check_quote_line({**LINE, "end_date": None}) == []
    assert check_quote_line({"kind": "heading"}) == []


def test_only_a_confirmed_quote_is_locked():
    assert refuse_confirmed({"status": "draft"}) is None
    locked = refuse_confirmed({"status": "confirmed", "number": "Q-000001"})
    assert locked is not None
    assert locked.code == "quote_confirmed"


@pytest.mark.parametrize(
    "change, field, code",
    [
        ({"currency": "XXXX"}, "currency", "unknown_currency"),
        ({"currency": "jpy"}, "currency", "unknown_currency"),
        ({"closing_day": 30}, "closing_day", "closing_day_not_in_every_month"),
        ({"end_date": date(9999, 12, 31)}, "end_date", "date_out_of_range"),
        ({"start_date": date(1, 1, 1)}, "start_date", "date_out_of_range"),
        ({"end_date": date(2150, 4, 1)}, "end_date", "term_too_long"),
    ],
)
def test_what_a_quote_cannot_be(change, field, code):
    values = {"currency": "JPY", "closing_day": 31, "start_date": date(2025, 4, 1), "end_date": date(2026, 3, 31)}
    assert check_quote(values) == []
    assert [(problem.field, problem.code) for problem in check_quote({**values, **change})] == [(field, code)]
