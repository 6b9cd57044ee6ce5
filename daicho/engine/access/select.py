"""The only door to records for reading: every list, page, count, report, export and API call passes here.

Each call answers as an actor: rows he may not read are neither listed nor counted nor summed, and a path through a
record he may not read is empty behind that record's name. Lookups come as `Ref(id, name)`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from daicho.engine.access.actors import Actor
from daicho.engine.access.scope import RowRight, compiler
from daicho.engine.catalog import registry
from daicho.engine.catalog.filters import EVERYTHING, Node, conditions, parse_filter
from daicho.engine.catalog.lookups import resolve_filter
from daicho.engine.catalog.query import Query, read_columns
from daicho.engine.work.frame import Frame

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by path text (`id` always among them), and the cursor of the next page; None on the last one."""

    rows: list[Row]
    next_cursor: str | None


def select(actor: Actor, query: Query, frame: Frame) -> Page:
    """One page of rows in the query's order (all rows when it has no limit). Raises Invalid, Forbidden, Missing."""
    rows, cursor = compiler(actor, query.object, frame).rows(_resolved(actor, query, frame))
    return Page(rows, cursor)


def count(actor: Actor, query: Query, frame: Frame) -> int:
    """The exact number of rows that the query has on all its pages."""
    return compiler(actor, query.object, frame).count(query.object, _with_ids(actor, query.filter, frame))


def aggregate(actor: Actor, query: Query, frame: Frame) -> list[Row]:
    """One dict a group: group values by path text, figures by name (count, sum:amount); one dict in all without groups."""
    return compiler(actor, query.object, frame).aggregate(_resolved(actor, query, frame))


def fetch(actor: Actor, object_key: str, ids: Iterable[int], paths: Sequence[str], frame: Frame) -> dict[int, Row]:
    """Values by id and path text of those of the records that the actor may read; the others are absent."""
    return compiler(actor, object_key, frame).fetch(object_key, ids, read_columns(object_key, paths))


def readable_ids(
    actor: Actor, object_key: str, ids: Iterable[int], frame: Frame, right: RowRight = "read"
) -> frozenset[int]:
    """Those of the ids whose records the actor may read (edit, delete). Without the right on the object: none."""
    if not actor.permissions.may(right, object_key):
        return frozenset()
    return frozenset(compiler(actor, object_key, frame, right).ids(object_key, EVERYTHING, ids))


def select_ids(actor: Actor, object_key: str, tree: Any, frame: Frame) -> list[int]:
    """The ids of all rows that a filter tree (stored form or Node; None: all) holds for, ascending."""
    node = _with_ids(actor, parse_filter(object_key, tree), frame)
    return compiler(actor, object_key, frame).ids(object_key, node)


def select_occurrences(
    actor: Actor, object_key: str, ids: Iterable[int], paths: Sequence[str], frame: Frame, node: Node = EVERYTHING
) -> list[tuple[int, int, Row]]:
    """(record id, occurrence id, values by path) of every occurrence of the records: paths that lie on the occurrence
    (a contract's term) are read from that one instead of the current one. `node` keeps those it holds for."""
    paths_read = read_columns(object_key, paths)
    return compiler(actor, object_key, frame).occurrences(object_key, ids, paths_read, _with_ids(actor, node, frame))


def names(actor: Actor, node: Node, frame: Frame) -> dict[tuple[str, int], str]:
    """The names of the records that a tree compares with, by object and id, as far as the actor may read them: for `describe`."""
    wanted: dict[str, set[int]] = {}
    for condition in conditions(node):
        if condition.path.field.type == "lookup":
            items = condition.operand if isinstance(condition.operand, tuple) else (condition.operand,)
            wanted.setdefault(condition.path.field.target or "", set()).update(
                item for item in items if isinstance(item, int)
            )
    found: dict[tuple[str, int], str] = {}
    for target, ids in wanted.items():
        if ids and actor.permissions.may("read", target):
            name = registry.get(target).name_field
            rows = fetch(actor, target, ids, [name], frame)
            found.update({(target, id_): str(row[name] or "") for id_, row in rows.items()})
    return found


def stream(actor: Actor, query: Query, frame: Frame, at_once: int = 1_000) -> Iterator[Row]:
    """Every row of the query in its order, read page by page: memory does not grow with the rows. For exports."""
    cursor: str | None = None
    while True:
        page = select(actor, query.page(at_once, cursor), frame)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def defaults(query: Query) -> Query:
    """The query with every field of its object as columns, where it names none."""
    if query.columns:
        return query
    keys = ["id", *(field.key for field in registry.get(query.object).fields)]
    return replace(query, columns=read_columns(query.object, keys))


def _resolved(actor: Actor, query: Query, frame: Frame) -> Query:
    return replace(query, filter=_with_ids(actor, query.filter, frame))


def _with_ids(actor: Actor, node: Node, frame: Frame) -> Node:
    """The tree with ids for records named by a key, which the actor must be able to read."""
    return resolve_filter(node, lambda object_key, ids: readable_ids(actor, object_key, ids, frame))
