"""What follows from a correction of a contract: its terms' derived dates, the moment of an answer. Listeners of the write path."""

from collections.abc import Mapping
from typing import Any

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.contracts.term_dates import INPUTS, derived_dates
from daicho.engine.records.changes import NetChange
from daicho.engine.records.command import Command
from daicho.values.labels import Message
from daicho.values.problems import Invalid

OVERLAPS_NEXT = Message(
    "overlaps_next_term",
    ja="契約終了日（{end}）が、すでに登録された次の期の開始日（{start}）以後になっています。",
    en="The term would end on {end}, on or after the start of the next term already booked ({start}).",
)
TERM_INPUTS = ("start_date", "end_date", "renewal_notice_date", "renewal_notice_by_hand")
CONTRACT_INPUTS = (
    "first_start_date",
    "notice_months",
    "notice_days",
    "notice_to_month_end",
    "next_term_months",
)


def rederive_terms(command: Command, changes: list[NetChange]) -> None:
    """Recalculate the derived dates of the terms of corrected contracts; a notice date set by hand is kept."""
    corrected = {
        change.record_id: change
        for change in changes
        if change.object == "contract"
        and change.kind == "updated"
        and change.changed & (INPUTS | {"renewal_notice_date"})
    }
    if not corrected:
        return
    contracts = {row["id"]: row for row in Contract.objects.filter(id__in=corrected).values("id", *CONTRACT_INPUTS)}
    terms = ContractTerm.objects.filter(contract__in=corrected).order_by("contract_id", "number")
    updates: dict[int, dict[str, Any]] = {}
    previous: ContractTerm | None = None
    for term in terms:
        _refuse_overlap(previous, term)
        previous = term
        contract, change = contracts[term.contract_id], corrected[term.contract_id]
        updates[term.id] = _dates_of(
            contract, term, change, is_read=term.valid_from <= command.frame.today <= term.valid_to
        )
    command.update("contract_term", updates, made=True)


def stamp_answers(command: Command, changes: list[NetChange]) -> None:
    """Note the moment at which an answer to the renewal was recorded; none when the answer is taken back."""
    answers = {
        change.record_id: command.frame.now if change.after["renewal_answer"] else None
        for change in changes
        if change.object == "contract" and change.kind == "updated" and "renewal_answer" in change.changed
    }
    moments = {contract: {"renewal_answered_at": moment} for contract, moment in answers.items()}
    command.update("contract", moments, made=True)


def _dates_of(contract: Mapping[str, Any], term: ContractTerm, change: NetChange, *, is_read: bool) -> dict[str, Any]:
    values: dict[str, Any] = {key: getattr(term, key) for key in TERM_INPUTS}
    if is_read and "renewal_notice_date" in change.changed and not change.made:
        values["renewal_notice_by_hand"] = change.after["renewal_notice_date"] is not None
    return {"renewal_notice_by_hand": values["renewal_notice_by_hand"], **derived_dates(contract, values)}


def _refuse_overlap(previous: ContractTerm | None, term: ContractTerm) -> None:
    if previous is None or previous.contract_id != term.contract_id:
        return
    if previous.end_date is None or previous.end_date >= term.start_date:
        end = previous.end_date if previous.end_date is not None else ""
        raise Invalid(OVERLAPS_NEXT.problem("end_date", end=end, start=term.start_date))
