"""Rows of a question as an Excel workbook or as CSV: real numbers and dates, texts that no program takes for a formula.

Reads page by page through access as the actor; names, headers and rights to export are left to the caller.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import chain, islice
from typing import IO, Any

import xlsxwriter

from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog import types
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.query import Query
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_numbers import plain_text
from daicho.engine.work.frame import Frame

Value = str | int | Decimal | date | datetime | None
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What programs take for the beginning of a formula."""
LONGEST_CELL = 32_767
MOST_SHEET_ROWS = 1_048_575
"""Rows of one sheet below its header; what is more goes to further sheets."""
FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Excel counts a day before that which never was; earlier dates are written as texts."""
NO_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDTHS = {"date": 12, "datetime": 17, "currency": 14, "number": 12, "percent": 9, "long_text": 50}
USUAL_WIDTH = 22


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows of typed values, read once. `name` is that of the sheet.

    `below` are lines under the rows that filters leave alone, such as totals; `notes` are names with texts about the
    table, on a sheet of their own; CSV, which programs read by its columns, leaves them out.
    """

    name: str
    paths: Sequence[Path]
    heads: Sequence[str]
    rows: Iterator[Sequence[Value]]
    below: Sequence[Sequence[Value]] = ()
    notes: Sequence[tuple[str, str]] = ()


def read_table(actor: Actor, query: Query, frame: Frame, language: str, *, name: str) -> Table:
    """Every row of the query with its columns, in its order, as the actor sees them. `name` is that of the sheet.

    Raises Invalid, Missing, Forbidden at once; all rows but the first pages are read while they are taken.
    """
    rows = select.stream(actor, query, frame)
    first = list(islice(rows, 1))
    typed = (
        [_value(path.field, row[path.text], language, frame) for path in query.columns] for row in chain(first, rows)
    )
    return Table(name, query.columns, [path.label(language) for path in query.columns], typed)


def csv_lines(table: Table) -> Iterator[bytes]:
    """UTF-8 with the mark that Excel needs, commas, CRLF; texts that look like formulas begin with an apostrophe."""
    yield b"\xef\xbb\xbf" + _line([harmless(head) for head in table.heads])
    for row in chain(table.rows, table.below):
        yield _line([_written(value) for value in row])


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """A workbook written row by row: header that stays, filter arrows, real dates and numbers, no formulas and no links."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {**options, "strings_to_numbers": False})
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy/mm/dd"}),
        "moment": book.add_format({"num_format": "yyyy/mm/dd hh:mm"}),
        "whole": book.add_format({"num_format": "#,##0"}),
        "broken": book.add_format({"num_format": "#,##0.0###"}),
        "bold whole": book.add_format({"num_format": "#,##0", "bold": True, "top": 1}),
        "bold broken": book.add_format({"num_format": "#,##0.0###", "bold": True, "top": 1}),
        "bold text": book.add_format({"bold": True, "top": 1}),
        "note": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheet, number = _sheet(book, table, styles, 1), 0
    for row in table.rows:
        if number == MOST_SHEET_ROWS:
            sheet.autofilter(0, 0, number, len(table.heads) - 1)
            sheet, number = _sheet(book, table, styles, len(book.worksheets()) + 1), 0
        number += 1
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, styles)
    sheet.autofilter(0, 0, number, len(table.heads) - 1)
    for place, line in enumerate(table.below, start=number + 1):
        for column, value in enumerate(line):
            _cell(sheet, place, column, value, styles, bold="bold ")
    if table.notes:
        _notes(book, table, styles)
    book.close()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a program would take it for a formula."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def _value(spec: FieldSpec, value: Any, language: str, frame: Frame) -> Value:
    """Numbers and dates as they are, moments in the organisation's zone, everything else as people read it."""
    if value is None or value == "":
        return None
    if spec.type in ("number", "currency", "percent", "date"):
        found: Value = value
        return found
    if spec.type == "datetime":
        moment: datetime = value.astimezone(frame.habits.zone).replace(tzinfo=None, microsecond=0)
        return moment
    return types.show(spec, value, language, frame.habits.zone) or None


def _line(cells: Sequence[str]) -> bytes:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else plain_text(value)


def _sheet(book: Any, table: Table, styles: dict[str, Any], number: int) -> Any:
    """A sheet with its header; `number` tells sheets apart that hold the rows of one table."""
    name = table.name.translate(NO_SHEET_NAME).strip()[:28] or "Sheet"
    sheet = book.add_worksheet(name if number == 1 else f"{name[:24]} ({number})")
    sheet.freeze_panes(1, 0)
    for column, (path, head) in enumerate(zip(table.paths, table.heads, strict=True)):
        sheet.set_column(column, column, WIDTHS.get(path.field.type, USUAL_WIDTH))
        sheet.write_string(0, column, head, styles["head"])
    return sheet


def _notes(book: Any, table: Table, styles: dict[str, Any]) -> None:
    """A last sheet with the names and texts of the notes."""
    sheet = book.add_worksheet(f"{table.name.translate(NO_SHEET_NAME).strip()[:24] or 'Sheet'} (i)")
    sheet.set_column(0, 0, USUAL_WIDTH)
    sheet.set_column(1, 1, 90)
    for row, (name, text) in enumerate(table.notes):
        sheet.write_string(row, 0, name, styles["note"])
        sheet.write_string(row, 1, text[:LONGEST_CELL], styles["note"])


def _cell(sheet: Any, row: int, column: int, value: Value, styles: dict[str, Any], bold: str = "") -> None:
    """One value in its style; `bold` is "bold " for lines below the rows."""
    if value is None:
        return
    if isinstance(value, datetime) and value.date() >= FIRST_EXCEL_DAY:
        sheet.write_datetime(row, column, value, styles["moment"])
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_EXCEL_DAY:
        sheet.write_datetime(row, column, value, styles["date"])
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value, styles[bold + ("whole" if value == int(value) else "broken")])
    else:
        text = (value if isinstance(value, str) else _written(value))[:LONGEST_CELL]
        sheet.write_string(row, column, text, styles["bold text"] if bold else None)
