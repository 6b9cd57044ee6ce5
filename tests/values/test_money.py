"""Money: rounding, parts that sum to the whole, and how amounts are shown."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from daicho.values.money import (
    allocate,
    grouped,
    is_known_currency,
    minor_digits,
    money_text,
    plain,
    round_amount,
)

few = settings(max_examples=200, derandomize=True, deadline=None)


@pytest.mark.parametrize("currency, digits", [("JPY", 0), ("USD", 2), ("EUR", 2), ("KWD", 3), ("VND", 0)])
def test_minor_digits(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


def test_known_currencies() -> None:
    assert is_known_currency("JPY")
    assert not any(is_known_currency(code) for code in ("", "jpy", "YEN", "¥", "JPYX"))


@pytest.mark.parametrize(
    "value, currency, down, half_up, up",
    [
        ("10.5", "JPY", "10", "11", "11"),
        ("10.4", "JPY", "10", "10", "11"),
        ("10", "JPY", "10", "10", "10"),
        ("-10.5", "JPY", "-10", "-11", "-11"),
        ("-0.4", "JPY", "0", "0", "-1"),
        ("1.005", "USD", "1.00", "1.01", "1.01"),
        ("2.675", "USD", "2.67", "2.68", "2.68"),
        ("0.0001", "USD", "0", "0", "0.01"),
    ],
)
def test_rounding(value: str, currency: str, down: str, half_up: str, up: str) -> None:
    rounded = [round_amount(Decimal(value), currency, how) for how in ("down", "half_up", "up")]
    assert rounded == [Decimal(down), Decimal(half_up), Decimal(up)]


def test_unknown_rounding_is_an_error() -> None:
    with pytest.raises(KeyError):
        round_amount(Decimal(1), "JPY", "sideways")


def test_allocation_gives_the_remainder_to_one_part() -> None:
    assert allocate(Decimal(100_000), 6, "JPY") == [16_666] * 5 + [16_670]
    assert allocate(Decimal(100_000), 6, "JPY", "first") == [16_670] + [16_666] * 5
    assert allocate(Decimal("100.00"), 3, "USD") == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert allocate(Decimal(0), 3, "JPY") == [0, 0, 0]
    assert allocate(Decimal(-10), 3, "JPY") == [-3, -3, -4]


@few
@given(some.integers(-(10**13), 10**13), some.integers(1, 1200), some.sampled_from(["JPY", "USD"]), some.booleans())
def test_parts_sum_to_the_whole(total: int, parts: int, currency: str, first: bool) -> None:
    shares = allocate(Decimal(total), parts, currency, "first" if first else "last")
    assert sum(shares) == total
    assert len(shares) == parts
    usual = shares[1:] if first else shares[:-1]
    assert len(set(usual)) <= 1


def test_nothing_is_shared_among_nobody() -> None:
    with pytest.raises(ValueError, match="0 parts"):
        allocate(Decimal(1), 0, "JPY")


@pytest.mark.parametrize(
    "value, text",
    [("12000", "12000"), ("12.50", "12.5"), ("1E+5", "100000"), ("0E-4", "0"), ("-0.0", "0"), ("-0.2500", "-0.25"),
     ("316985.75", "316985.75"), ("1E-4", "0.0001")],
)  # fmt: skip
def test_plain(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(
    "value, text", [("12000", "12,000"), ("1234567.50", "1,234,567.5"), ("-0.5", "-0.5"), ("-1234.5", "-1,234.5")]
)
def test_grouped(value: str, text: str) -> None:
    assert grouped(Decimal(value)) == text


@pytest.mark.parametrize(
    "value, currency, text",
    [
        ("1234567", "JPY", "¥1,234,567"),
        ("-500", "JPY", "▲¥500"),
        ("0", "JPY", "¥0"),
        ("0.85", "JPY", "¥0.85"),
        ("1234.5", "USD", "$1,234.50"),
        ("-1234.5", "USD", "▲$1,234.50"),
        ("1234.5678", "USD", "$1,234.5678"),
        ("10", "CHF", "CHF 10.00"),
    ],
)
def test_money_text(value: str, currency: str, text: str) -> None:
    assert money_text(Decimal(value), currency) == text
    assert money_text(Decimal(value), currency, "en") == text
