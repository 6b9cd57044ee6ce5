"""One page of the ledger: which view, which rows, which columns. Reads through access; makes no HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from daicho.engine.access import select
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.filters import EVERYTHING, Node, both, parse_filter
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.query import Query, make_query
from daicho.engine.listviews.views import NO_VIEW, View, views_of
from daicho.values.problems import Missing
from daicho.web.cells import Cell, money, shown
from daicho.web.ledger.chips import Chip, chips
from daicho.web.ledger.location import PAGE_ROWS, Location
from daicho.web.urgency import NEEDED, end_tone
from daicho.web.visitors import Visitor

CONTRACT = "contract"
SEARCHED = ("number", "name", "account.name", "contact.name")
ALWAYS = ("number", "currency", *NEEDED)
"""Read for every row, shown or not: links, currencies, and the colour of the end date need them."""
USUAL = ("number", "name", "account", "end_date", "mrr", "status", "owner")
MOST_SUMMED = 2_000
"""Above so many rows their MRR is not summed on every page: it is read line by line."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, how it is sorted now ("", ascending, descending), and the address that sorts by it."""

    key: str
    label: str
    kind: str
    sorted: str
    link: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """One contract: where it opens and its cells in the order of the columns."""

    id: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page shows. `last` is the number of the last row; `next` and `previous` are addresses ("" : none)."""

    view: View
    views: Sequence[View]
    location: Location
    query: Query
    chips: Sequence[Chip]
    columns: Sequence[Column]
    rows: Sequence[RowShown]
    count: int
    totals: Sequence[Cell]
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
    def everything(self) -> bool:
        """Whether nothing narrows the list."""
        return self.query.filter == EVERYTHING


def read_listing(location: Location, visitor: Visitor) -> Listing:
    """The page at a place. Raises Missing (view), Invalid (filter, sort, cursor), Forbidden."""
    views = views_of(visitor.actor, CONTRACT, visitor.language)
    view = chosen(views, location.view)
    own = view.query(CONTRACT) if location.filter is None else None
    narrowing = own.filter if own else parse_filter(CONTRACT, location.filter)
    paths = [*view.columns, *ALWAYS]
    query = make_query(
        CONTRACT, columns=paths, filter=searched(narrowing, location.search), sort=location.sort or view.sort
    )
    page = select.select(visitor.actor, query.page(PAGE_ROWS, location.cursor or None), visitor.frame)
    whole = not location.cursor and not page.next_cursor
    count = len(page.rows) if whole else select.count(visitor.actor, query, visitor.frame)
    visible = [path for path in query.columns if path.text in view.columns]
    previous = location.preceding()
    return Listing(
        view=view,
        views=views,
        location=location,
        query=query,
        chips=chips(narrowing, location, visitor),
        columns=[column(path, query, location, visitor) for path in visible],
        rows=[row_shown(row, visible, visitor) for row in page.rows],
        count=count,
        totals=[] if location.cursor else totals(query, count, visitor),
        next=location.following(page.next_cursor).link if page.next_cursor else "",
        previous=previous.link if previous else "",
    )


def chosen(views: Sequence[View], wanted: str) -> View:
    """The view named by key, id or name; without a name the first. Raises Missing for one that is not there."""
    label = registry.get(CONTRACT).plural
    if not wanted:
        return views[0] if views else View(0, "", label.ja, "", USUAL, None, ())
    for view in views:
        if wanted in (view.key, str(view.id), view.name):
            return view
    raise Missing(NO_VIEW.problem("view", object=label, view=wanted[:60]))


def searched(node: Node, text: str) -> Node:
    """Those of the rows that hold `text` in number, name, customer or contact; "" : all."""
    if not text:
        return node
    anywhere = {"or": [{"field": path, "op": "contains", "value": text} for path in SEARCHED]}
    return both(node, parse_filter(CONTRACT, anywhere))


def column(path: Path, query: Query, location: Location, visitor: Visitor) -> Column:
    """The head of a column; one that cannot be sorted by has no address."""
    now = query.sort[0] if query.sort else None
    direction = "" if now is None or now.path.text != path.text else "descending" if now.descending else "ascending"
    link = ""
    if types.sorting(path.field) != "none":
        shown_now = location if location.sort or not direction else location.start(sort=now.text if now else "")
        link = shown_now.sorted_by(path.text).link
    kind = "money" if path.field.type == "currency" else "number" if path.field.type == "number" else path.field.type
    return Column(path.text, path.label(visitor.language), kind, direction, link)


def row_shown(row: dict[str, Any], paths: Sequence[Path], visitor: Visitor) -> RowShown:
    """One row as it is read."""
    cells = []
    for path in paths:
        cell = shown(path.field, row[path.text], visitor, currency=row["currency"], label=path.label(visitor.language))
        tone = end_tone(row, visitor.frame.today) if path.text == "end_date" else cell.tone
        cells.append(Cell(cell.label, cell.text, cell.kind, tone, key=path.text))
    return RowShown(row["id"], cells)


def totals(query: Query, count: int, visitor: Visitor) -> list[Cell]:
    """The MRR of all rows of the list, one for each currency; nothing for long lists."""
    if not 0 < count <= MOST_SUMMED:
        return []
    question = make_query(CONTRACT, filter=query.filter, group_by=["currency"], aggregates=["sum:mrr"])
    figures = select.aggregate(visitor.actor, question, visitor.frame)
    return [money(row["sum:mrr"], row["currency"] or "JPY", visitor.language) for row in figures if row["sum:mrr"]]
