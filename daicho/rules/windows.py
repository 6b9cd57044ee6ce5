"""The sales windows: spans that each end on a posting day, and the parts of them that a use period covers."""

from dataclasses import dataclass
from datetime import date

from daicho.values.months import DAY, day_in_month


@dataclass(frozen=True, slots=True)
class Window:
    """One window: all its days (`full_first` to `full_last`, the posting date) and those in use (`first` to `last`)."""

    full_first: date
    full_last: date
    first: date
    last: date

    @property
    def days(self) -> int:
        """The days in use."""
        return (self.last - self.first).days + 1

    @property
    def full_days(self) -> int:
        """The days of the whole window, the denominator of proration by calendar days."""
        return (self.full_last - self.full_first).days + 1

    @property
    def is_whole(self) -> bool:
        """Whether every day of the window is in use."""
        return self.first == self.full_first and self.last == self.full_last


def posting_date(day: date, posting_day: int) -> date:
    """The last day of the window that holds `day`: the first posting day on or after it (31: the month end)."""
    this_month = day_in_month(day.year, day.month, posting_day)
    if day <= this_month:
        return this_month
    if day.month == 12:
        return day_in_month(day.year + 1, 1, posting_day)
    return day_in_month(day.year, day.month + 1, posting_day)


def window_start(last: date, posting_day: int) -> date:
    """The first day of the window that ends on the posting date `last`: the day after the posting date before it."""
    if last.month == 1:
        return day_in_month(last.year - 1, 12, posting_day) + DAY
    return day_in_month(last.year, last.month - 1, posting_day) + DAY


def windows(first: date, end: date | None, posting_day: int, horizon: date | None = None) -> list[Window]:
    """The windows of the use period `first`…`end`, in order; they tile it. The first and the last may be short.

    Without an end, all windows that begin on or before `horizon`; one of the two must be given.
    """
    limit = end if end is not None else horizon
    if limit is None:
        raise ValueError("windows need an end or a horizon")
    found: list[Window] = []
    full_last = posting_date(first, posting_day)
    full_first = window_start(full_last, posting_day)
    begin = first
    while begin <= limit:
        last = full_last if end is None or full_last <= end else end
        found.append(Window(full_first, full_last, begin, last))
        begin = full_first = full_last + DAY
        full_last = posting_date(begin, posting_day)
    return found


def split_days(first: date, last: date, closing_day: int) -> list[tuple[date, date, date]]:
    """The days `first`…`last` cut after each closing day: (first, last, closing date) of each piece."""
    pieces: list[tuple[date, date, date]] = []
    begin = first
    while begin <= last:
        closing = posting_date(begin, closing_day)
        pieces.append((begin, min(closing, last), closing))
        begin = closing + DAY
    return pieces
