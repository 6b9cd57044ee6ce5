"""Tax types with their dated rates: what every database starts with, and the rate on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daicho.business.organisation.models import TaxRate, TaxType
from daicho.values.labels import Label
from daicho.values.money import round_amount

TAX_TYPES: dict[str, Label] = {
    "standard": Label("10%（標準）", "10% (standard)"),
    "reduced": Label("8%（軽減）", "8% (reduced)"),
    "exempt": Label("非課税", "Exempt"),
}
RATES: dict[str, tuple[tuple[date, str], ...]] = {
    "standard": ((date(2014, 4, 1), "8"), (date(2019, 10, 1), "10")),
    "reduced": ((date(2019, 10, 1), "8"),),
    "exempt": ((date(1989, 4, 1), "0"),),
}


def ensure_tax_types() -> None:
    """Make the tax types that do not exist yet, with the Japanese consumption tax rates."""
    for code, label in TAX_TYPES.items():
        made, is_new = TaxType.objects.get_or_create(code=code, defaults={"label_ja": label.ja, "label_en": label.en})
        if is_new:
            TaxRate.objects.bulk_create(
                [TaxRate(tax_type=made, valid_from=day, rate=Decimal(rate)) for day, rate in RATES[code]]
            )


def rate_on(code: str, day: date) -> Decimal | None:
    """The rate in percent of a tax type on a day; None before its first rate or for an unknown type."""
    found = TaxRate.objects.filter(tax_type__code=code, valid_from__lte=day).order_by("-valid_from").first()
    return Decimal(found.rate) if found is not None else None


@dataclass(frozen=True, slots=True)
class TaxSum:
    """What is taxed at one rate (percent): the net sum and the tax on it, rounded once."""

    rate: Decimal
    net: Decimal
    tax: Decimal


def tax_by_rate(amounts: Iterable[tuple[str, date, Decimal]], currency: str, rounding: str) -> list[TaxSum]:
    """The tax on net amounts (tax type, day, amount), one sum a rate, the highest first.

    A day before the first rate of its type, and an unknown type, are taxed at 0. One query.
    """
    rates: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for code, day, rate in TaxRate.objects.order_by("valid_from").values_list("tax_type__code", "valid_from", "rate"):
        rates[code].append((day, Decimal(rate)))
    nets: dict[Decimal, Decimal] = defaultdict(Decimal)
    for code, day, amount in amounts:
        held = [rate for first, rate in rates[code] if first <= day]
        nets[held[-1] if held else Decimal(0)] += amount
    return [
        TaxSum(rate, net, round_amount(net * rate / 100, currency, rounding))
        for rate, net in sorted(nets.items(), reverse=True)
    ]
