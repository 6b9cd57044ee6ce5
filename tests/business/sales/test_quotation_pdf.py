"""The printed quotation: what a Japanese 見積書 must say, and that no text of anybody breaks it."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from daicho.business.sales.quotation import Addressee, Issuer, Quotation, QuotationLine, TaxPart
from daicho.business.sales.quotation_pdf import file_name, printed, quotation_pdf

TERM = (date(2026, 12, 1), date(2027, 11, 30))


def line(name="基本ライセンス", amount="144000", **changes):
    usual = {"quantity": Decimal(10), "unit_price": Decimal(1200), "price_kind": "monthly"}
    dates = {"start_date": TERM[0], "end_date": TERM[1]}
    return QuotationLine(name, **{**usual, **dates, "amount": Decimal(amount), **changes})


QUOTATION = Quotation(
    number="Q-000123",
    issued_on=date(2026, 11, 22),
    subject="帳票クラウド年間契約",
    addressee=Addressee("株式会社青葉製作所", "情報システム部", "部長", "佐藤 真理子"),
    issuer=Issuer("株式会社台帳", "100-0005", "東京都千代田区丸の内1-2-3", "03-1234-5678", "T7010705000725", "樋口"),
    start_date=TERM[0],
    end_date=TERM[1],
    currency="JPY",
    lines=[line()],
    amount=Decimal(144000),
    taxes=[TaxPart(Decimal(10), Decimal(144000), Decimal(14400))],
    valid_until=date(2026, 12, 21),
    payment_terms="月末締め翌月末払い",
    billing_cycle="monthly",
)


def pages(quotation, language="ja"):
    return [page.extract_text() for page in PdfReader(io.BytesIO(quotation_pdf(quotation, language))).pages]


def test_it_says_what_a_quotation_must_say():
    [text] = pages(QUOTATION)
    for said in (
        "御見積書",
        "株式会社青葉製作所",
        "部長 佐藤 真理子 様",
        "Q-000123",
        "2026年11月22日",
        "2026年12月21日",
        "2026年12月1日～2027年11月30日（12か月）",
        "月末締め翌月末払い",
        "登録番号：T7010705000725",
        "¥144,000",
        "10%対象",
        "¥14,400",
        "¥158,400",
        "1 / 1",
    ):
        assert said in text.replace("御 見 積 書", "御見積書"), said


@pytest.mark.parametrize(
    "addressee, lines",
    [
        (Addressee("青葉"), ["青葉 御中"]),
        (Addressee("青葉", "総務部"), ["青葉", "総務部 御中"]),
        (Addressee("青葉", "総務部", "部長"), ["青葉", "総務部 御中"]),
        (Addressee("青葉", "", "", "佐藤"), ["青葉", "佐藤 様"]),
        (Addressee("青葉", "総務部", "部長", "佐藤"), ["青葉", "総務部", "部長 佐藤 様"]),
    ],
)
def test_the_honorific_stands_once_and_last(addressee, lines):
    assert printed(replace(QUOTATION, addressee=addressee), "ja")["to"] == lines


def test_english_has_no_honorific_and_its_own_words():
    [text] = pages(replace(QUOTATION, currency="USD", amount=Decimal("1234.5")), "en")
    assert "Quotation" in text
    assert "$1,234.50" in text
    assert "様" not in text
    assert "Taxed at 10%" in text


def test_each_rate_has_its_sum_and_reduced_items_are_marked():
    taxes = [
        TaxPart(Decimal(10), Decimal(1000), Decimal(100)),
        TaxPart(Decimal(8), Decimal(500), Decimal(40)),
        TaxPart(Decimal(0), Decimal(70), Decimal(0)),
    ]
    found = printed(replace(QUOTATION, lines=[line(reduced=True)], amount=Decimal(1570), taxes=taxes), "ja")
    assert [part["name"] for part in found["taxes"]] == ["10%対象", "8%対象", "非課税"]
    assert (found["tax"], found["total"]) == ("¥140", "¥1,710")
    assert found["lines"][0]["mark"] == "※"
    assert "※は軽減税率（8%）の対象です。" in found["notes"]


def test_a_contract_without_end_says_until_when_its_amounts_are():
    open_ended = replace(QUOTATION, end_date=None, covered_until=date(2027, 12, 31), lines=[line(end_date=None)])
    found = printed(open_ended, "ja")
    assert ["契約期間", "2026年12月1日～"] in found["terms"]
    assert "終了日の定めがないため、金額は2027年12月31日までの分です。" in found["notes"]


def test_what_is_charged_by_use_has_no_amount():
    assert printed(replace(QUOTATION, lines=[replace(line(), amount=None)]), "ja")["lines"][0]["amount"] == "実績による"


def test_sixty_lines_repeat_the_head_of_the_table_on_every_page():
    heading = QuotationLine("本社分", kind="heading")
    found = pages(replace(QUOTATION, lines=[heading, *(line(f"オプション{i:02d}") for i in range(60))]))
    assert len(found) >= 3
    assert all("品目・内容" in text for text in found[:3])
    assert f"{len(found)} / {len(found)}" in found[-1]
    assert all(sum(f"オプション{i:02d}" in text for text in found) == 1 for i in range(60))


HOSTILE = ["#import", "]", "$x$", "\u202e逆", "😀", "W" * 300, "長" * 300, "*b* _i_ `c` <a> @b", "\x00\ud800", ""]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_the_page(text):
    everywhere = replace(
        QUOTATION,
        subject=text,
        number=text,
        remarks=text,
        payment_terms=text,
        addressee=Addressee(text, text, text, text),
        issuer=Issuer(text, text, text, text, text, text, text),
        lines=[line(text, detail=text), QuotationLine(text, kind="heading"), QuotationLine(text, kind="remark")],
    )
    assert quotation_pdf(everywhere, "ja").startswith(b"%PDF-")


def test_an_emoji_is_set_in_a_font_that_has_it():
    name = b"NotoEmoji-Regular"
    assert name in quotation_pdf(replace(QUOTATION, remarks="よろしく😀"), "ja")
    assert name not in quotation_pdf(QUOTATION, "ja")


def test_the_file_is_named_after_number_and_customer():
    assert file_name(QUOTATION, "ja") == "見積書_Q-000123_株式会社青葉製作所.pdf"
    assert file_name(QUOTATION, "en") == "Quotation_Q-000123_株式会社青葉製作所.pdf"
