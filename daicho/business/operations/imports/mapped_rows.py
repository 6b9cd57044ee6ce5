"""Reads the rows of a table as a mapping says: typed values by key, or the one cell that cannot be read."""

from collections.abc import Mapping as Values
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from daicho.business.operations.imports.mapping import Mapping, Source
from daicho.engine.exchange.sheets import Cell, Sheet
from daicho.rules.bounds import END_BEFORE_START
from daicho.rules.codes import BILLING_CYCLES, PRICE_KINDS, RENEWAL_TYPES
from daicho.rules.renewal import roll_forward
from daicho.values.labels import Label, Message, Problem
from daicho.values.money import is_known_currency
from daicho.values.months import add_months
from daicho.values.parsing import read_date, read_number
from daicho.values.problems import Invalid

NO_SUCH_COLUMN = Message(
    "mapping_column_missing",
    ja="マッピングの列「{column}」がファイルにありません。ある列：{known}。",
    en="The mapping names the column “{column}”, which the file lacks. It has: {known}.",
)
NO_SETTING = Message(
    "mapping_setting_missing",
    ja="マッピングに必要な値「{name}」がありません。--set {name}=… で指定してください。",
    en="The mapping needs the value “{name}”. Give it with --set {name}=…",
)
EMPTY_CELL = Message("mapping_empty_cell", ja="「{what}」が空です。", en="“{what}” is empty.")
UNKNOWN_VALUE = Message(
    "mapping_value_unknown",
    ja="「{value}」は {what} として読み取れません。使えるもの：{known}。",
    en="“{value}” is no {what}. Known: {known}.",
)
END_OR_MONTHS = Message(
    "mapping_without_end",
    ja="終了日（end）か契約月数（term_months）のどちらかをマッピングで指定してください。",
    en="The mapping must give either the end or term_months.",
)
UNKNOWN_CURRENCY = Message(
    "mapping_currency_unknown", ja="通貨「{value}」はありません。", en="There is no currency “{value}”."
)
NOT_MONTHS = Message(
    "mapping_months_wrong",
    ja="「{value}」は月数として読み取れません。0～{limit} の整数にしてください。",
    en="“{value}” is no number of months. Use a whole number from 0 to {limit}.",
)
MOST_MONTHS = 1200
CODES: dict[str, Values[str, Label]] = {
    "price_kind": PRICE_KINDS,
    "billing_cycle": BILLING_CYCLES,
    "renewal_type": RENEWAL_TYPES,
}
DATES = ("start", "end", "term_on", "cancel_date")
NUMBERS = ("quantity", "unit_price", "term_months")
REQUIRED = ("number", "account", "product", "unit_price", "start", "quantity")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the mapping reads it: `values` by mapping key, the cells that nothing reads as `rest`."""

    number: int
    values: Values[str, Any]
    rest: str


class BadCell(Exception):
    """A cell that cannot be read, and why."""

    def __init__(self, column: str, value: str, problem: Problem) -> None:
        super().__init__(problem.text("en"))
        self.column = column
        self.value = value
        self.problem = problem


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, mapping: Mapping, settings: Values[str, str], table: Sheet) -> None:
        header = table.rows[mapping.header_row - 1] if len(table.rows) >= mapping.header_row else []
        self.table = table
        self.first = mapping.header_row
        self.settings = settings
        self.sources = mapping.sources()
        self.columns = {str(cell).strip(): index for index, cell in enumerate(header) if cell not in (None, "")}
        self.rest = mapping.rest_into_remarks
        self.used = self._check()
        if mapping.end is None and mapping.term_months is None:
            raise Invalid(END_OR_MONTHS.problem("end"))

    def _check(self) -> set[str]:
        every = list(self.sources.values())
        named = [source.column for source in every] + [source.minus_months for source in every]
        named += [source.when.column for source in every if source.when is not None]
        used = {name for name in named if name is not None}
        known = list(self.columns)
        problems = [
            NO_SUCH_COLUMN.problem(column=name, known=known) for name in sorted(used) if name not in self.columns
        ]
        asked = sorted({source.set for source in every if source.set is not None} - set(self.settings))
        problems += [NO_SETTING.problem(name=name) for name in asked]
        if problems:
            raise Invalid(*problems)
        return used

    def rows(self) -> list[tuple[int, list[Cell]]]:
        """The rows below the header that hold anything, with their numbers in the file."""
        found = enumerate(self.table.rows[self.first :], start=self.first + 1)
        return [(number, cells) for number, cells in found if any(cell not in (None, "") for cell in cells)]

    def number_of(self, cells: list[Cell]) -> str:
        """The contract number of a row that could not be read."""
        return self._text(self.sources["number"], cells) or ""

    def read(self, number: int, cells: list[Cell]) -> Row:
        """One row, typed. Raises BadCell."""
        values: dict[str, Any] = {}
        for key, source in self.sources.items():
            text = self._translated(key, source, cells)
            values[key] = self._typed(key, source, text, cells)
            if values[key] is None and key in REQUIRED:
                raise BadCell(source.column or key, "", EMPTY_CELL.problem(what=source.column or key))
        rest = [
            f"{name}: {text}" for name in self.columns if name not in self.used and (text := self._cell(name, cells))
        ]
        return Row(number, _with_term(values), "\n".join(rest) if self.rest else "")

    def _cell(self, column: str, cells: list[Cell]) -> str:
        index = self.columns[column]
        cell = cells[index] if index < len(cells) else None
        return "" if cell is None else str(cell).strip()

    def _text(self, source: Source, cells: list[Cell]) -> str | None:
        if source.when is not None and self._cell(source.when.column, cells) != source.when.equals:
            return None
        if source.column is not None:
            return self._cell(source.column, cells) or None
        return self.settings[source.set] if source.set is not None else source.value

    def _translated(self, key: str, source: Source, cells: list[Cell]) -> str | None:
        text = self._text(source, cells)
        if text is None or source.values is None:
            return text
        meant = source.values.get(text, source.otherwise)
        if meant is None:
            problem = UNKNOWN_VALUE.problem(value=text, what=key, known=list(source.values))
            raise BadCell(source.column or key, text, problem)
        return meant

    def _typed(self, key: str, source: Source, text: str | None, cells: list[Cell]) -> Any:
        if text is None:
            return None
        try:
            if key in DATES:
                return self._moved(read_date(text), source, cells)
            if key in NUMBERS:
                return read_number(text)
        except Invalid as refused:
            raise BadCell(source.column or key, text, refused.problems[0]) from None
        if key in CODES and text not in CODES[key]:
            problem = UNKNOWN_VALUE.problem(value=text, what=key, known=list(CODES[key]))
            raise BadCell(source.column or key, text, problem)
        if key == "currency" and not is_known_currency(text):
            raise BadCell(source.column or key, text, UNKNOWN_CURRENCY.problem(value=text))
        return text

    def _moved(self, day: date, source: Source, cells: list[Cell]) -> date:
        if source.minus_months is not None:
            day = add_months(day, -self._months(source.minus_months, cells))
        return day - timedelta(days=source.minus_days)

    def _months(self, column: str, cells: list[Cell]) -> int:
        text = self._cell(column, cells)
        try:
            months = read_number(text)
        except Invalid as refused:
            raise BadCell(column, text, refused.problems[0]) from None
        if months % 1 or not 0 <= months <= MOST_MONTHS:
            raise BadCell(column, text, NOT_MONTHS.problem(value=text, limit=MOST_MONTHS))
        return int(months)


def _with_term(values: dict[str, Any]) -> dict[str, Any]:
    """The current term: as given, or rolled forward from the start by whole terms to the one that holds `term_on`."""
    start: date = values["start"]
    months, end, on = values.get("term_months"), values.get("end"), values.get("term_on")
    first, number = start, 1
    if months is not None and end is None:
        try:
            number, period = roll_forward(start, int(months), on if on is not None else start)
        except Invalid as refused:
            raise BadCell("term_months", str(months), refused.problems[0]) from None
        start, end = period.first, period.last
    if end is not None and end < start:
        raise BadCell("end", end.isoformat(), END_BEFORE_START.problem(start=start, end=end))
    return {**values, "start": start, "end": end, "first_start": first, "term_number": number}
