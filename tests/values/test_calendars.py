"""Working days: weekends, Japanese holidays with substitutes, the year's turn, a company's own days."""

from datetime import date, timedelta
from typing import cast

import pytest

from daicho.values.calendars import BusinessCalendar, Shift
from daicho.values.problems import Invalid

CALENDAR = BusinessCalendar()


@pytest.mark.parametrize(
    "day, works",
    [
        (date(2026, 1, 15), True),  # Thursday
        (date(2026, 1, 17), False),  # Saturday
        (date(2026, 1, 18), False),  # Sunday
        (date(2026, 1, 12), False),  # coming-of-age day
        (date(2026, 5, 6), False),  # substitute for 3 May, a Sunday
        (date(2026, 9, 22), False),  # between two holidays
        (date(2025, 12, 29), False),
        (date(2025, 12, 26), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 5), True),
        (date(2027, 1, 4), True),
        (date(2026, 12, 28), True),
        (date(2024, 2, 29), True),
    ],
)
def test_is_working_day(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


@pytest.mark.parametrize(
    "day, how, shifted",
    [
        (date(2025, 12, 31), "previous", date(2025, 12, 26)),
        (date(2025, 12, 31), "next", date(2026, 1, 5)),
        (date(2025, 12, 31), "none", date(2025, 12, 31)),
        (date(2026, 1, 15), "previous", date(2026, 1, 15)),
        (date(2026, 5, 3), "next", date(2026, 5, 7)),
        (date(2026, 5, 6), "previous", date(2026, 5, 1)),
    ],
)
def test_shift(day: date, how: Shift, shifted: date) -> None:
    assert CALENDAR.shift(day, how) == shifted


@pytest.mark.parametrize(
    "n, reached",
    [
        (0, date(2026, 1, 15)),
        (1, date(2026, 1, 16)),
        (2, date(2026, 1, 19)),
        (-3, date(2026, 1, 9)),
        (-8, date(2025, 12, 26)),
    ],
)
def test_add_working_days(n: int, reached: date) -> None:
    assert CALENDAR.add_working_days(date(2026, 1, 15), n) == reached


def test_own_days_close_and_open() -> None:
    own = BusinessCalendar(days_off=frozenset({date(2026, 1, 15)}), days_on=frozenset({date(2026, 1, 17)}))
    assert not own.is_working_day(date(2026, 1, 15))
    assert own.is_working_day(date(2026, 1, 17))


def test_a_calendar_is_a_value() -> None:
    assert BusinessCalendar() == CALENDAR
    assert hash(BusinessCalendar()) == hash(CALENDAR)


def test_unknown_rule_is_refused() -> None:
    with pytest.raises(Invalid, match="sideways"):
        CALENDAR.shift(date(2026, 1, 15), cast(Shift, "sideways"))


def test_a_calendar_without_working_days_ends() -> None:
    closed = BusinessCalendar(weekend=frozenset(range(7)))
    with pytest.raises(Invalid, match="no working day"):
        closed.shift(date(2026, 1, 15), "next")


def test_years_beyond_the_known_holidays_still_have_weekends() -> None:
    assert CALENDAR.shift(date(2150, 3, 1), "next") - date(2150, 3, 1) <= timedelta(days=2)
