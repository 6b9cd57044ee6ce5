"""The records behind a number of a report, as they were on its day: one page of them, with links to each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.query import Query, make_query
from daicho.engine.reports.behind import Behind, behind, figure_named, of_line
from daicho.web.addresses import address
from daicho.web.cells import Cell, shown
from daicho.web.records.kinds import BY_OBJECT
from daicho.web.reports.place import Place
from daicho.web.reports.reading import figure_names, question
from daicho.web.visitors import Visitor

PAGE_ROWS = 50
PAGES_OF = {"contract_line": "contract"}
"""Objects without a page of their own, and the lookup whose page shows them."""


@dataclass(frozen=True, slots=True)
class RowShown:
    """One record and where it opens ("" : nowhere)."""

    cells: Sequence[Cell]
    href: str


@dataclass(frozen=True, slots=True)
class RowsShown:
    """One page. `line` names the line of the report ("" : all of them), `hidden` are the records that are counted but may
    not be read, `next` is the address of the next page ("" : none)."""

    object: str
    figure: str
    line: str
    heads: Sequence[Cell]
    rows: Sequence[RowShown]
    count: int
    hidden: int
    next: str
    start: str


def read_rows(place: Place, given: QueryDict, visitor: Visitor) -> RowsShown:
    """The page that an address names. Raises Invalid, Forbidden, Missing."""
    there = replace(visitor, frame=place.frame(visitor.frame))
    whole = question(place)
    figure = figure_named(whole, given.get("figure", ""))
    keys = _keys(whole, given)
    found = behind(there.actor, of_line(whole, keys), figure, there.frame)
    query, visible = _listing(place, found)
    page = select.select(there.actor, query.page(PAGE_ROWS, given.get("cursor") or None), there.frame)
    count = select.count(there.actor, query, there.frame)
    names = dict(zip(whole.aggregates, figure_names(place, whole, visitor), strict=True))
    start = place.behind(figure.name, keys)
    return RowsShown(
        object=registry.get(found.object).label.text(visitor.language),
        figure=names[figure],
        line=_line_name(whole, keys, visitor),
        heads=[_head(path, visitor) for path in visible],
        rows=[_row(found.object, visible, row, there) for row in page.rows],
        count=count,
        hidden=max((found.counted or 0) - count, 0),
        next=f"{start}&{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
        start=start if given.get("cursor") else "",
    )


def _keys(query: Query, given: QueryDict) -> dict[str, str]:
    """The line that an address names: the values of its groups by path; groups that are not named are left open."""
    found = {group.path.text: given.get(f"by.{group.path.text}") for group in query.group_by}
    return {path: key for path, key in found.items() if key is not None}


def _listing(place: Place, found: Behind) -> tuple[Query, Sequence[Path]]:
    """The question for the records, and those of its columns that are shown; amounts are read with their currency."""
    own = place.report.definition.columns if found.object == place.report.object else ()
    kind = BY_OBJECT.get(found.object)
    columns = own or (kind.usual if kind else (registry.get(found.object).name_field,))
    extra = ["currency"] if registry.get(found.object).field("currency") is not None else []
    through = [PAGES_OF[found.object]] if found.object in PAGES_OF else []
    query = make_query(found.object, columns=[*columns, *extra, *through])
    return query.where(found.node), query.columns[: len(columns)]


def _line_name(query: Query, keys: dict[str, str], visitor: Visitor) -> str:
    """The groups of the line in words."""
    return " / ".join(_value_name(query, path, key, visitor) for path, key in keys.items())


def _value_name(query: Query, path: str, key: str, visitor: Visitor) -> str:
    if not key:
        return gettext("（なし）")
    group = next(one for one in query.group_by if one.path.text == path)
    spec = group.path.field
    if spec.type == "lookup" and spec.target:
        name = registry.get(spec.target).name_field
        rows = select.fetch(visitor.actor, spec.target, [int(key)], [name], visitor.frame)
        return str(rows[int(key)][name]) if int(key) in rows else f"#{key}"
    choice = spec.choice(key) if spec.type == "picklist" else None
    return choice.label.text(visitor.language) if choice else key.replace("-", "/")


def _head(path: Path, visitor: Visitor) -> Cell:
    kind = {"currency": "money", "number": "number"}.get(path.field.type, "text")
    return Cell(path.label(visitor.language), path.label(visitor.language), kind, key=path.text)


def _row(object_key: str, visible: Sequence[Path], row: dict[str, Any], visitor: Visitor) -> RowShown:
    currency = str(row.get("currency") or "JPY")
    cells = [
        shown(path.field, row[path.text], visitor, currency=currency, label=path.label(visitor.language))
        for path in visible
    ]
    through = row.get(PAGES_OF.get(object_key, ""))
    href = address(PAGES_OF[object_key], through.id) if through else address(object_key, row["id"])
    return RowShown(cells, href)
