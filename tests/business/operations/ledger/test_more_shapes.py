"""More ledgers as other companies keep them: sections, numbering, parties, units, several tables."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from daicho.business.operations.ledger.read import Ledger, read_ledger, summary
from daicho.business.operations.ledger.result import Notice
from daicho.engine.exchange.workbook import read_workbook

Read = Callable[..., Ledger]
Digest = Callable[[Ledger], list[tuple[Any, ...]]]
YEAR = ("2025-04-01", "2026-03-31")


def codes(ledger: Ledger) -> set[str]:
    return {note.code for note in ledger.notes}


def rows_refused(ledger: Ledger) -> list[tuple[int, str]]:
    return [(cell.row, cell.message.code) for cell in ledger.refused]


def test_contradicting_customers_prepared_rows_and_repeated_header(ledger_of: Read, digest: Digest) -> None:
    head = ["契約番号", "契約先", "商品名", "数量", "単価", "契約期間", "自動更新"]
    ledger = ledger_of(
        [
            head,
            ["1-A", "㈱A", "L", 1, 100, "2025/4/1-2026/3/31", "有"],
            ["1-A", "㈱B", "L", 1, 100, "2025/4/1-2026/3/31", "有"],
            ["1-B", "㈱C", "", 1, 100, "2025/4/1-2026/3/31", "有"],
            ["1-C", "㈱D", "L", 1, 100, "来年まで", "有"],
            ["1-D"],
            ["1-E", "", "", "", 0, "", ""],
            head,
            ["1-F", "㈱F", "L", "2式", "3万円", "2025/4/1から1年間", "無"],
        ]
    )
    assert digest(ledger) == [("1-F", "㈱F", *YEAR, [("L", "2", "30000", "monthly")])]
    assert rows_refused(ledger) == [
        (2, "ledger_other_row"),
        (3, "ledger_other_account"),
        (4, "ledger_missing"),
        (5, "ledger_not_a_period"),
    ]
    assert "6-7" in [note.params.get("rows") for note in ledger.notes]


def test_day_of_renewal_thousands_of_yen_and_all_parties(ledger_of: Read, digest: Digest) -> None:
    head = [
        "契約番号",
        "取引先",
        "商品",
        "数量",
        "年額(千円)",
        "契約開始日",
        "更新日",
        "代理店",
        "エンドユーザー",
        "メール",
        "電話番号",
        "部署",
    ]
    head += ["役職", "解約申入", "〒", "住所"]
    row = ["R1", "㈱A", "保守", 1, 120, "2025/4/1", "2026/4/1", "販売㈱", "使用㈱", "a@b.jp", "03-1234-5678", "情報部"]
    ledger = ledger_of([head, [*row, "部長", "3か月前", "100-0001", "東京都千代田区"]])
    assert digest(ledger) == [("R1", "㈱A", *YEAR, [("保守", "1", "120000", "annual")])]
    contract = ledger.contracts[0]
    assert (contract.reseller, contract.end_user, contract.email) == ("販売㈱", "使用㈱", "a@b.jp")
    assert (contract.phone, contract.department, contract.title) == ("03-1234-5678", "情報部", "部長")
    assert (contract.postal_code, contract.address) == ("100-0001", "東京都千代田区")
    assert contract.notice == Notice(months=3)
    assert "ledger_renewal_day" in codes(ledger)


def test_contract_row_above_its_licence_rows_with_repeated_amounts(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["契約番号", "契約先", "契約期間", "", "ライセンス", "数量", "単価", "月額", "契約総額", "状態", "解約日"],
            ["X1", "㈱A", "2025/4/1", "2026/3/31"],
            ["", "", "", "", "基本", 10, 100, 1000, 12000],
            ["", "", "", "", "追加", 2, 50, 100, 1200],
            ["X2", "㈱B", "2025/4/1", "2026/3/31", "基本", 1, 100, 100, 1200, "解約済", "2025/9/30"],
            ["X3", "㈱C", "2025/4/1", "2026/3/31", "基本", 1, 100, 100, 1200, "解約済", ""],
        ],
        merge=["C1:D1"],
    )
    assert digest(ledger)[0] == (
        "X1", "㈱A", *YEAR, [("基本", "10", "100", "monthly"), ("追加", "2", "50", "monthly")],
    )  # fmt: skip
    assert [one.cancel_date for one in ledger.contracts] == [None, date(2025, 9, 30), date(2026, 3, 31)]
    assert summary(ledger)["sums"] == {"monthly": "1300"}
    assert {"ledger_derived_columns", "ledger_cancelled_at_end"} <= codes(ledger)


def test_section_headings_two_pairs_of_dates_and_sums_without_a_label(ledger_of: Read, digest: Digest) -> None:
    head = [
        "",
        "契約番号",
        "契約先（会社名）",
        "契約期間（開始）",
        "契約期間（終了）",
        "開始日",
        "終了日",
        "品名",
        "数量（ID）",
        "単価（税抜・円）",
        "課金区分",
    ]
    ledger = ledger_of(
        [
            head,
            ["", "【東京支店】"],
            ["", "T-1", "㈱A", "2025/4/1", "2026/3/31", "2025/4/1", "2026/3/31", "基本", 10, 1000, "月額"],
            ["", "", "", "", "", "2025/10/1", "2026/3/31", "追加", 5, 1000, "月額"],
            ["", "", "", "", "", "", "", "導入支援", "", 100000, "初期費用"],
            ["", "", "", "", "", "", "", "", 15, 102000],
            ["", "【大阪支店】"],
            ["", "T-2", "㈱B", "2025/4/1", "2026/3/31", "", "", "基本", 10, 1000, "月額"],
            ["", "", "", "", "", "", "", "", 25, 103000],
        ],
        merge=["B2:K2", "B7:K7"],
    )
    lines = [
        ("基本", "10", "1000", "monthly"),
        ("追加", "5", "1000", "monthly"),
        ("導入支援", "1", "100000", "one_time"),
    ]
    assert digest(ledger) == [
        ("T-1", "㈱A", *YEAR, lines),
        ("T-2", "㈱B", *YEAR, [("基本", "10", "1000", "monthly")]),
    ]
    assert [line.start.isoformat() for line in ledger.contracts[0].lines] == ["2025-04-01", "2025-10-01", "2025-04-01"]
    assert ledger.refused == ()


def test_a_running_number_of_rows_is_no_contract_number(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["No.", "取引先名", "サービス内容", "単価区分", "数量", "単価", "契約開始", "契約終了", "営業"],
            [1, "株式会社A", "基本", "月額", 1, 1000, "2025/4/1", "2026/3/31", "佐藤 一"],
            [2, "㈱A", "追加", "月額", 2, 500, "R7.4.1", "2026/3/31", "佐藤 一"],
            [3, "株式会社B", "基本", "月額", 1, 1000, "2025/4/1", "2026/3/31", "佐藤 一"],
        ]
    )
    assert [len(one.lines) for one in ledger.contracts] == [2, 1]
    assert all(one.number_made and one.number.startswith("L-") for one in ledger.contracts)


def test_rows_of_one_number_apart_lengths_as_period_and_timing(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["契約ID", "顧客", "製品名", "利用者数", "月額", "契約開始日", "契約期間", "前払/後払"],
            ["Z1", "A社", "X", "3名", "3,000", "2025/4/1", "12ヶ月", "前払い"],
            ["Z2", "B社", "X", "1名", "1,000", "2025/5/1", "2年", ""],
            ["Z1", "A社", "Y", "3名", "600", "2025/4/1", "1年", "前払い"],
        ]
    )
    assert digest(ledger) == [
        ("Z1", "A社", *YEAR, [("X", "3", "1000", "monthly"), ("Y", "3", "200", "monthly")]),
        ("Z2", "B社", "2025-05-01", "2027-04-30", [("X", "1", "1000", "monthly")]),
    ]
    assert ledger.contracts[0].billing_timing == "advance"
    assert ledger.contracts[0].rows == (2, 4)


def test_columns_known_by_their_content_alone(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["管理番号", "客", "スタート", "エンド", "モノ", "¥", "いくつ"],
            ["G1", "㈱A", "2025/4/1", "2026/3/31", "基本プラン", 30000, 5],
            ["G2", "㈱B", "2025/4/1", "2026/3/31", "応用プラン", 30000, 6],
        ]
    )
    assert digest(ledger)[0] == ("G1", "㈱A", *YEAR, [("基本プラン", "5", "30000", "monthly")])
    assert [note.code for note in ledger.notes].count("ledger_guessed") == 6


def test_names_in_two_columns_closing_and_paying_day_and_customer_over_two_contracts(ledger_of: Read) -> None:
    ledger = ledger_of(
        [
            ["契約番号", "契約先", "商品", "数量", "単価", "開始日", "終了日", "締日", "支払日", "ご担当者", ""],
            ["1", "㈱A", "P", 1, 100, "2025/4/1", "2026/3/31", "月末", "翌月末", "山田", "太郎"],
            ["2", "", "Q", 1, 100, "2025/4/1", "2026/3/31", "20日締め", "翌月10日払い", "鈴木", "花子"],
        ],
        merge=["B2:B3", "J1:K1"],
    )
    assert [(one.account, one.contact, one.payment_terms) for one in ledger.contracts] == [
        ("㈱A", "山田 太郎", "月末締め翌月末払い"),
        ("㈱A", "鈴木 花子", "20日締め翌月10日払い"),
    ]
    assert summary(ledger)["accounts"] == 1


def test_a_shift_jis_csv_of_another_company(tmp_path: Path, digest: Digest) -> None:
    path = tmp_path / "契約一覧.csv"
    text = (
        "契約一覧表,,,,,,,\r\n"
        "契約管理番号,ご契約者名,ご利用プラン,アカウント数,単価（円／月）,契約開始年月日,契約満了年月日,更新方法\r\n"
        '０００１,㈱髙島,"スタンダード\r\nプラン",50アカウント,"￥1,980-",令和7年4月1日,令和8年3月31日,自動更新（1年）\r\n'
        "０００２,②番町商店,ライト,1,無償,20250401,20260331,都度更新\r\n"
    )
    path.write_bytes(text.encode("cp932"))
    ledger = read_ledger(read_workbook(path))
    assert digest(ledger) == [
        ("0001", "㈱髙島", *YEAR, [("スタンダード プラン", "50", "1980", "monthly")]),
        ("0002", "②番町商店", *YEAR, [("ライト", "1", "0", "monthly")]),
    ]
    assert [one.renewal_type for one in ledger.contracts] == ["auto", "manual"]


def test_each_unreadable_essential_cell_refuses_its_own_contract_only(ledger_of: Read) -> None:
    good = ["P", 1, 100, "2025/4/1", "2026/3/31"]
    ledger = ledger_of(
        [
            ["契約番号", "契約先", "商品", "数量", "単価", "開始日", "終了日"],
            ["1", "㈱A", "P", 1, 100, "2025/4/1", "未定"],
            ["2", "㈱B", "P", 1, 100, "2025/13/1", "2026/3/31"],
            ["3", "㈱C", "P", 1, "応相談", "2025/4/1", "2026/3/31"],
            ["4", "㈱D", "P", "", 100, "2025/4/1", "2026/3/31"],
            ["5", "", *good],
            ["6", "㈱D", "P", "1", 1e12, "2025/4/1", "2026/3/31"],
            ["7", "㈱D", "P", "1", 100, "", "2026/3/31"],
            ["8", "㈱D", "P", "1", 100, "2025/4/1", ""],
            ["9", "㈱E", *good],
        ]
    )
    assert [one.number for one in ledger.contracts] == ["9"]
    assert rows_refused(ledger) == [
        (2, "not_a_date"),
        (3, "not_a_date"),
        (4, "not_a_number"),
        (5, "ledger_missing"),
        (6, "ledger_missing"),
        (7, "ledger_absurd_price"),
        (8, "ledger_missing"),
        (9, "ledger_missing"),
    ]
    assert [cell.column for cell in ledger.refused] == [
        "終了日",
        "開始日",
        "単価",
        "数量",
        "契約先",
        "単価",
        "開始日",
        "終了日",
    ]


def test_lines_with_dates_of_their_own_below_a_customer_without_number(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["取引先名", "商品名", "数量", "単価", "金額", "開始日", "終了日", "備考"],
            ["株式会社A", "P", 1, 100, 100, "2025/4/1", "2026/3/31", "x"],
            ["", "Q", 1, 200, 200, "2025/10/1", "2026/3/31", "y"],
            ["㈱A", "R", 1, 300, 300, "2026/4/1", "2027/3/31", ""],
            ["合計", "", 3, "", 600],
        ]
    )
    assert [entry[1:4] for entry in digest(ledger)] == [("株式会社A", *YEAR), ("㈱A", "2026-04-01", "2027-03-31")]
    assert [(line.product, line.start, line.remarks) for line in ledger.contracts[0].lines] == [
        ("P", date(2025, 4, 1), "x"),
        ("Q", date(2025, 10, 1), "y"),
    ]
    assert summary(ledger)["accounts"] == 1


def test_tables_below_each_other_units_below_the_header_and_two_columns_called_the_same(ledger_of: Read) -> None:
    head = ["契約番号", "取引先", "担当", "電話番号", "商品", "数量", "単価", "契約日", "契約終了日", "担当"]
    ledger = ledger_of(
        [
            ["■クラウド"],
            head,
            ["", "", "", "", "", "(個)", "(円)"],
            ["1", "㈱A", "山田 太郎", "03-1111-2222", "P", 2, 100, "2025/4/1", "2026/3/31", "佐藤"],
            ["小計", "", "", "", "", 2],
            ["■保守"],
            head,
            ["2", "㈱B", "鈴木 花子", "", "P", 3, 100, "2025/4/1", "2026/3/31", "佐藤"],
            [],
            ["契約番号", "会社名", "解約日", "理由"],
            ["9", "㈱Z", "2024/3/31", "価格"],
        ]
    )
    found = [(one.number, one.contact, one.owner) for one in ledger.contracts]
    assert found == [("1", "山田 太郎", "佐藤"), ("2", "鈴木 花子", "佐藤")]
    assert ledger.refused == ()
    assert [note.params["row"] for note in ledger.notes if note.code == "ledger_below_skipped"] == [10]


def test_three_header_levels_and_an_amount_for_all_units(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["契約管理表"],
            ["基本情報", "", "", "契約内容"],
            ["No", "顧客", "", "サービス", "利用料", "", "契約期間", "", "更新"],
            ["", "会社名", "担当者", "", "月額(税抜)", "数量", "開始", "終了", ""],
            ["C-01", "株式会社い", "木村", "X", "1,000", "2", "R7/4/1", "R8/3/31", "自動"],
            ["", "", "", "Y", "500", "2"],
        ],
        merge=["A1:I1", "A2:C2", "D2:I2", "A3:A4", "B3:C3", "D3:D4", "E3:F3", "G3:H3", "I3:I4"],
    )
    assert digest(ledger) == [
        ("C-01", "株式会社い", *YEAR, [("X", "2", "500", "monthly"), ("Y", "2", "250", "monthly")]),
    ]
    assert ledger.contracts[0].contact == "木村"
    assert "ledger_amount_divided" in codes(ledger)
