"""A second, slow implementation of schedules that walks day by day and counts in fractions; shares no code with the first."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from daicho.rules.schedules import ScheduleLine, ScheduleSettings

ONE = timedelta(days=1)
CYCLES = {"monthly": 1, "every_2_months": 2, "quarterly": 3, "half_yearly": 6, "annual": 12}


class Row(NamedTuple):
    first: date
    last: date
    posting: date
    billing: date
    amount: Decimal


class Share(NamedTuple):
    first: date
    last: date
    amount: int


def is_month_end(day: date) -> bool:
    return (day + ONE).month != day.month


def is_day(day: date, number: int) -> bool:
    """Whether `day` is that day of its month, or the end of a month that lacks it."""
    return day.day == number or (is_month_end(day) and day.day < number)


def walk(day: date, stop: Callable[[date], bool], step: timedelta = ONE) -> date:
    while not stop(day):
        day += step
    return day


def use_days(line: ScheduleLine) -> list[date]:
    assert line.end_date is not None
    return [line.start_date + n * ONE for n in range((line.end_date - line.start_date).days + 1)]


def month_spans(line: ScheduleLine, count: int | None) -> list[tuple[date, date]]:
    """The months of the use, or `count` months from its start, found by walking from one anniversary to the next."""
    return list(_month_spans(line.start_date, line.end_date, count))


@lru_cache
def _month_spans(start: date, end: date | None, count: int | None) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    first = start
    while count is None or len(spans) < count:
        last = walk(first + ONE, lambda day: is_day(day, start.day)) - ONE
        completes = end == last + ONE and is_month_end(last + ONE) and (last + ONE).day < start.day
        if count is None and end is not None and (last >= end or completes):
            return [*spans, (first, end)]
        spans.append((first, last))
        first = last + ONE
    return spans


def window_spans(line: ScheduleLine, posting_day: int) -> list[tuple[date, date, int]]:
    """First day in use, last day in use and the days of the whole window, for each window."""
    spans: list[tuple[date, date, int]] = []
    for day in use_days(line):
        if not spans or is_day(day - ONE, posting_day):
            begun = walk(day, lambda day: is_day(day - ONE, posting_day), -ONE)
            ended = walk(day, lambda day: is_day(day, posting_day))
            spans.append((day, day, (ended - begun).days + 1))
        spans[-1] = (spans[-1][0], day, spans[-1][2])
    return spans


def rounded(value: Fraction, rounding: str) -> int:
    return {"down": floor(value), "up": ceil(value), "half_up": floor(value + Fraction(1, 2))}[rounding]


def shared(total: int, spans: list[tuple[date, date]], line: ScheduleLine) -> list[Share]:
    part = total // len(spans)
    odd = 0 if line.remainder == "first" else len(spans) - 1
    rest = total - part * (len(spans) - 1)
    return [Share(first, last, rest if n == odd else part) for n, (first, last) in enumerate(spans)]


def recurring(line: ScheduleLine, settings: ScheduleSettings, amount: int) -> list[Share]:
    exempt = settings.month_end_exempt and line.end_date is not None and is_month_end(line.end_date)
    if line.price_kind == "monthly" and (line.proration == "none" or exempt):
        return [Share(first, last, amount) for first, last in month_spans(line, None)]
    found: list[Share] = []
    spans = window_spans(line, settings.posting_day)
    lengths = [((last - first).days + 1, full) for first, last, full in spans]
    first_and_last = line.proration == "first_prorated_last_remainder" and len(spans) > 1
    both_short = first_and_last and all(days < full for days, full in (lengths[0], lengths[-1]))
    for number, ((first, last, _full), (days, full)) in enumerate(zip(spans, lengths, strict=True)):
        if line.price_kind == "daily":
            cost = amount * days
        elif days == full:
            cost = amount
        elif line.proration == "half":
            cost = rounded(Fraction(amount, 2), settings.rounding)
        elif line.proration == "fixed":
            cost = min(amount, rounded(Fraction(amount * days, line.fixed_days), settings.rounding))
        elif both_short and number == len(spans) - 1:
            cost = amount - found[0].amount
        else:
            cost = rounded(Fraction(amount * days, full), settings.rounding)
        found.append(Share(first, last, cost))
    return found


def shares(line: ScheduleLine, settings: ScheduleSettings) -> list[Share]:
    amount = rounded(Fraction(line.unit_price) * Fraction(line.quantity), settings.rounding)
    if line.price_kind in ("monthly", "daily") and line.sales_cycle == "monthly":
        return recurring(line, settings, amount)
    months = month_spans(line, None)
    total = amount
    if line.price_kind in ("monthly", "daily"):
        total = sum(share.amount for share in recurring(line, settings, amount))
    if line.price_kind == "annual":
        total = rounded(Fraction(amount * len(months), 12), settings.rounding)
    if line.sales_cycle == "spread_months":
        return shared(total, month_spans(line, line.spread_months), line)
    one_time = line.price_kind == "one_time"
    if line.sales_cycle == "at_start" or (one_time and line.sales_cycle == "monthly"):
        assert line.end_date is not None
        return [Share(line.start_date, line.start_date if one_time else line.end_date, total)]
    return shared(total, months, line)


def billed(line: ScheduleLine, first: date) -> date:
    """The billing date of an entry, by numbering the months of use and then those beyond its end."""
    assert line.end_date is not None
    if line.billing_cycle == "once":
        given = line.start_date if line.billing_timing == "advance" else line.end_date
        return line.first_billing_date or given
    size = CYCLES[line.billing_cycle]
    used = month_spans(line, None)
    beyond = month_spans(line, 80)
    spans = used if first <= line.end_date else beyond
    number = next(n for n, (begun, ended) in enumerate(spans) if begun <= first <= ended) // size
    if line.first_billing_date is not None:
        return anniversary(line.first_billing_date, number * size)
    if line.billing_timing == "advance":
        return beyond[number * size][0]
    if number == (len(used) - 1) // size:
        return line.end_date
    return beyond[(number + 1) * size - 1][1]


def anniversary(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rows(line: ScheduleLine, settings: ScheduleSettings) -> list[Row]:
    """The entries of a yen line with an end, not split at a closing day."""
    if line.price_kind == "usage":
        return []
    return [
        Row(
            share.first,
            share.last,
            walk(share.first, lambda day: is_day(day, settings.posting_day)),
            billed(line, share.first),
            Decimal(share.amount),
        )
        for share in shares(line, settings)
    ]
