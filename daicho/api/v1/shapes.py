"""Typed values as JSON: rows by path, records with their parts, objects and fields of the catalog."""

from collections.abc import Mapping, Sequence
from typing import Any

from daicho.engine.catalog import types
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.engine.records.reading import OneRecord, Rows
from daicho.engine.work.frame import Frame


def row(columns: Sequence[Path], values: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """One row: `id`, then each path as it was asked for. Lookups are ids, amounts texts, moments in the organisation's zone."""
    zone = frame.habits.zone
    shaped = {path.text: types.to_json(path.field, values[path.text], zone) for path in columns}
    return {"id": values["id"], **shaped}


def rows(found: Rows, frame: Frame) -> list[dict[str, Any]]:
    """Several rows."""
    return [row(found.columns, values, frame) for values in found.rows]


def record(one: OneRecord, frame: Frame) -> dict[str, Any]:
    """A record, its nested parts under their keys."""
    [own] = rows(one.record, frame)
    return {**own, **{key: rows(parts, frame) for key, parts in one.parts.items()}}


def object_of(spec: ObjectSpec, language: str) -> dict[str, Any]:
    """An object of the catalog in one language."""
    return {
        "key": spec.key,
        "label": spec.label.text(language),
        "fields": [field_of(field, language) for field in spec.fields],
    }


def field_of(field: FieldSpec, language: str) -> dict[str, Any]:
    """A field of the catalog in one language; `options` are the active choices of a picklist."""
    return {
        "key": field.key,
        "type": field.type,
        "label": field.label.text(language),
        "required": field.required,
        "options": [
            {"code": choice.code, "label": choice.label.text(language)} for choice in field.choices if choice.active
        ],
        "custom": field.custom,
        "read_only": field.made or field.source == "expression",
        "unique": field.unique,
        "target": field.target,
        "help": field.help.text(language) if field.help else None,
    }
