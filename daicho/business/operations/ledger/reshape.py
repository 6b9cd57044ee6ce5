"""Brings a sheet into the form of a table before its columns are told: joins dates written in several columns, and makes
columns of what stands in heading rows, above the table, or month by month. Row numbers stay those of the sheet."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from daicho.business.operations.ledger.cells import read_day, read_last_day
from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import Header, titles_of
from daicho.business.operations.ledger.messages import MONTHS_READ, SECTIONS_READ, WHAT
from daicho.business.operations.ledger.noted import read_count
from daicho.business.operations.ledger.sections import cards, headings
from daicho.business.operations.ledger.vocabulary import is_ditto, price_kind
from daicho.engine.exchange.sheets import Cell, Sheet
from daicho.values.labels import Problem
from daicho.values.parsing import plain
from daicho.values.problems import Invalid

MONTH = re.compile(r"(?:(?:\d{4}|[rh]?\d{1,2})[-/.年])?(1[0-2]|0?[1-9])月(?:分|度)?")
_PARTS = ("年", "月", "日")
_MARKS = frozenset("○〇◯●◎✓✔レ■☑*1")
_WORDS = {"year": "年", "month": "月", "day": "日", "年月日": "日"}
_READ_WELL = 0.7
_OF_LINES = frozenset(("product", "quantity", "unit_price", "amount", "price_kind", "other", "sequence", "tax", "unit"))


@dataclass(frozen=True, slots=True)
class Shaped:
    """The table: its grid and header, the columns that were added to it and those that went into others, and what is to be
    told of them."""

    grid: Grid
    header: Header
    added: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    told: tuple[Problem, ...] = ()


def shaped(grid: Grid, header: Header) -> Shaped:
    """The sheet as a table whose every row says all that it says of a contract."""
    table = _with_dates_joined(Shaped(grid, header))
    table = _with_headings(table)
    table = _with_card(table)
    table = _with_flags(table)
    return _with_months(table)


def names(header: Header, field: str) -> bool:
    """Whether some words of the header may mean the field."""
    return any(field in header.fields(column) for column in range(len(header.titles)))


def _with_dates_joined(table: Shaped) -> Shaped:
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


def _with_headings(table: Shaped) -> Shaped:
    """What the heading rows between the data name — the customer or, failing that, the product — as a column."""
    wanted = [name for name in ("account", "product") if not names(table.header, name)]
    if not wanted:
        return table
    found = headings(table.grid, table.header)
    if not found:
        return table
    values: dict[int, Cell] = {}
    rows = sorted(found)
    for first, after in zip(rows, [*rows[1:], table.grid.height], strict=True):
        values |= dict.fromkeys(range(first + 1, after), found[first])
    told = SECTIONS_READ.problem(rows=tuple(row + 1 for row in rows), what=WHAT[wanted[0]])
    return _with_column(table, WHAT[wanted[0]].ja.split("・")[0], values, told, blank=rows)


def _with_card(table: Shaped) -> Shaped:
    """What is written above the table about the one contract that the sheet is for, as columns."""
    if names(table.header, "account"):
        return table
    about = cards(table.grid, table.header.first)
    if not any("account" in one.fields for one in about):
        return table
    body = range(table.header.last + 1, table.grid.height)
    for one in about:
        if not one.fields & _OF_LINES and not any(one.label in titles for titles in table.header.titles):
            table = _with_column(table, one.label, dict.fromkeys(body, one.value), None)
    return table


def _with_flags(table: Shaped) -> Shaped:
    """Columns headed 月額, 年額, 一括 of which each row marks one (○), as one column that says so in words."""
    body = range(table.header.last + 1, table.grid.height)
    marked = {
        at: titles[-1]
        for at, titles in enumerate(table.header.titles)
        if titles and price_kind(titles[-1]) and _only_marks([table.grid.own(row, at) for row in body])
    }
    if len(marked) < 2:
        return table
    values: dict[int, Cell] = {}
    for row in body:
        found = [word for at, word in marked.items() if table.grid.own(row, at) is not None]
        if len(found) == 1:
            values[row] = found[0]
    titles = tuple(() if at in marked else words for at, words in enumerate(table.header.titles))
    return _with_column(replace(table, header=replace(table.header, titles=titles)), "金額種別", values, None)


def _only_marks(values: list[Cell]) -> bool:
    """Whether the cells of a column hold nothing but marks, and some do."""
    filled = [str(value).strip() for value in values if value is not None]
    return bool(filled) and all(value in _MARKS for value in filled)


def _with_months(table: Shaped) -> Shaped:
    """Where the only prices are the amounts of single months, the usual one of each row as its monthly price."""
    months = month_columns(table.header)
    if len(months) < 3 or names(table.header, "unit_price") or names(table.header, "amount"):
        return table
    values: dict[int, Cell] = {}
    for row in range(table.header.last + 1, table.grid.height):
        numbers = [number for at in months if (number := _number(table.grid.own(row, at)))]
        if numbers:
            values[row] = Counter(numbers).most_common(1)[0][0]
    return _with_column(table, "月額", values, MONTHS_READ.problem(count=len(months))) if values else table


def _number(value: Cell) -> float | None:
    """The number in a cell; None where it holds none."""
    try:
        return None if value is None else float(read_count(value)[0])
    except Invalid:
        return None


def month_columns(header: Header) -> tuple[int, ...]:
    """The columns that are headed by a month alone."""
    return tuple(
        at for at, titles in enumerate(header.titles) if titles and MONTH.fullmatch(titles[-1].replace(" ", ""))
    )


def _with_column(
    table: Shaped, title: str, values: dict[int, Cell], told: Problem | None, blank: Iterable[int] = ()
) -> Shaped:
    """The table with one more column at its right, without the rows `blank`."""
    grid, at = table.grid, table.grid.width
    emptied = set(blank)
    rows: list[list[Cell]] = []
    for index, row in enumerate(grid.sheet.rows):
        cells = [] if index in emptied else list(row)
        value = values.get(index) if index not in emptied and any(cell is not None for cell in row) else None
        rows.append([*cells, *[None] * (at - len(cells)), value])
    merged = tuple(area for area in grid.sheet.merged if area.first_row not in emptied)
    sheet = Sheet(grid.sheet.name, rows, merged, grid.sheet.hidden)
    header = replace(table.header, titles=(*table.header.titles, (title,)))
    said = (*table.told, told) if told else table.told
    return replace(table, grid=Grid(sheet), header=header, added=table.added | {at}, told=said)
