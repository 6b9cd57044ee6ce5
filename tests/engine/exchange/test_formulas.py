"""No file that leaves here holds a formula: what begins like one is a text, in CSV and in Excel, also in heads and notes."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from daicho.engine.catalog.paths import Path, resolve
from daicho.engine.exchange.export import Table, Value, csv_lines, harmless, write_xlsx

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000=", " \t=")
COMMAND = "cmd|' /C calc'!A0"
HARMLESS = ("株式会社青葉", "1=1", "a+b", "佐藤@青葉", "'=1", "", " 青葉")


def path_of(name: str) -> Path:
    return resolve("account", name)


def table(value: Value) -> Table:
    text = value if isinstance(value, str) else "名前"
    return Table("台帳", [path_of("name")], [text], iter([[value]]), below=[[value]], notes=[(text, text)])


def rows_of(made: Table) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(csv_lines(made)).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", STARTS)
def test_csv_puts_an_apostrophe_before_it(start: str) -> None:
    assert rows_of(table(start + COMMAND)) == [[f"'{start}{COMMAND}"]] * 3


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_negative_numbers_stay_numbers() -> None:
    assert rows_of(table(Decimal("-1200.5")))[1:] == [["-1200.5"]] * 2


@pytest.mark.parametrize("start", STARTS)
def test_excel_holds_it_as_a_text(start: str) -> None:
    file = BytesIO()
    write_xlsx(table(start + COMMAND), file)
    book = load_workbook(BytesIO(file.getvalue()))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 5
    assert {cell.data_type for cell in cells} == {"s"}
    assert {str(cell.value).strip()[-len(COMMAND) :] for cell in cells} == {COMMAND}
    assert all(cell.hyperlink is None for cell in cells)


def test_links_are_texts() -> None:
    file = BytesIO()
    write_xlsx(table("https://evil.example.com/?a=1"), file)
    assert load_workbook(BytesIO(file.getvalue())).worksheets[0]["A2"].hyperlink is None
