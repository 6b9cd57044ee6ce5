"""How the fields of an object lie in its tables (which key is which column, where a twin stands), and what is checked of
them. Made once an object, because all of it is asked for every row that is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from daicho.engine.catalog import registry, types
from daicho.engine.catalog.fields import TWIN
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.values.text import normalise

STAMPS = {"created_at", "updated_at", "version", "custom"}
TEXTUAL = (models.TextField, models.CharField)


@dataclass(frozen=True, slots=True)
class Column:
    """One stored field: `attname` on the model, its normalised `twin` (None without), whether empty is "" (`textual`),
    whether it is a lookup (`linked`), and what is kept of no value (`empty`)."""

    key: str
    attname: str
    twin: str | None
    textual: bool
    linked: bool
    empty: Any

    def stored(self, value: Any) -> Any:
        """The value as the column keeps it; an empty text is "", a lookup is its id, a missing list is []."""
        if value is None:
            return self.empty
        return getattr(value, "id", value) if self.linked else value

    def typed(self, value: Any) -> Any:
        """The value as rules see it: an empty text is None."""
        return None if self.textual and value == "" else value


@dataclass(frozen=True, slots=True)
class CustomValue:
    """One custom field: what of its value goes into the JSON object of a record, and what is read out of it."""

    field: FieldSpec

    @property
    def key(self) -> str:
        """The field's key, also that of its value."""
        return self.field.key

    def put(self, kept: dict[str, Any], value: Any) -> None:
        """Set the value and its twin in `kept`; an empty one is no key at all."""
        kind = types.kind_of(self.field)
        twin = normalise(str(value)) if kind.twinned and value else ""
        for key, part in ((self.key, kind.keep(value)), (self.key + TWIN, twin or None)):
            if part is None:
                kept.pop(key, None)
            else:
                kept[key] = part

    def typed(self, kept: Mapping[str, Any]) -> Any:
        """The typed value in `kept`."""
        return types.kind_of(self.field).kept(kept.get(self.key), self.field)


@dataclass(frozen=True, slots=True)
class Rule:
    """A stored field of whose values something is checked. `codes` are those of its choices (empty: any value)."""

    field: FieldSpec
    codes: Mapping[str, None]


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of one object, on its own row and on the row of its occurrence, and the checks of its values.

    `unnamed` are required columns that are no fields (a password), with the default that a new row gets.
    """

    spec: ObjectSpec
    model: Any
    own: tuple[Column, ...]
    on_occurrence: tuple[Column, ...]
    stamped: bool
    has_custom: bool
    unnamed: tuple[tuple[str, Any], ...]
    rules: tuple[Rule, ...]
    custom: tuple[CustomValue, ...]

    def row_of(self, values: Mapping[str, Any]) -> list[Any]:
        """What the columns of `own` keep of these values, then what their twins keep, in the order of `own`."""
        row: list[Any] = []
        texts: list[str] = []
        for column in self.own:
            value = values.get(column.key)
            row.append(column.stored(value) if value is None or column.linked else value)
            if column.twin is not None:
                texts.append(normalise(str(value)) if value else "")
        return row + texts

    def custom_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The custom values of a new record as they are kept."""
        kept: dict[str, Any] = {}
        for one in self.custom:
            one.put(kept, values.get(one.key))
        return kept

    @property
    def occurrence_model(self) -> Any:
        """The model of the occurrence rows (only asked where there are such columns)."""
        assert self.spec.occurrence is not None
        return registry.get(self.spec.occurrence.object).model


_plans: dict[str, Plan] = {}


def plan_of(spec: ObjectSpec) -> Plan:
    """The plan of an object; kept until its spec is replaced."""
    known = _plans.get(spec.key)
    if known is None or known.spec is not spec:
        known = _plans[spec.key] = _make(spec)
    return known


def values_of(columns: tuple[Column, ...], row: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values by field key of a row read by attribute name."""
    return {column.key: column.typed(row[column.attname]) for column in columns}


def twins(columns: tuple[Column, ...], values: Mapping[str, Any]) -> dict[str, str]:
    """The twins to write for the keys in `values`."""
    return {
        column.twin: normalise(str(values[column.key] or ""))
        for column in columns
        if column.twin is not None and column.key in values
    }


def _make(spec: ObjectSpec) -> Plan:
    model: type[models.Model] = spec.model
    own = _columns(spec, model, "record")
    there: tuple[Column, ...] = ()
    if spec.occurrence is not None:
        there = _columns(spec, registry.get(spec.occurrence.object).model, "occurrence")
    names = {field.name for field in model._meta.concrete_fields}
    stamped = "updated_at" in names and "version" in names
    custom = tuple(CustomValue(field) for field in spec.fields if field.source == "custom")
    return Plan(spec, model, own, there, stamped, "custom" in names, _unnamed(model, own), _rules(spec), custom)


def _rules(spec: ObjectSpec) -> tuple[Rule, ...]:
    return tuple(
        Rule(field, {choice.code: None for choice in field.choices if choice.active})
        for field in spec.fields
        if field.source != "expression"
        and (field.required or field.choices or field.minimum is not None or field.maximum is not None)
    )


def _unnamed(model: type[models.Model], own: tuple[Column, ...]) -> tuple[tuple[str, Any], ...]:
    known = {column.attname for column in own} | {column.twin for column in own} | STAMPS
    return tuple(
        (field.attname, field.get_default())
        for field in model._meta.concrete_fields
        if field.attname not in known and not field.null and not field.primary_key and field.has_default()
    )


def _columns(spec: ObjectSpec, model: type[models.Model], source: str) -> tuple[Column, ...]:
    by_name = {field.name: field for field in model._meta.concrete_fields}
    found = []
    for field in spec.fields:
        name = field.column or field.key
        if field.source != source or name not in by_name or name == "id":
            continue
        column = by_name[name]
        twin = name + TWIN if name + TWIN in by_name else None
        default = None if column.null or not column.has_default() else column.get_default()
        textual = isinstance(column, TEXTUAL) and not column.null
        found.append(
            Column(
                field.key,
                column.attname,
                twin,
                textual,
                column.is_relation,
                "" if textual else default,
            )
        )
    return tuple(found)
