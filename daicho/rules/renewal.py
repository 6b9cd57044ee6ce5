"""The dates around the end of a term: notice deadline, renewal notice, due date; the next term, terms rolled forward."""

from datetime import date, timedelta

from daicho.values.labels import Message
from daicho.values.months import DAY, add_months, month_end, months_between, months_needed
from daicho.values.periods import Period
from daicho.values.problems import Invalid

NOTICE_BEFORE_END = timedelta(days=90)
NOTICE_BEFORE_DEADLINE = timedelta(days=30)
NOTICE_OF_SHORT_TERM = timedelta(days=30)
SHORT_TERM_MONTHS = 3
LONGEST_NOTICE_MONTHS = 120
LONGEST_NOTICE_DAYS = 3660

NOTICE_OUT_OF_RANGE = Message(
    "notice_out_of_range",
    ja="解約申入の期間は {months} か月以内、または {days} 日以内の0以上の数にしてください。",
    en="The notice period must be 0 or more: at most {months} months or {days} days.",
)
MONTHS_NOT_POSITIVE = Message(
    "term_months_not_positive",
    ja="契約月数（{value}）は1から1200までの整数にしてください。",
    en="The number of months of a term ({value}) must be a whole number from 1 to 1200.",
)
LONGEST_TERM = 1200


def notice_deadline(end: date | None, months: int | None, days: int | None, to_month_end: bool = False) -> date | None:
    """The last day on which a cancellation for `end` may be given; None without an end or without notice terms.

    `months` and `days` before the end, months clamped (3 months before 2026-05-31 is 2026-02-28); when both are given,
    the earlier day. `to_month_end`: up to the end of that day's month, never after the end. Raises Invalid for a
    negative or absurd notice period.
    """
    if not 0 <= (months or 0) <= LONGEST_NOTICE_MONTHS or not 0 <= (days or 0) <= LONGEST_NOTICE_DAYS:
        raise Invalid(NOTICE_OUT_OF_RANGE.problem(months=LONGEST_NOTICE_MONTHS, days=LONGEST_NOTICE_DAYS))
    if end is None or (months is None and days is None):
        return None
    deadlines = [add_months(end, -months)] if months is not None else []
    if days is not None:
        deadlines.append(end - timedelta(days=days))
    earliest = min(deadlines)
    return min(month_end(earliest), end) if to_month_end else earliest


def renewal_notice_date(start: date, end: date | None, deadline: date | None) -> date | None:
    """When the renewal is brought up: the earlier of 90 days before the end and 30 days before the notice deadline.

    30 days before the end for a term of three months or less. None without an end; it may be set by hand instead.
    """
    if end is None:
        return None
    if months_needed(start, end) <= SHORT_TERM_MONTHS:
        return end - NOTICE_OF_SHORT_TERM
    by_end = end - NOTICE_BEFORE_END
    return by_end if deadline is None else min(by_end, deadline - NOTICE_BEFORE_DEADLINE)


def renewal_due_date(end: date | None, deadline: date | None) -> date | None:
    """The day by which the renewal must be settled: the notice deadline, else the end, else (without an end) None."""
    return deadline if deadline is not None else end


def term_months(start: date, end: date) -> int:
    """The months of a term; a started month counts whole. Raises Invalid when the term is reversed."""
    return months_needed(start, end)


def term_period(anchor: date, start: date, months: int) -> Period:
    """The term of `months` that begins on `start`; it ends the day before an anniversary of `anchor`.

    `start` must be whole months after `anchor` (or the anchor itself). Raises Invalid when `months` is not 1–1200.
    """
    if not 1 <= months <= LONGEST_TERM:
        raise Invalid(MONTHS_NOT_POSITIVE.problem(value=months))
    return Period(start, add_months(anchor, months_between(anchor, start) + months) - DAY)


def next_term(first_start: date, start: date, end: date, months: int) -> Period:
    """The term of `months` that follows the term `start`…`end` of a contract that first started on `first_start`.

    The anchor is `first_start` as long as the terms follow each other by whole months from it, so that 29 Feb and the
    31st return after short months. Else it is the ended term's own start when that term was whole months, else the new
    term's own start. Raises Invalid when `months` is not 1–1200.
    """
    following = end + DAY
    for anchor in (first_start, start):
        if _on_anniversary(anchor, start) and _on_anniversary(anchor, following):
            return term_period(anchor, following, months)
    return term_period(following, following, months)


def roll_forward(start: date, months: int, on: date) -> tuple[int, Period]:
    """The number (1 is the first) and the days of the term of `months` from `start` that holds the day `on`.

    A boundary day begins the next term; a day before `start` is answered with the first term. Raises Invalid when
    `months` is not 1–1200.
    """
    if not 1 <= months <= LONGEST_TERM:
        raise Invalid(MONTHS_NOT_POSITIVE.problem(value=months))
    passed = max(months_between(start, on) // months, 0)
    return passed + 1, term_period(start, add_months(start, passed * months), months)


def _on_anniversary(anchor: date, day: date) -> bool:
    """Whether `day` is `anchor` plus a whole number of months (clamped)."""
    return day >= anchor and add_months(anchor, months_between(anchor, day)) == day
