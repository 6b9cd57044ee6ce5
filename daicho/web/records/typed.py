"""What stands in the inputs of a form: from a record, from a default, from what was posted; and the raw value it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from daicho.engine.catalog import types
from daicho.engine.catalog.declare import CREATOR
from daicho.engine.catalog.refs import Ref
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_numbers import plain_text
from daicho.web.visitors import Visitor

TABLES: Mapping[str, tuple[str, ...]] = {"tiers": ("from_quantity", "unit_price")}
"""Structured fields that forms show as small tables, with the inputs of a row."""
NUMBERS = ("number", "currency", "percent")
MOST_ROWS = 50
ID = ".id"
"""What the name of the hidden input that holds a lookup's id ends in."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One input. `codes` are the ticked ones of a multiple choice; `id` is the record that was chosen for a lookup; `rows`
    are the texts of a small table."""

    text: str = ""
    codes: tuple[str, ...] = ()
    id: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


NOTHING = Typed()


def of_value(spec: FieldSpec, value: Any, visitor: Visitor) -> Typed:
    """The input for a typed value; None: an empty one."""
    if spec.type == "checkbox":
        return Typed("1" if value else "")
    if value is None:
        return NOTHING
    if spec.key in TABLES:
        return Typed(rows=tuple(tuple(str(row.get(name, "")) for name in TABLES[spec.key]) for row in value))
    if spec.type == "multi_picklist":
        return Typed(codes=tuple(value))
    if isinstance(value, Ref):
        return Typed(value.name, id=str(value.id))
    if spec.type == "picklist":
        return Typed(value)
    if spec.type in NUMBERS and spec.word(value) is None:
        return Typed(plain_text(value))
    return Typed(types.show(spec, value, visitor.language, visitor.frame.habits.zone))


def of_default(spec: FieldSpec, visitor: Visitor) -> Typed:
    """The input of a new record."""
    if spec.default is CREATOR:
        actor = visitor.actor
        return Typed(actor.name, id=str(actor.user_id)) if actor.user_id is not None else NOTHING
    value = spec.default() if callable(spec.default) else spec.default
    return of_value(spec, value, visitor)


def of_post(spec: FieldSpec, posted: QueryDict) -> Typed:
    """The input as it came back; line ends as they are kept."""
    if spec.type == "multi_picklist":
        return Typed(codes=tuple(posted.getlist(spec.key)))
    if spec.key in TABLES:
        columns = [posted.getlist(f"{spec.key}.{name}")[:MOST_ROWS] for name in TABLES[spec.key]]
        return Typed(rows=tuple(row for row in zip(*columns, strict=False) if any(text.strip() for text in row)))
    text = posted.get(spec.key, "").replace("\r\n", "\n")
    if spec.type == "checkbox":
        return Typed("1" if text else "")
    return Typed(text, id=posted.get(spec.key + ID, "") if spec.type == "lookup" else "")


def differs(spec: FieldSpec, before: Typed, after: Typed) -> bool:
    """Whether somebody changed the input."""
    if spec.key in TABLES:
        return before.rows != after.rows
    if spec.type == "multi_picklist":
        return set(before.codes) != set(after.codes)
    if spec.type == "lookup" and after.text.strip():
        return before != after
    return before.text.strip() != after.text.strip()


def raw(spec: FieldSpec, typed: Typed, references: Mapping[str, int | None]) -> Any:
    """The raw value for the parsers; `references` are the ids of lookups by field key."""
    if spec.key in TABLES:
        return [dict(zip(TABLES[spec.key], row, strict=True)) for row in typed.rows]
    if spec.type == "checkbox":
        return bool(typed.text)
    if spec.type == "multi_picklist":
        return list(typed.codes)
    return references[spec.key] if spec.type == "lookup" else typed.text
