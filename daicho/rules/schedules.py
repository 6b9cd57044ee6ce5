"""A line's sales entries: its total by price kind, shared out by sales cycle. Returns values; books nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from daicho.rules.billing_dates import BillingDates
from daicho.rules.checks import check_horizon, check_line, check_settings
from daicho.rules.lines import Entry, Part, ScheduleLine, ScheduleSettings
from daicho.rules.pricing import line_amount
from daicho.rules.proration import WindowPrice, daily_parts, factor_text, is_prorated, monthly_parts, whole_text
from daicho.rules.windows import posting_date, windows
from daicho.values.money import allocate, grouped, round_amount
from daicho.values.months import DAY, add_months, months_between, months_needed
from daicho.values.problems import Invalid

__all__ = ["Entry", "ScheduleLine", "ScheduleSettings", "line_total", "rolling_horizon", "schedule"]

MONTHS_AHEAD = 12
_DEFAULTS = ScheduleSettings()
_ZERO = Decimal(0)


def schedule(
    line: ScheduleLine, settings: ScheduleSettings = _DEFAULTS, *, horizon: date | None = None
) -> tuple[Entry, ...]:
    """The entries of a line, in order of their days; none for usage, which is known only when it is closed.

    A line without an end gets every entry that begins on or before `horizon`, and a later horizon only adds entries;
    for a line with an end `horizon` says nothing. Raises Invalid with every problem of `check_line`.
    """
    problems = check_line(line, horizon=horizon) + check_horizon(line, horizon) + check_settings(settings)
    if problems:
        raise Invalid(*problems)
    if line.price_kind == "usage":
        return ()
    billed = BillingDates(line).date_for
    return tuple(
        Entry(
            part.first, part.last, part.posting_date, billed(part.first), part.amount, part.formula, part.closing_date
        )
        for part in _parts(line, settings, horizon)
    )


def line_total(entries: Iterable[Entry]) -> Decimal:
    """The sum of the entries' amounts: the line's total over its use period."""
    return sum((entry.amount for entry in entries), _ZERO)


def rolling_horizon(start: date, today: date) -> date:
    """How far the schedule of a line without an end is kept: twelve months from `today`, or from a later start."""
    return add_months(max(start, today), MONTHS_AHEAD)


def _parts(line: ScheduleLine, settings: ScheduleSettings, horizon: date | None) -> list[Part]:
    """The line's parts, each with its days: by window, by month, or the total shared out as the sales cycle says."""
    amount = line_amount(line.unit_price, line.quantity, line.currency, settings.rounding)
    if line.sales_cycle == "monthly":
        if line.price_kind in ("monthly", "daily"):
            return _recurring(line, settings, horizon, amount)
        if line.price_kind == "annual" and line.end_date is None:
            return _annual_without_end(line, settings, horizon, amount)
    total, formula = _total(line, settings, amount)
    shared = _shared_months(line)
    if shared is not None:
        count, end = shared
        return _spread(line, total, formula, _months(line, settings, count, end))
    start = line.start_date
    last = start if line.price_kind == "one_time" or line.end_date is None else line.end_date
    return [Part(start, last, posting_date(start, settings.posting_day), total, formula)]


def _shared_months(line: ScheduleLine) -> tuple[int, date | None] | None:
    """Over how many months the line's total is shared out and where the last one stops; None: posted at the start.

    Months asked for by number go on whole beyond the end of use. A one-time price is shared out only when asked for.
    """
    if line.sales_cycle == "spread_months" and line.spread_months is not None:
        return line.spread_months, None
    at_start = line.sales_cycle == "at_start" or (line.price_kind == "one_time" and line.sales_cycle == "monthly")
    if at_start or line.end_date is None:
        return None
    return months_needed(line.start_date, line.end_date), line.end_date


def _recurring(line: ScheduleLine, settings: ScheduleSettings, horizon: date | None, amount: Decimal) -> list[Part]:
    """The parts of a monthly or daily price: by window when daily or prorated, else the amount for each month."""
    start, end = line.start_date, line.end_date
    price = WindowPrice(line, settings, amount)
    if line.price_kind == "daily":
        return daily_parts(price, windows(start, end, settings.posting_day, horizon))
    if is_prorated(line, settings):
        return monthly_parts(price, windows(start, end, settings.posting_day, horizon))
    formula = whole_text(line)
    count = _month_count(line, horizon)
    return [Part(first, last, posted, amount, formula) for first, last, posted in _months(line, settings, count, end)]


def _annual_without_end(
    line: ScheduleLine, settings: ScheduleSettings, horizon: date | None, amount: Decimal
) -> list[Part]:
    """An annual price without an end: each twelve months from the anchor share the amount, remainder included."""
    count = _month_count(line, horizon)
    months = _months(line, settings, -(-count // 12) * 12, None)
    parts: list[Part] = []
    for year in range(0, len(months), 12):
        parts += _spread(line, amount, whole_text(line), months[year : year + 12])
    return parts[:count]


def _month_count(line: ScheduleLine, horizon: date | None) -> int:
    """The months of the use, or those that begin on or before the horizon of a line without an end."""
    if line.end_date is not None:
        return months_needed(line.start_date, line.end_date)
    return max(months_between(line.start_date, horizon or line.start_date) + 1, 0)


def _months(
    line: ScheduleLine, settings: ScheduleSettings, count: int, end: date | None
) -> list[tuple[date, date, date]]:
    """The first `count` months from the anchor: first day, last day, posting date; the last one stops at `end`."""
    found: list[tuple[date, date, date]] = []
    anchor, day = line.start_date, settings.posting_day
    first = anchor
    for k in range(1, count + 1):
        following = add_months(anchor, k)
        last = end if k == count and end is not None else following - DAY
        found.append((first, last, posting_date(first, day)))
        first = following
    return found


def _spread(line: ScheduleLine, total: Decimal, formula: str, months: list[tuple[date, date, date]]) -> list[Part]:
    """`total` shared out over `months`, rounded down, the remainder on the part that the line names."""
    count = len(months)
    shares = allocate(total, count, line.currency, line.remainder)
    odd = 0 if line.remainder == "first" else count - 1
    usual = shares[0 if odd else -1]
    text = f"({formula})" if " + " in formula or " − " in formula else formula
    plain_text = formula if count == 1 else f"{text} ÷ {count}"
    odd_text = plain_text if shares[odd] == usual else f"{text} − {grouped(usual)} × {count - 1}"
    return [
        Part(first, last, posted, share, odd_text if number == odd else plain_text)
        for number, ((first, last, posted), share) in enumerate(zip(months, shares, strict=True))
    ]


def _total(line: ScheduleLine, settings: ScheduleSettings, amount: Decimal) -> tuple[Decimal, str]:
    """The line's total over its use and its formula; for price kinds with a total of their own, or a use with an end."""
    if line.price_kind in ("one_time", "period") or line.end_date is None:
        return amount, whole_text(line)
    if line.price_kind == "annual":
        months = months_needed(line.start_date, line.end_date)
        total = round_amount(amount * months / 12, line.currency, settings.rounding)
        return total, f"{factor_text(line)} × {months}/12か月"
    if line.price_kind == "daily":
        days = (line.end_date - line.start_date).days + 1
        return amount * days, f"{factor_text(line)} × {days}日"
    parts = _recurring(line, replace(settings, split_at_closing_day=False), None, amount)
    return sum((part.amount for part in parts), _ZERO), _sum_text(line, parts)


def _sum_text(line: ScheduleLine, parts: list[Part]) -> str:
    """The formula of a monthly total: 12,000 × 11か月 + 12,000 × 14/31日."""
    whole = whole_text(line)
    short = [part.formula for part in parts if part.formula != whole]
    months = len(parts) - len(short)
    terms = [f"{factor_text(line)} × {months}か月"] if months else []
    return " + ".join(terms + [f"({text})" if " − " in text else text for text in short])
