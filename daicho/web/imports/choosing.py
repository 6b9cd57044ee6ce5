"""How a file is read, as the page of an import offers it: sheets, header rows, columns, values of every row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from daicho.business.operations.imports.decisions import Decided
from daicho.business.operations.ledger.choices import FIXED, MEANINGS
from daicho.business.operations.ledger.messages import WHAT
from daicho.business.operations.models import ImportRun
from daicho.values.labels import Label
from daicho.web.imports.naming import Option
from daicho.web.visitors import Visitor

HEADS_OFFERED = 10
"""Sheets whose header row is asked for where none was recognised."""
EXAMPLES: Mapping[str, Label] = {
    "quantity": Label("1", "1"),
    "unit_price": Label("1200", "1200"),
    "price_kind": Label("月額", "monthly"),
    "currency": Label("JPY", "USD"),
    "start": Label("2025/04/01", "2025-04-01"),
    "end": Label("2026/03/31", "2026-03-31"),
    "term": Label("12か月", "12 months"),
    "renewal": Label("自動更新", "auto"),
    "billing_cycle": Label("月払い", "monthly"),
    "payment_terms": Label("月末締め翌月末払い", "月末締め翌月末払い"),
}
"""What the value of every row may look like; the reader knows the words of both languages."""


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of a table: the name of its control, what it is, its samples, what it may be taken for."""

    name: str
    letters: str
    title: str
    samples: Sequence[str]
    sure: bool
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table that was recognised: its words, what is missing, its columns. `number` tells tables apart in the form."""

    number: int
    key: str
    sheet: str
    header: str
    rows: int
    turned: bool
    missing: str
    columns: Sequence[ColumnRow]


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """The header of a sheet: the name of its control, and the rows that it may be."""

    name: str
    sheet: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class FixedRow:
    """A value that may be the same for every row: the name of its control, its words, what is chosen, an example."""

    name: str
    label: str
    value: str
    example: str


class Choosing:
    """What may be decided about one import; texts in the visitor's language."""

    def __init__(self, run: ImportRun, visitor: Visitor, decided: Decided) -> None:
        self.decided = decided
        self.survey: Mapping[str, Any] = run.survey or {}
        self.language = visitor.language

    @property
    def sheets(self) -> list[dict[str, Any]]:
        """The sheets of the file and what became of them."""
        chosen = self.decided.reading.sheet
        return [
            {
                "name": one["name"],
                "rows": one["rows"],
                "left_out": one["left_out"][self.language] if one["left_out"] else "",
                "chosen": one["name"] == chosen,
            }
            for one in self.survey.get("sheets", [])
        ]

    @property
    def headers(self) -> list[HeaderRow]:
        """The header rows to choose: of the sheets that are read; where none is, of the chosen one, or of each."""
        tables = {table["sheet"]: table for table in self.survey.get("tables", [])}
        wanted = set(tables) or {self.decided.reading.sheet} - {None}
        every = [(number, one) for number, one in enumerate(self.survey.get("sheets", [])) if one.get("heads")]
        shown = [(number, one) for number, one in every if not wanted or one["name"] in wanted][:HEADS_OFFERED]
        return [self._header(number, one, tables.get(one["name"])) for number, one in shown]

    @property
    def tables(self) -> list[TableRow]:
        """What was recognised, with what may be chosen instead."""
        return [self._table(number, table) for number, table in enumerate(self.survey.get("tables", []))]

    @property
    def fixed(self) -> list[FixedRow]:
        """What may be the same for every row and no column says."""
        given = self.decided.reading.fixed
        columns = [column for table in self.survey.get("tables", []) for column in table["columns"]]
        said = {column["meaning"] for column in columns}
        said |= {name for chosen in self.decided.reading.columns.values() for name in chosen.values()}
        return [
            FixedRow(f"fixed-{name}", MEANINGS[name].text(self.language), given.get(name, ""), self._example(name))
            for name in FIXED
            if name in given or name not in said
        ]

    def _example(self, name: str) -> str:
        return EXAMPLES[name].text(self.language) if name in EXAMPLES else ""

    def _header(self, number: int, sheet: Mapping[str, Any], table: Mapping[str, Any] | None) -> HeaderRow:
        chosen = self.decided.reading.headers.get(sheet["name"])
        found = table["last"] if table is not None and not table["turned"] else None
        by_itself = gettext("自動で見分ける")
        if found is not None and chosen is None:
            by_itself = gettext("自動で見分ける（%(row)s行目）") % {"row": found}
        rows = [
            Option(str(row), gettext("%(row)s行目：%(cells)s") % {"row": row, "cells": cells}, row == chosen)
            for row, cells in sheet["heads"]
        ]
        if chosen is not None and not any(row.chosen for row in rows):
            rows.append(Option(str(chosen), gettext("%(row)s行目") % {"row": chosen}, chosen=True))
        return HeaderRow(f"header-{number}", sheet["name"], [Option("", by_itself, chosen is None), *rows])

    def _table(self, number: int, table: Mapping[str, Any]) -> TableRow:
        chosen = self.decided.reading.columns.get(table["key"], {})
        names = [WHAT[name].text(self.language) for name in table["missing"]]
        first, last = table["first"], table["last"]
        header = str(first) if first == last else f"{first}{gettext('～')}{last}"
        columns = [
            ColumnRow(
                f"column-{number}-{one['place']}",
                one["letters"],
                one["title"],
                one["samples"],
                one["sure"],
                self._meanings(chosen.get(one["place"], one["meaning"])),
            )
            for one in table["columns"]
        ]
        joint = "、" if self.language == "ja" else ", "
        return TableRow(
            number, table["key"], table["sheet"], header, table["rows"], table["turned"], joint.join(names), columns
        )

    def _meanings(self, taken: str) -> list[Option]:
        return [Option(key, label.text(self.language), key == taken) for key, label in MEANINGS.items()]
