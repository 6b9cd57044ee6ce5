"""A header row that people choose, and what is the same for every row, where the file's own words do not tell."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.operations.ledger.choices import FIXED, MEANINGS, Choices
from daicho.business.operations.ledger.read import read_ledger
from daicho.business.operations.ledger.survey import OFFERED_ROWS, survey
from daicho.engine.exchange.sheets import Cell, Sheet, Workbook
from daicho.values.labels import Language
from daicho.web.imports.choosing import EXAMPLES

DECOY: list[Cell] = ["契約先", "商品", "数量", "単価", "開始日", "終了日"]
NOTE: list[Cell] = ["青葉 → A社", "帳票", "個", "円", "4月から", "3月まで"]
HEAD: list[Cell] = ["会社", "何を", "いくつ", "いくら", "から", "まで"]
ROW: list[Cell] = ["A社", "帳票", 2, 1200, "2025/04/01", "2026/03/31"]
MEANT = {0: "account", 1: "product", 2: "quantity", 3: "unit_price", 4: "start", 5: "end"}


def book(*rows: list[Cell], name: str = "台帳") -> Workbook:
    return Workbook("台帳.xlsx", (Sheet(name, [list(row) for row in rows]),))


def test_the_row_that_was_chosen_is_the_header() -> None:
    workbook = book(DECOY, NOTE, [], HEAD, ROW)
    [table] = survey(workbook, Choices(headers={"台帳": 4}, columns={"台帳": MEANT})).tables
    assert (table.first, table.last, table.missing) == (4, 4, ())
    [contract] = read_ledger(workbook, choices=Choices(headers={"台帳": 4}, columns={"台帳": MEANT})).contracts
    assert (contract.account, contract.rows, contract.lines[0].unit_price) == ("A社", (5,), Decimal(1200))


def test_a_header_of_no_words_at_all() -> None:
    workbook = book(["x"], ["甲", "乙", "丙", "丁", "戊", "己"], ROW)
    [table] = survey(workbook, Choices(headers={"台帳": 2})).tables
    assert [column.title for column in table.columns] == ["甲", "乙", "丙", "丁", "戊", "己"]


def test_the_levels_above_the_chosen_row_are_kept() -> None:
    workbook = book(["契約", None, "契約先", None], ["開始日", "終了日", "名称", "担当者"], ["2025/04/01"] * 4)
    [table] = survey(workbook, Choices(headers={"台帳": 2})).tables
    assert (table.first, table.last) == (1, 2)


def test_a_row_that_is_not_there_changes_nothing() -> None:
    workbook = book(DECOY, ROW)
    assert read_ledger(workbook, choices=Choices(headers={"台帳": 99})) == read_ledger(workbook)
    assert read_ledger(workbook, choices=Choices(headers={"ない": 1})) == read_ledger(workbook)


def test_a_chosen_header_reads_a_sheet_that_would_be_left_out() -> None:
    workbook = book(DECOY, ROW, name="サンプル")
    assert [one.left_out is None for one in survey(workbook, Choices(headers={"サンプル": 1})).sheets] == [True]


def test_the_rows_that_are_offered() -> None:
    [sheet] = survey(book([], DECOY, *[ROW] * 50), Choices()).sheets
    assert sheet.heads[0] == (2, "契約先 | 商品 | 数量 | 単価 | 開始日 | 終了日")
    assert len(sheet.heads) == OFFERED_ROWS


def test_what_is_the_same_for_every_row() -> None:
    fixed = {"product": "保守", "price_kind": "月額", "start": "2025/04/01", "term": "12か月", "currency": "USD"}
    rows: list[list[Cell]] = [
        ["契約番号", "契約先", "単価", "数量"],
        ["K-1", "A社", 100, 1],
        [],
        ["K-2", "B社", 200, 3],
    ]
    ledger = read_ledger(book(*rows), choices=Choices(fixed=fixed))
    assert [(one.number, one.account, one.start, one.end, one.currency) for one in ledger.contracts] == [
        ("K-1", "A社", date(2025, 4, 1), date(2026, 3, 31), "USD"),
        ("K-2", "B社", date(2025, 4, 1), date(2026, 3, 31), "USD"),
    ]
    lines = [line for contract in ledger.contracts for line in contract.lines]
    assert [(one.product, one.price_kind, one.unit_price, one.quantity) for one in lines] == [
        ("保守", "monthly", Decimal(100), Decimal(1)),
        ("保守", "monthly", Decimal(200), Decimal(3)),
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_examples_of_the_page_are_read(language: Language) -> None:
    fixed = {name: label.text(language) for name, label in EXAMPLES.items() if name != "end"}
    ledger = read_ledger(
        book(["契約先", "商品"], ["A社", "帳票"], ["B社", "帳票"]), choices=Choices(headers={"台帳": 1}, fixed=fixed)
    )
    assert [one.end for one in ledger.contracts] == [date(2026, 3, 31)] * 2
    assert {(one.renewal_type, one.billing_cycle, one.currency) for one in ledger.contracts} == {
        ("auto", "monthly", fixed["currency"])
    }
    assert {line.price_kind for one in ledger.contracts for line in one.lines} == {"monthly"}


def test_what_is_fixed_stands_above_the_column_that_says_it() -> None:
    [contract] = read_ledger(
        book(DECOY, ROW), choices=Choices(fixed={"product": "保守", "unit_price": "500"})
    ).contracts
    assert [(line.product, line.unit_price) for line in contract.lines] == [("保守", Decimal(500))]


def test_a_value_that_cannot_be_read_refuses_the_rows() -> None:
    ledger = read_ledger(book(DECOY, ROW), choices=Choices(fixed={"end": "いつか"}))
    assert [(cell.row, cell.column, cell.value) for cell in ledger.refused] == [(2, "契約終了日", "いつか")]


def test_everything_that_may_be_fixed_has_a_name() -> None:
    assert set(FIXED) <= MEANINGS.keys()
