"""A quotation (見積書) as the customer receives it: what stands on it. PURE; printing it is in `quotation_pdf`.

Amounts are without tax unless their name says otherwise, in the quotation's currency; they are printed as they are given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from daicho.values.labels import Language

LineKind = Literal["item", "heading", "remark"]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom it is for. Without a person it is addressed to the department, or to the company."""

    company: str
    department: str = ""
    title: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """We, as we are printed. `registration_number` is T with 13 digits; `logo` and `seal` are PNG or JPEG bytes."""

    name: str
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    registration_number: str = ""
    person: str = ""
    email: str = ""
    logo: bytes | None = None
    seal: bytes | None = None


@dataclass(frozen=True, slots=True)
class QuotationLine:
    """One row. A heading or remark has a name only. `amount` None: what is used is charged. `reduced`: at the lower tax rate."""

    name: str
    kind: LineKind = "item"
    detail: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    price_kind: str = ""
    start_date: date | None = None
    end_date: date | None = None
    amount: Decimal | None = None
    reduced: bool = False


@dataclass(frozen=True, slots=True)
class TaxPart:
    """What is taxed at one rate (percent; 0: not taxed), and the tax on it, rounded once."""

    rate: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Quotation:
    """All of it. `end_date` None: it runs until it is ended; then the amounts are those until `covered_until`.

    `billing_cycle` is a code of BILLING_CYCLES or "mixed"; `language` is the customer's.
    """

    number: str
    issued_on: date
    subject: str
    addressee: Addressee
    issuer: Issuer
    start_date: date
    end_date: date | None
    currency: str
    lines: Sequence[QuotationLine]
    amount: Decimal
    taxes: Sequence[TaxPart]
    valid_until: date | None = None
    payment_terms: str = ""
    billing_cycle: str = ""
    remarks: str = ""
    covered_until: date | None = None
    language: Language = "ja"

    @property
    def tax(self) -> Decimal:
        """The tax at all rates."""
        return sum((part.tax for part in self.taxes), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What is paid, with tax."""
        return self.amount + self.tax
