"""A sheet on its way into the form of a table: its grid, its header, and the columns that were made of what it says elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import Header
from daicho.engine.exchange.sheets import Cell, Sheet
from daicho.values.labels import Problem


@dataclass(frozen=True, slots=True)
class Shaped:
    """The table: its grid and header, the columns that were added to it and those that went into others, and what is to be
    told of them."""

    grid: Grid
    header: Header
    added: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    told: tuple[Problem, ...] = ()


def with_column(
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
