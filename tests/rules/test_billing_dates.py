"""Billing dates: the table of docs/rules/billing-dates.md."""

from datetime import date

import pytest

from daicho.rules import codes
from daicho.rules.billing_dates import BillingDates, contract_billing_cycle
from daicho.rules.schedules import schedule
from tests.rules.lines_of_tables import a_line
from tests.worked_tables import Row, day, day_or_none, names, table

ROWS = table("billing-dates", "billed")


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS, "start", "cycle", "timing", "first billing date", "entry begins"))
def test_row(row: Row) -> None:
    line = a_line(
        start=day(row["start"]),
        end=day_or_none(row["end"]),
        billing_cycle=row["cycle"],
        billing_timing=row["timing"],
        first_billing_date=day_or_none(row["first billing date"]),
    )
    assert BillingDates(line).date_for(day(row["entry begins"])) == day(row["billed"])


def test_every_cycle_has_a_row_and_a_length() -> None:
    assert {row["cycle"] for row in ROWS} == codes.BILLING_CYCLES.keys() == codes.BILLING_CYCLE_MONTHS.keys()


def test_two_windows_in_one_cycle_are_billed_together() -> None:
    line = a_line("monthly", "12000", date(2025, 4, 18), date(2026, 4, 17), proration="calendar")
    first = [(entry.period_start, int(entry.amount), entry.billing_date) for entry in schedule(line)[:3]]
    assert first == [
        (date(2025, 4, 18), 5_200, date(2025, 5, 17)),
        (date(2025, 5, 1), 12_000, date(2025, 5, 17)),
        (date(2025, 6, 1), 12_000, date(2025, 6, 17)),
    ]


def test_entries_beyond_the_end_go_on_cycling() -> None:
    line = a_line("one_time", "360000", sales_cycle="spread_months", spread_months=36, billing_cycle="annual")
    billed = sorted({entry.billing_date for entry in schedule(line)})
    assert billed == [date(2026, 3, 31), date(2027, 3, 31), date(2028, 3, 31)]


def test_once_without_an_end_is_billed_at_the_start() -> None:
    line = a_line("one_time", "5000", end=None, billing_cycle="once")
    assert [entry.billing_date for entry in schedule(line)] == [date(2025, 4, 1)]


def test_the_cycle_of_a_contract_is_that_of_its_lines() -> None:
    assert contract_billing_cycle([]) is None
    assert contract_billing_cycle(["annual", "annual"]) == "annual"
    assert contract_billing_cycle(["annual", "monthly"]) == "mixed"
