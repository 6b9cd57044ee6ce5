"""Dates with the year last (04/01/2025): whether month or day comes first is told by the sheet as a whole."""

import re
from dataclasses import replace

from daicho.engine.exchange.sheets import Cell, Sheet

_YEAR_LAST = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\s*")
_SEARCHED_ROWS = 400


def in_order(sheet: Sheet) -> Sheet:
    """The sheet with such dates written year first; unchanged where it has none, or where its dates do not tell or
    contradict each other (they are then refused one by one)."""
    texts = [cell for row in sheet.rows[:_SEARCHED_ROWS] for cell in row if isinstance(cell, str) and len(cell) <= 12]
    found = [match for text in texts if (match := _YEAR_LAST.fullmatch(text))]
    month_first = any(int(match[3]) > 12 for match in found)
    day_first = any(int(match[1]) > 12 for match in found)
    if month_first == day_first:
        return sheet

    def written(cell: Cell) -> Cell:
        match = _YEAR_LAST.fullmatch(cell) if isinstance(cell, str) else None
        if match is None:
            return cell
        month, day = (match[3], match[1]) if day_first else (match[1], match[3])
        return f"{match[4]}/{month}/{day}"

    return replace(sheet, rows=[[written(cell) for cell in row] for row in sheet.rows])
