"""The sales entries of one term of a contract, by the month in which they are posted, each with its formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.web.cells import Cell, formula_text, money, shown
from daicho.web.contract.facts import span, term_name
from daicho.web.contract.reading import MOST_PARTS, ContractRead

ENTRY = "sales_entry"
COLUMNS = [
    "contract_line",
    "kind",
    "period_start",
    "period_end",
    "posting_date",
    "billing_date",
    "amount",
    "currency",
    "formula",
    "status",
]


@dataclass(frozen=True, slots=True)
class SalesEntryShown:
    """One entry: which line, which days, how much and why."""

    line: str
    span: str
    posting: Cell
    billing: Cell
    kind: Cell
    status: Cell
    amount: Cell
    formula: str


@dataclass(frozen=True, slots=True)
class Month:
    """The entries posted in one month, with their total. `name` is 2026/04."""

    name: str
    total: Cell
    entries: Sequence[SalesEntryShown]


@dataclass(frozen=True, slots=True)
class TermChoice:
    """A term whose entries can be looked at."""

    number: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Sales:
    """The tab: months of the chosen term, their sum, the terms to choose from; `cut` whether there are more entries."""

    months: Sequence[Month]
    total: Cell
    terms: Sequence[TermChoice]
    cut: bool


def sales(contract: ContractRead, wanted: str) -> Sales:
    """The entries of the term whose number is `wanted`; of the current one where there is no such term."""
    chosen = next((term for term in contract.terms if str(term["term_number"]) == wanted), contract.current_term)
    rows: list[Row] = []
    if chosen is not None:
        of_term = {"field": "contract_line.term", "op": "eq", "value": chosen["id"]}
        rows = contract.parts(ENTRY, COLUMNS, "posting_date,id", of_term)
    return Sales(
        months=[_month(day, list(group), contract) for day, group in groupby(rows, key=_month_of)],
        total=_sum(rows, contract),
        terms=[_choice(term["term_number"], chosen) for term in contract.terms],
        cut=len(rows) >= MOST_PARTS,
    )


def _choice(number: int, chosen: Row | None) -> TermChoice:
    return TermChoice(number, term_name(number), chosen is not None and number == chosen["term_number"])


def _month(day: date, rows: Sequence[Row], contract: ContractRead) -> Month:
    return Month(f"{day:%Y/%m}", _sum(rows, contract), [_entry(row, contract) for row in rows])


def _entry(row: Row, contract: ContractRead) -> SalesEntryShown:
    spec = registry.get(ENTRY)
    cells = {
        field.key: shown(field, row[field.key], contract.visitor, currency=row["currency"])
        for field in spec.fields
        if field.key in row
    }
    return SalesEntryShown(
        line=row["contract_line"].name if row["contract_line"] else "",
        span=span(row["period_start"], row["period_end"]),
        posting=cells["posting_date"],
        billing=cells["billing_date"],
        kind=cells["kind"],
        status=cells["status"],
        amount=cells["amount"],
        formula=formula_text(row["formula"] or "", contract.visitor.language),
    )


def _sum(rows: Sequence[Row], contract: ContractRead) -> Cell:
    return money(sum((row["amount"] for row in rows), Decimal(0)), contract.currency, contract.visitor.language)


def _month_of(row: Row) -> date:
    day: date = row["posting_date"]
    return day.replace(day=1)
