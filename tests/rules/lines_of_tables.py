"""Makes lines and settings of the rows of docs/rules tables."""

from datetime import date
from decimal import Decimal
from typing import Any

from daicho.rules.schedules import ScheduleLine, ScheduleSettings
from tests.worked_tables import Row, day, day_or_none, number

_SETTINGS = {"posting_day", "rounding", "month_end_exempt", "split_at_closing_day", "closing_day"}
_INTEGERS = {"posting_day", "closing_day", "fixed_days", "spread_months"}


def a_line(
    price_kind: str = "monthly",
    unit_price: str = "12000",
    start: date = date(2025, 4, 1),
    end: date | None = date(2026, 3, 31),
    **changes: Any,
) -> ScheduleLine:
    quantity = Decimal(changes.pop("quantity", 1))
    return ScheduleLine(price_kind, Decimal(unit_price), quantity, start, end, **changes)


def line_and_settings(row: Row) -> tuple[ScheduleLine, ScheduleSettings]:
    options: dict[str, Any] = {}
    for option in filter(None, row["options"].split(", ")):
        name, value = option.split(" ")
        options[name] = int(value) if name in _INTEGERS else {"yes": True}.get(value, value)
    settings = ScheduleSettings(**{name: options.pop(name) for name in _SETTINGS & options.keys()})
    line = ScheduleLine(
        row["price kind"],
        number(row["unit price"]),
        number(row["quantity"]),
        day(row["start"]),
        day_or_none(row["end"]),
        **options,
    )
    return line, settings


def amounts(cell: str) -> list[Decimal]:
    """3,100; 2 × 12,000 as a list of three amounts."""
    found: list[Decimal] = []
    for part in cell.split(";"):
        times, _, amount = part.rpartition("×")
        found += [number(amount.strip())] * int(times or 1)
    return found
