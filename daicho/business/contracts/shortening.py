"""Ending a term earlier because the next one starts earlier, and taking that back.

Lines that reach past the new end are cut there and scheduled again; nothing happens where the end stays. Closed entries
refuse it: what is closed is taken back by reversal, which is another operation.
"""

from datetime import date
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, SalesEntry
from daicho.business.contracts.term_dates import derived_dates
from daicho.business.organisation.settings import schedule_settings
from daicho.engine.records.command import Command
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Conflict

CLOSED_AFTER = Message(
    "closed_entries_after",
    ja="{day} より後の売上明細に締め済みのものがあるため、期を短くできません。",
    en="Some sales entries after {day} are closed, so the term cannot be shortened.",
)
CONTRACT_KEYS = ("first_start_date", "notice_months", "notice_days", "notice_to_month_end", "next_term_months")


def shorten_term(command: Command, contract: Contract, term: ContractTerm, end: date, frame: Frame) -> dict[str, Any]:
    """End the term on `end` (inclusive). Returns what undoing needs: the former ends; empty when nothing changed."""
    if term.end_date is None or end >= term.end_date:
        return {}
    lines = [line for line in ContractLine.objects.filter(term=term) if line.end_date is None or line.end_date > end]
    kept = {
        "end": term.end_date.isoformat(),
        "lines": {str(line.id): line.end_date.isoformat() if line.end_date else None for line in lines},
    }
    _reschedule(command, contract, [(line, end) for line in lines if line.start_date <= end], frame, end)
    command.delete("contract_line", [line.id for line in lines if line.start_date > end], made=True)
    _end_term(command, contract, term, end)
    return kept


def undo_shortening(
    command: Command, contract: Contract, term: ContractTerm, kept: dict[str, Any], frame: Frame
) -> None:
    """Give the term and its lines their former ends back."""
    if not kept:
        return
    lines = ContractLine.objects.in_bulk(int(line_id) for line_id in kept["lines"])
    ends = {int(line_id): date.fromisoformat(day) if day else None for line_id, day in kept["lines"].items()}
    _reschedule(command, contract, [(line, ends[line.id]) for line in lines.values()], frame, term.start_date)
    _end_term(command, contract, term, date.fromisoformat(kept["end"]))


def _end_term(command: Command, contract: Contract, term: ContractTerm, end: date) -> None:
    values = {"start_date": term.start_date, "end_date": end}
    dates = derived_dates({key: getattr(contract, key) for key in CONTRACT_KEYS}, values)
    amount = sum(line.amount for line in ContractLine.objects.filter(term=term))
    command.update("contract_term", {term.id: {"end_date": end, "amount": amount, **dates}}, made=True)


def _reschedule(
    command: Command, contract: Contract, lines: list[tuple[ContractLine, date | None]], frame: Frame, day: date
) -> None:
    ids = [line.id for line, _ in lines]
    entries = SalesEntry.objects.filter(contract_line__in=ids)
    if entries.exclude(status="planned").filter(period_end__gt=day).exists():
        raise Conflict(CLOSED_AFTER.problem(day=day))
    settings = schedule_settings(contract.closing_day)
    updates, new = {}, []
    for line, end in lines:
        values = {**{key: getattr(line, key) for key in booking.SCHEDULE_KEYS}, "end_date": end}
        planned = booking.plan_line(values, contract.currency, settings, frame.today)
        updates[line.id] = {"end_date": end, "amount": planned.values["amount"], "mrr": planned.values["mrr"]}
        new += [booking.entry_values(contract.id, line.id, contract.currency, entry) for entry in planned.entries]
    command.delete("sales_entry", list(entries.values_list("id", flat=True)), made=True)
    command.update("contract_line", updates, made=True)
    command.create("sales_entry", new, made=True)
