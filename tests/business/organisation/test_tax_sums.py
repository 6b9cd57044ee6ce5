"""Tax on dated amounts: one sum a rate, rounded once, by the rate that holds on the day."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.business.organisation.tax import TaxSum, tax_by_rate
from tests.world import World


def total(*parts: tuple[str, date, int], rounding: str = "down") -> list[TaxSum]:
    return tax_by_rate([(code, day, Decimal(amount)) for code, day, amount in parts], "JPY", rounding)


def test_one_sum_a_rate_and_the_highest_first(world: World) -> None:
    day = date(2025, 7, 31)
    got = total(("exempt", day, 500), ("standard", day, 1000), ("reduced", day, 199), ("standard", day, 5))
    assert got == [
        TaxSum(Decimal(10), Decimal(1005), Decimal(100)),
        TaxSum(Decimal(8), Decimal(199), Decimal(15)),
        TaxSum(Decimal(0), Decimal(500), Decimal(0)),
    ]


@pytest.mark.parametrize(("rounding", "tax"), [("down", 100), ("half_up", 101), ("up", 101)])
def test_rounded_once_on_the_sum(world: World, rounding: str, tax: int) -> None:
    day = date(2025, 7, 31)
    [got] = total(("standard", day, 503), ("standard", day, 502), rounding=rounding)
    assert got.tax == tax


def test_the_rate_of_the_day_and_none_for_what_nobody_knows(world: World) -> None:
    got = total(
        ("standard", date(2019, 9, 30), 100), ("standard", date(2019, 10, 1), 100), ("nix", date(2025, 1, 1), 7)
    )
    assert [(int(one.rate), int(one.tax)) for one in got] == [(10, 10), (8, 8), (0, 0)]
