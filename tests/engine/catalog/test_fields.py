"""The columns of the catalog: exact decimals as integers, twins beside texts."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Case, F, Max, Sum, Value, When

from daicho.engine.catalog.fields import ScaledDecimalField, scaled, twin, unscaled, with_twins
from daicho.values.problems import Invalid
from tests.engine.catalog.rows import NOW
from tests.engine.catalog.sampler.models import Sample


def amounts(*values: Any) -> Any:
    objects: Any = Sample._default_manager
    for value in values:
        objects.create(amount=value, created_at=NOW, updated_at=NOW)
    return objects.order_by("id")


@pytest.mark.parametrize(
    "value,units",
    [
        ("0", 0),
        ("0.0001", 1),
        ("-0.0001", -1),
        ("12000", 120_000_000),
        ("1E+2", 1_000_000),
        (5, 50_000),
        (Decimal("1.50"), 15_000),
    ],
)
def test_ten_thousandths(value: Any, units: int) -> None:
    assert scaled(value) == units
    assert unscaled(units) == Decimal(value)


@pytest.mark.parametrize(
    "value,code",
    [
        ("0.00001", "too_many_decimals"),
        ("922337203685477.5808", "number_out_of_range"),
        ("1E+30", "number_out_of_range"),
        (1.5, "not_a_number"),
        (True, "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("x", "not_a_number"),
    ],
)
def test_what_cannot_be_kept_is_refused(value: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        scaled(value)
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize("largest", ["922337203685477.5807", "-922337203685477.5808"])
def test_the_largest_number_is_kept(samples: None, largest: str) -> None:
    assert amounts(Decimal(largest)).values_list("amount", flat=True)[0] == Decimal(largest)


def test_no_trailing_zeros_and_no_exponent() -> None:
    assert [str(unscaled(units)) for units in (0, 15_000, 120_000_000, -1)] == ["0", "1.5", "12000", "-0.0001"]


def test_sums_comparisons_and_cases_are_exact(samples: None) -> None:
    rows = amounts("0.1", "0.2", None, "-3")
    assert rows.aggregate(total=Sum("amount"), top=Max("amount")) == {"total": Decimal("-2.7"), "top": Decimal("0.2")}
    assert rows.filter(amount__gt=Decimal("0.1")).count() == 1
    assert rows.filter(amount=F("amount")).count() == 3
    case = Case(When(amount__lt=0, then=Value(Decimal("0.5"), output_field=ScaledDecimalField())), default=F("amount"))
    assert list(rows.annotate(case=case).values_list("case", flat=True)) == [
        Decimal("0.1"),
        Decimal("0.2"),
        None,
        Decimal("0.5"),
    ]


def test_a_sum_beyond_64_bits_is_exact_or_refused(samples: None) -> None:
    rows = amounts(*["900000000000000"] * 2)
    if connection.vendor == "postgresql":
        assert rows.aggregate(total=Sum("amount"))["total"] == Decimal(1_800_000_000_000_000)


def test_twins_stand_beside_their_text() -> None:
    names = {field.name for field in Sample._meta.get_fields()}
    assert {twin("name"), twin("memo")} <= names
    assert Sample._meta.get_field("name_normal").editable is False


def test_a_twin_of_nothing_is_refused() -> None:
    with pytest.raises(Exception, match="no field named 'nothing'"):
        with_twins("nothing")(Sample)
