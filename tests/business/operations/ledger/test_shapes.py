"""Ledgers as other companies keep them, each in its own shape, with exactly what must be found."""

from collections.abc import Callable
from datetime import date
from typing import Any

from daicho.business.operations.ledger.read import Ledger, summary

Read = Callable[..., Ledger]
Digest = Callable[[Ledger], list[tuple[Any, ...]]]
YEAR = ("2025-04-01", "2026-03-31")


def codes(ledger: Ledger) -> set[str]:
    return {note.code for note in ledger.notes}


def rows_refused(ledger: Ledger) -> list[tuple[int, str]]:
    return [(cell.row, cell.message.code) for cell in ledger.refused]


def test_title_notes_period_in_one_cell_units_and_blank_cells_below(ledger_of: Read, digest: Digest) -> None:
    head = ["管理番号", "顧客名", "ご担当者", "担当", "サービス名", "本数", "月額単価", "契約期間", "請求サイクル"]
    ledger = ledger_of(
        [
            ["株式会社サンプル　契約管理表"],
            ["※単位：円（税抜）"],
            ["更新日", date(2025, 12, 1)],
            [],
            head,
            [
                "A-001",
                "㈱東西商会",
                "山田 太郎 様",
                "佐藤",
                "基本",
                "１０本",
                "¥1,200",
                "2025/4/1～2026/3/31",
                "月払い（前払い）",
            ],
            ["", "", "", "", "オプション", 5, 500],
            ["A-002", "有限会社南北", "鈴木 花子", "田中", "基本", "3", "1,200円", "R7.7.1〜R8.6.30", "年1回"],
            ["", "", "", "", "合計", 18],
            ["※以上"],
        ]
    )
    assert digest(ledger) == [
        ("A-001", "㈱東西商会", *YEAR, [("基本", "10", "1200", "monthly"), ("オプション", "5", "500", "monthly")]),
        ("A-002", "有限会社南北", "2025-07-01", "2026-06-30", [("基本", "3", "1200", "monthly")]),
    ]
    first = ledger.contracts[0]
    assert (first.contact, first.owner, first.billing_cycle, first.billing_timing) == (
        "山田 太郎",
        "佐藤",
        "monthly",
        "advance",
    )
    assert ledger.refused == ()


def test_english_headers_with_contract_cells_on_each_row(ledger_of: Read, digest: Digest) -> None:
    head = [
        "Contract No.",
        "Customer",
        "E-mail",
        "Sales rep",
        "Product",
        "Qty",
        "Unit price (USD)",
        "Start date",
        "End date",
    ]
    head += ["Billing", "Auto renew", "Notes"]
    ledger = ledger_of(
        [
            head,
            [
                "C-1",
                "Acme Inc.",
                "m@acme.example",
                "Bob",
                "Cloud",
                10,
                12.5,
                date(2025, 1, 1),
                "31-Dec-2025",
                "Monthly",
                "Yes",
                "x",
            ],
            [
                "C-1",
                "Acme Inc.",
                "m@acme.example",
                "Bob",
                "Support",
                1,
                100,
                "2025-01-01",
                "2025-12-31",
                "Monthly",
                "Yes",
                "y",
            ],
            ["C-2", "Beta LLC", "no mail", "Bob", "Cloud", 2, "$15.00", "2025-02-01", "2026-01-31", "Annual", "No", ""],
        ]
    )
    lines = [("Cloud", "10", "12.5", "monthly"), ("Support", "1", "100", "monthly")]
    assert digest(ledger) == [
        ("C-1", "Acme Inc.", "2025-01-01", "2025-12-31", lines),
        ("C-2", "Beta LLC", "2025-02-01", "2026-01-31", [("Cloud", "2", "15", "annual")]),
    ]
    assert [(one.currency, one.auto_renew, one.email) for one in ledger.contracts] == [
        ("USD", True, "m@acme.example"),
        ("USD", False, None),
    ]
    assert ledger.contracts[1].remarks == "E-mail：no mail"
    assert {"ledger_not_an_email", "ledger_kind_assumed"} <= codes(ledger)


def test_wide_columns_for_initial_monthly_and_annual_prices(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["No.", "会社名", "サービス", "開始日", "終了日", "初期費用", "月額", "年額", "備考"],
            [1, "株式会社A", "基本", "2025/4/1", "2026/3/31", 50000, 10000, 120000, ""],
            [2, "B有限会社", "保守", "2025/4/1", "2026/3/31", "", "", 60000, "年払"],
            [3, "C合同会社", "基本", "2025/4/1", "2026/3/31", "-", 20000, "", ""],
            ["", "合計", "", "", "", 50000, 30000, 180000, ""],
        ]
    )
    assert digest(ledger) == [
        ("1", "株式会社A", *YEAR, [("基本", "1", "10000", "monthly"), ("基本 初期費用", "1", "50000", "one_time")]),
        ("2", "B有限会社", *YEAR, [("保守", "1", "60000", "annual")]),
        ("3", "C合同会社", *YEAR, [("基本", "1", "20000", "monthly")]),
    ]
    assert summary(ledger)["sums"] == {"monthly": "30000", "one_time": "50000", "annual": "60000"}


def test_amounts_only_years_as_term_merged_cells_and_no_number(ledger_of: Read, digest: Digest) -> None:
    rows = [
        ["得意先", "品名", "数量", "金額", "契約開始日", "契約年数", "支払方法"],
        ["株式会社丸山", "ライセンスA", 10, "12,000", "2025年4月1日", 1, "一括"],
        ["", "ライセンスB", 3, "10,000", "", "", ""],
        ["谷川(株)", "ライセンスA", 5, "6000", "R7.10.1", "2年", "月払"],
    ]
    ledger = ledger_of(rows, merge=["A2:A3", "E2:E3", "F2:F3", "G2:G3"])
    assert [entry[1:] for entry in digest(ledger)] == [
        ("株式会社丸山", *YEAR, [("ライセンスA", "10", "1200", "period"), ("ライセンスB", "1", "10000", "period")]),
        ("谷川(株)", "2025-10-01", "2027-09-30", [("ライセンスA", "5", "1200", "monthly")]),
    ]
    again = ledger_of([rows[0], rows[3], *rows[1:3]], merge=["A3:A4", "E3:E4", "F3:F4", "G3:G4"])
    assert {one.number for one in again.contracts} == {one.number for one in ledger.contracts}
    assert {"ledger_amount_as_price", "ledger_amount_divided", "ledger_numbers_made"} <= codes(ledger)


def test_several_sheets_by_year_with_ditto_marks_beside_other_sheets(ledger_of: Read, digest: Digest) -> None:
    head = ["契約番号", "契約先", "商品", "数量", "単価", "契約開始日", "契約満了日"]
    sheets = {
        "2024年度": [head, ["K1", "㈱甲", "P", 1, 100, "R6.4.1", "R7.3.31"], ["〃", "〃", "Q", 2, 200, "同上", "〃"]],
        "2025年度": [
            head,
            ["K3", "㈱丙", "P", 1, 100, "R7.4.1", "R8.3.31"],
            ["K1", "㈱甲", "P", 1, 100, "R6.4.1", "R7.3.31"],
        ],
        "集計": [["担当", "件数"], ["佐藤", 3]],
        "旧": [head, ["K9", "㈱旧", "P", 1, 100, "R7.4.1", "R8.3.31"]],
        "記入例": [head, ["K8", "㈱例", "P", 1, 100, "R7.4.1", "R8.3.31"]],
    }
    ledger = ledger_of(sheets, hidden=["旧"])
    lines = [("P", "1", "100", "monthly"), ("Q", "2", "200", "monthly")]
    assert digest(ledger) == [
        ("K1", "㈱甲", "2024-04-01", "2025-03-31", lines),
        ("K3", "㈱丙", *YEAR, [("P", "1", "100", "monthly")]),
    ]
    assert ledger.sheets == ("2024年度", "2025年度")
    skipped = [note.params["sheet"] for note in ledger.notes if note.code == "ledger_sheet_skipped"]
    assert skipped == ["集計", "旧", "記入例"]
    assert [one.number for one in ledger_of(sheets, sheet="旧", hidden=["旧"]).contracts] == ["K9"]


def test_side_table_spacer_column_two_lines_in_a_header_and_tax_columns(ledger_of: Read, digest: Digest) -> None:
    head = [
        "契約\n番号",
        "お客様名",
        "契約\n開始日",
        "契約\n終了日",
        "",
        "プラン名",
        "ID数",
        "単価\n(税抜)",
        "単価\n(税込)",
        "データ\nセンター",
    ]
    ledger = ledger_of(
        [
            [*[""] * 11, "凡例", ""],
            [*head, "", "記号", "意味"],
            [
                "S-1",
                "株式会社さくら",
                "2025/4/1",
                "2026/3/31",
                "",
                "Gold",
                "20ID",
                "980円/月",
                "1,078円/月",
                "東京",
                "",
                "○",
                "自動",
            ],
            [
                "S-2",
                "もみじ株式会社",
                "2025/4/1",
                "2026/3/31",
                "",
                "Silver",
                "5 ID",
                "480円/年",
                "528円/年",
                "大阪",
                "",
                "×",
                "都度",
            ],
            [*[""] * 11, "△", "保留"],
        ]
    )
    assert digest(ledger) == [
        ("S-1", "株式会社さくら", *YEAR, [("Gold", "20", "980", "monthly")]),
        ("S-2", "もみじ株式会社", *YEAR, [("Silver", "5", "480", "annual")]),
    ]
    assert [one.remarks for one in ledger.contracts] == ["データ センター：東京", "データ センター：大阪"]
    assert {"ledger_beside_skipped", "ledger_derived_columns", "ledger_extra_columns"} <= codes(ledger)


def test_two_header_levels_without_merges_and_bad_rows(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["契約情報", "", "", "契約期間", "", "利用", "", "料金", "", "支払"],
            ["番号", "取引先名", "先方担当", "自", "至", "品目", "数", "種別", "単価", "条件"],
            [
                "1001",
                "(株)北",
                "木村 一郎",
                "2025/04/01",
                "2026/03/31",
                "X",
                "3",
                "月額",
                "1,000",
                "月末締め翌月末払い",
            ],
            ["1002", "(株)南", "林 二郎", "2025/05/01", "2025/04/30", "X", "3", "月額", "1,000", ""],
            ["1003", "(株)西", "森 三郎", "2025/05/01", "2026/04/30", "X", "0", "月額", "1,000", ""],
            ["1004", "(株)東", "森 三郎", "2025/05/01", "無期限", "X", "2", "年額", "-500", ""],
            ["1005", "(株)東", "森 三郎", "2025/05/01", "9999/12/31", "X", "2", "年額", "500", ""],
            ["1006", "(株)東", "森 三郎", "2025/05/01", "2026/04/30", "X", "2", "謎額", "500", ""],
        ]
    )
    assert digest(ledger) == [
        ("1001", "(株)北", *YEAR, [("X", "3", "1000", "monthly")]),
        ("1005", "(株)東", "2025-05-01", None, [("X", "2", "500", "annual")]),
    ]
    assert rows_refused(ledger) == [
        (4, "ledger_end_before_start"),
        (5, "ledger_not_positive"),
        (6, "ledger_negative_price"),
        (8, "ledger_not_a_price_kind"),
    ]
    assert ledger.contracts[0].payment_terms == "月末締め翌月末払い"


def test_period_header_merged_over_start_tilde_and_end(ledger_of: Read, digest: Digest) -> None:
    ledger = ledger_of(
        [
            ["契約No", "ユーザー名", "契約期間", "", "", "商品名", "数量", "単価", "更新"],
            ["1", "株式会社あ", date(2025, 4, 1), "～", date(2026, 3, 31), "L", 1, 100, "○"],
            ["2", "株式会社い", date(2025, 4, 1), "～", date(2026, 3, 31), "L", 2, 100, "×"],
        ],
        merge=["C1:E1"],
    )
    assert [entry[:4] for entry in digest(ledger)] == [("1", "株式会社あ", *YEAR), ("2", "株式会社い", *YEAR)]
    assert [one.renewal_type for one in ledger.contracts] == ["auto", "manual"]
    assert "ledger_extra_columns" not in codes(ledger)
