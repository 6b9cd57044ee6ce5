"""Custom fields as the catalog knows them: rows in, `FieldSpec` out. PURE; reads no table."""

from dataclasses import replace
from typing import Any, cast

from daicho.engine.catalog import types
from daicho.engine.catalog.specs import Choice, FieldSpec, FieldType
from daicho.engine.shaping.definition import FieldDefinition

LARGEST = 900_000_000_000
"""The largest custom number, either way: so far SQLite compares the decimals of a JSON text exactly."""
LONGEST_INDEXED = 300
"""Characters of a text with an index: its normalised form still fits into a page of PostgreSQL's."""
NUMBERS = ("number", "currency", "percent")
CHOICES = ("picklist", "multi_picklist")
OFFERED: tuple[FieldType, ...] = (
    "text",
    "long_text",
    "number",
    "currency",
    "percent",
    "checkbox",
    "date",
    "datetime",
    "picklist",
    "multi_picklist",
    "lookup",
    "email",
    "phone",
    "url",
    "auto_number",
)
"""Types that people may add, in the order in which pages offer them."""


def spec_of(key: str, kind: str, definition: FieldDefinition) -> FieldSpec:
    """The field as the catalog knows it. Raises Invalid for a default that its type does not take."""
    numeric = kind in NUMBERS
    textual = types.TYPES[cast(FieldType, kind)].twinned
    bare = FieldSpec(
        key,
        cast(FieldType, kind),
        definition.label.label,
        required=definition.required,
        choices=tuple(
            Choice(one.code, one.label.label, one.colour, one.active)
            for one in (definition.options if kind in CHOICES else ())
        ),
        target=definition.target if kind == "lookup" else None,
        made=kind == "auto_number",
        unique=definition.unique,
        scale=definition.scale if kind == "number" else None,
        source="custom",
        custom=True,
        help=definition.help.label if definition.help else None,
        minimum=-LARGEST if numeric else None,
        maximum=LARGEST if numeric else None,
        longest=LONGEST_INDEXED if textual and definition.with_index else None,
        hidden=definition.hidden,
    )
    return with_default(bare, definition.default)


def with_default(spec: FieldSpec, default: Any) -> FieldSpec:
    """The field with what new records get. Raises Invalid for what its type does not take."""
    typed = types.parse(replace(spec, required=False), default)
    if typed is None or spec.type in ("lookup", "auto_number"):
        return spec
    return replace(spec, default=(lambda: list(typed)) if isinstance(typed, tuple) else typed)
