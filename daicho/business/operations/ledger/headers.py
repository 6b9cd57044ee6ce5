"""Finds the header rows of a sheet (one to three levels) by their words, and the block of columns that belongs together."""

import re
from dataclasses import dataclass

from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.possible_words import CERTAIN
from daicho.business.operations.ledger.words import meanings
from daicho.engine.exchange.sheets import Cell
from daicho.values.parsing import plain, read_number
from daicho.values.problems import Invalid

SEARCHED_ROWS = 200
MOST_LEVELS = 3
LEAST_FIELDS = 3
_WHOLE_DATE = re.compile(r"\d{1,4} *[-/.年／] *\d{1,2} *[-/.月／] *\d")
_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.")
LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header lies (rows from 0, inclusive) and the words above each column, from the group down."""

    first: int
    last: int
    titles: tuple[tuple[str, ...], ...]
    score: float

    def text(self, column: int) -> str:
        """The whole header of a column, for people."""
        return "／".join(self.titles[column])

    def fields(self, column: int) -> dict[str, int]:
        """What the column may be, by its words: group and column together, else the column's own, else the group's."""
        return column_meanings(self.titles[column])


def column_meanings(titles: tuple[str, ...]) -> dict[str, int]:
    """The fields that these words, from the group down, may head, with their weights."""
    if not titles:
        return {}
    leaf, group = titles[-1], "".join(titles[:-1])
    together = meanings(group + leaf) if group else {}
    alone = meanings(leaf)
    if "other" in together or (together and max(together.values()) == CERTAIN):
        return together
    if group and "contact" in alone and "owner" in alone:
        side = meanings(group)
        return {"contact": 9} if "account" in side or "contact" in side else {"owner": 9} if "owner" in side else alone
    merged = dict(together)
    for field, weight in alone.items():
        merged[field] = max(weight, merged.get(field, 0))
    return merged or (meanings(group) if group else {})


def find_header(grid: Grid) -> Header | None:
    """The header rows that name the most fields, the uppermost of equals. Where no rows name at least three, the first row
    of words above rows of dates and numbers; None when there is none such."""
    best: Header | None = None
    for last in range(min(grid.height, SEARCHED_ROWS)):
        if not is_wordy(grid, last):
            continue
        for levels in range(1, MOST_LEVELS + 1):
            first = last - levels + 1
            if first < 0 or (levels > 1 and not is_wordy(grid, first, upper=True)):
                break
            header = _header(grid, first, last)
            if header is not None and (best is None or header.score > best.score):
                best = header
    return _with_groups(grid, best) if best else _unnamed_header(grid)


def header_at(grid: Grid, row: int) -> Header | None:
    """The header whose lowest row people chose (from 0), with the rows above it where these name more; None where that row
    is empty or is not there."""
    if not 0 <= row < grid.height or not grid.own_columns(row):
        return None
    best = Header(row, row, titles_of(grid, row, row), 0)
    for first in range(row, max(-1, row - MOST_LEVELS), -1):
        if first < row and not is_wordy(grid, first, upper=True):
            break
        header = _header(grid, first, row)
        if header is not None and header.score > best.score:
            best = header
    return _with_groups(grid, best)


def _with_groups(grid: Grid, header: Header) -> Header:
    """The header with the row above it, where cells of the header are merged with that row, or where the header's words
    repeat and the row above can tell them apart."""
    above = header.first - 1
    if above < 0 or header.last - above >= MOST_LEVELS or not is_wordy(grid, above, upper=True):
        return header
    areas = [grid.merged(header.first, column) for column in range(grid.width)]
    leaves = [titles[-1] for titles in header.titles if titles]
    joined = any(area is not None and area.first_row <= above for area in areas)
    if not joined and len(set(leaves)) + 1 >= len(leaves):
        return header
    return Header(above, header.last, titles_of(grid, above, header.last), header.score)


def _unnamed_header(grid: Grid) -> Header | None:
    """The first row of four words or more with a row of other things below it."""
    for row in range(min(grid.height - 1, SEARCHED_ROWS)):
        if len(grid.own_columns(row)) >= LEAST_WORDS and is_wordy(grid, row) and grid.own_columns(row + 1):
            below = [plain(grid.own(row + 1, column)) for column in grid.own_columns(row + 1)]
            if sum(re.search(r"\d", text) is not None for text in below) * 3 >= len(below):
                return Header(row, row, titles_of(grid, row, row), 0)
    return None


def is_wordy(grid: Grid, row: int, *, upper: bool = False) -> bool:
    """Whether the row could head columns: mostly short texts, hardly any dates, numbers or long texts.

    An upper level needs two different texts, unless it is merged over only some of the columns.
    """
    columns = grid.own_columns(row)
    if not columns:
        return False
    wrong = sum(not _may_head(grid.own(row, column)) for column in columns)
    if wrong * 10 > len(columns):
        return False
    if upper and len(columns) == 1:
        area = grid.merged(row, columns[0])
        return area is not None and (area.last_column - area.first_column + 1) * 2 <= grid.width
    return True


def _may_head(value: Cell) -> bool:
    """Whether a cell may be a header: a short text that is no number."""
    if not isinstance(value, str) or len(value) > 40 or _ADDRESS.search(value) or _WHOLE_DATE.search(value):
        return False
    try:
        read_number(value)
    except Invalid:
        return True
    return False


def _header(grid: Grid, first: int, last: int) -> Header | None:
    """The header of these rows with its score: the best weight of each field that its words name."""
    titles = titles_of(grid, first, last)
    weights: dict[str, float] = {}
    for words in titles:
        found = column_meanings(words)
        field = max(found, key=lambda key: found[key], default="other")
        if field not in ("other", "tax", "sequence"):
            weights[field] = max(weights.get(field, 0.0), float(found[field]))
    if len(weights) < LEAST_FIELDS:
        return None
    return Header(first, last, titles, sum(weights.values()) - 0.5 * (last - first))


def titles_of(grid: Grid, first: int, last: int) -> tuple[tuple[str, ...], ...]:
    """The words above each column in the header rows `first` to `last`."""
    return tuple(_titles(grid, first, last, column) for column in range(grid.width))


def _titles(grid: Grid, first: int, last: int, column: int) -> tuple[str, ...]:
    """The different words above a column, from the upper level down."""
    words: list[str] = []
    for row in range(first, last + 1):
        value = grid.seen(row, column)
        if value is None and row < last and grid.merged(row, column) is None:
            value = _group_from_left(grid, row, last, column)
        text = plain(value) if isinstance(value, str | int) else ""
        if text and (not words or words[-1] != text):
            words.append(text)
    return tuple(words)


def _group_from_left(grid: Grid, row: int, last: int, column: int) -> Cell:
    """The group that reaches over a column whose own upper cell is empty: the next one to the left, as long as every
    column between has words of its own below."""
    at = column
    while at >= 0 and grid.own(row, at) is None:
        if grid.own(last, at) is None or grid.merged(row, at) is not None:
            return None
        at -= 1
    inside = at >= 0 and grid.own(last, at) is not None and grid.merged(row, at) is None
    return grid.own(row, at) if inside else None
