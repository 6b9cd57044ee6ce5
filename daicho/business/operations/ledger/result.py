"""What reading a ledger gives: contracts with their lines, refused cells, notes, and the sums to compare with the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict

from daicho.values.labels import Problem
from daicho.values.text import normalise


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One licence. `quantity` × `unit_price` (of `currency`, without tax) is the price per period that `price_kind` names.

    `start` and `end` are inclusive, the contract's where the row gives none; `end` None: no end. `row` is the sheet's.
    """

    product: str
    quantity: Decimal
    unit_price: Decimal
    price_kind: str
    start: date
    end: date | None
    remarks: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Notice:
    """By when one must give notice before the end: months or days before it, or the month end before that day."""

    months: int | None = None
    days: int | None = None
    to_month_end: bool = False


@dataclass(frozen=True, slots=True)
class LedgerContract:
    """One contract of the ledger. Texts are as written, trimmed; None: the ledger does not say.

    `start` and `end` are inclusive; `end` None: the ledger says that there is no end. `number_made`: the ledger has no
    number and this one follows from its content. `renewal_type` is auto, manual, hold or none; `billing_cycle` and
    `billing_timing` are codes; `rows` are the sheet's row numbers. `first_start` is when the first term began (None: the
    given term is the first) and `term_number` which term is given.
    """

    number: str
    number_made: bool
    account: str
    start: date
    end: date | None
    lines: tuple[LedgerLine, ...]
    rows: tuple[int, ...]
    sheet: str
    name: str | None = None
    contact: str | None = None
    email: str | None = None
    phone: str | None = None
    department: str | None = None
    title: str | None = None
    postal_code: str | None = None
    address: str | None = None
    owner: str | None = None
    reseller: str | None = None
    end_user: str | None = None
    renewal_type: str | None = None
    billing_cycle: str | None = None
    billing_timing: str | None = None
    payment_terms: str | None = None
    notice: Notice | None = None
    cancel_date: date | None = None
    status: str | None = None
    currency: str = "JPY"
    remarks: str | None = None
    account_code: str | None = None
    first_start: date | None = None
    term_number: int = 1

    @property
    def auto_renew(self) -> bool | None:
        """Whether it renews by itself; None: the ledger does not say."""
        return None if self.renewal_type is None else self.renewal_type == "auto"


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """One row that is not taken in: its number in the sheet, the header and value of its first bad cell, and why.

    Each refused row appears once; `others` are further things wrong in it. A row refused only because another row of
    its contract is has an empty `value`.
    """

    row: int
    column: str
    value: str
    message: Problem
    sheet: str
    others: tuple[Problem, ...] = ()

    def text(self, language: str = "ja") -> str:
        """All that is wrong in the row, for people."""
        joint = "" if language.startswith("ja") else " "
        return joint.join(problem.text(language) for problem in (self.message, *self.others))


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that was read. `sheets` are those that were read as ledgers."""

    contracts: tuple[LedgerContract, ...]
    refused: tuple[RefusedCell, ...]
    notes: tuple[Problem, ...]
    sheets: tuple[str, ...]


class Summary(TypedDict):
    """Counts of what was accepted; `sums`: Σ unit price × quantity by price kind, as plain decimal strings."""

    contracts: int
    lines: int
    accounts: int
    sums: dict[str, str]


def summary(ledger: Ledger) -> Summary:
    """What the ledger holds, to be compared with the file. Accounts are told apart by their normalised names."""
    lines = [line for contract in ledger.contracts for line in contract.lines]
    accounts = {normalise(contract.account) for contract in ledger.contracts}
    return Summary(contracts=len(ledger.contracts), lines=len(lines), accounts=len(accounts), sums=_sums(lines))


def _sums(lines: Iterable[LedgerLine]) -> dict[str, str]:
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.price_kind] = sums.get(line.price_kind, Decimal(0)) + line.unit_price * line.quantity
    return {kind: plain_decimal(total) for kind, total in sums.items()}


def plain_decimal(number: Decimal) -> str:
    """Digits without exponent and without trailing zeros: 12000, 12.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
