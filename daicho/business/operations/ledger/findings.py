"""What is found wrong in the rows of one contract, turned into refused rows: each row once, with all that is wrong in it."""

from dataclasses import dataclass, field
from datetime import date

from daicho.business.operations.ledger.grid import column_letters
from daicho.business.operations.ledger.grouping import Group
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import OTHER_ROW
from daicho.business.operations.ledger.notes import row_list
from daicho.business.operations.ledger.result import RefusedCell
from daicho.business.operations.ledger.rows import Row
from daicho.values.labels import Problem
from daicho.values.parsing import shortened


@dataclass(slots=True)
class Findings:
    """Problems by row; `column` None where no column holds the value that is missing."""

    layout: Layout
    found: dict[int, list[tuple[int | None, object, Problem]]] = field(default_factory=dict)

    def add(self, row: Row, column: int | None, *problems: Problem) -> None:
        """Note problems of one cell of a row."""
        value = row.get(column)
        self.found.setdefault(row.index, []).extend((column, value, problem) for problem in problems)

    def refused(self, group: Group, name: str) -> tuple[RefusedCell, ...]:
        """Every row of the contract called `name`, refused; none when nothing was found."""
        if not self.found:
            return ()
        bad = row_list([index + 1 for index in self.found])
        sheet = self.layout.grid.sheet.name
        cells = []
        for row in {row.index: row for row in sorted(group.rows, key=lambda row: row.index)}.values():
            first = self.found.get(row.index)
            if first is None:
                problem = OTHER_ROW.problem(number=name, rows=bad)
                cells.append(RefusedCell(row.number, "", "", problem, sheet))
                continue
            column, value, problem = first[0]
            others = tuple(other for _, _, other in first[1:] if other != problem)
            place, title = self._place(row, column)
            cells.append(RefusedCell(place, title, "" if value is None else shown_value(value), problem, sheet, others))
        return tuple(cells)

    def _place(self, row: Row, column: int | None) -> tuple[int, str]:
        """The sheet's row number and what the column is called; in a turned sheet the file's row is the grid's column."""
        title = "" if column is None else self.layout.header.text(column)
        if not self.layout.grid.turned:
            return row.number, title
        return (row.number if column is None else column + 1), f"{column_letters(row.index)} {title}".strip()


def shown_value(value: object) -> str:
    """A cell's value as it is named to people."""
    return value.strftime("%Y/%m/%d") if isinstance(value, date) else shortened(value)
