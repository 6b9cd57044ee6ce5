"""Which rows below a header are data and which are not, and which data rows together are one contract."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from daicho.business.operations.ledger.headers import column_meanings, is_wordy
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import WHY_PREPARED, WHY_REMARK, WHY_TOTAL
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.possible_words import CERTAIN
from daicho.business.operations.ledger.profile import kinds_of
from daicho.business.operations.ledger.repeats import Part
from daicho.business.operations.ledger.told import BELOW_SKIPPED
from daicho.business.operations.ledger.vocabulary import (
    is_ditto,
    is_nothing,
    is_remark,
    is_total,
    may_label_total,
    squeezed,
)
from daicho.engine.exchange.sheets import Cell
from daicho.values.parsing import plain

_DATES = ("start", "end", "period", "line_start", "line_end", "line_period")
_OF_CUSTOMER = ("contact", "email", "phone", "address", "postal_code", "department", "title", "account_code")
LEAST_BLANK = 2
_OF_LICENCE = ("product", "quantity", "price_kind", "line_start", "line_end", "line_period")
_FAILED = frozenset(("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"))
_SETTLED = ("renewal", "status", "currency", "unit")
_HEADING_WIDTH = 3
_UNIT_ROW = re.compile(r"\([^)]{1,8}\)|円|千円|id|本|個|税抜|か月|年|日付|yyyy.{0,8}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data: its index from 0, its values (merged cells and ditto marks resolved) by column, and the columns
    that it fills itself. `part`: the further set of columns that it is read by (None: the first, or there are none)."""

    index: int
    values: Mapping[int, Cell]
    own: frozenset[int]
    part: Part | None = None

    @property
    def number(self) -> int:
        """The row's number in the sheet."""
        return self.index + 1

    def get(self, column: int | None) -> Cell:
        """The value of a column; None also where there is no such column."""
        return None if column is None else self.values.get(column)


@dataclass(slots=True)
class Break:
    """A row of totals: what comes below does not continue the contract above."""


def data_rows(layout: Layout, notes: Notes) -> Iterator[Row | Break]:
    """The rows of data below the header, with a Break at each row of totals; other rows are noted or, if blank, left out."""
    grid, sheet = layout.grid, layout.grid.sheet.name
    above: Mapping[int, Cell] = {}
    sums = _Sums(layout)
    for index in range(layout.header.last + 1, grid.height):
        own = [at for at in layout.columns if at not in layout.added and grid.own(index, at) is not None]
        if not own:
            continue
        if _is_header_again(layout, index, own):
            continue
        if _is_other_header(layout, index, own):
            notes.add(BELOW_SKIPPED, sheet=sheet, row=index + 1)
            return
        if _is_total(layout, index, own) or sums.is_sum(index, own):
            notes.skip(sheet, WHY_TOTAL, index + 1)
            sums.below = {}
            yield Break()
        elif _is_remark(layout, index, own):
            notes.skip(sheet, WHY_REMARK, index + 1)
        elif _is_prepared(layout, index, own):
            notes.skip(sheet, WHY_PREPARED, index + 1)
        else:
            values: dict[int, Cell] = {
                column: _resolved(grid.seen_below(index, column), above.get(column)) for column in layout.columns
            }
            values |= {at: _resolved(grid.seen_below(index, at), above.get(at)) for at in layout.repeats.further}
            above = values
            sums.add(values)
            yield from _parts(layout, index, values, own)


def _parts(layout: Layout, index: int, values: Mapping[int, Cell], own: list[int]) -> Iterator[Row]:
    """The row, and again for each further set of columns that it fills; only these where it leaves the first set empty."""
    filled = frozenset(column for column in own if not is_ditto(layout.grid.own(index, column)))
    further = [
        part
        for part in layout.repeats.parts
        if any(not is_nothing(values.get(at)) and values.get(at) != 0 for at in part.columns.values())
    ]
    if not further or any(not is_nothing(values.get(at)) for at in layout.repeats.base):
        for one in _lines_in_cells(layout, values):
            yield Row(index, one, filled)
    for part in further:
        yield Row(index, {**values, **{at: values.get(other) for at, other in part.columns.items()}}, filled, part)


def _lines_in_cells(layout: Layout, values: Mapping[int, Cell]) -> list[Mapping[int, Cell]]:
    """The values once for each licence, where product, quantity, price … of several stand in one cell, a line each."""
    texts = {column: value for column, value in values.items() if isinstance(value, str) and "\n" in value}
    if len(texts) < 2:
        return [values]
    columns = {column for name in _OF_LICENCE for column in layout.fields.get(name, ())}
    columns |= {price.column for price in layout.prices}
    lines = {at: [line for line in text.splitlines() if line.strip()] for at, text in texts.items() if at in columns}
    several = {column: found for column, found in lines.items() if len(found) > 1}
    count = max((len(found) for found in several.values()), default=1)
    if len(several) < 2 or any(len(found) != count for found in several.values()):
        return [values]
    return [{**values, **{column: found[at] for column, found in several.items()}} for at in range(count)]


@dataclass(slots=True)
class _Sums:
    """The sums of the numeric columns so far, to know a row of totals that has no label."""

    layout: Layout
    all: dict[int, Decimal] = field(default_factory=dict)
    below: dict[int, Decimal] = field(default_factory=dict)

    def add(self, values: Mapping[int, Cell]) -> None:
        """Count a row of data."""
        for column in self._columns():
            value = values.get(column)
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                for sums in (self.all, self.below):
                    sums[column] = sums.get(column, Decimal(0)) + Decimal(str(value))

    def is_sum(self, index: int, own: list[int]) -> bool:
        """Whether the row holds nothing but sums of the rows above, or of those since the last total."""
        if not set(own) <= self._columns():
            return False
        held = {column: self.layout.grid.own(index, column) for column in own}
        return any(
            sums and all(isinstance(value, int | float) and sums.get(column) == value for column, value in held.items())
            for sums in (self.all, self.below)
        )

    def _columns(self) -> set[int]:
        quantity = self.layout.fields.get("quantity", ())
        return {*quantity, *(price.column for price in self.layout.prices)}


def _resolved(value: Cell, above: Cell) -> Cell:
    """The value, or the one above where it is a ditto mark; None for what a failed formula shows."""
    if isinstance(value, str) and value.strip() in _FAILED:
        return None
    return above if is_ditto(value) else value


def _is_header_again(layout: Layout, index: int, own: list[int]) -> bool:
    """Whether the row repeats header words, or holds the units below them."""
    texts = {column: plain(layout.grid.own(index, column)) for column in own}
    same = sum(text in layout.header.titles[column] for column, text in texts.items())
    if same * 10 >= len(own) * 6 and len(own) > 1:
        return True
    first = index == layout.header.last + 1
    return first and all(_UNIT_ROW.fullmatch(squeezed(text)) for text in texts.values())


def _is_other_header(layout: Layout, index: int, own: list[int]) -> bool:
    """Whether another table starts here: a row of words of which three or more can only be headers."""
    if len(own) < 3:
        return False
    texts = (layout.grid.own(index, column) for column in own)
    named = [column_meanings((text,)) for text in texts if isinstance(text, str)]
    certain = [found for found in named if found and max(found.values()) >= CERTAIN]
    mostly = len(certain) >= 3 and len(certain) * 2 >= len(own)
    wholly = bool(certain) and len(named) == len(own) and all(named)
    return (mostly or wholly) and is_wordy(layout.grid, index)


def _is_total(layout: Layout, index: int, own: list[int]) -> bool:
    """Whether a cell labels the row as a total and the row gives no dates of its own."""
    dates = {column for name in _DATES for column in layout.fields.get(name, ())} - layout.added
    values = [layout.grid.own(index, column) for column in own]
    if not any(is_total(value) for value in values):
        licence = {column for name in ("product", "unit_price") for column in layout.fields.get(name, ())}
        licence |= {price.column for price in layout.prices if price.per_unit}
        label = next((column for column in own if may_label_total(layout.grid.own(index, column))), None)
        if label is None or any(column in licence and column != label for column in own):
            return False
    return not any("date" in kinds_of(layout.grid.own(index, column)) for column in dates)


def _is_remark(layout: Layout, index: int, own: list[int]) -> bool:
    """Whether the row is a remark, a heading or an end mark: one text alone."""
    value = layout.grid.own(index, own[0])
    if len(own) > 1 or not isinstance(value, str):
        return False
    area = layout.grid.merged(index, own[0])
    wide = area is not None and area.last_column - area.first_column + 1 >= _HEADING_WIDTH
    return wide or is_remark(value)


def _is_prepared(layout: Layout, index: int, own: list[int]) -> bool:
    """Whether only a number, a default or a zero amount is filled in: a row that nobody has used yet."""
    idle = {column for name in ("number", *_SETTLED) for column in layout.fields.get(name, ())}
    known = {column for columns in layout.fields.values() for column in columns} | set(layout.extras)
    prices = {price.column for price in layout.prices}
    unused = all(
        column in idle or column not in known | prices or layout.grid.own(index, column) == 0 for column in own
    )
    covered = {column for column in layout.columns if layout.grid.seen_below(index, column) is not None} - set(own)
    return unused and not covered
