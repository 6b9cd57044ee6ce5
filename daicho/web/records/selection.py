"""Which rows of a list somebody chose: ticked ones, or all that meet its conditions at this moment. Reads through access."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog.filters import both, parse_filter
from daicho.engine.catalog.query import Query, read_columns
from daicho.values.labels import Message
from daicho.values.problems import Conflict
from daicho.web.records.kinds import Kind
from daicho.web.records.listing import Asked, read_asked
from daicho.web.records.location import Location, read_location
from daicho.web.visitors import Visitor

TICKED = "id"
ALL = "all"
MOST_TICKED = 1_000
LONGEST_ID = 14
"""Digits: conditions take no larger numbers."""
TOO_MANY = Message(
    "too_many_at_once",
    ja="一度に処理できるのは{most}件までです（いまの条件では{count}件）。条件を足して、何回かに分けてください。まだ何も変更していません。",
    en="Up to {most} records are handled at once (these conditions hold for {count}). Narrow the list and do it in "
    "several steps. Nothing has been changed.",
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen rows in the order of the list. `every`: all that met the conditions, not ticked ones. `back` is the list."""

    kind: Kind
    rows: Sequence[Row]
    every: bool
    location: Location

    @property
    def ids(self) -> list[int]:
        """The ids in the order of the list."""
        return [row["id"] for row in self.rows]


def is_chosen(given: QueryDict) -> bool:
    """Whether anything was chosen at all."""
    return given.get(ALL) == "1" or bool(ticked(given))


def ticked(given: QueryDict) -> list[int]:
    """The ids that were ticked; what is no id is left out."""
    usable = (text for text in given.getlist(TICKED)[:MOST_TICKED] if text.isascii() and text.isdecimal())
    return list(dict.fromkeys(int(text) for text in usable if len(text) <= LONGEST_ID))


def narrowed(asked: Asked, given: QueryDict) -> Query:
    """The question of the list about the chosen rows only; the whole list where nothing was ticked."""
    ids = ticked(given)
    if given.get(ALL) == "1" or not ids:
        return asked.query
    chosen = parse_filter(asked.query.object, {"field": "id", "op": "in", "value": ids})
    return replace(asked.query, filter=both(asked.query.filter, chosen))


def read_selection(kind: Kind, given: QueryDict, visitor: Visitor, columns: Sequence[str], most: int) -> Selection:
    """The chosen rows with these columns. Raises Conflict above `most`, and what `read_asked` raises."""
    location = read_location(given)
    query = narrowed(read_asked(kind, location, visitor), given)
    query = replace(query, columns=read_columns(kind.object, [kind.spec.name_field, *columns]))
    rows = select.select(visitor.actor, query.page(most + 1), visitor.frame).rows
    if len(rows) > most:
        count = select.count(visitor.actor, query, visitor.frame)
        raise Conflict(TOO_MANY.problem(most=f"{most:,}", count=f"{count:,}"))
    return Selection(kind, rows, given.get(ALL) == "1", location.start())
