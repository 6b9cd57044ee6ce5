"""The customer's answer to a renewal, from the answer page or recorded by hand: checked, kept, and what follows from it.

Nothing is renewed or cancelled by an answer; it prepares that, tells our people, and sends a copy. `EFFECTS` in
`rules.renewal_answers` says what each choice does.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError

from daicho.business.contracts.models import Contract, ContractTerm, RenewalAnswer
from daicho.business.contracts.objects import CONTRACT
from daicho.business.operations.answers import checks as answer_checks
from daicho.business.operations.answers import drafts as answer_drafts
from daicho.business.operations.answers import notices as answer_notices
from daicho.business.operations.answers.checks import Answer
from daicho.business.operations.answers.copies import send_copy
from daicho.business.operations.answers.drafts import Prepared
from daicho.business.operations.renewals.lines import lines_that_renew
from daicho.business.operations.renewals.open_drafts import ANSWERED
from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.records import checks, history
from daicho.engine.records.command import Command, command
from daicho.engine.work.frame import Frame
from daicho.rules.renewal_answers import EFFECTS
from daicho.values.money import plain


@dataclass(frozen=True, slots=True)
class Registered:
    """The kept answer. `repeated`: the same submission had been kept before, nothing was done. `copied`: a copy is on its way."""

    answer: int
    repeated: bool = False
    copied: bool = False


def customer(name: str) -> Actor:
    """The customer as histories name him; what he may do is said by his link alone."""
    return Actor(None, f"回答ページ（{name}）" if name else "回答ページ", "process", permissions=EVERYTHING)


def register(
    contract_id: int,
    answer: Answer,
    *,
    actor: Actor,
    frame: Frame,
    source: str,
    token: uuid.UUID,
    term: int | None = None,
    recipient: str = "",
    copy: bool = True,
    came_from: str = "web",
) -> Registered:
    """Keep an answer with all its effects, once for each `token`. `source` is one of RENEWAL_ANSWER_SOURCES.

    `term` is the id of the term that the answer is about; None: the current one. `recipient` is the address that the copy
    goes to ("": the contract's contact), unless `copy` is False. Raises Invalid (fields), Conflict (the renewal is settled,
    the term is followed by another, or for a customer too late), Missing and Forbidden (a user without the right to edit the
    contract).
    """
    made = history.record_created_by(token, "renewal_answer")
    if made is not None:
        return Registered(made, repeated=True)
    try:
        with command(actor=actor, reason=ANSWERED, frame=frame, source=came_from) as running:
            running.id = token
            checks.may_write(actor, CONTRACT, [contract_id], "edit", frame)
            contract = _locked(contract_id)
            asked = answer_checks.answerable_term(contract, frame, term)
            return _register(running, contract, asked, answer, source, recipient, copy)
    except IntegrityError:
        made = history.record_created_by(token, "renewal_answer")
        if made is None:
            raise
        return Registered(made, repeated=True)


def _locked(contract_id: int) -> Contract:
    """The contract, kept from being renewed meanwhile."""
    return Contract.objects.select_for_update(of=("self",)).select_related("account", "contact").get(id=contract_id)


def _register(
    running: Command,
    contract: Contract,
    term: ContractTerm,
    answer: Answer,
    source: str,
    recipient: str,
    copy: bool,
) -> Registered:
    answer_checks.refuse(contract, term, running.frame, answer.choice, by_customer=source == "page")
    answer_checks.check(answer, term, running.frame)
    effect = EFFECTS[answer.choice]
    holds = effect.stage is not None or not _has_stage(term.renewal_answer)
    prepared = _prepare(running, contract, term, answer)
    if holds:
        former = RenewalAnswer.objects.filter(term=term, superseded=False).values_list("id", flat=True)
        running.update("renewal_answer", {one: {"superseded": True} for one in former}, made=True)
        _write_on_term(running, contract, term, answer, source)
    row = _row(running, contract, term, answer, source, recipient, prepared.quote)
    [answer_id] = running.create("renewal_answer", [row], made=True)
    copied = send_copy(running, contract, term, row) if copy else None
    answer_notices.tell(running, contract, term, row, copied=copied, kept=prepared.kept)
    answer_notices.ask_for_work(running, contract, term, row, wanted=effect.asks_work, settled=holds)
    return Registered(answer_id, copied=bool(copied))


def _has_stage(answer: str) -> bool:
    return bool(answer) and EFFECTS[answer].stage is not None


def _prepare(running: Command, contract: Contract, term: ContractTerm, answer: Answer) -> Prepared:
    """Drafts as the choice asks for."""
    drafts = EFFECTS[answer.choice].drafts
    if drafts == "quote":
        wished = answer.quantities if answer.choice == "change" else None
        return answer_drafts.quote_draft(running, contract, term, wished)
    if drafts == "cancellation":
        return answer_drafts.cancellation_draft(running, contract, term)
    return answer_drafts.withdraw(running, contract) if answer.choice == "considering" else Prepared()


def _write_on_term(running: Command, contract: Contract, term: ContractTerm, answer: Answer, source: str) -> None:
    values: dict[str, Any] = {
        "renewal_answer": answer.choice,
        "renewal_answer_source": source,
        "renewal_answered_at": running.frame.now,
        "renewal_respondent": answer.respondent,
        "renewal_answer_comment": answer.comment,
        "renewal_answer_planned_on": answer.planned_on,
    }
    stage = EFFECTS[answer.choice].stage
    if stage is not None:
        values["renewal_stage"] = stage
    if answer_checks.is_current(term, running.frame):
        running.update("contract", {contract.pk: values}, made=True)
    else:
        running.update("contract_term", {term.pk: values}, made=True)


def _row(
    running: Command,
    contract: Contract,
    term: ContractTerm,
    answer: Answer,
    source: str,
    recipient: str,
    quote: str,
) -> dict[str, Any]:
    return {
        "contract": contract.pk,
        "term": term.pk,
        "choice": answer.choice,
        "source": source,
        "answered_at": running.frame.now,
        "respondent": answer.respondent,
        "department": answer.department,
        "comment": answer.comment,
        "planned_on": answer.planned_on,
        "reason": answer.reason,
        "quantities": _wished(term, answer.quantities) if answer.choice == "change" else [],
        "new_name": answer.new_name,
        "new_department": answer.new_department,
        "new_email": answer.new_email,
        "recipient": recipient,
        "quote": quote,
        "order_file": answer.order_file,
        "recorded_by": running.actor.user_id,
    }


def _wished(term: ContractTerm, quantities: Mapping[int, Decimal]) -> list[dict[str, Any]]:
    """The wishes as they are kept: only those that differ from what is there."""
    return [
        {
            "line": line.pk,
            "product": line.description,
            "current": plain(line.quantity),
            "quantity": plain(quantities[line.pk]),
        }
        for line in lines_that_renew(term)
        if line.pk in quantities and quantities[line.pk] != line.quantity
    ]
