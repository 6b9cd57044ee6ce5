"""How a merged value is written for people: the filters of templates, and the form of a value without a filter.

Knows the languages ja and en by Django's active language; leaves parsing and the choice of language to its callers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils import dateformat
from django.utils.translation import get_language

from daicho.values.labels import Problem

EMPTY: tuple[Any, ...] = (None, "", [], (), {})
PLAIN_DATE = "Y/m/d"
PLAIN_MOMENT = "Y/m/d H:i"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value that must not be told any more, because of `problem`: a mail that would print it stops."""

    value: Any
    problem: Problem


def is_japanese() -> bool:
    """Whether the text being rendered is Japanese."""
    return (get_language() or "ja").startswith("ja")


def grouped(number: int | Decimal) -> str:
    """1234567.50 as 1,234,567.5: thousands separators, no trailing zeros, no exponent."""
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_date(value: Any, form: str = PLAIN_DATE) -> Any:
    """A date or moment in Django's date letters (`Y年n月j日（D）`); anything else is left as it is."""
    if isinstance(value, datetime):
        return dateformat.format(value, form)
    if isinstance(value, date):
        return dateformat.format(datetime.combine(value, time()), form)
    return value


def as_yen(value: Any) -> Any:
    """A number with the yen sign, ¥1,234,567 or -¥1,234; anything else is left as it is."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    return f"-¥{grouped(-value)}" if value < 0 else f"¥{grouped(value)}"


def as_number(value: Any) -> Any:
    """A number with thousands separators; anything else is left as it is."""
    return grouped(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def or_default(value: Any, instead: Any) -> Any:
    """The value, or `instead` where it is empty. Zero and False are not empty."""
    return instead if value in EMPTY else value


def shown(value: Any) -> str:
    """Any plain value as people read it; empty is "". Raises TypeError for what is no plain value (a programming error)."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return ("はい" if value else "いいえ") if is_japanese() else ("Yes" if value else "No")
    if isinstance(value, int | Decimal):
        return grouped(value)
    if isinstance(value, datetime):
        return str(as_date(value, PLAIN_MOMENT))
    if isinstance(value, date):
        return str(as_date(value))
    if isinstance(value, Mapping):
        return shown(value.get("name"))
    if isinstance(value, list | tuple):
        return ("、" if is_japanese() else ", ").join(shown(item) for item in value)
    raise TypeError(f"{type(value).__name__} is no plain value for a template")


FILTERS: Mapping[str, Callable[..., Any]] = {
    "date": as_date,
    "yen": as_yen,
    "number": as_number,
    "default": or_default,
    "linebreaksbr": linebreaksbr,
}
