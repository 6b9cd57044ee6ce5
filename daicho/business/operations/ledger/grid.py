"""A sheet as people see it: merged cells hold their value everywhere, and columns have letters. Knows no ledger."""

from dataclasses import dataclass, field

from daicho.engine.exchange.sheets import Cell, Range, Sheet


@dataclass(slots=True)
class Grid:
    """Access by indices from 0; outside the sheet everything is empty. `turned`: rows are the columns of the file's sheet."""

    sheet: Sheet
    turned: bool = False
    width: int = 0
    _merged: dict[tuple[int, int], Range] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.width = max((len(row) for row in self.sheet.rows), default=0)
        for area in self.sheet.merged:
            last_row = min(area.last_row, self.height - 1)
            last_column = min(area.last_column, self.width - 1)
            for row in range(area.first_row, last_row + 1):
                for column in range(area.first_column, last_column + 1):
                    self._merged[row, column] = area

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.sheet.rows)

    def own(self, row: int, column: int) -> Cell:
        """What the cell itself holds; None when it is covered by a merged one."""
        rows = self.sheet.rows
        if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
            return rows[row][column]
        return None

    def merged(self, row: int, column: int) -> Range | None:
        """The merged area that the cell belongs to, or None."""
        return self._merged.get((row, column))

    def seen(self, row: int, column: int) -> Cell:
        """What one sees at the cell: its own value, or that of the merged area it belongs to."""
        area = self._merged.get((row, column))
        return self.own(row, column) if area is None else self.own(area.first_row, area.first_column)

    def seen_below(self, row: int, column: int) -> Cell:
        """As `seen`, but a value that is merged sideways is only seen in its first column."""
        area = self._merged.get((row, column))
        return self.seen(row, column) if area is None or column == area.first_column else None

    def own_columns(self, row: int, columns: range | None = None) -> list[int]:
        """The columns in which the row itself holds something."""
        cells = self.sheet.rows[row]
        inside = range(len(cells)) if columns is None else columns
        return [column for column in inside if column < len(cells) and cells[column] is not None]


def turned(sheet: Sheet) -> Sheet:
    """The sheet with rows and columns exchanged."""
    width = max((len(row) for row in sheet.rows), default=0)
    rows = [[row[column] if column < len(row) else None for row in sheet.rows] for column in range(width)]
    areas = tuple(Range(one.first_column, one.first_row, one.last_column, one.last_row) for one in sheet.merged)
    return Sheet(sheet.name, rows, areas, sheet.hidden)


def column_letters(column: int) -> str:
    """The letters of a column, as a spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
