"""What keeps a line from having a schedule: one sentence in both languages for each, and nothing is computed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from daicho.rules.bounds import LARGEST_TOTAL, check_term
from daicho.rules.checks import check_line
from daicho.rules.schedules import line_total, schedule
from daicho.values.problems import Invalid
from tests.rules.lines_of_tables import a_line

BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"end": date(2025, 3, 31)}, "end_before_start", "end_date"),
    ({"end": date(2125, 4, 1)}, "term_too_long", "end_date"),
    ({"end": date(9999, 12, 31)}, "date_out_of_range", "end_date"),
    ({"start": date(1, 1, 1)}, "date_out_of_range", "start_date"),
    ({"start": date(2201, 1, 1), "end": None}, "date_out_of_range", "start_date"),
    ({"first_billing_date": date(9999, 12, 31)}, "date_out_of_range", "first_billing_date"),
    ({"unit_price": "-1"}, "negative", "unit_price"),
    ({"unit_price": "1000000000001"}, "too_large", "unit_price"),
    ({"unit_price": "1E+300"}, "too_large", "unit_price"),
    ({"unit_price": "0.00001"}, "too_many_decimals", "unit_price"),
    ({"unit_price": "NaN"}, "not_a_number", "unit_price"),
    ({"unit_price": "-Infinity"}, "not_a_number", "unit_price"),
    ({"quantity": "-0.5"}, "negative", "quantity"),
    ({"quantity": "1000000001"}, "too_large", "quantity"),
    ({"quantity": "1.23456"}, "too_many_decimals", "quantity"),
    ({"unit_price": "1000000000000", "quantity": "1000000000"}, "too_large", "unit_price"),
    ({"unit_price": "1000000000000"}, "too_large", "unit_price"),
    ({"price_kind": "weekly"}, "unknown_code", "price_kind"),
    ({"sales_cycle": "sometimes"}, "unknown_code", "sales_cycle"),
    ({"proration": "fair"}, "unknown_code", "proration"),
    ({"remainder": "middle"}, "unknown_code", "remainder"),
    ({"billing_cycle": "weekly"}, "unknown_code", "billing_cycle"),
    ({"billing_timing": "late"}, "unknown_code", "billing_timing"),
    ({"currency": "YEN"}, "unknown_currency", "currency"),
    ({"proration": "fixed", "fixed_days": 0}, "not_in_range", "fixed_days"),
    ({"proration": "fixed", "fixed_days": 367}, "not_in_range", "fixed_days"),
    ({"sales_cycle": "spread_months"}, "not_in_range", "spread_months"),
    ({"sales_cycle": "spread_months", "spread_months": 0}, "not_in_range", "spread_months"),
    ({"sales_cycle": "spread_months", "spread_months": 1201}, "not_in_range", "spread_months"),
    ({"sales_cycle": "usage"}, "usage_only", "sales_cycle"),
    ({"price_kind": "period", "end": None}, "end_needed", "price_kind"),
    ({"sales_cycle": "spread", "end": None}, "end_needed", "sales_cycle"),
    ({"sales_cycle": "at_start", "end": None}, "end_needed", "sales_cycle"),
    ({"billing_cycle": "once", "end": None}, "end_needed", "billing_cycle"),
]


@pytest.mark.parametrize("changes, code, field", BAD, ids=[f"{code} {changes}" for changes, code, _field in BAD])
def test_bad_line(changes: dict[str, Any], code: str, field: str) -> None:
    line = a_line(**changes)
    (problem,) = check_line(line)
    assert (problem.code, problem.field) == (code, field)
    assert problem.text("ja") != problem.text("en")
    with pytest.raises(Invalid):
        schedule(line, horizon=date(2026, 3, 31))


def test_sentences() -> None:
    (problem,) = check_line(a_line(end=date(2025, 3, 31)))
    assert problem.text("ja") == "利用終了日（2025/03/31）が利用開始日（2025/04/01）より前です。"
    (problem,) = check_term(date(2025, 4, 1), date(2025, 3, 31))
    assert problem.text("ja") == "契約終了日（2025/03/31）が契約開始日（2025/04/01）より前です。"
    (problem,) = check_line(a_line(unit_price="-1200"))
    assert problem.text("ja") == "単価（-1,200）が負の値です。0以上を入力してください。"
    assert problem.text("en") == "The unit price (-1,200) is negative. Enter 0 or more."


def test_every_problem_is_named_at_once() -> None:
    line = a_line(price_kind="weekly", unit_price="-1", quantity="-1", end=date(2025, 3, 31))
    assert [problem.field for problem in check_line(line)] == ["end_date", "price_kind", "unit_price", "quantity"]


def test_a_hundred_years_are_computed() -> None:
    line = a_line("monthly", "100", date(2025, 4, 1), date(2125, 3, 31))
    assert line_total(schedule(line)) == 120_000


def test_a_horizon_too_far_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        schedule(a_line(end=None), horizon=date(2125, 4, 1))
    assert refused.value.problems[0].code == "term_too_long"


def test_a_line_without_an_end_needs_no_horizon_to_be_right() -> None:
    assert check_line(a_line(end=None)) == []
    assert check_line(a_line("one_time", end=None, billing_cycle="once")) == []
    assert check_line(a_line("one_time", end=None, sales_cycle="spread_months", spread_months=3)) == []


def test_the_largest_total_fits_a_64_bit_integer_many_times_over() -> None:
    assert Decimal(2**63) > LARGEST_TOTAL * 10_000 * 90


def test_trailing_zeros_are_no_decimals() -> None:
    assert check_line(a_line(unit_price="1200.500000")) == []
