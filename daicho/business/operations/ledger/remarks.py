"""Gathers remarks: what the ledger says in remark columns, in columns without a field, and in cells that cannot be read."""

from dataclasses import dataclass, field

from daicho.business.operations.ledger.cells import read_words
from daicho.business.operations.ledger.grouping import Group
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.noted import note_of
from daicho.business.operations.ledger.rows import Row
from daicho.engine.exchange.sheets import Cell

_ANNOTATED = ("start", "end", "line_start", "line_end", "quantity")


@dataclass(slots=True)
class Remarks:
    """Remarks of a contract, and of its rows by row index."""

    contract: list[str] = field(default_factory=list)
    rows: dict[int, list[str]] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """A remark of the contract, once."""
        if text not in self.contract:
            self.contract.append(text)

    def whole(self) -> str | None:
        """The contract's remarks, one a line; None: none."""
        return "\n".join(self.contract) or None

    def of_row(self, index: int) -> str | None:
        """The remarks of a row's licences; None: none."""
        return "\n".join(self.rows.get(index, ())) or None


def gather(layout: Layout, group: Group) -> Remarks:
    """The remarks of a contract and its rows: a value that is merged over the rows, the same in each, or in a contract
    of one row belongs to the contract; others to the row."""
    remarks = Remarks()
    for column in layout.fields.get("remarks", ()):
        _place(remarks, layout, group, column, "")
    for name in _ANNOTATED:
        for column in layout.fields.get(name, ()):
            _place(remarks, layout, group, column, layout.header.text(column), annotated=True)
    for price in layout.prices:
        _place(remarks, layout, group, price.column, layout.header.text(price.column), annotated=True)
    for column in layout.extras:
        _place(remarks, layout, group, column, layout.header.text(column))
    return remarks


def _place(remarks: Remarks, layout: Layout, group: Group, column: int, title: str, *, annotated: bool = False) -> None:
    """Put the texts of one column where they belong, an extra one with its title; `annotated`: only values with a note."""
    rows = [row for row in group.rows if note_of(row.get(column))] if annotated else group.rows
    said = [(row, text) for row in rows if (text := read_words(row.get(column))) is not None]
    if not said:
        return
    same = len({text for _, text in said}) == 1
    for_all = same and (len(said) == len(group.rows) or (said[0][0] is group.rows[0] and not _by_row(layout, group)))
    for row, text in said:
        remark = f"{title}：{text}" if title else text
        if for_all:
            remarks.add(remark)
        else:
            said_before = remarks.rows.setdefault(row.index, [])
            if remark not in said_before:
                said_before.append(remark)


def _by_row(layout: Layout, group: Group) -> bool:
    """Whether the contract's own cells are merged over its rows, so that a cell of one row is that row's alone."""
    account = layout.column("account")
    return account is not None and layout.grid.merged(group.rows[0].index, account) is not None


def differing(row: Row, column: int, first: Cell) -> Cell:
    """The row's value where it differs from the contract's first; None where it does not or is empty."""
    value = row.get(column)
    return None if value is None or read_words(value) == read_words(first) else value
