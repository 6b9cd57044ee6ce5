"""Tax types with their dated rates: what every database starts with, and the rate on a day."""

from datetime import date
from decimal import Decimal

from daicho.business.organisation.models import TaxRate, TaxType
from daicho.values.labels import Label

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
