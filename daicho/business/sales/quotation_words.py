"""The words of a quotation in both languages: labels, forms of address, periods, notes. PURE."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from daicho.business.sales.quotation import Addressee, Issuer, Quotation
from daicho.values.labels import Label, Language, Message
from daicho.values.money import plain
from daicho.values.months import length_text

TITLE_OF_FILE = Label("見積書", "Quotation")
NUMBER = Label("見積番号", "Quotation no.")
ISSUED_ON = Label("見積日", "Date")
VALID_UNTIL = Label("有効期限", "Valid until")
SUBJECT = Label("件名", "Subject")
PERIOD = Label("契約期間", "Contract period")
PAYMENT_TERMS = Label("支払条件", "Payment terms")
BILLING_CYCLE = Label("支払単位", "Billing cycle")
BY_USE = Label("実績による", "By use")
REDUCED_MARK = "※"
LABELS: Mapping[str, Label] = {
    "title": Label("御見積書", "Quotation"),
    "greeting": Label("下記のとおりお見積り申し上げます。", "We are pleased to quote as follows."),
    "total": Label("お見積金額（税込）", "Total incl. tax"),
    "product": Label("品目・内容", "Item"),
    "quantity": Label("数量", "Qty"),
    "price": Label("単価（税抜）", "Unit price"),
    "price_kind": Label("種別", "Per"),
    "use": Label("利用期間", "Period of use"),
    "amount": Label("金額（税抜）", "Amount"),
    "subtotal": Label("小計（税抜）", "Subtotal excl. tax"),
    "tax": Label("消費税", "Consumption tax"),
    "sum": Label("合計（税込）", "Total incl. tax"),
    "rates": Label("税率別内訳", "Tax by rate"),
    "taxed": Label("対象額（税抜）", "Taxable amount"),
    "remarks": Label("備考", "Remarks"),
}
COVERED = Message(
    "quotation_covered",
    ja="終了日の定めがないため、金額は{day}までの分です。",
    en="The contract has no end date; the amounts are those until {day}.",
)
REDUCED = Message(
    "quotation_reduced",
    ja="※は軽減税率（8%）の対象です。",
    en="※ marks items at the reduced tax rate (8%).",
)
WITHOUT_TAX = Message(
    "quotation_without_tax",
    ja="金額は税抜です。消費税の端数は税率ごとに処理しています。",
    en="Unit prices and amounts are without tax. The tax is rounded once for each rate.",
)


def day(value: date, language: Language) -> str:
    """2025年6月2日, 2025/06/02."""
    return f"{value.year}年{value.month}月{value.day}日" if language == "ja" else f"{value:%Y/%m/%d}"


def period(start: date, end: date | None, language: Language) -> str:
    """2025年7月1日～2026年6月30日（12か月）, open where there is no end."""
    if end is None:
        return f"{day(start, language)}～"
    length = length_text(start, end, language) if start <= end else ""
    around = f"（{length}）" if language == "ja" else f" ({length})"
    return f"{day(start, language)}～{day(end, language)}{around if length else ''}"


def addressed(to: Addressee, language: Language) -> list[str]:
    """The lines of the address: the honorific stands with the last one. English has none."""
    person = " ".join(part for part in (to.title, to.person) if part)
    lines = [line for line in (to.company, to.department, person if to.person else "") if line]
    if language == "ja" and lines:
        lines[-1] += " 様" if to.person else " 御中"
    return lines


def particulars(issuer: Issuer, language: Language) -> list[str]:
    """What stands below our name."""
    ja = language == "ja"
    postal = f"〒{issuer.postal_code}" if issuer.postal_code and ja else issuer.postal_code
    found = [
        postal,
        issuer.address,
        _named("TEL：", "Phone: ", issuer.phone, ja),
        _named("登録番号：", "Registration no.: ", issuer.registration_number, ja),
        _named("担当：", "Contact: ", issuer.person, ja),
        _named("E-mail：", "E-mail: ", issuer.email, ja),
    ]
    return [line for line in found if line]


def rate_name(rate: Decimal, language: Language) -> str:
    """10%対象; 非課税 for nothing."""
    if not rate:
        return "非課税" if language == "ja" else "Not taxed"
    return f"{plain(rate)}%対象" if language == "ja" else f"Taxed at {plain(rate)}%"


def notes(quotation: Quotation, language: Language) -> list[str]:
    """What must be known to read the figures."""
    found = [WITHOUT_TAX.text(language)]
    if quotation.end_date is None and quotation.covered_until is not None:
        found.append(COVERED.text(language, day=day(quotation.covered_until, language)))
    if any(line.reduced for line in quotation.lines):
        found.append(REDUCED.text(language))
    return found


def _named(ja: str, en: str, value: str, japanese: bool) -> str:
    return f"{ja if japanese else en}{value}" if value else ""
