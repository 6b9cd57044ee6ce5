"""Where somebody is in a list: what its address says and how the addresses of its links are made. Asks no database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from daicho.engine.catalog.filters import Node
from daicho.values.labels import Message
from daicho.values.problems import Invalid

PAGE_ROWS = 50
MOST_BACK = 12
"""How many earlier pages an address remembers; servers take addresses of about 4,000 characters."""
LONGEST_SEARCH = 100
MOST_COLUMNS = 40
BROKEN_FILTER = Message(
    "filter_not_readable",
    ja="アドレスの filter を読み取れません。条件を外して、一覧を開き直してください。",
    en="The filter in the address cannot be read. Open the list again without it.",
)


@dataclass(frozen=True, slots=True)
class Location:
    """One place: a view, what narrows it, its order, and the page.

    `filter` None means the view's own one, `sort` "" the view's own order, `columns` () the view's own columns. `cursor` "" is the first page; `back` are the
    cursors of the pages before (without the first); `first` is the number of the first row, for people.
    """

    view: str = ""
    filter: Any = None
    search: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    cursor: str = ""
    back: tuple[str, ...] = ()
    first: int = 1

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What says which rows these are, in which order, on whatever page; without what is usual."""
        pairs = [("view", self.view), ("q", self.search), ("sort", self.sort), ("columns", ",".join(self.columns))]
        if self.filter is not None:
            pairs.append(("filter", json.dumps(self.filter, ensure_ascii=False, separators=(",", ":"))))
        return [pair for pair in pairs if pair[1]]

    @property
    def query_string(self) -> str:
        """The address after the question mark, without what is usual."""
        pairs = self.pairs
        if self.cursor:
            pairs += [("cursor", self.cursor), ("from", str(self.first)), *(("back", cursor) for cursor in self.back)]
        return urlencode([pair for pair in pairs if pair[1]])

    @property
    def link(self) -> str:
        """A link to here from any page of the list."""
        return f"?{self.query_string}"

    def start(self, **changes: Any) -> "Location":
        """Another place, seen from its first page."""
        return replace(self, cursor="", back=(), first=1, **changes)

    def without_filter(self) -> "Location":
        """Everything that the view's columns can show."""
        return self.start(filter={}, search="")

    def narrowed(self, node: Node) -> "Location":
        """The same view with another filter."""
        return self.start(filter=node.to_json())

    def sorted_by(self, path: str) -> "Location":
        """The same rows by one column; named again, the other way round."""
        return self.start(sort=f"-{path}" if self.sort == path else path)

    def following(self, cursor: str) -> "Location":
        """The next page."""
        back = (*self.back, self.cursor) if self.cursor else ()
        return replace(self, cursor=cursor, back=back[-MOST_BACK:], first=self.first + PAGE_ROWS)

    def preceding(self) -> "Location | None":
        """The page before, or None on the first. The first page too where the address no longer knows the one before."""
        if not self.cursor:
            return None
        if not self.back:
            return self.start()
        return replace(self, cursor=self.back[-1], back=self.back[:-1], first=max(1, self.first - PAGE_ROWS))


def read_location(given: QueryDict) -> Location:
    """The place that an address names. Raises Invalid when its filter is no JSON."""
    first = given.get("from", "")
    return Location(
        view=_plain(given.get("view", "")),
        filter=_filter(given.get("filter", "")),
        search=_plain(given.get("q", ""))[:LONGEST_SEARCH],
        sort=_plain(given.get("sort", "")),
        columns=tuple(filter(None, _plain(given.get("columns", "")).split(",")))[:MOST_COLUMNS],
        cursor=given.get("cursor", ""),
        back=tuple(given.getlist("back")[-MOST_BACK:]),
        first=int(first) if first.isascii() and first.isdecimal() and len(first) < 10 else 1,
    )


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()


def _filter(text: str) -> Any:
    """The filter tree as it was sent; None without one. A zero character is refused: no database takes it."""
    if not text.strip():
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(BROKEN_FILTER.problem("filter")) from None
    if not isinstance(found, Mapping) or "\0" in text or "\\u0000" in text:
        raise Invalid(BROKEN_FILTER.problem("filter"))
    return found
