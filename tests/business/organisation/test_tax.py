"""Consumption tax rates by date, as a fresh database has them."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.organisation.models import TaxRate
from daicho.business.organisation.tax import ensure_tax_types, rate_on


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code, day, rate",
    [
        ("standard", date(2014, 3, 31), None),
        ("standard", date(2019, 9, 30), Decimal(8)),
        ("standard", date(2019, 10, 1), Decimal(10)),
        ("reduced", date(2025, 4, 1), Decimal(8)),
        ("exempt", date(2025, 4, 1), Decimal(0)),
        ("luxury", date(2025, 4, 1), None),
    ],
)
def test_the_rate_on_a_day(code, day, rate):
    ensure_tax_types()
    ensure_tax_types()
    assert TaxRate.objects.count() == 4
    assert rate_on(code, day) == rate
