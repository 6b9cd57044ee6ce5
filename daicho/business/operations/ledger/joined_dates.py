"""Dates written in several columns (年, 月, 日), put together into one of them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from daicho.business.operations.ledger.cells import read_day, read_last_day
from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import Header, titles_of
from daicho.business.operations.ledger.shaped_table import Shaped
from daicho.business.operations.ledger.vocabulary import is_ditto
from daicho.engine.exchange.sheets import Cell
from daicho.values.parsing import plain
from daicho.values.problems import Invalid

_PARTS = ("年", "月", "日")
_WORDS = {"year": "年", "month": "月", "day": "日", "年月日": "日"}
_READ_WELL = 0.7


def with_dates_joined(table: Shaped) -> Shaped:
    """Dates whose year, month and day stand in columns of their own are put into the first of these."""
    grid, header = table.grid, table.header
    below = header.last + 1
    own = grid.own_columns(below) if below < grid.height else []
    if own and all(_part(grid.own(below, column)) for column in own):
        header = replace(header, last=below, titles=titles_of(grid, header.first, below))
    runs = [run for run in _runs(header) if _reads_as_dates(grid, header, run)]
    if not runs:
        return table
    rows = [list(row) + [None] * (grid.width - len(row)) for row in grid.sheet.rows]
    titles = list(header.titles)
    for run in runs:
        for row in range(header.last + 1, grid.height):
            date = _joined(grid, header, row, run)
            if date is not None:
                rows[row][run[0]] = date
                rows[row][run[1] : run[-1] + 1] = [None] * (len(run) - 1)
        own_words = [title for title in titles[run[0]] if not _part(title)]
        titles[run[0]] = (*own_words[:-1], re.sub(r"[年月日]$", "", own_words[-1]) + "日") if own_words else ("日",)
        for column in run[1:]:
            titles[column] = ()
    covered = {column for run in runs for column in run}
    merged = tuple(area for area in grid.sheet.merged if area.first_column not in covered)
    gone = frozenset(column for run in runs for column in run[1:])
    joined = Grid(replace(grid.sheet, rows=rows, merged=merged))
    return replace(table, grid=joined, header=replace(header, titles=tuple(titles)), gone=gone)


def _part(value: Cell) -> str | None:
    """年, 月 or 日 where a text is nothing else; None otherwise."""
    word = plain(value).strip("()").lower() if isinstance(value, str) else ""
    word = _WORDS.get(word, word)
    return word if word in _PARTS else None


def _runs(header: Header) -> Iterable[list[int]]:
    """Neighbouring columns that are 年, 月 (and 日) of one date by their headers, or lie under one header."""
    width, column = len(header.titles), 0
    while column < width:
        stem = _stem(header.titles[column])
        run = [column]
        while stem is not None and run[-1] + 1 < width and _stem(header.titles[run[-1] + 1]) == stem:
            if len(run) > 1 and _leaf(header.titles[run[-1] + 1]) == "年":
                break
            run.append(run[-1] + 1)
        if len(run) > 1:
            yield run
        column = run[-1] + 1


def _stem(titles: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words of a column's header without 年, 月, 日 at its end; None for no header."""
    if not titles:
        return None
    leaf = titles[-1]
    return titles[:-1] if _part(leaf) else (*titles[:-1], re.sub(r"(?<=.)[年月日]$", "", leaf))


def _leaf(titles: tuple[str, ...]) -> str:
    return _part(titles[-1]) or titles[-1][-1:]


def _reads_as_dates(grid: Grid, header: Header, run: list[int]) -> bool:
    """Whether the columns together hold dates and no column does so alone."""
    rows = range(header.last + 1, min(grid.height, header.last + 200))
    texts = [text for row in rows if (text := _joined(grid, header, row, run)) and not is_ditto(text)]
    alone = [value for row in rows for column in run if isinstance(value := grid.own(row, column), str)]
    if any(_reads(read_day, value) for value in alone):
        return False
    return bool(texts) and sum(_reads(read_last_day, text) for text in texts) >= _READ_WELL * len(texts)


def _joined(grid: Grid, header: Header, row: int, run: list[int]) -> str | None:
    """The cells of a row put together as one date; a year below 20 is of Reiwa, one below 100 of this century."""
    if sum(grid.seen_below(row, column) is not None for column in run) < 2:
        return None
    text = ""
    if any(is_ditto(grid.seen_below(row, column)) for column in run):
        return "〃"
    for column in run:
        value = grid.seen_below(row, column)
        leaf = _leaf(header.titles[column]) if header.titles[column] else ""
        word = plain(value) if value is not None else ""
        text += word + (leaf if word and leaf in _PARTS and word[-1:] not in _PARTS else "")
    if found := re.match(r"(\d{1,2})(?=[年/.\-])", text):
        year = int(found[1])
        text = (f"令和{year}" if year < 20 else f"20{year}") + text[found.end() :]
    return text or None


def _reads(reader: Callable[[object], object], value: object) -> bool:
    try:
        reader(value)
    except Invalid:
        return False
    return True
