"""The ledger that companies gave us: exactly what is in it, and the same however it is laid out."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from daicho.business.operations.ledger.read import Ledger, read_ledger, summary
from daicho.engine.exchange.workbook import Sheet, Workbook, read_workbook

DATA = Path(__file__).parents[3] / "data"
EXPECTED = json.loads((DATA / "ledger-ja.expected.json").read_text(encoding="utf-8"))
KINDS = {"monthly": "月額", "annual": "年額", "one_time": "一括"}
CYCLES = {"monthly": "月払い", "quarterly": "四半期払い", "annual": "年払い"}
SUMS = {"monthly": "475200", "annual": "3048000", "one_time": "3630000"}
REFUSED = [row for refusal in EXPECTED["refused"] for row in refusal["rows"]]


@pytest.fixture(scope="module")
def real() -> Workbook:
    return read_workbook(DATA / "ledger-ja.xlsx")


def records(ledger: Ledger) -> list[dict[str, Any]]:
    """The contracts in the words of the expected file."""
    return [
        {
            "number": contract.number,
            "account": contract.account,
            "contact": contract.contact,
            "email": contract.email,
            "owner": contract.owner,
            "start_date": contract.start.isoformat(),
            "end_date": contract.end.isoformat() if contract.end else None,
            "auto_renew": contract.auto_renew,
            "payment_terms": contract.payment_terms,
            "billing": CYCLES[contract.billing_cycle or ""],
            "lines": [
                {
                    "product": line.product,
                    "price_kind": KINDS[line.price_kind],
                    "unit_price": int(line.unit_price),
                    "quantity": int(line.quantity),
                }
                for line in contract.lines
            ],
        }
        for contract in ledger.contracts
    ]


def test_records_are_exactly_those_expected(real: Workbook) -> None:
    assert records(read_ledger(real)) == EXPECTED["records"]


def test_counts_and_sums(real: Workbook) -> None:
    assert summary(read_ledger(real)) == {"contracts": 37, "lines": 82, "accounts": 37, "sums": SUMS}
    assert {KINDS[kind]: total for kind, total in SUMS.items()} == EXPECTED["unit_price_times_quantity"]


def test_refused_rows_are_named_once_each_with_column_and_value(real: Workbook) -> None:
    refused = read_ledger(real).refused
    assert [cell.row for cell in refused] == REFUSED == [11, 19, 20, 21, 25, 26, 27]
    assert [(cell.column, cell.value) for cell in refused[:2]] == [
        ("契約期間／終了日", "更新時確認"),
        ("契約期間／終了日", "2025/01/22"),
    ]
    assert (refused[4].column, refused[4].value) == ("数量", "要確認")
    assert refused[4].text("ja") == "「要確認」は数量として読み取れません。数字だけを入力してください（例：35）。"
    assert refused[1].text("ja") == "契約終了日（2025/01/22）が契約開始日（2025/02/01）より前です。"


def test_notes_name_sheets_totals_and_units(real: Workbook) -> None:
    texts = [note.text("ja") for note in read_ledger(real).notes]
    assert texts == [
        "シート「解約分」は契約台帳として読みませんでした（契約先・商品・期間・金額の列がそろっていない）。",
        "シート「記入要領」は契約台帳として読みませんでした（契約先・商品・期間・金額の列がそろっていない）。",
        "シート「契約台帳」の32,58,85,100,102行目は小計・合計なので読みませんでした。",
        "「数量」の単位（ID）は数値だけを読みました。9件",
        "「単価(税抜)」の単位（円）は数値だけを読みました。13件",
    ]


def test_reading_twice_gives_the_same(real: Workbook) -> None:
    assert read_ledger(real) == read_ledger(real)


def test_lines_have_their_own_period_and_remarks(real: Workbook) -> None:
    first = read_ledger(real).contracts[0]
    assert [line.row for line in first.lines] == [5, 6, 7]
    assert [line.remarks for line in first.lines] == ["値引済", None, None]
    assert {(line.start, line.end) for line in first.lines} == {(first.start, first.end)}


def without_merges(real: Workbook) -> list[list[Any]]:
    return [list(row) for row in real.sheets[0].rows]


def as_ledger(rows: list[list[Any]]) -> Ledger:
    return read_ledger(Workbook("x.xlsx", (Sheet("契約台帳", rows),)))


def test_same_without_any_merged_cells(real: Workbook) -> None:
    ledger = as_ledger(without_merges(real))
    assert records(ledger) == EXPECTED["records"]
    assert [cell.row for cell in ledger.refused] == REFUSED


def test_same_with_columns_in_reverse_and_one_header_row(real: Workbook) -> None:
    rows = without_merges(real)
    rows[2][9:13] = ["契約開始日", "契約終了日", "利用開始日", "利用終了日"]
    del rows[3]
    ledger = as_ledger([row[::-1] for row in rows])
    assert records(ledger) == EXPECTED["records"]
    assert [cell.row + 1 for cell in ledger.refused] == REFUSED


def test_same_with_contract_cells_repeated_on_each_row(real: Workbook) -> None:
    rows = without_merges(real)
    for index in range(5, len(rows)):
        if rows[index][5] and rows[index][0] is None and "計" not in rows[index][5]:
            for column in (0, 1, 2, 3, 4, 9, 10, 13, 14, 15):
                rows[index][column] = rows[index - 1][column]
    ledger = as_ledger(rows)
    assert records(ledger) == EXPECTED["records"]
    assert [cell.row for cell in ledger.refused] == REFUSED


def test_same_from_a_shift_jis_text_file(real: Workbook, tmp_path: Path) -> None:
    path = tmp_path / "台帳.csv"
    with path.open("w", encoding="cp932", newline="") as file:
        rows = [["" if cell is None else str(cell).replace("¥", "\\") for cell in row] for row in real.sheets[0].rows]
        csv.writer(file).writerows(rows)
    ledger = read_ledger(read_workbook(path))
    assert records(ledger) == EXPECTED["records"]
    assert [cell.row for cell in ledger.refused] == REFUSED


def test_same_without_contract_numbers(real: Workbook) -> None:
    ledger = as_ledger([row[1:] for row in without_merges(real)])
    assert summary(ledger) == {"contracts": 37, "lines": 82, "accounts": 37, "sums": SUMS}
    assert [cell.row for cell in ledger.refused] == REFUSED
    assert len({contract.number for contract in ledger.contracts}) == 37
    assert all(contract.number_made for contract in ledger.contracts)
