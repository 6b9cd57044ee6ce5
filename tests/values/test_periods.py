"""Periods count both ends, refuse to be reversed, and overlap by days."""

from datetime import date

import pytest

from daicho.values.periods import Period
from daicho.values.problems import Invalid

APRIL = Period(date(2025, 4, 1), date(2025, 4, 30))


@pytest.mark.parametrize(
    "first, last, days",
    [
        (date(2025, 4, 1), date(2025, 4, 1), 1),
        (date(2025, 4, 1), date(2025, 4, 30), 30),
        (date(2024, 1, 1), date(2024, 12, 31), 366),
        (date(2025, 1, 1), date(2025, 6, 30), 181),
        (date(2024, 2, 28), date(2024, 3, 1), 3),
    ],
)
def test_days_count_both_ends(first: date, last: date, days: int) -> None:
    assert Period(first, last).days == days


def test_reversed_is_refused_in_both_languages() -> None:
    with pytest.raises(Invalid) as refused:
        Period(date(2025, 4, 2), date(2025, 4, 1))
    (problem,) = refused.value.problems
    assert problem.code == "period_reversed"
    assert "2025/04/01" in problem.text("ja")
    assert "2025/04/02" in problem.text("en")


def test_contains_its_ends_and_nothing_outside() -> None:
    assert APRIL.contains(date(2025, 4, 1))
    assert APRIL.contains(date(2025, 4, 30))
    assert not APRIL.contains(date(2025, 3, 31))
    assert not APRIL.contains(date(2025, 5, 1))


def test_overlap() -> None:
    assert APRIL.overlap(Period(date(2025, 4, 30), date(2025, 5, 5))) == Period(date(2025, 4, 30), date(2025, 4, 30))
    assert APRIL.overlap(Period(date(2025, 1, 1), date(2025, 12, 31))) == APRIL
    assert APRIL.overlap(Period(date(2025, 5, 1), date(2025, 5, 31))) is None


def test_order_is_by_first_day() -> None:
    assert sorted([APRIL, Period(date(2025, 3, 1), date(2025, 5, 1))])[1] == APRIL
