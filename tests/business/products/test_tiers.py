"""Tiers of a price: what is read, and what is refused where."""

from decimal import Decimal
from typing import Any

import pytest

from daicho.business.products.objects import check_price
from daicho.business.products.tiers import read_tiers
from daicho.rules.pricing import Tier
from daicho.values.problems import Invalid


def test_tiers_are_read_by_ascending_quantity() -> None:
    stored = [{"from_quantity": "１０", "unit_price": "80"}, {"from_quantity": 1, "unit_price": "1,000.5"}]
    assert read_tiers(stored) == (Tier(Decimal(1), Decimal("1000.5")), Tier(Decimal(10), Decimal(80)))
    assert read_tiers(None) == ()


@pytest.mark.parametrize(
    ("stored", "field", "code"),
    [
        ("abc", "tiers", "tiers_shape"),
        ([1], "tiers", "tiers_shape"),
        ([{"from_quantity": "1"}], "tiers", "tiers_shape"),
        ([{"from_quantity": "x", "unit_price": "1"}], "tiers.0.from_quantity", "not_a_number"),
        ([{"from_quantity": "1", "unit_price": "-1"}], "tiers.0.unit_price", "negative"),
        ([{"from_quantity": "1", "unit_price": None}], "tiers.0.unit_price", "not_a_number"),
        ([{"from_quantity": "1", "unit_price": "1"}, {"from_quantity": 1, "unit_price": "2"}], "tiers", "tier_twice"),
    ],
)
def test_what_tiers_cannot_be(stored: Any, field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_tiers(stored)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [(field, code)]
    assert [problem.code for problem in check_price({"tiers": stored})] == [code]
