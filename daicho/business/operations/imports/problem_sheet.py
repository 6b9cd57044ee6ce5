"""A copy of the sheets with rows that cannot be taken in: bad cells red, with the reason in a comment and in a last column.

The copy can be corrected and dropped again: the last column is known to the reader and not read. Values only: no formulas,
no links, nothing that a program would run.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

from daicho.business.operations.ledger.findings import shown_value
from daicho.business.operations.ledger.result import RefusedCell
from daicho.business.operations.ledger.survey import Survey, Table
from daicho.engine.exchange.export import FIRST_EXCEL_DAY, LONGEST_CELL, NO_SHEET_NAME
from daicho.engine.exchange.sheets import Cell, Sheet, Workbook
from daicho.values.labels import Label

REASON = Label("登録できない理由", "Reason for refusal")
"""The header of the last column; the reader of ledgers knows both."""
MOST_PAINTED = 400_000
"""Cells of a sheet that is copied with its merged areas; a larger one is written row by row without them."""
WIDEST, NARROWEST = 40, 9
MEASURED_ROWS = 100
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def problem_workbook(workbook: Workbook, seen: Survey, refused: Sequence[RefusedCell], language: str) -> bytes:
    """The copy as an xlsx file, messages in `language`. Sheets without a refused row are left out."""
    by_sheet: dict[str, list[RefusedCell]] = defaultdict(list)
    for cell in refused:
        by_sheet[cell.sheet].append(cell)
    tables = {table.sheet: table for table in seen.tables}
    sheets = [sheet for sheet in workbook.sheets if sheet.name in by_sheet]
    large = sum(len(row) for sheet in sheets for row in sheet.rows) > MOST_PAINTED
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {**_OPTIONS, "constant_memory": large})
    for sheet in sheets:
        _Copy(book, sheet, tables.get(sheet.name), by_sheet[sheet.name], language, merges=not large).write()
    book.close()
    return file.getvalue()


class _Copy:
    """One sheet on its way into the copy."""

    def __init__(
        self, book: Any, sheet: Sheet, table: Table | None, refused: list[RefusedCell], language: str, *, merges: bool
    ) -> None:
        self.sheet, self.table, self.language, self.merges = sheet, table, language, merges
        self.width = max((len(row) for row in sheet.rows), default=0)
        self.bad: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
        for cell in refused:
            self.bad[cell.row - 1].append((self._column(cell), cell.text(language)))
        self.out = book.add_worksheet(sheet.name.translate(NO_SHEET_NAME).strip()[:31] or "Sheet")
        red = {"bg_color": "#F8CBC6", "font_color": "#8C1D18"}
        self.styles = {
            (name, bad): book.add_format({**form, **(red if bad else {})})
            for name, form in {
                "text": {},
                "date": {"num_format": "yyyy/mm/dd"},
                "moment": {"num_format": "yyyy/mm/dd hh:mm"},
                "time": {"num_format": "hh:mm"},
            }.items()
            for bad in (False, True)
        }
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.reason = book.add_format({"font_color": "#8C1D18", "text_wrap": True, "valign": "top"})

    def write(self) -> None:
        """The cells row by row, then the merged areas around what was written."""
        first = self.table.last - 1 if self.table is not None else -1
        self._widths()
        for number, row in enumerate(self.sheet.rows):
            told = self.bad.get(number, [])
            red = {column for column, _ in told if column is not None}
            for column, value in enumerate(row):
                self._cell(number, column, value, bad=column in red)
            for place in red - set(range(len(row))):
                self._cell(number, place, None, bad=True)
            if number == first:
                self.out.write_string(number, self.width, REASON.text(self.language), self.head)
            if told:
                self.out.write_string(
                    number, self.width, "\n".join(text for _, text in told)[:LONGEST_CELL], self.reason
                )
                for at, text in told:
                    if at is not None and self.merges:
                        self.out.write_comment(number, at, text[:1000], {"x_scale": 2})
        if self.merges:
            self._merge()
        if first >= 0:
            self.out.freeze_panes(first + 1, 0)

    def _column(self, cell: RefusedCell) -> int | None:
        """The place of the bad cell in its row; None where the row as a whole is refused."""
        if self.table is None or not cell.column:
            return None
        if self.table.turned:
            return _place_of(cell.column.split(" ")[0])
        same = [one.place for one in self.table.columns if one.title == cell.column]
        row = self.sheet.rows[cell.row - 1] if cell.row <= len(self.sheet.rows) else []
        holding = [at for at in same if at < len(row) and row[at] is not None and shown_value(row[at]) == cell.value]
        return next(iter(holding or same), None)

    def _cell(self, row: int, column: int, value: Cell, *, bad: bool) -> None:
        style = self.styles["text", bad]
        if value is None:
            if bad:
                self.out.write_blank(row, column, None, style)
        elif isinstance(value, bool):
            self.out.write_boolean(row, column, value, style)
        elif isinstance(value, int | float) and abs(value) < 1e15:
            self.out.write_number(row, column, value, style)
        elif isinstance(value, datetime) and value.date() >= FIRST_EXCEL_DAY:
            self.out.write_datetime(row, column, value.replace(tzinfo=None), self.styles["moment", bad])
        elif isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_EXCEL_DAY:
            self.out.write_datetime(row, column, value, self.styles["date", bad])
        elif isinstance(value, time | timedelta):
            self.out.write_datetime(row, column, value, self.styles["time", bad])
        else:
            self.out.write_string(row, column, str(value)[:LONGEST_CELL], style)

    def _merge(self) -> None:
        """The merged areas of the sheet, with what their first cell holds; overlapping ones of a damaged file once."""
        covered: set[tuple[int, int]] = set()
        for area in self.sheet.merged:
            cells = {
                (row, column)
                for row in range(area.first_row, area.last_row + 1)
                for column in range(area.first_column, area.last_column + 1)
            }
            if len(cells) < 2 or cells & covered or area.last_row >= len(self.sheet.rows):
                continue
            covered |= cells
            corner = (area.first_row, area.first_column)
            row = self.sheet.rows[corner[0]]
            value = row[corner[1]] if corner[1] < len(row) else None
            bad = any(at == corner[1] for at, _ in self.bad.get(corner[0], []))
            style = self.styles["date" if isinstance(value, date) else "text", bad]
            self.out.merge_range(*corner, area.last_row, area.last_column, "", style)
            self._cell(*corner, value, bad=bad)

    def _widths(self) -> None:
        for column in range(self.width):
            shown = (row[column] for row in self.sheet.rows[:MEASURED_ROWS] if column < len(row))
            longest = max((_width(value) for value in shown if value is not None), default=0)
            self.out.set_column(column, column, min(WIDEST, max(NARROWEST, longest)))
        self.out.set_column(self.width, self.width, 70)


def _width(value: Cell) -> int:
    """How wide a value is, in half-width letters."""
    text = shown_value(value).split("\n")[0]
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) + 2


def _place_of(letters: str) -> int | None:
    """The place from 0 of a column by its letters; None for anything else."""
    if not letters.isascii() or not letters.isalpha():
        return None
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1
