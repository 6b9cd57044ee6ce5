"""Months counted from an anchor day, so that nothing drifts: 31 Jan, 28 Feb, 31 Mar. Leaves weeks and fiscal years out."""

from datetime import date, timedelta
from typing import Literal

from daicho.values.labels import Message
from daicho.values.periods import Period
from daicho.values.problems import Invalid

NO_SUCH_MONTH = Message(
    "no_such_month",
    ja="{number}か月目はありません。この期間は{count}か月です。",
    en="There is no month number {number}: the term has {count}.",
)
DAY = timedelta(days=1)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """The number of days of a month (1–12)."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


def day_in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last day when it has no such day; `day` 31 therefore means the month end."""
    return date(year, month, min(day, month_length(year, month)))


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return date(day.year, day.month, month_length(day.year, day.month))


def add_months(anchor: date, n: int) -> date:
    """The same day of the month `n` months after `anchor` (before, when negative), clamped to that month's last day.

    Always call it with the anchor itself, never with an earlier result: 31 Jan + 2 months is 31 Mar.
    Raises ValueError outside the years 1 to 9999.
    """
    index = anchor.year * 12 + anchor.month - 1 + n
    year, month = divmod(index, 12)
    day = anchor.day
    if day <= 28:
        return date(year, month + 1, day)
    return date(year, month + 1, min(day, month_length(year, month + 1)))


def months_between(anchor: date, day: date) -> int:
    """The number of the month from `anchor` that holds `day`: the largest k with anchor + k months on or before `day`.

    0 in the first month, negative before the anchor.
    """
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    reached = day.day >= anchor.day or day.day == month_length(day.year, day.month)
    return months if reached else months - 1


def months_needed(first: date, last: date) -> int:
    """How many months from `first` are needed to reach `last` (inclusive); a started month counts whole.

    A last day that ends a month lacking the anchor's day completes the month (Civil Code, article 143):
    2025-01-31…02-28 is one month, 2024-02-29…2025-02-28 twelve. Raises Invalid when reversed.
    """
    if last < first:
        Period(first, last)
    months = months_between(first, last) + 1
    if last.day < first.day and last.day == month_length(last.year, last.month):
        months -= 1
    return months


def month_period(anchor: date, k: int, end: date | None) -> Period:
    """Month number `k` (0 is the first) from `anchor`, the last one cut (or completed) at `end`; None: never cut.

    Raises Invalid when month `k` begins after the last month that `end` needs.
    """
    first = add_months(anchor, k)
    if end is not None:
        needed = months_needed(anchor, end)
        if k == needed - 1:
            return Period(first, end)
        if k >= needed:
            raise Invalid(NO_SUCH_MONTH.problem(number=k + 1, count=needed))
    return Period(first, add_months(anchor, k + 1) - DAY)


def months_and_days(first: date, last: date) -> tuple[int, int]:
    """Whole months from `first`, and the days left after them: 2025-04-01…2026-03-14 is (11, 14)."""
    needed = months_needed(first, last)
    if is_whole_months(first, last):
        return needed, 0
    begun = add_months(first, needed - 1)
    return needed - 1, Period(begun, last).days


def is_whole_months(first: date, last: date) -> bool:
    """Whether the days from `first` to `last` are a whole number of months."""
    needed = months_needed(first, last)
    return last >= add_months(first, needed) - DAY


def length_text(first: date, last: date, language: Literal["ja", "en"] = "ja") -> str:
    """The length of a use period for people: 12か月, 11か月14日 / 12 months, 11 months 14 days."""
    months, days = months_and_days(first, last)
    if language == "ja":
        return (f"{months}か月" if months else "") + (f"{days}日" if days else "")
    words = [(months, "month"), (days, "day")]
    return " ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in words if count)
