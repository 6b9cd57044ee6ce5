"""Schedule previews over the API: the worked rows, what is left out, what is refused; nothing is written."""

from typing import Any

import pytest

from daicho.business.contracts.models import SalesEntry
from tests.api.callers import Caller

LINE = {
    "price_kind": "monthly",
    "unit_price": "12000",
    "quantity": "1",
    "start_date": "2025-04-01",
    "end_date": "2026-03-14",
    "proration": "calendar",
    "fixed_days": 30,
    "sales_cycle": "monthly",
    "spread_months": None,
    "remainder": "last",
    "billing_cycle": "monthly",
    "billing_timing": "arrears",
    "first_billing_date": None,
}


def preview(caller: Caller, *lines: dict[str, Any], **settings: Any) -> Any:
    return caller.post("schedules/preview", {"posting_day": 31, "rounding": "down", **settings, "lines": list(lines)})


def test_the_example_of_the_documentation(owner: Caller) -> None:
    found = preview(owner, LINE)
    assert (found["total"], found["lines"][0]["total"]) == ("137419", "137419")
    first, last = found["lines"][0]["entries"][0], found["lines"][0]["entries"][-1]
    assert first == {
        "period_start": "2025-04-01",
        "period_end": "2025-04-30",
        "posting_date": "2025-04-30",
        "billing_date": "2025-04-30",
        "amount": "12000",
        "formula": "12,000 × 1",
    }
    assert (last["amount"], last["formula"]) == ("5419", "12,000 × 14/31日")
    assert SalesEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "total"),
    [
        ({"proration": "none"}, "144000"),
        ({"proration": "fixed"}, "137600"),
        ({"proration": "half"}, "138000"),
        ({"price_kind": "period", "unit_price": 60000, "end_date": "2026-03-31", "proration": "none"}, "60000"),
        ({"price_kind": "daily", "unit_price": "100", "end_date": "2025-06-30", "proration": "none"}, "9100"),
        ({"unit_price": "0.85", "end_date": "2025-04-30"}, "0"),
    ],
)
def test_price_kinds_and_policies(owner: Caller, change: dict[str, Any], total: str) -> None:
    assert preview(owner, {**LINE, **change})["total"] == total


def test_windows_cut_at_the_closing_day(owner: Caller) -> None:
    line = {**LINE, "unit_price": "31000", "start_date": "2025-03-01", "end_date": "2025-03-31"}
    found = preview(owner, line, split_at_closing_day=True, closing_day=25)
    assert [entry["amount"] for entry in found["lines"][0]["entries"]] == ["25000", "6000"]


def test_cents_of_a_currency_stay(owner: Caller) -> None:
    found = preview(owner, {**LINE, "unit_price": "10.55", "end_date": "2025-05-31"}, currency="USD")
    assert found["total"] == "21.1"


def test_a_short_line_takes_the_defaults(owner: Caller) -> None:
    line = {"price_kind": "monthly", "unit_price": 1000, "start_date": "2025-04-01", "end_date": "2025-06-30"}
    assert owner.post("schedules/preview", {"lines": [line]})["total"] == "3000"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"end_date": "2025-03-31"}, ("lines.1.end_date", "end_before_start")),
        ({"quantity": "many"}, ("lines.1.quantity", "not_a_number")),
        ({"quantity": "-1"}, ("lines.1.quantity", "negative")),
        ({"unit_price": "-12000"}, ("lines.1.unit_price", "negative")),
        ({"unit_price": "99999999999999"}, ("lines.1.unit_price", "too_large")),
        ({"unit_price": "1e400"}, ("lines.1.unit_price", "not_a_number")),
        ({"unit_price": None}, ("lines.1.unit_price", "required")),
        ({"start_date": "2025-02-30"}, ("lines.1.start_date", "not_a_date")),
        ({"price_kind": "weekly"}, ("lines.1.price_kind", "unknown_choice")),
        ({"colour": "red"}, ("lines.1.colour", "unexpected_field")),
        ({"sales_cycle": "spread_months"}, ("lines.1.spread_months", "not_in_range")),
    ],
)
def test_a_wrong_line_is_named(owner: Caller, change: dict[str, Any], error: tuple[str, str]) -> None:
    assert owner.refused(422, "POST", "schedules/preview", {"lines": [LINE, {**LINE, **change}]}) == [error]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"lines": []}, ("lines", "part_wrong")),
        ({}, ("lines", "part_missing")),
        ({"lines": [LINE], "posting_day": 32}, ("posting_day", "not_in_range")),
        ({"lines": [LINE], "rounding": "sideways"}, ("rounding", "unknown_code")),
        ({"lines": [LINE], "currency": "YEN"}, ("lines.0.currency", "unknown_currency")),
        ({"lines": [7]}, ("lines.0", "part_wrong")),
    ],
)
def test_a_wrong_body_is_named(owner: Caller, body: dict[str, Any], error: tuple[str, str]) -> None:
    assert owner.refused(422, "POST", "schedules/preview", body) == [error]
