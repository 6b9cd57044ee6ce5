"""Short ways to declare standard fields in `objects.py` files. PURE; adds nothing to FieldSpec but brevity."""

from collections.abc import Mapping
from typing import Any

from daicho.engine.catalog.specs import Choice, FieldSpec, FieldType
from daicho.values.labels import Label


def field(kind: FieldType, key: str, ja: str, en: str, **options: Any) -> FieldSpec:
    """A field of any type; `options` are those of FieldSpec."""
    return FieldSpec(key, kind, Label(ja, en), **options)


def text(key: str, ja: str, en: str, **options: Any) -> FieldSpec:
    """One line of text (empty = "")."""
    return field("text", key, ja, en, **options)


def long_text(key: str, ja: str, en: str, **options: Any) -> FieldSpec:
    """Text of several lines."""
    return field("long_text", key, ja, en, **options)


def number(key: str, ja: str, en: str, **options: Any) -> FieldSpec:
    """A number; `scale` decimals."""
    return field("number", key, ja, en, **options)


def whole(key: str, ja: str, en: str, low: int, high: int, **options: Any) -> FieldSpec:
    """A whole number from `low` to `high`, both inclusive."""
    return field("number", key, ja, en, scale=0, minimum=low, maximum=high, **options)


def currency(key: str, ja: str, en: str, **options: Any) -> FieldSpec:
    """An amount or price in the record's currency."""
    return field("currency", key, ja, en, **options)


def date(key: str, ja: str, en: str, **options: Any) -> FieldSpec:
    """A business date."""
    return field("date", key, ja, en, **options)


def moment(key: str, ja: str, en: str, **options: Any) -> FieldSpec:
    """A date and time."""
    return field("datetime", key, ja, en, **options)


def checkbox(key: str, ja: str, en: str, **options: Any) -> FieldSpec:
    """Yes or no."""
    return field("checkbox", key, ja, en, **options)


def lookup(key: str, ja: str, en: str, target: str, **options: Any) -> FieldSpec:
    """A reference to a record of `target`."""
    return field("lookup", key, ja, en, target=target, **options)


def picklist(key: str, ja: str, en: str, codes: Mapping[str, Label], **options: Any) -> FieldSpec:
    """One of `codes`, in their order."""
    return field("picklist", key, ja, en, choices=choices(codes), **options)


def choices(codes: Mapping[str, Label], colours: Mapping[str, str] | None = None) -> tuple[Choice, ...]:
    """Choices from codes and labels, with the shell's colours where given."""
    return tuple(Choice(code, label, (colours or {}).get(code, "")) for code, label in codes.items())


PREFERRED_LANGUAGES = {"ja": Label("日本語", "Japanese"), "en": Label("英語", "English")}


class _Creator:
    """The default of owner fields: whoever creates the record."""


CREATOR = _Creator()
