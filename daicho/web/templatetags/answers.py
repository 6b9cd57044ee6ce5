"""Days as letters to customers write them."""

from datetime import date

from django import template
from django.utils.dateformat import format as formatted
from django.utils.translation import get_language

register = template.Library()


@register.filter
def long_day(day: date | None) -> str:
    """2026年6月30日, 30 June 2026; "" for none."""
    return _written(day, "Y年n月j日", "j F Y")


@register.filter
def weekday(day: date | None) -> str:
    """2026年6月30日（火）, Tue 30 June 2026; "" for none."""
    return _written(day, "Y年n月j日（D）", "D j F Y")


def _written(day: date | None, japanese: str, english: str) -> str:
    if day is None:
        return ""
    return formatted(day, japanese if (get_language() or "ja").startswith("ja") else english)
