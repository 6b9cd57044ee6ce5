"""Booking of contracts: from what was agreed to contract, term, lines and sales entries, many contracts at once.

`plan` calculates and writes nothing: the preview shows it, `book` and `book_terms` write just that. Everything that
makes lines goes through here: confirming a quote, renewing, the ledger import.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from daicho.business.contracts.term_dates import derived_dates
from daicho.engine.records.command import Command
from daicho.rules.billing_dates import contract_billing_cycle
from daicho.rules.lines import Entry, ScheduleLine, ScheduleSettings
from daicho.rules.pricing import monthly_recurring
from daicho.rules.schedules import line_total, rolling_horizon, schedule

EVER, FOREVER = date.min, date.max
SCHEDULE_KEYS = (
    "price_kind",
    "unit_price",
    "quantity",
    "start_date",
    "end_date",
    "sales_cycle",
    "spread_months",
    "proration",
    "fixed_days",
    "remainder",
    "billing_cycle",
    "billing_timing",
    "first_billing_date",
)


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line with what follows from it. `values` are those of contract_line, complete but for its parents."""

    values: Mapping[str, Any]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class PlannedTerm:
    """One term of a contract: `values` of contract_term but for contract and validity, and its lines."""

    values: Mapping[str, Any]
    lines: tuple[PlannedLine, ...]

    @property
    def amount(self) -> Decimal:
        """The sum of the lines' totals, without tax."""
        return sum((line.values["amount"] for line in self.lines), Decimal(0))

    @property
    def mrr(self) -> Decimal:
        """The sum of the lines' recurring amounts a month."""
        return sum((line.values["mrr"] for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class PlannedContract:
    """A contract to be booked with its one or several terms (in order; only the last may be without an end).

    `renews` is the id of the contract whose next term it is; None: a contract of its own.
    """

    values: Mapping[str, Any]
    terms: tuple[PlannedTerm, ...] = field(default_factory=tuple)
    renews: int | None = None


def plan_line(values: Mapping[str, Any], currency: str, settings: ScheduleSettings, today: date) -> PlannedLine:
    """Calculate one line: entries, total and MRR. Raises Invalid with every problem of the line."""
    given = {key: values[key] for key in SCHEDULE_KEYS if values.get(key) is not None}
    line = ScheduleLine(**{"end_date": None, **given, "currency": currency})
    entries = schedule(line, settings, horizon=rolling_horizon(line.start_date, today))
    made = {"amount": line_total(entries), "mrr": monthly_recurring(line), "currency": currency}
    return PlannedLine({**values, **made}, entries)


def plan_term(contract: Mapping[str, Any], term: Mapping[str, Any], lines: Iterable[PlannedLine]) -> PlannedTerm:
    """A term with its derived dates and amount."""
    planned = tuple(lines)
    amount = sum((line.values["amount"] for line in planned), Decimal(0))
    made = {"amount": amount, "booked_end_date": term.get("end_date")}
    return PlannedTerm({**term, **derived_dates(contract, term), **made}, planned)


def common_billing_cycle(lines: Sequence[Mapping[str, Any]]) -> str:
    """The billing cycle of all lines; `mixed` when they differ."""
    return contract_billing_cycle(line.get("billing_cycle") or "monthly" for line in lines) or "monthly"


def book(command: Command, contracts: Sequence[PlannedContract]) -> list[int]:
    """Write contracts with their terms, lines and entries; returns the contracts' ids in order."""
    ids = command.create("contract", [planned.values for planned in contracts], made=True)
    book_terms(command, [(i, planned.terms, EVER) for i, planned in zip(ids, contracts, strict=True)])
    return ids


def book_terms(command: Command, terms: Sequence[tuple[int, Sequence[PlannedTerm], date]]) -> list[int]:
    """Write terms of contracts: (contract id, its terms in order, from when the first of them is the one to be read)."""
    flat: list[tuple[int, PlannedTerm, dict[str, date]]] = []
    for contract_id, planned, valid_from in terms:
        starts = [valid_from, *(term.values["start_date"] for term in planned[1:])]
        for position, term in enumerate(planned):
            following = starts[position + 1] if position + 1 < len(starts) else None
            valid_to = FOREVER if following is None else date.fromordinal(following.toordinal() - 1)
            flat.append((contract_id, term, {"valid_from": starts[position], "valid_to": valid_to}))
    term_ids = command.create(
        "contract_term",
        [{**term.values, "contract": contract_id, **validity} for contract_id, term, validity in flat],
        made=True,
    )
    book_lines(command, [(c, t, line) for (c, term, _), t in zip(flat, term_ids, strict=True) for line in term.lines])
    return term_ids


def book_lines(command: Command, lines: Sequence[tuple[int, int, PlannedLine]]) -> None:
    """Write lines with their entries: (contract id, term id, line)."""
    line_ids = command.create(
        "contract_line",
        [{**line.values, "contract": contract_id, "term": term_id} for contract_id, term_id, line in lines],
        made=True,
    )
    command.create(
        "sales_entry",
        [
            entry_values(contract_id, line_id, line.values["currency"], entry)
            for (contract_id, _, line), line_id in zip(lines, line_ids, strict=True)
            for entry in line.entries
        ],
        made=True,
    )


def entry_values(contract_id: int, line_id: int, currency: str, entry: Entry) -> dict[str, Any]:
    """The values of one sales entry."""
    return {
        "contract": contract_id,
        "contract_line": line_id,
        "kind": "sale",
        "period_start": entry.period_start,
        "period_end": entry.period_end,
        "posting_date": entry.posting_date,
        "billing_date": entry.billing_date,
        "amount": entry.amount,
        "currency": currency,
        "formula": entry.formula,
        "status": "planned",
    }
