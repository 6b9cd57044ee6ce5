"""What people say that a column is stands above its words and its values; the rest is still recognised."""

from datetime import date

from daicho.business.operations.ledger.choices import IGNORED, MEANINGS, REMARKS, Choices
from daicho.business.operations.ledger.messages import WHAT
from daicho.business.operations.ledger.read import read_ledger
from daicho.business.operations.ledger.survey import survey
from daicho.engine.exchange.sheets import Cell, Sheet, Workbook

HEAD: list[Cell] = ["契約先", "商品", "定価", "単価", "契約日", "開始日", "終了日", "社内メモ"]
ROW: list[Cell] = ["A社", "帳票", 1500, 1200, "2025/03/01", "2025/04/01", "2026/03/31", "要確認"]


def book() -> Workbook:
    return Workbook("台帳.xlsx", (Sheet("台帳", [HEAD, ROW]),))


def chosen(**places: str) -> Choices:
    return Choices(columns={"台帳": {HEAD.index(title): meaning for title, meaning in places.items()}})


def test_another_price() -> None:
    [contract] = read_ledger(book(), choices=chosen(定価="unit_price", 単価=IGNORED)).contracts
    assert [line.unit_price for line in contract.lines] == [1500]
    assert "1200" not in (contract.remarks or "")


def test_another_start() -> None:
    [contract] = read_ledger(book(), choices=chosen(契約日="start")).contracts
    assert (contract.start, contract.end) == (date(2025, 3, 1), date(2026, 3, 31))


def test_into_the_remarks_or_not_at_all() -> None:
    [kept] = read_ledger(book(), choices=chosen(社内メモ=REMARKS)).contracts
    [left] = read_ledger(book(), choices=chosen(社内メモ=IGNORED)).contracts
    assert "社内メモ：要確認" in (kept.remarks or "")
    assert "要確認" not in (left.remarks or "")


def test_the_survey_shows_what_was_chosen() -> None:
    [table] = survey(book(), chosen(定価="unit_price", 単価=IGNORED)).tables
    found = {column.title: column.meaning for column in table.columns}
    assert (found["定価"], found["単価"], found["契約先"]) == ("unit_price", IGNORED, "account")
    assert (table.first, table.last, table.rows, table.missing) == (1, 1, 1, ())


def test_a_column_that_is_not_there_changes_nothing() -> None:
    assert read_ledger(book(), choices=Choices(columns={"台帳": {99: "start"}})) == read_ledger(book())


def test_every_essential_thing_can_be_chosen() -> None:
    assert {"account", "product", "start", "end", "unit_price"} <= MEANINGS.keys()
    assert "price" in WHAT
