"""Resolves records named by a unique key (`{"code": "A-900"}`) to ids, in values to be saved and in filters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from daicho.engine.catalog import registry
from daicho.engine.catalog.filters import AllOf, AnyOf, Condition, Node, Not, conditions
from daicho.engine.catalog.refs import LookupKey
from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Message
from daicho.values.parsing import shortened
from daicho.values.problems import Invalid

NO_SUCH_RECORD = Message(
    "no_such_record",
    ja="「{field}」：{key} が「{value}」の{object}はありません。",
    en="{field}: there is no {object} with {key} “{value}”.",
)


def ids_by_key(object_key: str, keys: Iterable[LookupKey]) -> dict[LookupKey, int]:
    """The ids of the records that exist, one query a unique field; keys without a record are absent."""
    by_field: dict[str, set[str]] = {}
    for key in keys:
        by_field.setdefault(key.key, set()).add(key.value)
    spec = registry.get(object_key)
    found: dict[LookupKey, int] = {}
    for name, values in by_field.items():
        field = spec.field(name)
        column = (field.column or field.key) if field else name
        rows: QuerySet[Any, Any] = (
            QuerySet(spec.model).filter(**{f"{column}__in": sorted(values)}).values_list(column, "pk")
        )
        found.update({LookupKey(name, value): id_ for value, id_ in rows})
    return found


def resolve_value(field: FieldSpec, value: Any) -> Any:
    """The id of a LookupKey, any other value unchanged. Raises Invalid when there is no such record."""
    if not isinstance(value, LookupKey):
        return value
    return _id_of(field, value, ids_by_key(field.target or "", [value]))


def resolve_values(fields: Mapping[str, FieldSpec], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Many records' values by field key with every LookupKey as id: one query a target and unique field. Raises Invalid."""
    whole = [dict(row) for row in rows]
    wanted: dict[str, set[LookupKey]] = {}
    for row in whole:
        for key, value in row.items():
            if isinstance(value, LookupKey):
                wanted.setdefault(fields[key].target or "", set()).add(value)
    known = {target: ids_by_key(target, keys) for target, keys in wanted.items()}
    for row in whole:
        for key, value in row.items():
            if isinstance(value, LookupKey):
                row[key] = _id_of(fields[key], value, known[fields[key].target or ""])
    return whole


Readable = Callable[[str, frozenset[int]], frozenset[int]]
"""Those of the ids of an object's records that may be read."""


def resolve_filter(node: Node, readable: Readable = lambda _object, ids: ids) -> Node:
    """The tree with every LookupKey as id. Raises Invalid when there is no such record, or none that is `readable`."""
    wanted: dict[str, set[LookupKey]] = {}
    for condition in conditions(node):
        for item in _items(condition.operand):
            if isinstance(item, LookupKey):
                wanted.setdefault(condition.path.field.target or "", set()).add(item)
    if not wanted:
        return node
    known = {}
    for target, keys in wanted.items():
        found = ids_by_key(target, keys)
        allowed = readable(target, frozenset(found.values()))
        known[target] = {key: id_ for key, id_ in found.items() if id_ in allowed}
    return _with_ids(node, known)


def _with_ids(node: Node, known: Mapping[str, Mapping[LookupKey, int]]) -> Node:
    match node:
        case AllOf():
            return AllOf(tuple(_with_ids(part, known) for part in node.parts))
        case AnyOf():
            return AnyOf(tuple(_with_ids(part, known) for part in node.parts))
        case Not():
            return Not(_with_ids(node.part, known))
        case Condition():
            field = node.path.field
            ids = tuple(
                _id_of(field, item, known[field.target or ""]) if isinstance(item, LookupKey) else item
                for item in _items(node.operand)
            )
            return replace(node, operand=ids if isinstance(node.operand, tuple) else (ids[0] if ids else None))


def _items(operand: Any) -> tuple[Any, ...]:
    if operand is None:
        return ()
    return operand if isinstance(operand, tuple) else (operand,)


def _id_of(field: FieldSpec, key: LookupKey, known: Mapping[LookupKey, int]) -> int:
    if key not in known:
        target = registry.get(field.target or "")
        raise Invalid(
            NO_SUCH_RECORD.problem(
                field.key, field=field.label, key=key.key, value=shortened(key.value), object=target.label
            )
        )
    return known[key]
