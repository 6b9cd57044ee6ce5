"""Compiles questions to querysets and reads their answers as typed values. Imported by `engine.access` only, which says
whose records may be read; nothing here decides that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from daicho.engine.catalog import registry
from daicho.engine.catalog.compile.conditions import to_q
from daicho.engine.catalog.compile.groups import aggregates_of, answer, group_figure, grouped
from daicho.engine.catalog.compile.paging import make_order
from daicho.engine.catalog.compile.places import Place, Places, Readers, all_readable, typed
from daicho.engine.catalog.filters import EVERYTHING, Node, parse_filter
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.query import Query
from daicho.engine.catalog.refs import Ref, Viewpoint
from daicho.engine.catalog.type_lookups import LARGEST_ID

__all__ = ["Compiler", "Readers", "all_readable"]

AT_ONCE = 5_000
"""Ids named in one statement."""

Cells = Callable[[Sequence[Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Compiler:
    """One asking: who asks when, whose records may be passed through (`readers`), and whose may be listed (`owners`).

    `owners` None means every record of the object. With `shared` also those records that are everybody's.
    """

    viewpoint: Viewpoint
    readers: Readers = all_readable
    owners: frozenset[int] | None = None
    shared: bool = False

    def rows(self, query: Query) -> tuple[list[dict[str, Any]], str | None]:
        """Rows by path text, `id` always among them, and the cursor of the next page (None: there is none)."""
        places = self._places(query.object)
        order = make_order(places, query.sort, query.filter)
        keys = [column.name for column in order.columns]
        names, cells = _reading(places, query.columns)
        where = self._where(places, query.filter)
        queryset = places.queryset().filter(where)
        seen = order.unpack(query.cursor) if query.cursor else None
        found: list[Sequence[Any]] = []
        for part, condition in order.parts(seen):
            segment = queryset.filter(condition).order_by(*part.by)
            found += _limited(segment.values_list(*keys, *names), query.limit, len(found))
            if query.limit is not None and len(found) > query.limit:
                break
        more = query.limit is not None and len(found) > query.limit
        page = found[: query.limit]
        last = [None if value == "" else value for value in page[-1][: len(keys)]] if more else []
        rows = [{"id": row[len(keys) - 1], **cells(row[len(keys) :])} for row in page]
        return rows, order.pack(last) if more else None

    def count(self, object_key: str, node: Node) -> int:
        """The exact number of rows."""
        places = self._places(object_key)
        where = self._where(places, node)
        return places.queryset().filter(where).count()

    def ids(self, object_key: str, node: Node, among: Iterable[int] | None = None) -> list[int]:
        """The ids of the rows, ascending; only those `among` when it is given."""
        if among is None:
            return list(self._matching(object_key, node).order_by("pk").values_list("pk", flat=True))
        wanted = sorted(set(among))
        return [
            id_
            for part in _parts(wanted)
            for id_ in self._matching(object_key, node).filter(pk__in=part).order_by("pk").values_list("pk", flat=True)
        ]

    def subquery(self, object_key: str) -> QuerySet[Any]:
        """The ids of every row, to be named in a condition on another table."""
        return self._matching(object_key, EVERYTHING).values("pk")

    def fetch(self, object_key: str, ids: Iterable[int], paths: Sequence[Path]) -> dict[int, dict[str, Any]]:
        """Values by id and path text of the records among `ids` that may be listed."""
        places = self._places(object_key)
        names, cells = _reading(places, paths)
        where = self._where(places, EVERYTHING)
        found: dict[int, dict[str, Any]] = {}
        for part in _parts(sorted(set(ids))):
            rows = places.queryset().filter(where, pk__in=part).values_list("pk", *names)
            found.update({row[0]: {"id": row[0], **cells(row[1:])} for row in rows})
        return found

    def occurrences(
        self, object_key: str, ids: Iterable[int], paths: Sequence[Path], node: Node = EVERYTHING
    ) -> list[tuple[int, int, dict[str, Any]]]:
        """(record id, occurrence id, values by path) of every occurrence of the records, evaluated on that occurrence."""
        places = Places(registry.get(object_key), self.viewpoint, self.readers, chosen=True)
        names, cells = _reading(places, paths)
        where = self._where(places, node)
        record = places.base.removesuffix("__") + "_id"
        found: list[tuple[int, int, dict[str, Any]]] = []
        for part in _parts(sorted(set(ids))):
            chosen = places.queryset().filter(where, **{f"{record}__in": part}).order_by(record, "pk")
            rows = chosen.values_list(record, "pk", *names)
            found += [(row[0], row[1], {"id": row[0], **cells(row[2:])}) for row in rows]
        return found

    def aggregate(self, query: Query) -> list[dict[str, Any]]:
        """One dict a group (one in all without groups): group values by path text, figures by their names."""
        places = self._places(query.object)
        groups = [group_figure(places, group) for group in query.group_by]
        expressions, figures = aggregates_of(places, query.aggregates)
        where = self._where(places, query.filter)
        queryset = places.queryset().filter(where)
        if not groups:
            return [answer(figures, queryset.aggregate(**expressions))] if figures else []
        rows = grouped(queryset, groups, expressions)
        return [answer([*groups, *figures], row) for row in rows[: query.limit]]

    def _places(self, object_key: str) -> Places:
        return Places(registry.get(object_key), self.viewpoint, self.readers)

    def _matching(self, object_key: str, node: Node) -> QuerySet[Any]:
        places = self._places(object_key)
        where = self._where(places, node)
        return places.queryset().filter(where)

    def _where(self, places: Places, node: Node) -> Q:
        """The condition of the question and of row access; made before the queryset, because it adds joins."""
        where = to_q(places, node)
        owned = places.owned_by(places.root, places.base, self.owners)
        if owned is not None and self.shared and places.root.shared is not None:
            owned |= to_q(places, parse_filter(places.root.key, places.root.shared))
        return where if owned is None else owned & where


def _reading(places: Places, paths: Sequence[Path]) -> tuple[list[str], Cells]:
    """The aliases to select, and what makes a dict of typed values from them."""
    names: list[str] = []
    readers: list[tuple[str, Callable[[Sequence[Any]], Any]]] = []
    for path in paths:
        at = len(names)
        place = places.place(path)
        if place.spec.type == "lookup":
            names.append(places.read(path))
            if place.named:
                names.append(places.name_of(path))
            readers.append((path.text, _reference(at, named=place.named)))
        else:
            names.append(places.read(path))
            readers.append((path.text, _value(at, place)))
    return names, lambda row: {key: reader(row) for key, reader in readers}


def _value(at: int, place: Place) -> Callable[[Sequence[Any]], Any]:
    return lambda row: typed(place, row[at])


def _reference(at: int, *, named: bool) -> Callable[[Sequence[Any]], Ref | None]:
    def reader(row: Sequence[Any]) -> Ref | None:
        if row[at] is None:
            return None
        return Ref(row[at], (row[at + 1] or "") if named else "")

    return reader


def _limited(queryset: QuerySet[Any], limit: int | None, had: int) -> list[Any]:
    """The rows, one more than the page holds, to see whether there is a next one."""
    return list(queryset) if limit is None else list(queryset[: limit + 1 - had])


def _parts(ids: list[int]) -> Iterable[list[int]]:
    """The ids, so many at a time; those that no record can have (SQLite does not even take them) are left out."""
    ids = [id_ for id_ in ids if 0 < id_ <= LARGEST_ID]
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
