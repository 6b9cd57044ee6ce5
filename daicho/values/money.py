"""Rounding, sharing out and showing amounts. Amounts are Decimals in the currency's major unit; leaves storage out."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import lru_cache
from typing import Literal

from babel.numbers import get_currency_precision, get_currency_symbol, is_currency

Rounding = Literal["down", "half_up", "up"]
Remainder = Literal["last", "first"]

_MODES = {"down": ROUND_DOWN, "half_up": ROUND_HALF_UP, "up": ROUND_UP}


@lru_cache(maxsize=512)
def is_known_currency(currency: str) -> bool:
    """Whether `currency` is an ISO 4217 code such as JPY, in capitals."""
    return len(currency) == 3 and currency.isupper() and is_currency(currency)


@lru_cache(maxsize=512)
def minor_digits(currency: str) -> int:
    """The number of decimals of a currency: 0 for JPY, 2 for USD (and for a code that nobody knows)."""
    return get_currency_precision(currency)


@lru_cache(maxsize=512)
def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 1 for JPY, 0.01 for USD."""
    return Decimal(1).scaleb(-minor_digits(currency))


def round_amount(value: Decimal, currency: str, rounding: str = "down") -> Decimal:
    """`value` in whole minor units. down is toward zero, up away from zero, half_up rounds halves away from zero.

    Raises KeyError for another rounding code.
    """
    return value.quantize(minor_unit(currency), rounding=_MODES[rounding])


def allocate(total: Decimal, parts: int, currency: str, remainder: str = "last") -> list[Decimal]:
    """`total` in `parts` equal parts, each rounded toward zero, the remainder on the last (or the first) part.

    The parts always sum to `total`, which must be whole minor units. Raises ValueError when `parts` is not positive.
    """
    if parts < 1:
        raise ValueError(f"cannot share out among {parts} parts")
    share = round_amount(total / parts, currency, "down")
    shares = [share] * parts
    shares[0 if remainder == "first" else -1] = total - share * (parts - 1)
    return shares


def plain(value: Decimal) -> str:
    """The number as programs read it: no exponent, no trailing zeros, no separators: 12000, 12.5, -0.25; never -0."""
    return _trimmed(format(value, "f"))


def grouped(value: Decimal) -> str:
    """The number with thousands separators and no trailing zeros: 1,234,567.5."""
    return _trimmed(format(value, ",f"))


def _trimmed(text: str) -> str:
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def money_text(value: Decimal, currency: str, language: str = "ja") -> str:
    """The amount as people read it: ¥1,234,567, $1,234.50, negative ▲¥500. Extra decimals of a price stay: ¥0.85."""
    digits = minor_digits(currency)
    magnitude = abs(value)
    exact = plain(magnitude).partition(".")[2]
    number = f"{magnitude:,.{max(digits, len(exact))}f}"
    sign = "▲" if value < 0 else ""
    return f"{sign}{_symbol(currency, language)}{number}"


@lru_cache(maxsize=512)
def _symbol(currency: str, language: str) -> str:
    """¥ for yen in both languages, else the usual symbol; a code of letters is set apart by a space."""
    if currency == "JPY":
        return "¥"
    symbol = get_currency_symbol(currency, locale="ja" if language.startswith("ja") else "en")
    return f"{symbol} " if symbol[-1].isalpha() else symbol
