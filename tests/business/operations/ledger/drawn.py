"""Ledgers drawn as text, for tests: cells apart by |, #12 a number, @2025-04-01 a date, ^ merged with the cell above and <
with the one to the left; a formula (=…) has no value saved with it."""

import re
from datetime import datetime

from daicho.engine.exchange.sheets import Cell, Range, Sheet, Workbook


def drawn_workbook(text: str) -> Workbook:
    """The workbook drawn in a file: each sheet begins with its name in brackets on a line of its own."""
    _, *parts = re.split(r"^\[(.+)\]\n", text, flags=re.MULTILINE)
    sheets = (drawn_sheet(name, drawing) for name, drawing in zip(parts[::2], parts[1::2], strict=True))
    return Workbook("ledger.xlsx", tuple(sheets))


def drawn_sheet(name: str, drawing: str) -> Sheet:
    """One sheet."""
    rows = [[text.strip(" ") for text in line.split("|")] for line in drawing.splitlines()]
    marks = {(at, column): text for at, row in enumerate(rows) for column, text in enumerate(row)}
    merged = [area for place, text in marks.items() if text not in ("", "^", "<") and (area := _area(marks, *place))]
    return Sheet(name, [[_value(text) for text in row] for row in rows], tuple(merged))


def _area(marks: dict[tuple[int, int], str], row: int, column: int) -> Range | None:
    """What is merged with a cell; None where nothing is."""
    last_row, last_column = row, column
    while marks.get((last_row + 1, column)) == "^":
        last_row += 1
    while marks.get((row, last_column + 1)) == "<":
        last_column += 1
    return Range(row, column, last_row, last_column) if (last_row, last_column) != (row, column) else None


def _value(text: str) -> Cell:
    if text in ("", "^", "<") or text.startswith("="):
        return None
    if re.fullmatch(r"#-?\d+(\.\d+)?", text):
        return float(text[1:]) if "." in text else int(text[1:])
    if re.fullmatch(r"@\d{4}-\d\d-\d\d", text):
        return datetime.fromisoformat(text[1:])
    return text.removeprefix("\\").replace("\\n", "\n").replace("\\s", "　")
