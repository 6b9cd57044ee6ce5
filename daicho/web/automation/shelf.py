"""Lists of what the system itself keeps (waiting actions, mails): where one is in them, and what such a page shows.

Looks like the lists of records; its rows come from the modules that own these tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from daicho.engine.catalog import registry
from daicho.values.problems import Missing
from daicho.web.cells import Cell
from daicho.web.given import positive

PAGE_ROWS = 50
MOST_BACK = 12
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in a list: its view, what narrows it, its order and its page. "" or None: not narrowed, the usual order."""

    view: str
    state: str = ""
    process: int | None = None
    record: tuple[str, int] | None = None
    text: str = ""
    latest: bool = False
    cursor: str = ""
    back: tuple[str, ...] = ()
    first: int = 1

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What the address says after the question mark, without what is usual."""
        return [*self.narrowing, *((name, value) for name, value in self._page() if value)]

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """The view and what narrows it."""
        record = f"{self.record[0]}:{self.record[1]}" if self.record else ""
        found = [("view", self.view), ("state", self.state), ("process", str(self.process or ""))]
        found += [("record", record), ("q", self.text), ("sort", "-due" if self.latest else "")]
        return [pair for pair in found if pair[1]]

    @property
    def link(self) -> str:
        """A link to here from any page of the list."""
        return f"?{urlencode(self.pairs)}"

    @property
    def narrowed(self) -> bool:
        """Whether something beside the view narrows the list."""
        return bool(self.state or self.process or self.record or self.text)

    def start(self, **changes: Any) -> "Spot":
        """Another place, seen from its first page."""
        return replace(self, cursor="", back=(), first=1, **changes)

    def following(self, cursor: str) -> "Spot":
        """The next page."""
        back = (*self.back, self.cursor) if self.cursor else ()
        return replace(self, cursor=cursor, back=back[-MOST_BACK:], first=self.first + PAGE_ROWS)

    def preceding(self) -> "Spot | None":
        """The page before; None on the first."""
        if not self.cursor:
            return None
        if not self.back:
            return self.start()
        return replace(self, cursor=self.back[-1], back=self.back[:-1], first=max(1, self.first - PAGE_ROWS))

    def _page(self) -> Iterator[tuple[str, str]]:
        if self.cursor:
            yield from (("cursor", self.cursor), ("from", str(self.first)), *(("back", one) for one in self.back))


@dataclass(frozen=True, slots=True)
class ViewName:
    """One view: its key in addresses, its name, and the line below the heading."""

    key: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one cell says: a line with an address ("" : none), a smaller one below it, or a state in colour."""

    text: str
    link: str = ""
    small: str = ""
    state: Cell | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its id, its page, its cells in the order of the heads, and whether it may be chosen."""

    id: int
    href: str
    parts: Sequence[Part]
    pick: bool
    name: str


@dataclass(frozen=True, slots=True)
class Removable:
    """Something that narrows the list, and the address without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page shows. `next` and `previous` are addresses ("" : none)."""

    title: str
    icon: str
    spot: Spot
    view: ViewName
    views: Sequence[ViewName]
    heads: Sequence[str]
    lines: Sequence[Line]
    chips: Sequence[Removable]
    count: int
    next: str
    previous: str

    @property
    def count_text(self) -> str:
        """1,234."""
        return f"{self.count:,}"

    @property
    def first(self) -> int:
        """The number of the first row."""
        return self.spot.first

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.spot.first + len(self.lines) - 1

    @property
    def picks(self) -> bool:
        """Whether some row may be chosen."""
        return any(line.pick for line in self.lines)


def read_spot(given: QueryDict, views: Mapping[str, Any], states: Mapping[str, Any]) -> Spot:
    """The place that an address names; what it names wrongly (an old view, a damaged number) is left out."""
    view = given.get("view", "")
    process, first, state = given.get("process", ""), given.get("from", ""), given.get("state", "")
    return Spot(
        view=view if view in views else next(iter(views)),
        state=state if state in states else "",
        process=positive(process),
        record=_record(given.get("record", "")),
        text=given.get("q", "").replace("\0", "").strip()[:LONGEST],
        latest=given.get("sort") == "-due",
        cursor=given.get("cursor", ""),
        back=tuple(given.getlist("back")[-MOST_BACK:]),
        first=positive(first) or 1,
    )


def _record(text: str) -> tuple[str, int] | None:
    key, _, tail = text.partition(":")
    found = positive(tail)
    try:
        return (registry.get(key).key, found) if found else None
    except Missing:
        return None
