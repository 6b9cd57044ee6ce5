"""The licences of a data row: product, quantity, unit price and price kind, one for each price that the row gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from daicho.business.operations.ledger.cells import read_words
from daicho.business.operations.ledger.findings import Findings
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import (
    ABSURD_PRICE,
    AMOUNT_AS_PRICE,
    AMOUNT_DIVIDED,
    MISSING,
    NEGATIVE_PRICE,
    NOT_A_PRICE_KIND,
    NOT_POSITIVE,
    PRICE_ROUNDED,
    TOO_FINE,
    WHAT,
)
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.prices import PriceColumn, PricePlan
from daicho.business.operations.ledger.result import plain_decimal
from daicho.business.operations.ledger.rows import Row
from daicho.business.operations.ledger.vocabulary import is_free, is_nothing, price_kind, squeezed
from daicho.engine.exchange.sheets import Cell
from daicho.values.parsing import read_quantity, shortened
from daicho.values.problems import Invalid

FINEST = Decimal("0.0001")
DEAREST, MOST = Decimal(10) ** 10, Decimal(10) ** 8
_KIND_BY_CYCLE = {"annual": "annual", "once": "period"}
_ONCE_WORDS = (
    "初期",
    "導入",
    "スポット",
    "教育",
    "研修",
    "設定費",
    "構築",
    "一時",
    "setup",
    "initial",
    "onboarding",
    "training",
)


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence without its dates."""

    product: str
    quantity: Decimal
    unit_price: Decimal
    price_kind: str


@dataclass(slots=True)
class LicenceReader:
    """Reads the licences of one contract's rows with the price columns of the plan."""

    layout: Layout
    plan: PricePlan
    findings: Findings
    notes: Notes

    def is_empty(self, row: Row) -> bool:
        """Whether the row says nothing of a licence."""
        columns = [self.layout.column("product"), self.layout.column("quantity"), *(at.column for at in self.plan.used)]
        return all(row.get(column) is None for column in columns)

    def licences(self, row: Row, cycle: str | None) -> Iterator[Licence]:
        """The row's licences; what is wrong is noted, and then there may be fewer."""
        product = self._product(row)
        quantity = self._quantity(row)
        prices = [(at, price) for at in self.plan.used if (price := self._price(row, at)) is not None]
        prices = _without_repeated(prices)
        if not prices and not self.findings.found.get(row.index):
            self.findings.add(row, self.plan.used[0].column, MISSING.problem(what=WHAT["price"]))
        for position, (at, (number, unit)) in enumerate(prices):
            kind = self._kind(row, at, unit, product or "", cycle)
            count = Decimal(1) if at.kind == "one_time" and not at.per_unit else quantity
            if kind is None or product is None:
                continue
            if count is None:
                count = self._count_missing(row, kind)
            if count is None:
                continue
            count, each = self._per_unit(row, at, number, count)
            if self._sane(row, at.column, each):
                named = (
                    product
                    if len(self.plan.used) == 1 or (position == 0 and at.kind != "one_time")
                    else f"{product} {at.label}"
                )
                yield Licence(named, Decimal(plain_decimal(count)), Decimal(plain_decimal(each)), kind)

    def currency(self, row: Row) -> str | None:
        """The currency that the row's prices carry or their headers name; None: none."""
        for at in self.plan.used:
            text = squeezed(row.get(at.column) or "")
            found = next((code for sign, code in _SIGNS if sign in text), at.currency)
            if found:
                return found
        return None

    def _product(self, row: Row) -> str | None:
        """The product's name, its columns joined; None where there is none, which is noted."""
        columns = self.layout.fields.get("product", ())
        words = [text for column in columns if (text := read_words(row.get(column)))]
        name = " ".join(" ".join(words).split())
        if not name or len(name) > 200:
            self.findings.add(row, columns[0] if columns else None, MISSING.problem(what=WHAT["product"]))
            return None
        return name

    def _quantity(self, row: Row) -> Decimal | None:
        """The quantity; 1 where there is no such column; None where the cell is empty or wrong, the latter noted."""
        column = self.layout.column("quantity")
        if column is None:
            return Decimal(1)
        if is_nothing(row.get(column)):
            return None
        try:
            number, unit = read_quantity(row.get(column))
        except Invalid as error:
            self.findings.add(row, column, *error.problems)
            return None
        self._unit(column, unit)
        shown = shortened(row.get(column))
        if number <= 0:
            self.findings.add(row, column, NOT_POSITIVE.problem(value=shown))
        elif number >= MOST:
            self.findings.add(row, column, ABSURD_PRICE.problem(value=shown))
        elif number % FINEST:
            self.findings.add(row, column, TOO_FINE.problem(value=shown))
        return number

    def _count_missing(self, row: Row, kind: str) -> Decimal | None:
        """1 for a one-time price without a quantity; otherwise the missing quantity is noted."""
        column = self.layout.column("quantity")
        if self.findings.found.get(row.index):
            return None
        if kind == "one_time":
            self.notes.quantities.append(row.number)
            return Decimal(1)
        self.findings.add(row, column, MISSING.problem(what=WHAT["quantity"]))
        return None

    def _price(self, row: Row, at: PriceColumn) -> tuple[Decimal, str | None] | None:
        """The number of a price cell and its unit; None where it is empty or wrong, the latter noted."""
        value: Cell = row.get(at.column)
        wide = len(self.plan.used) > 1
        if is_free(value or ""):
            return Decimal(0), None
        if is_nothing(value) or (wide and value == 0):
            return None
        try:
            number, unit = read_quantity(value, WHAT["unit_price" if at.per_unit else "amount"])
        except Invalid as error:
            self.findings.add(row, at.column, *error.problems)
            return None
        self._unit(at.column, unit)
        return number * at.scale, unit

    def _kind(self, row: Row, at: PriceColumn, unit: str | None, product: str, cycle: str | None) -> str | None:
        """The price kind: of its own column, else of the cell's unit or the header, else the likeliest, which is noted."""
        column = self.layout.column("price_kind")
        value = row.get(column)
        told = price_kind(unit.split("/")[-1] if unit and "/" in unit else "") or at.kind
        if value is not None and not (told and at.kind == "one_time"):
            found = price_kind(value)
            if found is None:
                self.findings.add(row, column, NOT_A_PRICE_KIND.problem(value=shortened(value)))
            return found
        if told:
            return told
        likely = _kind_of_product(product) or _KIND_BY_CYCLE.get(cycle or "", "monthly")
        self.notes.kinds.setdefault(likely, []).append(row.number)
        return likely

    def _per_unit(self, row: Row, at: PriceColumn, number: Decimal, count: Decimal) -> tuple[Decimal, Decimal]:
        """Quantity and unit price: an amount is divided by the quantity where that leaves no rest."""
        if at.per_unit or count == 0:
            rounded = number.quantize(FINEST, ROUND_HALF_UP)
            if rounded != number:
                self.notes.add(PRICE_ROUNDED, row=row.number, value=shortened(row.get(at.column)))
            return count, rounded
        price = (number / count).quantize(FINEST, ROUND_HALF_UP)
        if price * count == number:
            if count != 1:
                self.notes.add(AMOUNT_DIVIDED, column=self.layout.header.text(at.column))
            return count, price
        self.notes.add(AMOUNT_AS_PRICE, row=row.number, amount=number, quantity=count)
        return Decimal(1), number.quantize(FINEST, ROUND_HALF_UP)

    def _sane(self, row: Row, column: int, price: Decimal) -> bool:
        """Whether the price is neither negative nor absurd; noted otherwise."""
        message = NEGATIVE_PRICE if price < 0 else ABSURD_PRICE if price >= DEAREST else None
        if message is not None:
            self.findings.add(row, column, message.problem(value=shortened(row.get(column))))
        return message is None

    def _unit(self, column: int, unit: str | None) -> None:
        if unit:
            self.notes.unit(self.layout.header.text(column), unit)


_SIGNS = (
    ("$", "USD"),
    ("usd", "USD"),
    ("ドル", "USD"),
    ("€", "EUR"),
    ("eur", "EUR"),
    ("ユーロ", "EUR"),
    ("¥", "JPY"),
    ("円", "JPY"),
)


def _without_repeated(
    prices: list[tuple[PriceColumn, tuple[Decimal, str | None]]],
) -> list[tuple[PriceColumn, tuple[Decimal, str | None]]]:
    """The prices without an annual amount that is twelve times the monthly one beside it."""
    monthly = next((number for at, (number, _) in prices if at.kind == "monthly"), None)
    return [
        (at, (number, unit))
        for at, (number, unit) in prices
        if not (at.kind == "annual" and monthly is not None and number == monthly * 12)
    ]


def _kind_of_product(product: str) -> str | None:
    """The kind that a product's name tells; None: none."""
    text = squeezed(product)
    if any(word in text for word in _ONCE_WORDS):
        return "one_time"
    return "monthly" if "月額" in text else "annual" if "年額" in text or "年間" in text else None
