"""Cells that say more than their value, dates in unusual notations, and words of totals, kinds and companies."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.operations.ledger.cells import read_day, read_first_day, read_last_day, read_period
from daicho.business.operations.ledger.date_order import in_order
from daicho.business.operations.ledger.noted import note_of, read_count, read_price, without_note
from daicho.business.operations.ledger.same_company import one_spelling
from daicho.business.operations.ledger.vocabulary import may_label_total, price_kind
from daicho.engine.exchange.sheets import Cell, Sheet
from daicho.values.problems import Invalid

END = date(2026, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2026/3/31(自動更新)",
        "26/3/31",
        "令和八年三月三十一日",
        "2026/3/31（火）",
        "～2026/3/31",
        "2026年3月31日まで",
        "'26.3.31",
    ],
)
def test_days(text: str) -> None:
    assert read_day(text) == END


@pytest.mark.parametrize("text", ["2026/3/31(要確認)", "8/3/31", "19/3/31", "2026/3", "自動更新", "2026/3/31(?)", ""])
def test_what_is_no_settled_day_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_day(text)


@pytest.mark.parametrize("month", ["2026-03", "2026年3月", "R8.3", "202603", 202603, "2026年3月度"])
def test_a_month_without_its_day(month: object) -> None:
    assert (read_first_day(month), read_last_day(month)) == (date(2026, 3, 1), END)


@pytest.mark.parametrize("text", ["25/4/1~26/3/31", "20250401～20260331", "25.4.1 → 2026.3.31"])
def test_periods_of_two_notations(text: str) -> None:
    assert read_period(text) == (date(2025, 4, 1), END)


@pytest.mark.parametrize(
    ("text", "number", "unit", "kind"),
    [
        ("月額1,200円", "1200", "円", "monthly"),
        ("年間120,000円(税別)", "120000", "円(税別)", "annual"),
        ("150,000円（一括）", "150000", "円", "one_time"),
        ("1,000円/ID・月", "1000", "円/id・月", "monthly"),
        ("¥1,200/ID/月", "1200", "id/月", "monthly"),
        ("$15 per seat per month", "15", "seat/month", "monthly"),
        (980, "980", None, None),
    ],
)
def test_prices(text: object, number: str, unit: str | None, kind: str | None) -> None:
    price = read_price(text)
    assert (price.number, price.unit, price.kind) == (Decimal(number), unit, kind)


@pytest.mark.parametrize("text", ["応相談", "1,000円(要確認)", "約1,000円", "1,000円〜", "別途"])
def test_prices_that_are_not_settled_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_price(text)


def test_notes_beside_a_quantity() -> None:
    assert read_count("10本(予備1)") == (Decimal(10), "本")
    assert (note_of("10本(予備1)"), note_of("10(12)"), note_of("2026/3/31（火）")) == ("予備1", None, None)
    assert without_note("10本(未定)") == "10本(未定)"
    for text in ("10(12)", "約2台", "10本(未定)"):
        with pytest.raises(Invalid):
            read_count(text)


def test_price_kinds_with_words_around_them() -> None:
    words = ["ランニング(月)", "イニシャル", "年間契約", "毎月請求", "一時金", "課金(年額)", "四半期", "保守"]
    assert [price_kind(word) for word in words] == [
        "monthly", "one_time", "annual", "monthly", "one_time", "annual", None, None,
    ]  # fmt: skip


def test_labels_of_totals_are_told_from_products() -> None:
    assert all(may_label_total(text) for text in ("4月計", "山田計", "担当計:"))
    assert not any(may_label_total(text) for text in ("会計", "クラウド会計", "設計", "温度計", "計画"))


def test_one_company_in_several_spellings() -> None:
    names = ["株式会社ＡＢＣ", "(株)ABC", "ABC㈱", "ABC", "有限会社甲", "甲株式会社", "甲", "Acme, Inc.", "ACME Inc"]
    spelled = one_spelling(names)
    assert [spelled[name] for name in names] == [
        "株式会社ＡＢＣ", "株式会社ＡＢＣ", "株式会社ＡＢＣ", "株式会社ＡＢＣ", "有限会社甲", "甲株式会社", "甲", "Acme, Inc.", "Acme, Inc.",
    ]  # fmt: skip


def test_dates_with_the_year_last_follow_the_sheet() -> None:
    american: list[list[Cell]] = [["04/01/2025", "03/31/2026", 5]]
    european: list[list[Cell]] = [["01.04.2025", "31.03.2026"]]
    assert in_order(Sheet("x", american)).rows == [["2025/04/01", "2026/03/31", 5]]
    assert in_order(Sheet("x", european)).rows == [["2025/04/01", "2026/03/31"]]
    unclear: list[list[Cell]] = [["04/01/2025"]]
    contradicting: list[list[Cell]] = [["31/01/2025", "01/31/2025"]]
    assert in_order(Sheet("x", unclear)).rows == unclear
    assert in_order(Sheet("x", contradicting)).rows == contradicting
