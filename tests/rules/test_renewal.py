"""Renewal dates and terms: the tables of docs/rules/renewal.md."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from daicho.rules.renewal import (
    next_term,
    notice_deadline,
    renewal_due_date,
    renewal_notice_date,
    roll_forward,
    term_months,
)
from daicho.values.months import add_months, months_between
from daicho.values.periods import Period
from daicho.values.problems import Invalid
from tests.worked_tables import Row, day, day_or_none, names, table, whole_or_none

DATES = table("renewal", "deadline")
TERMS = table("renewal", "next start")
ROLLED = table("renewal", "number")
few = settings(max_examples=200, derandomize=True, deadline=None)
starts = some.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("row", DATES, ids=names(DATES, "end", "months", "days", "to month end"))
def test_dates(row: Row) -> None:
    end = day_or_none(row["end"])
    months, days = whole_or_none(row["months"]), whole_or_none(row["days"])
    deadline = notice_deadline(end, months, days, row["to month end"] == "yes")
    assert deadline == day_or_none(row["deadline"])
    assert renewal_notice_date(day(row["start"]), end, deadline) == day_or_none(row["notice date"])
    assert renewal_due_date(end, deadline) == day_or_none(row["due date"])


@pytest.mark.parametrize("row", TERMS, ids=names(TERMS, "first start", "term end", "months"))
def test_next_term(row: Row) -> None:
    first, start, end = day(row["first start"]), day(row["term start"]), day(row["term end"])
    following = next_term(first, start, end, int(row["months"]))
    assert following == Period(day(row["next start"]), day(row["next end"]))


@pytest.mark.parametrize("row", ROLLED, ids=names(ROLLED, "start", "months", "on"))
def test_roll_forward(row: Row) -> None:
    number, term = roll_forward(day(row["start"]), int(row["months"]), day(row["on"]))
    assert (number, term) == (int(row["number"]), Period(day(row["term start"]), day(row["term end"])))


@few
@given(starts, some.lists(some.integers(1, 36), min_size=2, max_size=12))
def test_terms_of_whole_months_never_drift(first: date, lengths: list[int]) -> None:
    term = Period(first, add_months(first, lengths[0]) - timedelta(days=1))
    passed = lengths[0]
    for months in lengths[1:]:
        following = next_term(first, term.first, term.last, months)
        assert following.first == term.last + timedelta(days=1) == add_months(first, passed)
        passed += months
        term = following
    assert term.last == add_months(first, passed) - timedelta(days=1)


@few
@given(starts, some.integers(1, 36), some.integers(0, 4000))
def test_the_term_rolled_to_holds_the_day(start: date, months: int, after: int) -> None:
    on = start + timedelta(days=after)
    number, term = roll_forward(start, months, on)
    assert term.contains(on)
    assert months_between(start, term.first) == (number - 1) * months
    assert roll_forward(start, months, term.last + timedelta(days=1))[0] == number + 1


@few
@given(starts, some.integers(1, 2000), some.one_of(some.none(), some.integers(0, 24)),
       some.one_of(some.none(), some.integers(0, 400)), some.booleans())  # fmt: skip
def test_deadline_and_notice_lie_before_the_end(
    start: date, length: int, months: int | None, days: int | None, to_month_end: bool
) -> None:
    end = start + timedelta(days=length)
    deadline = notice_deadline(end, months, days, to_month_end)
    notice = renewal_notice_date(start, end, deadline)
    assert notice is not None
    assert notice <= end - timedelta(days=30)
    assert (deadline is None) == (months is None and days is None)
    assert deadline is None or deadline <= end


@pytest.mark.parametrize("months, days", [(-1, None), (None, -1), (121, None), (None, 3661)])
def test_absurd_notice_is_refused(months: int | None, days: int | None) -> None:
    with pytest.raises(Invalid) as refused:
        notice_deadline(date(2026, 3, 31), months, days)
    assert refused.value.problems[0].code == "notice_out_of_range"


@pytest.mark.parametrize("months", [0, -12, 1201])
def test_terms_have_a_positive_number_of_months(months: int) -> None:
    with pytest.raises(Invalid):
        next_term(date(2025, 4, 1), date(2025, 4, 1), date(2026, 3, 31), months)
    with pytest.raises(Invalid):
        roll_forward(date(2025, 4, 1), months, date(2026, 1, 1))


def test_term_months() -> None:
    assert term_months(date(2024, 2, 29), date(2025, 2, 27)) == 12
    assert term_months(date(2024, 2, 29), date(2025, 2, 28)) == 12
    assert term_months(date(2025, 4, 1), date(2026, 3, 14)) == 12
