"""Periods, lengths, notice and the words of a ledger's cells."""

from datetime import date

import pytest

from daicho.business.operations.ledger.cells import read_day, read_notice, read_period, read_term
from daicho.business.operations.ledger.result import Notice
from daicho.business.operations.ledger.vocabulary import billing, is_remark, is_total, price_kind, renewal, says_no_end
from daicho.business.operations.ledger.words import meanings
from daicho.values.problems import Invalid


@pytest.mark.parametrize(
    "text",
    [
        "2025/4/1～2026/3/31",
        "2025/4/1〜2026/3/31",
        "2025-04-01 - 2026-03-31",
        "2025年4月1日から1年間",
        "R7.4.1～8.3.31",
        "自 2025年4月1日 至 2026年3月31日",
        "2025/4/1\n～2026/3/31",
        "2025/4/1–2026/3/31 (12ヶ月)",
        "２０２５／４／１～２０２６／３／３１",
        "2025年4月～2026年3月",
        "2025/4/1～3/31",
        "2025年4月1日〜翌年3月31日",
        "令和7年4月1日～令和8年3月末日",
        "2025.4.1→2026.3.31",
    ],
)
def test_read_period(text: str) -> None:
    assert read_period(text) == (date(2025, 4, 1), date(2026, 3, 31))


def test_read_period_without_end_only_where_it_says_so() -> None:
    assert read_period("2025/4/1～無期限") == (date(2025, 4, 1), None)
    for text in ("2025/4/1～", "～2026/3/31", "2025/4/1～未定", "12ヶ月", "x", "2025/13/1～2026/3/31", 5):
        with pytest.raises(Invalid):
            read_period(text)


@pytest.mark.parametrize(
    ("text", "header", "months"),
    [
        ("12ヶ月", "", 12),
        ("1年", "", 12),
        ("1年6か月", "", 18),
        ("半年", "", 6),
        (12, "", 12),
        ("1", "契約年数", 12),
        (3, "期間(月)", 3),
        ("24 months", "", 24),
        ("2年間", "", 24),
        ("1年(自動更新)", "", 12),
        ("1.5年", "", 18),
    ],
)
def test_read_term(text: object, header: str, months: int) -> None:
    assert read_term(text, header) == months


@pytest.mark.parametrize("text", ["1", "0か月", "未定", "", "1.3年", "99999"])
def test_read_term_refuses(text: str) -> None:
    with pytest.raises(Invalid):
        read_term(text, "")


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("3か月前", Notice(months=3)),
        ("満了日の3ヶ月前まで", Notice(months=3)),
        ("90日前", Notice(days=90)),
        ("2週間前", Notice(days=14)),
        ("1か月前の月末", Notice(months=1, to_month_end=True)),
        (3, Notice(months=3)),
        (60, Notice(days=60)),
        ("要確認", None),
        ("なるべく3か月前くらい", None),
    ],
)
def test_read_notice(text: object, notice: Notice | None) -> None:
    assert read_notice(text) == notice


def test_read_day_with_words_around_it() -> None:
    assert {read_day(text) for text in ("2026/3/31まで", "～2026/3/31", "2026年3月31日迄")} == {date(2026, 3, 31)}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("月払い", ("monthly", None)),
        ("毎月", ("monthly", None)),
        ("年払い(前払い)", ("annual", "advance")),
        ("年一括前払", ("annual", "advance")),
        ("四半期", ("quarterly", None)),
        ("3ヶ月払い", ("quarterly", None)),
        ("半年払い", ("half_yearly", None)),
        ("2か月払い", ("every_2_months", None)),
        ("隔月", ("every_2_months", None)),
        ("12か月", ("annual", None)),
        ("一括払い", ("once", None)),
        ("月額・後払い", ("monthly", "arrears")),
        ("月末締め翌月末払い", (None, None)),
        ("口座振替", (None, None)),
    ],
)
def test_billing(text: str, codes: tuple[str | None, str | None]) -> None:
    assert billing(text) == codes


def test_renewal_words() -> None:
    words = ["○", "有", "自動更新（1年）", "×", "無", "都度", "自動更新なし", "更新なし", "保留", "要確認", "謎"]
    found = [renewal(word) for word in words]
    assert found == ["auto", "auto", "auto", "manual", "manual", "manual", "manual", "none", "hold", "hold", None]


def test_price_kind_words() -> None:
    words = ["月額", "年額", "一括", "初期費用", "期間額", "日額", "従量", "Monthly", "月払い"]
    found = [price_kind(word) for word in words]
    assert found == ["monthly", "annual", "one_time", "one_time", "period", "daily", "usage", "monthly", None]


def test_totals_are_told_from_names_that_look_like_them() -> None:
    totals = [
        "小計",
        "合計",
        "総合計",
        "【合計】",
        "合計金額",
        "樋口 小計",
        "2025年度合計",
        "Total",
        "Sub total",
        "Grand Total:",
        "計",
    ]
    names = ["クラウド会計", "日本設計", "合計管理サービス", "会計", "TotalCare", "トータルサポート", "設計支援"]
    assert all(is_total(text) for text in totals)
    assert not any(is_total(text) for text in names)


def test_remarks_are_told_from_names_that_look_like_them() -> None:
    assert all(is_remark(text) for text in ("※注意", "■東京", "【関東】", "以上", "(注) x", "作成者：山田", "以下余白"))
    assert not any(is_remark(text) for text in ("(株)山田", "印刷株式会社", "以上商事", "注文管理", "作成社"))


def test_words_for_no_end() -> None:
    assert all(
        says_no_end(text) for text in ("無期限", "期間の定めなし", "終了日なし", "自動更新", "なし", "Open-ended")
    )
    assert not any(says_no_end(text) for text in ("未定", "", "-", "更新時確認", "1年自動更新"))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("契約\nNo.", "number"),
        ("①契約番号", "number"),
        ("ご契約者様", "account"),
        ("※商品／サービス名", "product"),
        ("契約ID数", "quantity"),
        ("契約期間（開始）", "start"),
        ("契約期間（ヶ月）", "term"),
        ("利用期間終了", "line_end"),
        ("請求先会社名", "other"),
        ("Start_Date", "start"),
        ("単価（税抜・円）", "unit_price"),
        ("月額利用料", "amount"),
        ("解約申入れ期限", "notice"),
        ("【備考】", "remarks"),
    ],
)
def test_header_words(header: str, field: str) -> None:
    found = meanings(header)
    assert max(found, key=lambda key: found[key]) == field
