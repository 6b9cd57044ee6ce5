"""Pages by key: rows after the last one seen, in two segments (values of the first column, then its empties), or in three
around today (days from today on, empties, days before it, the latest first).

A page costs the same wherever it lies. The order always ends with the id, in the direction of the last sort column, so
that one index serves it forwards and backwards. The cursor names the last row's sort values; it holds for one order only.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db.models import F, Q, Value
from django.db.models.expressions import OrderBy

from daicho.engine.catalog import types
from daicho.engine.catalog.compile.conditions import fills
from daicho.engine.catalog.compile.places import Places
from daicho.engine.catalog.compile.sql_base import SqlKind
from daicho.engine.catalog.compile.sql_types import SQL_TYPES
from daicho.engine.catalog.expressions import RowAfter
from daicho.engine.catalog.fields import scaled
from daicho.engine.catalog.filters import Node
from daicho.engine.catalog.query import SortKey, parse_sort
from daicho.values.labels import Message
from daicho.values.problems import Invalid

SALT = "daicho.cursor"
BAD_CURSOR = Message(
    "bad_cursor",
    ja="ページの続きの指定（cursor）が正しくないか、並び順が変わっています。最初のページから読み直してください。",
    en="The cursor is damaged or belongs to another order. Start again from the first page.",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the order: its alias, what later columns order by, whether it can be empty."""

    name: str
    kind: SqlKind
    descending: bool
    nullable: bool

    def beyond(self, value: Any) -> Q:
        """Values after `value` in the column's direction."""
        return Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})

    def from_on(self, value: Any) -> Q:
        """`value` itself and those after it."""
        return Q(**{f"{self.name}__{'lte' if self.descending else 'gte'}": value})

    def ordering(self, *, leading: bool) -> OrderBy:
        """The ORDER BY part; a leading column is never empty within its segment."""
        if leading or not self.nullable:
            return OrderBy(F(self.name), descending=self.descending)
        return OrderBy(self.kind.ordered(self.name), descending=self.descending, nulls_last=True)


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the order, read with its own condition. `columns` are what its rows are ordered by, the id last; an
    order of which the first column is `empty` throughout has one less. `first` and `last` bound the first column's values."""

    within: Q
    columns: tuple[Column, ...]
    empty: bool = False
    first: Any = None
    last: Any = None

    def holds(self, value: Any) -> bool:
        """Whether a row whose first column is `value` lies here."""
        if value is None or self.empty:
            return value is None and self.empty
        return (self.first is None or self.first <= value) and (self.last is None or value < self.last)

    @property
    def by(self) -> list[OrderBy]:
        """The ORDER BY."""
        return [column.ordering(leading=not self.empty and place == 0) for place, column in enumerate(self.columns)]

    def after(self, values: Sequence[Any]) -> Q:
        """The rows after the row with these sort values (the last one is its id)."""
        columns, values = self.columns, values[1:] if self.empty else values
        later = columns if self.empty else columns[1:]
        if len({column.descending for column in columns}) == 1 and not any(column.nullable for column in later):
            fields = tuple(F(column.name) for column in columns)
            return Q(RowAfter(fields, tuple(_bound(value) for value in values), descending=columns[0].descending))
        if self.empty:
            return _expanded(columns, values)
        first = replace(columns[0], nullable=False)
        return first.from_on(values[0]) & _expanded([first, *columns[1:]], values)


@dataclass(frozen=True, slots=True)
class Order:
    """The whole order of a query: its columns, the id the last of them. `signature` says which order a cursor belongs to.

    `today` is the day around which the first column is ordered; None: it is ordered by its values.
    """

    columns: tuple[Column, ...]
    signature: str
    today: date | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts in their order."""
        first = self.columns[0]
        if not first.nullable and self.today is None:
            return (Segment(Q(), self.columns),)
        filled = first.kind.filled(first.name) if first.nullable else Q()
        empties = (Segment(first.kind.empty(first.name), self.columns[1:], empty=True),) if first.nullable else ()
        if self.today is None:
            return (Segment(filled, self.columns), *empties)
        day = first.kind.bound(self.today)
        ahead, before = Q(**{f"{first.name}__gte": day}), Q(**{f"{first.name}__lt": day})
        back = tuple(replace(column, descending=not column.descending) for column in self.columns)
        return (
            Segment(filled & ahead, self.columns, first=day),
            *empties,
            Segment(filled & before, back, last=day),
        )

    def parts(self, seen: Sequence[Any] | None) -> list[tuple[Segment, Q]]:
        """The segments that are still to be read after the row with these sort values (None: all of them), with the
        condition on their rows."""
        segments = self.segments
        if seen is None:
            return [(one, one.within) for one in segments]
        at = 0 if len(segments) == 1 else next(place for place, one in enumerate(segments) if one.holds(seen[0]))
        here, *rest = segments[at:]
        return [(here, here.within & here.after(seen)), *((one, one.within) for one in rest)]

    def pack(self, values: Sequence[Any]) -> str:
        """The cursor of a row: signed, so that only what was given out comes back."""
        return signing.Signer(salt=SALT).sign_object([self.signature, *(_to_json(value) for value in values)])

    def unpack(self, cursor: str) -> list[Any]:
        """The sort values of a cursor. Raises Invalid when it is damaged or belongs to another order."""
        try:
            signature, *packed = signing.Signer(salt=SALT).unsign_object(cursor)
        except (signing.BadSignature, ValueError):
            raise Invalid(BAD_CURSOR.problem("cursor")) from None
        if signature != self.signature:
            raise Invalid(BAD_CURSOR.problem("cursor"))
        return [_from_json(item) for item in packed]


def make_order(places: Places, sort: tuple[SortKey, ...], where: Node) -> Order:
    """The order of a query; without sort keys the object's own. `where` may tell that a column is never empty."""
    keys = sort or parse_sort(places.root.key, places.root.sort)
    columns: list[Column] = []
    descending = False
    for key in keys:
        descending = key.descending
        if key.path.text == "id":
            break
        columns.append(_column(places, key, where))
    identity = places.identity(beside=keys[0].path)
    columns.append(Column(identity, SQL_TYPES["lookup"], descending, nullable=False))
    today = places.viewpoint.frame.today if keys[0].nearest else None
    written = f"{places.root.key}:{','.join(key.text for key in keys)}:{[key.path.field.type for key in keys]}"
    signature = hashlib.sha256(written.encode()).hexdigest()[:12]
    return Order(tuple(columns), signature, today)


def _column(places: Places, key: SortKey, where: Node) -> Column:
    how = types.sorting(key.path.field)
    name, kind = places.sorted_by(key.path, how)
    place = places.place(key.path)
    stored = place.column is not None and not place.column.null and not key.path.hops
    filled = not kind.strict or (stored and how == "plain" and kind.empty("x") == Q(x__isnull=True))
    filled = filled or places.never_empty(key.path) or (how == "plain" and fills(where, key.path))
    return Column(name, SQL_TYPES["number"] if how == "choices" else kind, key.descending, nullable=not filled)


def _expanded(columns: Sequence[Column], values: Sequence[Any]) -> Q:
    """The rows after `values`, written out: beyond in the first column, or equal there and after in the others."""
    column, value = columns[0], values[0]
    rest = _expanded(columns[1:], values[1:]) if len(columns) > 1 else None
    if value is None:
        empty = column.kind.empty(column.name)
        return empty if rest is None else empty & rest
    beyond = column.beyond(value)
    if column.nullable:
        beyond |= column.kind.empty(column.name)
    return beyond if rest is None else beyond | (Q(**{column.name: value}) & rest)


def _bound(value: Any) -> Value:
    return Value(scaled(value) if isinstance(value, Decimal) else value)


def _to_json(value: Any) -> Any:
    match value:
        case Decimal():
            return {"n": str(value)}
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case _:
            return value


def _from_json(item: Any) -> Any:
    match item:
        case {"n": text}:
            return Decimal(text)
        case {"t": text}:
            return datetime.fromisoformat(text)
        case {"d": text}:
            return date.fromisoformat(text)
        case _:
            return item
