"""What follows from a correction of a contract: its terms' derived dates, the moment of an answer. Listeners of the write path."""

from collections.abc import Mapping, Sequence
from typing import Any

from daicho.business.contracts.models import Contract, ContractTerm, RenewalAnswer
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
KEPT = {
    "renewal_respondent": "respondent",
    "renewal_answer_comment": "comment",
    "renewal_answer_planned_on": "planned_on",
}
SAID_WITH_IT = frozenset(KEPT)
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
    """Note the moment at which an answer to the renewal was recorded; none when the answer is taken back.

    One that was written by hand is kept in the history of answers like any other; what was said with the answer before it
    (who, comment, planned day) goes, where the same change does not say it anew.
    """
    answered = [
        change
        for change in changes
        if change.object == "contract" and change.kind == "updated" and "renewal_answer" in change.changed
    ]
    given = {change.record_id: command.frame.now if change.after["renewal_answer"] else None for change in answered}
    moments: dict[int, dict[str, Any]] = {i: {"renewal_answered_at": moment} for i, moment in given.items()}
    by_hand = [change for change in answered if not change.made]
    for change in by_hand:
        moments[change.record_id] |= dict.fromkeys(SAID_WITH_IT - change.changed)
    command.update("contract", moments, made=True)
    _keep_answers(command, by_hand)


def _keep_answers(command: Command, changes: Sequence[NetChange]) -> None:
    """One row for each answer that was written by hand; the ones before it are superseded."""
    today = command.frame.today
    current = ContractTerm.objects.filter(
        contract__in=[change.record_id for change in changes], valid_from__lte=today, valid_to__gte=today
    )
    terms = dict(current.values_list("contract_id", "id"))
    former = RenewalAnswer.objects.filter(term__in=terms.values(), superseded=False).values_list("id", flat=True)
    command.update("renewal_answer", {one: {"superseded": True} for one in former}, made=True)
    command.create(
        "renewal_answer",
        [
            {
                "contract": change.record_id,
                "term": terms[change.record_id],
                "choice": change.after["renewal_answer"],
                "source": change.after.get("renewal_answer_source") or "phone",
                "answered_at": command.frame.now,
                "recorded_by": command.actor.user_id,
                **{row: change.after[key] for key, row in KEPT.items() if key in change.changed},
            }
            for change in changes
            if change.after["renewal_answer"] and change.record_id in terms
        ],
        made=True,
    )


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
