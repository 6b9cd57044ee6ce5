"""Months counted from an anchor: the tables of docs/rules/windows.md, tiling, no drift."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from daicho.values.months import (
    add_months,
    day_in_month,
    length_text,
    month_end,
    month_length,
    month_period,
    months_between,
    months_needed,
)
from daicho.values.periods import Period
from daicho.values.problems import Invalid
from tests.worked_tables import Row, day, names, table

LENGTHS = table("windows", "months", "shown as")
ANCHORS = table("windows", "anchor")
dates = some.dates(date(1950, 1, 1), date(2100, 12, 31))
few = settings(max_examples=200, derandomize=True, deadline=None)


@pytest.mark.parametrize("row", LENGTHS, ids=names(LENGTHS, "start", "end"))
def test_months_needed(row: Row) -> None:
    start, end = day(row["start"]), day(row["end"])
    needed = months_needed(start, end)
    assert needed == int(row["months"])
    assert length_text(start, end) == row["shown as"]
    assert month_period(start, needed - 1, end) == Period(day(row["the last month begins"]), end)


@pytest.mark.parametrize("row", ANCHORS, ids=names(ANCHORS, "anchor"))
def test_months_return_to_their_anchor(row: Row) -> None:
    begins = [day(cell) for cell in row["months begin on"].split()]
    assert [add_months(day(row["anchor"]), k) for k in range(len(begins))] == begins


@pytest.mark.parametrize("anchor", [date(2023, 12, 29), date(2024, 1, 30), date(2025, 1, 31), date(2024, 2, 29)])
def test_no_drift_over_24_months(anchor: date) -> None:
    for k in range(25):
        reached = add_months(anchor, k)
        assert reached.day == min(anchor.day, month_length(reached.year, reached.month))
        assert (reached.year * 12 + reached.month) - (anchor.year * 12 + anchor.month) == k


@few
@given(dates, some.integers(0, 1500))
def test_months_tile_the_term(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    needed = months_needed(start, end)
    periods = [month_period(start, k, end) for k in range(needed)]
    assert (periods[0].first, periods[-1].last) == (start, end)
    assert sum(period.days for period in periods) == length + 1
    for earlier, later in pairwise(periods):
        assert later.first == earlier.last + timedelta(days=1)


@few
@given(dates, some.integers(-600, 600))
def test_a_term_of_n_months_needs_n_months(start: date, n: int) -> None:
    assert months_between(start, add_months(start, n)) == n
    if n > 0:
        assert months_needed(start, add_months(start, n) - timedelta(days=1)) == n


@few
@given(dates, dates)
def test_the_month_that_holds_a_day(anchor: date, wanted: date) -> None:
    k = months_between(anchor, wanted)
    assert add_months(anchor, k) <= wanted < add_months(anchor, k + 1)


def test_a_month_after_the_last_is_refused() -> None:
    with pytest.raises(Invalid, match="no month number 2"):
        month_period(date(2025, 1, 31), 1, date(2025, 2, 28))


def test_without_an_end_no_month_is_cut() -> None:
    assert month_period(date(2025, 1, 31), 1, None) == Period(date(2025, 2, 28), date(2025, 3, 30))


def test_reversed_is_refused() -> None:
    with pytest.raises(Invalid):
        months_needed(date(2025, 4, 2), date(2025, 4, 1))


def test_month_lengths_and_ends() -> None:
    assert [month_length(year, 2) for year in (1900, 2000, 2023, 2024)] == [28, 29, 28, 29]
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)
    assert [day_in_month(2025, month, 31).day for month in (1, 2, 4)] == [31, 28, 30]


def test_length_in_english() -> None:
    assert length_text(date(2025, 4, 1), date(2026, 3, 14), "en") == "11 months 14 days"
    assert length_text(date(2025, 4, 1), date(2025, 4, 30), "en") == "1 month"
    assert length_text(date(2025, 4, 1), date(2025, 4, 1), "en") == "1 day"
