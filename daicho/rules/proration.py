"""What each sales window of a monthly or daily price costs: whole windows, short ones by policy, cuts at the closing day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daicho.rules.lines import Part, ScheduleLine, ScheduleSettings
from daicho.rules.windows import Window, split_days
from daicho.values.money import grouped, round_amount
from daicho.values.months import month_end

_FIRST_AND_LAST = "first_prorated_last_remainder"


@dataclass(frozen=True, slots=True)
class WindowPrice:
    """How to price windows: the line, the settings, and the line's amount for a whole window (or a day, when daily)."""

    line: ScheduleLine
    settings: ScheduleSettings
    amount: Decimal


def factor_text(line: ScheduleLine) -> str:
    """Price and quantity as the beginning of a formula: 12,000, or 12,000 × 3 when the quantity is not one."""
    if line.quantity == 1:
        return grouped(line.unit_price)
    return f"{grouped(line.unit_price)} × {grouped(line.quantity)}"


def whole_text(line: ScheduleLine) -> str:
    """The formula of the line's amount: 12,000 × 1."""
    return f"{grouped(line.unit_price)} × {grouped(line.quantity)}"


def is_prorated(line: ScheduleLine, settings: ScheduleSettings) -> bool:
    """Whether short windows of a monthly line are prorated; the exemption spares lines that end on a month end."""
    if line.proration == "none":
        return False
    end = line.end_date
    return not (settings.month_end_exempt and end is not None and end == month_end(end))


def monthly_parts(price: WindowPrice, found: Sequence[Window]) -> list[Part]:
    """A part for each window of a prorated monthly line; a whole window costs the whole amount under every policy."""
    whole = whole_text(price.line)
    parts: list[Part] = []
    for window in found:
        if window.is_whole:
            amount, formula = price.amount, whole
        elif window is found[-1] and _pays_remainder(price.line, found):
            first = parts[0].amount
            amount, formula = price.amount - first, f"{factor_text(price.line)} − {grouped(first)}"
        else:
            amount, formula = short_amount(price, window)
        parts.append(Part(window.first, window.last, window.full_last, amount, formula))
    return _cut(parts, price) if price.settings.split_at_closing_day else parts


def short_amount(price: WindowPrice, window: Window) -> tuple[Decimal, str]:
    """What a short window costs by the line's policy, and its formula; never more than a whole window."""
    line = price.line
    text = factor_text(line)
    if line.proration == "half":
        share, formula = price.amount / 2, f"{text} × 1/2"
    else:
        of = line.fixed_days if line.proration == "fixed" else window.full_days
        share, formula = price.amount * window.days / of, f"{text} × {window.days}/{of}日"
        if window.days > of:
            share, formula = price.amount, f"{text} × {of}/{of}日"
    return round_amount(share, line.currency, price.settings.rounding), formula


def daily_parts(price: WindowPrice, found: Sequence[Window]) -> list[Part]:
    """A part for each window of a daily line: the day's amount × the days in use."""
    text = factor_text(price.line)
    parts: list[Part] = []
    for window in found:
        if price.settings.split_at_closing_day:
            pieces: list[tuple[date, date, date | None]] = [
                *split_days(window.first, window.last, price.settings.closing_day)
            ]
        else:
            pieces = [(window.first, window.last, None)]
        for first, last, closing in pieces:
            days = (last - first).days + 1
            parts.append(Part(first, last, window.full_last, price.amount * days, f"{text} × {days}日", closing))
    return parts


def _pays_remainder(line: ScheduleLine, found: Sequence[Window]) -> bool:
    """Whether the last window costs what the first one left of a whole amount: both short, and not the same window."""
    if line.proration != _FIRST_AND_LAST or line.end_date is None:
        return False
    return len(found) > 1 and not found[0].is_whole and not found[-1].is_whole


def _cut(parts: Sequence[Part], price: WindowPrice) -> list[Part]:
    """Each part cut after the closing day and divided by days, rounded down, the remainder on its last piece."""
    pieces: list[Part] = []
    for part in parts:
        rest = part.amount
        cuts = split_days(part.first, part.last, price.settings.closing_day)
        days = (part.last - part.first).days + 1
        for number, (first, last, closing) in enumerate(cuts, start=1):
            held = (last - first).days + 1
            amount = rest if number == len(cuts) else round_amount(part.amount * held / days, price.line.currency)
            rest -= amount
            formula = part.formula if len(cuts) == 1 else _piece_text(part.formula, price.line, held, days)
            pieces.append(Part(first, last, part.posting_date, amount, formula, closing))
    return pieces


def _piece_text(formula: str, line: ScheduleLine, held: int, days: int) -> str:
    """The formula of a piece: 31,000 × 25/31日 of a whole window, (12,000 × 13/30日) × 8/13日 of a short one."""
    text = factor_text(line) if formula == whole_text(line) else f"({formula})"
    return f"{text} × {held}/{days}日"
