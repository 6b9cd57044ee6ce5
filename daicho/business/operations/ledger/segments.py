"""Tells the ledger's columns from those of another table that stands beside it on the sheet."""

from dataclasses import dataclass

from daicho.business.operations.ledger.grid import Grid
from daicho.business.operations.ledger.headers import Header

_SHARED_ROWS = 0.5


@dataclass(frozen=True, slots=True)
class Segments:
    """The columns of the ledger, and those of other tables."""

    main: tuple[int, ...]
    beside: tuple[int, ...]


def segments_of(grid: Grid, header: Header, body: range, gone: frozenset[int] = frozenset()) -> Segments:
    """Split the columns at empty ones; the part that names the most fields is the ledger, and others belong to it when
    they name fields that it lacks and are filled in about as many rows. Columns that are `gone` separate nothing."""
    filled = {column: {row for row in body if grid.own(row, column) is not None} for column in range(grid.width)}
    runs: list[list[int]] = [[]]
    for column in range(grid.width):
        if header.titles[column] or filled[column]:
            runs[-1].append(column)
        elif runs[-1] and column not in gone:
            runs.append([])
    runs = [run for run in runs if run]
    if not runs:
        return Segments((), ())
    main = max(runs, key=lambda run: len(_named(header, run)))
    main_rows = set().union(*(filled[column] for column in main))
    inside, beside = list(main), list[int]()
    for run in runs:
        if run is main:
            continue
        new = _named(header, run) - _named(header, inside)
        rows = set().union(*(filled[column] for column in run))
        belongs = len(new) * 2 >= len(run) and len(rows & main_rows) >= _SHARED_ROWS * len(main_rows)
        (inside if belongs else beside).extend(run)
    return Segments(tuple(sorted(inside)), tuple(sorted(beside)))


def _named(header: Header, columns: list[int]) -> set[str]:
    """The fields that the words above these columns name, each column its likeliest."""
    named = set()
    for column in columns:
        found = header.fields(column)
        if found:
            named.add(max(found, key=lambda key: found[key]))
    return named - {"other", "sequence"}
