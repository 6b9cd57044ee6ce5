"""What was recognised of a workbook, for people to look at and to change: sheets, header rows, columns with samples. Reads no rows."""

from dataclasses import dataclass, replace

from daicho.business.operations.ledger.choices import IGNORED, MEANINGS, REMARKS, Choices, table_key
from daicho.business.operations.ledger.findings import shown_value
from daicho.business.operations.ledger.grid import column_letters
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.recognise import ledgers, look, nearest, why_left_out
from daicho.engine.exchange.sheets import Sheet, Workbook
from daicho.values.labels import Label
from daicho.values.parsing import shortened

SAMPLES = 3
OFFERED_ROWS, OFFERED_SHEETS = 30, 20
"""Rows of a sheet, of so many sheets, that are offered as its header."""
CELLS_OF_ROW = 6
LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Column:
    """A column (or row, of a turned sheet): its place from 0, what it is called there, its header, what it is taken for (a
    key of MEANINGS), and some different values. `sure`: neither a guess by content nor a column that nothing names."""

    place: int
    letters: str
    title: str
    meaning: str
    samples: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table that is read: `key` in the choices, its sheet, the header's first and last row (from 1), what is missing."""

    key: str
    sheet: str
    first: int
    last: int
    rows: int
    turned: bool
    columns: tuple[Column, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A sheet of the workbook; `left_out` says why it is not read (None: it is). `heads` are its first rows that hold
    anything, by their numbers from 1, as a sample of their cells."""

    name: str
    rows: int
    left_out: Label | None
    heads: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """All sheets, and the tables that are read; where none can be read yet, the one that comes nearest."""

    sheets: tuple[SheetSeen, ...]
    tables: tuple[Table, ...]


def survey(workbook: Workbook, choices: Choices) -> Survey:
    """Look at a workbook. Raises `Invalid` when the chosen sheet is not there."""
    every = look(workbook, replace(choices, sheet=None))
    candidates = every if choices.sheet is None else look(workbook, choices)
    read = ledgers(candidates)
    near = nearest(candidates)
    shown = read or ([near] if near is not None else [])
    names = {found.sheet.name for found in read}
    return Survey(
        tuple(
            SheetSeen(
                found.sheet.name,
                len(found.sheet.rows),
                None if found.sheet.name in names else why_left_out(found),
                _heads(found.sheet) if number < OFFERED_SHEETS else (),
            )
            for number, found in enumerate(every)
        ),
        tuple(_table(found.layout) for found in shown if found.layout is not None),
    )


def _heads(sheet: Sheet) -> tuple[tuple[int, str], ...]:
    """The first rows that hold anything, with the texts of their first cells."""
    found: list[tuple[int, str]] = []
    for number, row in enumerate(sheet.rows[:LOOKED_AT], start=1):
        cells = [shortened(shown_value(value)) for value in row if value is not None][:CELLS_OF_ROW]
        if cells:
            found.append((number, " | ".join(cells)))
        if len(found) == OFFERED_ROWS:
            break
    return tuple(found)


def _table(layout: Layout) -> Table:
    header, grid = layout.header, layout.grid
    taken = meanings_of(layout)
    guessed = set(layout.guessed.values())
    columns = tuple(
        Column(
            place,
            str(place + 1) if grid.turned else column_letters(place),
            header.text(place),
            taken.get(place, IGNORED),
            _samples(layout, place),
            place in layout.chosen or (place not in guessed and place not in layout.extras),
        )
        for place in layout.columns
        if place not in layout.added and (header.titles[place] or layout.profiles[place].count)
    )
    rows = grid.height - header.last - 1
    key = table_key(grid.sheet.name, turned=grid.turned)
    return Table(key, grid.sheet.name, header.first + 1, header.last + 1, rows, grid.turned, columns, layout.missing)


def meanings_of(layout: Layout) -> dict[int, str]:
    """What each column is taken for. One that serves two fields has the first; one that is not read is left out."""
    taken: dict[int, str] = {}
    for name, columns in layout.fields.items():
        for column in columns:
            taken.setdefault(column, _offered(name))
    for price in layout.prices:
        taken.setdefault(price.column, "unit_price" if price.per_unit else "amount")
    return taken | dict.fromkeys(layout.extras, REMARKS) | dict(layout.chosen)


def _offered(name: str) -> str:
    """The key under which a field is offered: two are parts of the payment terms."""
    return name if name in MEANINGS else "payment_terms" if name in ("closing", "paying") else REMARKS


def _samples(layout: Layout, place: int) -> tuple[str, ...]:
    """The first different values of a column below the header."""
    found: dict[str, None] = {}
    first = layout.header.last + 1
    for row in range(first, min(layout.grid.height, first + LOOKED_AT)):
        value = layout.grid.own(row, place)
        if value is not None:
            found[shortened(shown_value(value))] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)
