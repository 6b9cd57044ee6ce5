"""The dates of a contract's rows: its term, and each licence's period within it."""

import re
from dataclasses import dataclass
from datetime import date

from daicho.business.operations.ledger.cells import (
    end_after,
    read_day,
    read_first_day,
    read_last_day,
    read_period,
    read_term,
)
from daicho.business.operations.ledger.findings import Findings
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import (
    CONTRACT_END,
    CONTRACT_START,
    END_BEFORE_START,
    LINE_END,
    LINE_START,
    MISSING,
    WHAT,
)
from daicho.business.operations.ledger.noted import without_note
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.rows import Row
from daicho.business.operations.ledger.told import EVERGREEN, RENEWAL_DAY
from daicho.business.operations.ledger.vocabulary import says_no_end, squeezed
from daicho.engine.exchange.sheets import Cell
from daicho.values.labels import Label
from daicho.values.months import DAY, add_months
from daicho.values.problems import Invalid

NO_END_YEAR = 2900
"""Dates from this year on (2999/12/31, 9999/12/31) say that there is no end."""


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, both inclusive; last None: no end."""

    start: date
    end: date | None


@dataclass(slots=True)
class DateReader:
    """Reads the dates of one contract's rows and notes what is wrong with them."""

    layout: Layout
    findings: Findings
    notes: Notes

    def terms(self, rows: list[Row]) -> list[Span | None]:
        """The contract's dates as each row has them; an empty row has those above. None where they are missing or wrong."""
        spans: list[Span | None] = []
        columns = [column for name in ("start", "end", "period", "term") for column in self.layout.fields.get(name, ())]
        for position, row in enumerate(rows):
            if position and all(row.get(column) is None for column in columns):
                spans.append(spans[-1])
            else:
                spans.append(self._term(row, spans[-1] if spans else None))
        return spans

    def line(self, row: Row, term: Span | None) -> Span | None:
        """The period of the row's licence: its own dates, else those of the contract. None where something is wrong."""
        period, first, last = (self.layout.column(f"line_{name}") for name in ("period", "start", "end"))
        if period is not None and row.get(period) is not None:
            span = self._period(row, period)
            return span and self._checked(row, period, span, LINE_START, LINE_END)
        failed = len(self.findings.found.get(row.index, ()))
        start = self._day(row, first) if row.get(first) is not None else term.start if term else None
        end = term.end if term else None
        if row.get(last) is not None:
            end = None if self._no_end(row, last) else self._day(row, last, ends=True)
        if start is None or len(self.findings.found.get(row.index, ())) > failed:
            return None
        column = last if row.get(last) is not None else first
        return self._checked(row, column, Span(start, end), LINE_START, LINE_END)

    def _term(self, row: Row, above: Span | None) -> Span | None:
        """The contract's dates in a row that has some of its own."""
        period = self.layout.column("period")
        if period is not None and row.get(period) is not None:
            span = self._period(row, period)
            return span and self._checked(row, period, span, CONTRACT_START, CONTRACT_END)
        first, last, length = (self.layout.column(name) for name in ("start", "end", "term"))
        failed = len(self.findings.found.get(row.index, ()))
        start = self._day(row, first) if row.get(first) is not None else None
        no_end = row.get(last) is not None and self._no_end(row, last)
        if last is not None and not no_end and _length(_unrenewed(row.get(last)), ""):
            length, last = last, None
        end = self._day(row, last, ends=True) if row.get(last) is not None and not no_end else None
        months = self._months(row, length) if end is None and not no_end and row.get(last) is None else None
        if len(self.findings.found.get(row.index, ())) > failed:
            return None
        if start is None and end is not None and months is None and row.get(length) is not None:
            months = self._months(row, length)
            start = add_months(end + DAY, -months) if months else None
        start = start or (above.start if above and first is not None else None)
        if start is None:
            self.findings.add(row, first if first is not None else period, MISSING.problem(what=WHAT["start"]))
            return None
        if end is not None and self.layout.end_is_renewal and end.day == start.day and end > start:
            self.notes.add(RENEWAL_DAY, column=self.layout.header.text(last or 0))
            end -= DAY
        if months and end is None:
            end = end_after(start, months)
        if end is None and not no_end:
            at = last if last is not None else length if length is not None else period
            self.findings.add(row, at, MISSING.problem(what=WHAT["end"]))
            return None
        return self._checked(row, last if last is not None else first, Span(start, end), CONTRACT_START, CONTRACT_END)

    def _day(self, row: Row, column: int | None, *, ends: bool = False) -> date | None:
        try:
            return read_last_day(row.get(column)) if ends else read_first_day(row.get(column))
        except Invalid as error:
            self.findings.add(row, column, *error.problems)
            return None

    def _months(self, row: Row, column: int | None) -> int | None:
        """The length of the term in months; None where the row gives none or it cannot be read."""
        if column is None or row.get(column) is None:
            return None
        try:
            return read_term(_unrenewed(row.get(column)), self.layout.header.text(column))
        except Invalid as error:
            self.findings.add(row, column, *error.problems)
            return None

    def _period(self, row: Row, column: int) -> Span | None:
        """A period in one cell, or a length from the start beside it."""
        try:
            first, last = read_period(row.get(column))
        except Invalid as error:
            start, value = self.layout.column("start"), row.get(column)
            length = _length(value, self.layout.header.text(column))
            if length and row.get(start) is not None:
                day = self._day(row, start)
                return Span(day, end_after(day, length)) if day else None
            self.findings.add(row, column, *error.problems)
            return None
        return Span(first, None if last is None or last.year >= NO_END_YEAR else last)

    def _no_end(self, row: Row, column: int | None) -> bool:
        """Whether the cell says that there is no end; noted then."""
        value = row.get(column)
        if not says_no_end(value) and not _never(value):
            return False
        self.notes.add(EVERGREEN, row=row.number, value=str(value))
        return True

    def _checked(self, row: Row, column: int | None, span: Span, start_name: Label, end_name: Label) -> Span | None:
        """The span, unless it ends before it starts."""
        if span.end is None or span.end >= span.start:
            return span
        problem = END_BEFORE_START.problem(start=span.start, end=span.end, start_name=start_name, end_name=end_name)
        self.findings.add(row, column, problem)
        return None


def _never(value: Cell) -> bool:
    """Whether a date is one of those that stand for no end."""
    try:
        return read_day(value).year >= NO_END_YEAR
    except Invalid:
        return False


def _unrenewed(value: Cell) -> Cell:
    """The value without what it says of renewal (1年自動更新), so that a length is left."""
    return (
        re.sub(r"(?:毎の?|ごとの?|単位の?|で)?(?:の)?(?:自動)?(?:更新|継続|延長)$", "", without_note(value))
        if isinstance(value, str)
        else value
    )


def _length(value: Cell, header: str) -> int | None:
    if not header and not (isinstance(value, str) and re.search(r"[年月]|months?|years?", squeezed(value))):
        return None
    try:
        return read_term(value, header)
    except Invalid:
        return None
