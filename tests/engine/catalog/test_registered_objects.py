"""Every registered object answers: all its fields are read, filtered by every operator, sorted, grouped and counted."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from daicho.engine.access.actors import Actor, Permissions
from daicho.engine.access.select import aggregate, count, defaults, select
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.paths import resolve
from daicho.engine.catalog.query import Granularity, make_query
from daicho.engine.catalog.specs import FieldSpec
from tests.engine.catalog.rows import FRAME

pytestmark = pytest.mark.django_db
KEYS = [spec.key for spec in registry.every()]
READER = Actor(1, "試験", permissions=Permissions({"*": frozenset({"read"})}), reads=frozenset({1, 2}))
OPERANDS: dict[str, Any] = {"checkbox": True, "date": "THIS_MONTH", "datetime": "TODAY", "lookup": 1, "number": 1}
OPERANDS |= {"currency": 1, "percent": 1}


def operand(field: FieldSpec, op: str) -> Any:
    if op in ("is_empty", "is_not_empty"):
        return None
    own = field.choices[0].code if field.choices else OPERANDS.get(field.type, "あ")
    return [own, own] if op == "between" else [own] if op in ("in", "not_in") else own


def paths(object_key: str) -> Iterator[str]:
    """Every field, and every field one lookup away."""
    for field in registry.get(object_key).fields:
        yield field.key
        if field.type == "lookup" and field.target and field.source != "expression":
            yield from (f"{field.key}.{deep.key}" for deep in registry.get(field.target).fields)


@pytest.mark.parametrize("key", KEYS)
def test_every_field_is_read(key: str) -> None:
    assert select(READER, defaults(make_query(key, limit=1)), FRAME).rows == []
    columns = list(paths(key))
    for start in range(0, len(columns), 60):
        assert select(READER, make_query(key, columns=columns[start : start + 60], limit=1), FRAME).rows == []


@pytest.mark.parametrize("key", KEYS)
def test_every_operator_of_every_field_is_asked(key: str) -> None:
    for path in paths(key):
        field = resolve(key, path).field
        offered = types.operators(field)
        for op in offered if "." not in path else offered[:2]:
            value = operand(field, op)
            leaf = {"field": path, "op": op} if value is None else {"field": path, "op": op, "value": value}
            for tree in (leaf, {"not": leaf}) if "." not in path else (leaf,):
                assert count(READER, make_query(key, filter=tree), FRAME) == 0


@pytest.mark.parametrize("key", KEYS)
def test_every_field_sorts_and_groups(key: str) -> None:
    for field in registry.get(key).fields:
        if types.sorting(field) != "none":
            assert select(READER, make_query(key, sort=f"-{field.key}", limit=1), FRAME).rows == []
            assert aggregate(READER, make_query(key, group_by=[field.key], aggregates=["count"]), FRAME) == []
        figures = [f"{op}:{field.key}" for op in (types.kind_of(field).aggregates if field.filterable else ())]
        assert len(aggregate(READER, make_query(key, aggregates=["count", *figures]), FRAME)) == 1
        for granularity in get_args(Granularity) if field.type in ("date", "datetime") and field.filterable else ():
            groups = [{"field": field.key, "granularity": granularity}]
            assert aggregate(READER, make_query(key, group_by=groups, aggregates=["count"]), FRAME) == []
