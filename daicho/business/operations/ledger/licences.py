"""The licences of a data row: product, quantity, unit price and price kind, one for each price that the row gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from daicho.business.operations.ledger.cells import LONGEST_NAME, read_words
from daicho.business.operations.ledger.findings import Findings
from daicho.business.operations.ledger.kinds import KindReader
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import (
    ABSURD_PRICE,
    MISSING,
    NEGATIVE_PRICE,
    NOT_POSITIVE,
    TOO_FINE,
    TOO_LONG,
    WHAT,
)
from daicho.business.operations.ledger.noted import Price, read_count, read_price
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.prices import PriceColumn, PricePlan, of_one_unit
from daicho.business.operations.ledger.result import plain_decimal
from daicho.business.operations.ledger.rows import Row
from daicho.business.operations.ledger.told import AMOUNT_AS_PRICE, AMOUNT_DIVIDED, COUNT_FROM_AMOUNT, PRICE_ROUNDED
from daicho.business.operations.ledger.vocabulary import (
    billing,
    is_free,
    is_nothing,
    squeezed,
)
from daicho.engine.exchange.sheets import Cell
from daicho.values.parsing import shortened
from daicho.values.problems import Invalid

FINEST = Decimal("0.0001")
DEAREST, MOST = Decimal(10) ** 10, Decimal(10) ** 8


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
        cycle = billing(row.get(self.layout.column("billing_cycle")) or "")[0] or cycle
        prices = [(at, price) for at in self.plan.used if (price := self._price(row, at)) is not None]
        prices = _without_repeated(prices)
        if not prices and not self.findings.found.get(row.index):
            self.findings.add(row, self.plan.used[0].column, MISSING.problem(what=WHAT["price"]))
        for position, (at, price) in enumerate(prices):
            kind = self._kinds().of(row, at, price.kind, product or "", cycle)
            count = Decimal(1) if at.kind == "one_time" and not at.per_unit else quantity
            if kind is None or product is None:
                continue
            if count is None:
                count = self._count_missing(row, kind, product, price.number)
            if count is None:
                continue
            each_one = at.per_unit or (price.unit is not None and of_one_unit(price.unit))
            count, each = self._per_unit(row, replace(at, per_unit=each_one), price.number, count)
            if self._sane(row, at.column, each):
                named = self._named(row, at, product, first=position == 0)
                yield Licence(named, Decimal(plain_decimal(count)), Decimal(plain_decimal(each)), kind)

    def _named(self, row: Row, at: PriceColumn, product: str, *, first: bool) -> str:
        """The product's name, with the fee's where the row's licences would else be called the same."""
        if self.layout.product_by_price:
            return at.label
        if row.part is not None and not row.part.own_product:
            return f"{product} {row.part.label}".strip()
        return product if len(self.plan.used) == 1 or (first and at.kind != "one_time") else f"{product} {at.label}"

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
        if self.layout.product_by_price:
            return self.plan.used[0].label
        words = [text for column in columns if (text := read_words(row.get(column)))]
        name = " ".join(" ".join(words).split())
        if not name or len(name) > LONGEST_NAME:
            too_long = TOO_LONG.problem(value=shortened(name), limit=LONGEST_NAME)
            problem = too_long if name else MISSING.problem(what=WHAT["product"])
            self.findings.add(row, columns[0] if columns else None, problem)
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
            number, unit = read_count(row.get(column))
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

    def _count_missing(self, row: Row, kind: str, product: str, price: Decimal) -> Decimal | None:
        """Amount ÷ price where an amount stands beside it; 1 for a one-time price, and for a product that the ledger
        never counts (fixed fees); otherwise the missing quantity is noted."""
        column = self.layout.column("quantity")
        if self.findings.found.get(row.index):
            return None
        counted = self._count_by_amount(row, price)
        if counted is not None:
            self.notes.add(COUNT_FROM_AMOUNT, row=row.number, quantity=plain_decimal(counted))
            return counted
        if kind == "one_time" or squeezed(product) not in self.plan.counted:
            self.notes.quantities.append(row.number)
            return Decimal(1)
        self.findings.add(row, column, MISSING.problem(what=WHAT["quantity"]))
        return None

    def _count_by_amount(self, row: Row, price: Decimal) -> Decimal | None:
        """How many units an amount beside the price is for; None without such an amount, or where it leaves a rest."""
        for at in self.plan.derived:
            amount = row.get(at.column)
            if at.per_unit or at.taxed or isinstance(amount, bool) or not isinstance(amount, int | float) or price <= 0:
                continue
            counted = Decimal(str(amount)) * at.scale / price
            if counted > 0 and counted == int(counted) and at.kind in (None, self.plan.used[0].kind):
                return counted
        return None

    def _price(self, row: Row, at: PriceColumn) -> Price | None:
        """What a price cell says; None where it is empty or wrong, the latter noted."""
        value: Cell = row.get(at.column)
        wide = len(self.plan.used) > 1
        if is_free(value or ""):
            return Price(Decimal(0), None, None)
        if is_nothing(value) or (wide and value == 0):
            return None
        try:
            price = read_price(value, WHAT["unit_price" if at.per_unit else "amount"])
        except Invalid as error:
            self.findings.add(row, at.column, *error.problems)
            return None
        self._unit(at.column, price.unit)
        written_out = isinstance(value, str) and re.search(r"円|[¥$€]", squeezed(value)) is not None
        return price if written_out else replace(price, number=price.number * at.scale)

    def _kinds(self) -> KindReader:
        return KindReader(self.layout, self.findings, self.notes)

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
    prices: list[tuple[PriceColumn, Price]],
) -> list[tuple[PriceColumn, Price]]:
    """The prices without an annual amount that is twelve times the monthly one beside it."""
    monthly = next((price.number for at, price in prices if at.kind == "monthly"), None)
    return [
        (at, price)
        for at, price in prices
        if not (at.kind == "annual" and monthly is not None and price.number == monthly * 12)
    ]
