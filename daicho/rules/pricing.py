"""Prices of lines: the best price of a product, discounts, a line's amount and its recurring revenue per month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from daicho.rules.lines import ScheduleLine
from daicho.values.labels import Message
from daicho.values.money import minor_digits, round_amount
from daicho.values.months import months_needed
from daicho.values.problems import Invalid

NO_MONTHS = Message(
    "period_price_without_end",
    ja="期間額の明細には利用終了日が必要です。利用終了日を入力するか、金額種別を月額にしてください。",
    en="A price for the whole period needs an end of use. Enter one, or choose a monthly price.",
)
TEN_THOUSANDTH = Decimal("0.0001")
_HUNDREDTH = Decimal("0.01")
_HUNDRED = Decimal(100)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tier:
    """The unit price that holds from a quantity on."""

    from_quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class PriceOption:
    """One dated price of a product. `account` None: for everybody; `valid_from` / `valid_to` None: open, both inclusive."""

    id: int
    unit_price: Decimal
    account: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    priority: int = 50
    tiers: tuple[Tier, ...] = ()

    def holds(self, account: int | None, on: date) -> bool:
        """Whether this price may be used for `account` (None: an unknown one) on the day `on`."""
        begun = self.valid_from is None or self.valid_from <= on
        running = self.valid_to is None or on <= self.valid_to
        return begun and running and self.account in (None, account)

    def price(self, quantity: Decimal) -> Decimal:
        """The unit price for `quantity`: that of the highest tier reached, else the price's own."""
        reached = [tier for tier in self.tiers if tier.from_quantity <= quantity]
        return max(reached, key=lambda tier: tier.from_quantity).unit_price if reached else self.unit_price


def best_price(prices: Iterable[PriceOption], account: int | None, quantity: Decimal, on: date) -> Decimal | None:
    """The unit price to offer: the account's own before a general one, then priority, then the latest start.

    Equal in all of these, the price entered last (highest id) wins. None when no price holds on that day.
    """
    held = [price for price in prices if price.holds(account, on)]
    if not held:
        return None
    return max(held, key=_rank).price(quantity)


def _rank(price: PriceOption) -> tuple[bool, int, date, int]:
    return price.account is not None, price.priority, price.valid_from or date.min, price.id


def line_amount(unit_price: Decimal, quantity: Decimal, currency: str, rounding: str = "down") -> Decimal:
    """Unit price × quantity, rounded once to the currency's minor unit. KeyError for an unknown rounding."""
    return round_amount(unit_price * quantity, currency, rounding)


def discount_from_rate(list_price: Decimal, rate: Decimal, currency: str) -> Decimal:
    """The unit discount of `rate` percent, to the currency's minor unit (or the list price's own, finer decimals)."""
    exponent = list_price.normalize().as_tuple().exponent
    decimals = max(minor_digits(currency), -exponent if isinstance(exponent, int) else 0)
    return (list_price * rate / _HUNDRED).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)


def rate_from_discount(list_price: Decimal, unit_discount: Decimal) -> Decimal:
    """The discount in percent of the list price, half-even at two decimals; 0 for a list price of 0."""
    if not list_price:
        return _ZERO
    return (unit_discount * _HUNDRED / list_price).quantize(_HUNDREDTH, rounding=ROUND_HALF_EVEN)


def monthly_recurring(line: ScheduleLine, days_per_month: int = 30, rounding: str = "down") -> Decimal:
    """The line's recurring revenue per month (MRR), at four decimals, whatever its billing cycle.

    monthly: the amount; annual: ÷ 12; period: ÷ its months; daily: × `days_per_month`; one_time and usage: 0.
    Raises Invalid for a period price without an end.
    """
    amount = line_amount(line.unit_price, line.quantity, line.currency, rounding)
    match line.price_kind:
        case "monthly":
            monthly = amount
        case "annual":
            monthly = amount / 12
        case "daily":
            monthly = amount * days_per_month
        case "period":
            if line.end_date is None:
                raise Invalid(NO_MONTHS.problem("end_date"))
            monthly = amount / months_needed(line.start_date, line.end_date)
        case _:
            monthly = _ZERO
    return monthly.quantize(TEN_THOUSANDTH, rounding=ROUND_HALF_UP)
