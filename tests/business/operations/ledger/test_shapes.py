"""Ledgers as other companies keep them, each in its own shape, with exactly what must be found."""

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
