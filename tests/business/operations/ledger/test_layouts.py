"""What is made of ledgers that are no plain tables: names of the licences, parties, terms, and where refusals point."""

from collections.abc import Callable
from typing import Any

import pytest

from daicho.business.operations.ledger.read import Ledger, read_ledger
from daicho.values.problems import Invalid
from tests.business.operations.ledger.drawn import drawn_workbook

Digest = Callable[[Ledger], list[tuple[Any, ...]]]
YEAR = ("2025-04-01", "2026-03-31")
HEAD = "契約番号|契約先|商品|数量|単価|種別|開始|終了\n"


def read(drawing: str, sheet: str | None = None) -> Ledger:
    return read_ledger(drawn_workbook(drawing), sheet)


def codes(ledger: Ledger) -> list[str]:
    return [note.code for note in ledger.notes]


def test_products_side_by_side_are_licences_of_their_own(digest: Digest) -> None:
    ledger = read(
        "[台帳]\n契約番号|契約先|開始|終了|商品1|数量1|単価1|区分1|商品2|数量2|単価2|区分2\n"
        "K1|甲社|2025/4/1|2026/3/31|P|2|100|月額|Q|1|500|一括\n"
        "K2|乙社|2025/4/1|2026/3/31|P|3|100|月額||||\n"
    )
    assert digest(ledger) == [
        ("K1", "甲社", *YEAR, [("P", "2", "100", "monthly"), ("Q", "1", "500", "one_time")]),
        ("K2", "乙社", *YEAR, [("P", "3", "100", "monthly")]),
    ]


def test_fees_in_columns_name_the_licences_where_there_is_no_product(digest: Digest) -> None:
    ledger = read(
        "[台帳]\n契約番号|契約先|基本料(月額)|保守料(年額)|開始|終了\nK1|甲社|30000|96000|2025/4/1|2026/3/31\n"
    )
    lines = [("基本料(月額)", "1", "30000", "monthly"), ("保守料(年額)", "1", "96000", "annual")]
    assert digest(ledger) == [("K1", "甲社", *YEAR, lines)]
    assert "ledger_product_by_price" in codes(ledger)


def test_a_turned_sheet_points_to_the_row_and_column_of_the_file() -> None:
    drawing = "[台帳]\n項目|1|2\n契約番号|K1|K2\n契約先|甲社|乙社\n商品|P|P\n単価|100|未定\n種別|月額|月額\n開始|2025/4/1|2025/4/1\n終了|2026/3/31|2026/3/31\n"
    ledger = read(drawing)
    assert [contract.number for contract in ledger.contracts] == ["K1"]
    assert [(cell.row, cell.column, cell.value) for cell in ledger.refused] == [(5, "C 単価", "未定")]


def test_a_form_for_one_contract_gives_its_parties_and_terms() -> None:
    ledger = read(
        "[K1]\n契約カード\n契約番号|K1|契約先|株式会社甲\n契約開始日|2025/4/1|契約終了日|2026/3/31\n担当者|田中 一|自動更新|有\n\n"
        "商品名|数量|単価|区分\nP|2|100|月額\nQ|1|500|一時\n合計||700|\n"
    )
    (contract,) = ledger.contracts
    assert (contract.account, contract.renewal_type, len(contract.lines)) == ("株式会社甲", "auto", 2)
    assert [line.row for line in contract.lines] == [7, 8]


def test_the_later_of_two_terms_on_two_sheets_is_the_contract() -> None:
    first = "[2024年度]\n" + HEAD + "K1|甲社|P|4|100|月額|2024/4/1|2025/3/31\n"
    ledger = read(first + "[2025年度]\n" + HEAD + "K1|甲社|P|5|100|月額|2025/4/1|2026/3/31\n")
    (contract,) = ledger.contracts
    assert (contract.start.year, contract.term_number, len(contract.lines)) == (2025, 2, 1)
    assert contract.first_start is not None
    assert contract.first_start.isoformat() == "2024-04-01"
    assert "ledger_later_term" in codes(ledger)


def test_cancelled_contracts_on_a_sheet_of_their_own_are_read_only_when_named() -> None:
    drawing = "[台帳]\n" + HEAD + "K1|甲社|P|4|100|月額|2025/4/1|2026/3/31\n[解約済み]\n" + HEAD
    drawing += "K9|旧社|P|4|100|月額|2020/4/1|2021/3/31\n"
    assert [contract.number for contract in read(drawing).contracts] == ["K1"]
    assert [contract.number for contract in read(drawing, "解約済み").contracts] == ["K9"]


@pytest.mark.parametrize(("amounts", "price"), [(("100", "100"), "100"), (("200", "500"), "100")])
def test_an_amount_beside_a_quantity_is_told_by_the_rows(amounts: tuple[str, str], price: str, digest: Digest) -> None:
    ledger = read(
        "[台帳]\n契約番号|契約先|商品|数量|月額|開始|終了\n"
        f"K1|甲社|P|2|{amounts[0]}|2025/4/1|2026/3/31\nK2|乙社|P|5|{amounts[1]}|2025/4/1|2026/3/31\n"
    )
    assert [entry[4] for entry in digest(ledger)] == [
        [("P", "2", price, "monthly")],
        [("P", "5", price, "monthly")],
    ]


def test_a_customer_written_once_holds_for_the_rows_below_only_where_that_is_the_habit() -> None:
    rows = ["K1|甲社|P|1|100|月額|2025/4/1|2026/3/31", *(f"K{n}||P|1|100|月額|2025/4/1|2026/3/31" for n in (2, 3))]
    habit = read("[台帳]\n" + HEAD + "\n".join(rows) + "\n")
    assert [(one.number, one.account) for one in habit.contracts] == [("K1", "甲社"), ("K2", "甲社"), ("K3", "甲社")]
    assert "ledger_account_above" in codes(habit)
    once = read("[台帳]\n" + HEAD + "\n".join(rows[:2]) + "\n")
    assert [(cell.row, cell.message.code) for cell in once.refused] == [(3, "ledger_missing")]


def test_notes_beside_values_are_kept_and_may_tell_the_renewal() -> None:
    ledger = read("[台帳]\n" + HEAD + "K1|甲社|P|10本(予備1)|100|月額|2025/4/1|2026/3/31(自動更新)\n")
    (contract,) = ledger.contracts
    assert str(contract.lines[0].quantity) == "10"
    assert contract.remarks == "終了：2026/3/31(自動更新)\n数量：10本(予備1)"
    assert contract.renewal_type == "auto"


def test_an_essential_thing_that_nothing_can_stand_for_is_named() -> None:
    with pytest.raises(Invalid) as error:
        read("[台帳]\n契約番号|契約先|商品|数量|種別|開始|終了\nK1|甲社|P|1|月額|2025/4/1|2026/3/31\n")
    assert [problem.code for problem in error.value.problems] == ["ledger_no_column"]
