"""Brings a sheet into the form of a table before its columns are told: joins dates written in several columns, and makes
columns of what stands in heading rows, above the table, or month by month. Row numbers stay those of the sheet."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from daicho.business.operations.ledger.choices import MEANINGS
from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import Header
from daicho.business.operations.ledger.joined_dates import with_dates_joined
from daicho.business.operations.ledger.messages import WHAT
from daicho.business.operations.ledger.noted import read_count
from daicho.business.operations.ledger.sections import cards, headings
from daicho.business.operations.ledger.shaped_table import Shaped, with_column
from daicho.business.operations.ledger.told import MONTHS_READ, SECTIONS_READ
from daicho.business.operations.ledger.vocabulary import price_kind
from daicho.engine.exchange.sheets import Cell
from daicho.values.problems import Invalid

MONTH = re.compile(r"(?:(?:\d{4}|[rh]?\d{1,2})[-/.年])?(1[0-2]|0?[1-9])月(?:分|度)?")
_MARKS = frozenset("○〇◯●◎✓✔レ■☑*1")
_OF_LINES = frozenset(("product", "quantity", "unit_price", "amount", "price_kind", "other", "sequence", "tax", "unit"))


def shaped(grid: Grid, header: Header) -> Shaped:
    """The sheet as a table whose every row says all that it says of a contract."""
    table = with_dates_joined(Shaped(grid, header))
    table = _with_headings(table)
    table = _with_card(table)
    table = _with_flags(table)
    return _with_months(table)


def with_fixed(table: Shaped, fixed: Mapping[str, str]) -> tuple[Shaped, dict[int, str]]:
    """The table with a column more for each thing that is the same in every row, and what these columns are."""
    meanings: dict[int, str] = {}
    body = range(table.header.last + 1, table.grid.height)
    for meaning, value in fixed.items():
        meanings[table.grid.width] = meaning
        table = with_column(table, MEANINGS[meaning].ja, dict.fromkeys(body, value), None)
    return table, meanings


def names(header: Header, field: str) -> bool:
    """Whether some words of the header may mean the field."""
    return any(field in header.fields(column) for column in range(len(header.titles)))


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
    return with_column(table, WHAT[wanted[0]].ja.split("・")[0], values, told, blank=rows)


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
            table = with_column(table, one.label, dict.fromkeys(body, one.value), None)
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
    return with_column(replace(table, header=replace(table.header, titles=titles)), "金額種別", values, None)


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
    return with_column(table, "月額", values, MONTHS_READ.problem(count=len(months))) if values else table


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
