"""From query parameters and query bodies to questions, and from their answers to pages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from daicho.api.v1 import shapes, strict_json
from daicho.api.v1.answers import Answer
from daicho.api.v1.authentication import Caller
from daicho.engine.access import select
from daicho.engine.catalog import types
from daicho.engine.catalog.filters import both
from daicho.engine.catalog.query import DEFAULT_PAGE, Query, make_query, parse_query
from daicho.engine.listviews.views import find_view
from daicho.engine.records.reading import Rows
from daicho.values.labels import Message
from daicho.values.problems import Invalid

LARGEST_FILTER = 50_000
"""Characters of a filter in the address."""
FIGURES = ("sum", "avg", "min", "max")

BAD_FILTER = Message(
    "filter_not_json",
    ja="filter が正しいJSONではありません（{limit}文字まで）。",
    en="filter is no valid JSON (of up to {limit} characters).",
)


def list_query(
    caller: Caller,
    object_key: str,
    *,
    view: str | None,
    where: str | None,
    sort: str | None,
    fields: str | None,
    limit: int,
    cursor: str | None,
) -> Query:
    """The question of a list: what the view says, narrowed by the filter; columns and sort that are given replace its own."""
    query = find_view(caller.actor, object_key, view).query(object_key) if view else make_query(object_key)
    asked = make_query(object_key, columns=names_in(fields), filter=filter_of(where), sort=sort or ())
    query = replace(
        query,
        columns=asked.columns or query.columns,
        filter=both(query.filter, asked.filter),
        sort=asked.sort or query.sort,
    )
    return select.defaults(query).page(limit, cursor or None)


def names_in(fields: str | None) -> list[str]:
    """The field paths of "a,b.c"."""
    return [name.strip() for name in (fields or "").split(",") if name.strip()]


def filter_of(text: str | None) -> Any:
    """The filter tree of a JSON text; None for an empty one. Raises Invalid."""
    if not text or not text.strip():
        return None
    try:
        if len(text) > LARGEST_FILTER:
            raise ValueError("too long")
        tree = strict_json.load(text)
    except (ValueError, RecursionError):
        raise Invalid(BAD_FILTER.problem("filter", limit=LARGEST_FILTER)) from None
    strict_json.refuse_unstorable(tree)
    return tree


def page(caller: Caller, query: Query) -> Answer:
    """One page of rows with the cursor of the next and the exact total."""
    found = select.select(caller.actor, query, caller.frame)
    items = shapes.rows(Rows(query.columns, found.rows), caller.frame)
    total = select.count(caller.actor, query, caller.frame)
    return Answer(200, {"items": items, "next_cursor": found.next_cursor, "total": total})


def answer_query(caller: Caller, body: dict[str, Any]) -> Answer:
    """The answer of a query body: a page of rows, or groups with their figures."""
    query = parse_query({"limit": DEFAULT_PAGE, **body})
    if not query.group_by and not query.aggregates:
        return page(caller, select.defaults(query))
    groups = select.aggregate(caller.actor, query, caller.frame)
    return Answer(200, {"items": _groups(caller, query, groups), "next_cursor": None, "total": len(groups)})


def _groups(caller: Caller, query: Query, groups: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    zone = caller.frame.habits.zone
    fields = {group.path.text: group.path.field for group in query.group_by if group.granularity is None}
    fields |= {one.name: one.path.field for one in query.aggregates if one.path is not None and one.op in FIGURES}
    return [
        {
            key: types.to_json(fields[key], value, zone) if key in fields else _plain(value)
            for key, value in group.items()
        }
        for group in groups
    ]


def _plain(value: Any) -> Any:
    """Counts as they are, the first day of a stretch of time as a date."""
    return value if value is None or isinstance(value, int) else value.isoformat()
