"""Workbooks in which no ledger can be found: a message that names what is missing and what was seen."""

from collections.abc import Callable

import pytest

from daicho.business.operations.ledger.read import Ledger
from daicho.values.problems import Invalid

Read = Callable[..., Ledger]
HEAD = ["契約番号", "契約先", "商品", "数量", "単価", "契約開始日", "契約終了日"]
ROW = ["1", "㈱A", "P", 1, 100, "2025/4/1", "2026/3/31"]


def refusal(ledger_of: Read, *args: object, **more: object) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as error:
        ledger_of(*args, **more)
    assert all(problem.text("en") for problem in error.value.problems)
    return [(problem.code, problem.text("ja")) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("column", "what"),
    [
        (1, "契約先"),
        (2, "商品・サービス"),
        (4, "単価または金額"),
        (5, "契約開始日"),
        (6, "契約終了日（または契約期間）"),
    ],
)
def test_each_essential_column_is_named_when_it_is_missing(ledger_of: Read, column: int, what: str) -> None:
    rows = [[cell for index, cell in enumerate(row) if index != column] for row in (HEAD, ROW)]
    ((code, text),) = refusal(ledger_of, rows)
    assert code == "ledger_no_column"
    assert text.startswith(f"シート「台帳」に{what}の列が見つかりません。読み取れた見出し：契約番号")
    seen = text.split("読み取れた見出し：")[1].split("。")[0].split("、")
    assert seen == [title for title in HEAD if title != HEAD[column]]


def test_no_header_at_all(ledger_of: Read) -> None:
    ((code, text),) = refusal(ledger_of, [["こんにちは"], ["世界", 1]])
    assert (code, "シート：台帳" in text) == ("ledger_no_header", True)


def test_a_header_without_rows(ledger_of: Read) -> None:
    assert [code for code, _ in refusal(ledger_of, [HEAD])] == ["ledger_no_rows"]
    assert [code for code, _ in refusal(ledger_of, [HEAD, ["", "", "合計", 0]])] == ["ledger_no_rows"]


def test_a_sheet_that_does_not_exist(ledger_of: Read) -> None:
    ((code, text),) = refusal(ledger_of, {"甲": [HEAD, ROW], "乙": [HEAD]}, sheet="丙")
    assert (code, text) == ("ledger_no_sheet", "シート「丙」はありません。あるシート：甲、乙")


def test_the_named_sheet_must_be_a_ledger_itself(ledger_of: Read) -> None:
    sheets = {"台帳": [HEAD, ROW], "解約分": [["契約番号", "契約先", "解約日"], ["9", "㈱旧", "2024/3/31"]]}
    codes = [code for code, _ in refusal(ledger_of, sheets, sheet="解約分")]
    assert codes == ["ledger_no_column"] * 4
    assert [one.number for one in ledger_of(sheets).contracts] == ["1"]
