"""Builds workbooks as companies keep them and reads them as ledgers."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from daicho.business.operations.ledger.read import Ledger, read_ledger
from daicho.engine.exchange.workbook import read_workbook

Rows = Sequence[Sequence[Any]]


@pytest.fixture
def make_book(tmp_path: Path) -> Callable[..., Path]:
    """Write an xlsx: rows by sheet name; `merge` are ranges like "A1:B2" by sheet; `hidden` sheet names."""

    def make(sheets: dict[str, Rows], merge: dict[str, list[str]] | None = None, hidden: Sequence[str] = ()) -> Path:
        path = tmp_path / "ledger.xlsx"
        with xlsxwriter.Workbook(path) as book:
            day = book.add_format({"num_format": "yyyy/mm/dd"})
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                if name in hidden:
                    sheet.hide()
                for area in (merge or {}).get(name, []):
                    sheet.merge_range(area, "")
                for index, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if isinstance(value, date):
                            sheet.write_datetime(index, column, value, day)
                        elif value is not None and value != "":
                            sheet.write(index, column, value)
        return path

    return make


@pytest.fixture
def ledger_of(make_book: Callable[..., Path]) -> Callable[..., Ledger]:
    """Read rows of one sheet (a list) or of several (a dict) as a ledger."""

    def read(rows: Any, merge: Any = None, sheet: str | None = None, hidden: Sequence[str] = ()) -> Ledger:
        sheets = rows if isinstance(rows, dict) else {"台帳": rows}
        areas = merge if isinstance(merge, dict) else {"台帳": merge or []}
        return read_ledger(read_workbook(make_book(sheets, areas, hidden)), sheet)

    return read


@pytest.fixture
def digest() -> Callable[[Ledger], list[tuple[Any, ...]]]:
    """Each contract as (number, account, start, end, [(product, quantity, unit price, kind), …]); dates ISO."""

    def shorten(ledger: Ledger) -> list[tuple[Any, ...]]:
        return [
            (
                contract.number,
                contract.account,
                contract.start.isoformat(),
                contract.end.isoformat() if contract.end else None,
                [(line.product, str(line.quantity), str(line.unit_price), line.price_kind) for line in contract.lines],
            )
            for contract in ledger.contracts
        ]

    return shorten
