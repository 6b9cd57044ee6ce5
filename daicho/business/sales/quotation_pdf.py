"""The PDF of a quotation: its figures and words in one language, set by the template beside it."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from daicho.business.sales import quotation_words as words
from daicho.business.sales.quotation import Quotation, QuotationLine
from daicho.engine.documents.render import render
from daicho.rules.codes import CONTRACT_BILLING_CYCLES, PRICE_KINDS
from daicho.values.labels import Language
from daicho.values.money import grouped, money_text
from daicho.values.months import length_text

TEMPLATE = Path(__file__).parent / "documents" / "quotation.typ"


def quotation_pdf(quotation: Quotation, language: Language) -> bytes:
    """The quotation on A4, as many pages as it needs; the same quotation gives the same bytes."""
    issuer = quotation.issuer
    images = {name: content for name, content in (("logo", issuer.logo), ("seal", issuer.seal)) if content}
    return render(TEMPLATE, printed(quotation, language), images=images)


def file_name(quotation: Quotation, language: Language) -> str:
    """見積書_Q-000123_株式会社青葉製作所.pdf."""
    parts = (words.TITLE_OF_FILE.text(language), quotation.number, quotation.addressee.company)
    return "_".join(part for part in parts if part) + ".pdf"


def printed(quotation: Quotation, language: Language) -> dict[str, Any]:
    """Everything as the words and figures that the template sets."""
    issuer = quotation.issuer

    def money(value: Decimal | None) -> str:
        return "" if value is None else money_text(value, quotation.currency, language)

    return {
        "language": language,
        "labels": {key: label.text(language) for key, label in words.LABELS.items()},
        "number": quotation.number,
        "subject": quotation.subject,
        "to": words.addressed(quotation.addressee, language),
        "facts": _facts(quotation, language),
        "issuer": {
            "name": issuer.name,
            "lines": words.particulars(issuer, language),
            "logo": issuer.logo is not None,
            "seal": issuer.seal is not None,
        },
        "terms": _terms(quotation, language),
        "lines": [_line(line, quotation, language) for line in quotation.lines],
        "amount": money(quotation.amount),
        "taxes": [
            {"name": words.rate_name(part.rate, language), "net": money(part.net), "tax": money(part.tax)}
            for part in quotation.taxes
        ],
        "tax": money(quotation.tax),
        "total": money(quotation.total),
        "notes": words.notes(quotation, language),
        "remarks": quotation.remarks,
    }


def _facts(quotation: Quotation, language: Language) -> list[list[str]]:
    """The number and dates of the upper right corner."""
    found = [
        (words.NUMBER, quotation.number),
        (words.ISSUED_ON, words.day(quotation.issued_on, language)),
        (words.VALID_UNTIL, words.day(quotation.valid_until, language) if quotation.valid_until else ""),
    ]
    return [[label.text(language), value] for label, value in found if value]


def _terms(quotation: Quotation, language: Language) -> list[list[str]]:
    """Subject, period and how it is paid."""
    cycle = CONTRACT_BILLING_CYCLES.get(quotation.billing_cycle)
    found = [
        (words.SUBJECT, quotation.subject),
        (words.PERIOD, words.period(quotation.start_date, quotation.end_date, language)),
        (words.PAYMENT_TERMS, quotation.payment_terms),
        (words.BILLING_CYCLE, cycle.text(language) if cycle is not None else ""),
    ]
    return [[label.text(language), value] for label, value in found if value]


def _line(line: QuotationLine, quotation: Quotation, language: Language) -> Mapping[str, Any]:
    if line.kind != "item":
        return {"kind": line.kind, "name": line.name}
    price_kind = PRICE_KINDS.get(line.price_kind)
    start, end = line.start_date, line.end_date
    return {
        "kind": line.kind,
        "name": line.name,
        "mark": words.REDUCED_MARK if line.reduced else "",
        "detail": line.detail,
        "quantity": "" if line.quantity is None else grouped(line.quantity),
        "price": "" if line.unit_price is None else money_text(line.unit_price, quotation.currency, language),
        "price_kind": price_kind.text(language) if price_kind is not None else "",
        "from": f"{start:%Y/%m/%d}～" if start else "",
        "to": f"{end:%Y/%m/%d}" if end else "",
        "length": length_text(start, end, language) if start and end and start <= end else "",
        "amount": words.BY_USE.text(language)
        if line.amount is None
        else money_text(line.amount, quotation.currency, language),
    }
