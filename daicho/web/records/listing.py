"""One page of a list: which view, which rows, which columns. Reads through access; makes no HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog.filters import EVERYTHING, Node, both, parse_filter
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.query import Query, make_query
from daicho.engine.listviews.views import NO_VIEW, View, views_of
from daicho.values.problems import Missing
from daicho.web.addresses import address
from daicho.web.cells import Cell, money, shown
from daicho.web.records.chips import Chip, chips
from daicho.web.records.kinds import Kind
from daicho.web.records.location import PAGE_ROWS, Location
from daicho.web.records.sorting import Column, SortChoice, column, sort_choices
from daicho.web.visitors import Visitor

MOST_SUMMED = 2_000
"""Above so many rows their amounts are not summed on every page: an MRR is read line by line."""


@dataclass(frozen=True, slots=True)
class RowShown:
    """One record: where it opens ("" : nowhere) and its cells in the order of the columns. `name` is read where the
    first cell is empty."""

    id: int
    cells: Sequence[Cell]
    href: str
    name: str

    @property
    def label(self) -> str:
        """What tells the row from the others where it is chosen."""
        return (self.cells[0].text if self.cells else "") or self.name


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page shows. `title` is the object's name; `last` is the number of the last row; `next` and `previous` are addresses ("" : none)."""

    kind: Kind
    title: str
    view: View
    views: Sequence[View]
    location: Location
    query: Query
    chips: Sequence[Chip]
    columns: Sequence[Column]
    sorts: Sequence[SortChoice]
    rows: Sequence[RowShown]
    count: int
    totals: Sequence[Cell]
    total_name: str
    next: str
    previous: str

    @property
    def first(self) -> int:
        """The number of the first row."""
        return self.location.first

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.location.first + len(self.rows) - 1

    @property
    def count_text(self) -> str:
        """1,234."""
        return f"{self.count:,}"

    @property
    def pairs_without_sort(self) -> list[tuple[str, str]]:
        """What an address says of these rows besides their order."""
        return [pair for pair in self.location.pairs if pair[0] != "sort"]

    @property
    def restored(self) -> str:
        """The address of the view with its own conditions again."""
        return self.location.start(filter=None).link

    @property
    def search_cleared(self) -> str:
        """The same list without the search."""
        return self.location.start(search="").link

    @property
    def changed(self) -> bool:
        """Whether the view's own conditions were changed in the address."""
        return self.location.filter is not None

    @property
    def differs(self) -> bool:
        """Whether anything but the page differs from the view as it is kept."""
        place = self.location
        return place.filter is not None or bool(place.columns or place.sort or place.search)

    @property
    def everything(self) -> bool:
        """Whether nothing narrows the list."""
        return self.query.filter == EVERYTHING


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the view, the conditions without and with the search, and the columns that are shown."""

    view: View
    views: Sequence[View]
    narrowing: Node
    query: Query
    visible: Sequence[Path]


def read_asked(kind: Kind, location: Location, visitor: Visitor) -> Asked:
    """The question behind a place. Raises Missing (view), Invalid (filter, sort), Forbidden."""
    views = views_of(visitor.actor, kind.object, visitor.language)
    view = chosen(kind, views, location.view)
    own = view.query(kind.object) if location.filter is None else None
    narrowing = own.filter if own else parse_filter(kind.object, location.filter)
    columns = location.columns or view.columns
    query = make_query(
        kind.object,
        columns=[*columns, *kind.always],
        filter=searched(kind, narrowing, location.search),
        sort=location.sort or view.sort,
    )
    return Asked(view, views, narrowing, query, [path for path in query.columns if path.text in columns])


def read_listing(kind: Kind, location: Location, visitor: Visitor) -> Listing:
    """The page at a place. Raises Missing (view), Invalid (filter, sort, cursor), Forbidden."""
    asked = read_asked(kind, location, visitor)
    query = asked.query
    page = select.select(visitor.actor, query.page(PAGE_ROWS, location.cursor or None), visitor.frame)
    whole = not location.cursor and not page.next_cursor
    count = len(page.rows) if whole else select.count(visitor.actor, query, visitor.frame)
    previous = location.preceding()
    return Listing(
        kind=kind,
        title=kind.spec.plural.text(visitor.language),
        view=asked.view,
        views=asked.views,
        location=location,
        query=query,
        chips=chips(asked.narrowing, location, visitor, page.rows),
        columns=[column(path, query, location, visitor) for path in asked.visible],
        sorts=sort_choices(query, asked.visible, location, visitor),
        rows=[row_shown(kind, row, asked.visible, visitor) for row in page.rows],
        count=count,
        totals=[] if location.cursor else totals(kind, query, count, visitor, page.rows if whole else ()),
        total_name=total_name(kind, visitor),
        next=location.following(page.next_cursor).link if page.next_cursor else "",
        previous=previous.link if previous else "",
    )


def chosen(kind: Kind, views: Sequence[View], wanted: str) -> View:
    """The view named by key, id or name; without a name the first. Raises Missing for one that is not there."""
    label = kind.spec.plural
    if not wanted:
        return views[0] if views else View(0, "", label.ja, "", kind.usual, None, ())
    for view in views:
        if wanted in (view.key, str(view.id), view.name):
            return view
    raise Missing(NO_VIEW.problem("view", object=label, view=wanted[:60]))


def searched(kind: Kind, node: Node, text: str) -> Node:
    """Those of the rows that hold `text` in one of the fields that are searched; "" : all."""
    if not text:
        return node
    anywhere = {"or": [{"field": path, "op": "contains", "value": text} for path in kind.searched]}
    return both(node, parse_filter(kind.object, anywhere))


def row_shown(kind: Kind, row: dict[str, Any], paths: Sequence[Path], visitor: Visitor) -> RowShown:
    """One row as it is read."""
    currency = (row["currency"] if kind.currency else None) or "JPY"
    cells = []
    for path in paths:
        cell = shown(path.field, row[path.text], visitor, currency=currency, label=path.label(visitor.language))
        tone = kind.tones.get(path.text)
        colour = tone(row, visitor.frame) if tone else cell.tone
        cells.append(Cell(cell.label, cell.text, cell.kind, colour, key=path.text))
    return RowShown(row["id"], cells, _opened(kind, row), str(row[kind.spec.name_field] or f"#{row['id']}"))


def _opened(kind: Kind, row: dict[str, Any]) -> str:
    """The page that a row opens: its own, or that of the record that it belongs to."""
    if not kind.opens:
        return address(kind.object, row["id"])
    spec, above = kind.spec.field(kind.opens), row[kind.opens]
    return address(spec.target, above.id) if spec and spec.target and above else ""


def total_name(kind: Kind, visitor: Visitor) -> str:
    """The name of the amount that is summed; "" for none."""
    spec = kind.spec.field(kind.summed) if kind.summed else None
    return spec.label.text(visitor.language) if spec else ""


def totals(kind: Kind, query: Query, count: int, visitor: Visitor, rows: Sequence[Row] = ()) -> list[Cell]:
    """The summed amount of all rows of the list, one for each currency; nothing for long lists. `rows` are all of them,
    where the page has them anyway."""
    if not kind.summed or not 0 < count <= MOST_SUMMED:
        return []
    if rows and {kind.summed, kind.money} <= rows[0].keys():
        sums: dict[str, Decimal] = {}
        for row in rows:
            sums[row[kind.money] or "JPY"] = sums.get(row[kind.money] or "JPY", Decimal(0)) + (row[kind.summed] or 0)
        return [money(amount, currency, visitor.language) for currency, amount in sorted(sums.items()) if amount]
    name = f"sum:{kind.summed}"
    question = make_query(kind.object, filter=query.filter, group_by=[kind.money], aggregates=[name])
    figures = select.aggregate(visitor.actor, question, visitor.frame)
    return [money(row[name], row[kind.money] or "JPY", visitor.language) for row in figures if row[name]]
