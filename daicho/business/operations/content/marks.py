"""What is noted on a contract's term once a renewal mail has gone out: when, and that the customer is informed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation.readings import occurrence_id
from daicho.engine.mail.marks import Mark, Sent
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label

NOTICE = "renewal_notice_sent"
REMINDER = "renewal_reminder_sent"


def note_notice(sent: Sequence[Sent], frame: Frame) -> None:
    """更新案内の送付日時, and 未対応 becomes 案内済み. A term that has the date already keeps it."""
    _note(sent, "renewal_notice_sent_at", frame, informs=True)


def note_reminder(sent: Sequence[Sent], frame: Frame) -> None:
    """再案内の送付日時. A term that has it already keeps it."""
    _note(sent, "renewal_reminder_sent_at", frame, informs=False)


MARKS = (
    Mark(
        NOTICE,
        "contract",
        Label("更新案内を送ったこと（案内済みにする）", "That the renewal notice was sent"),
        note_notice,
    ),
    Mark(REMINDER, "contract", Label("更新の再案内を送ったこと", "That the renewal reminder was sent"), note_reminder),
)


def _note(sent: Sequence[Sent], column: str, frame: Frame, *, informs: bool) -> None:
    # Locked as an answer locks it: a stage that a customer has just reached is not set back to "informed".
    list(Contract.objects.select_for_update().filter(pk__in={one.record_id for one in sent}).order_by("id"))
    moments = _moments(sent, frame)
    terms = ContractTerm.objects.filter(pk__in=moments).order_by("id")
    current: dict[int, dict[str, Any]] = {}
    others: dict[int, dict[str, Any]] = {}
    for term in terms:
        change: dict[str, Any] = {column: moments[term.pk]} if getattr(term, column) is None else {}
        if informs and term.renewal_stage == "open":
            change["renewal_stage"] = "informed"
        if not change:
            continue
        if term.valid_from <= frame.today <= term.valid_to:
            current[term.contract_id] = change
        else:
            others[term.pk] = change
    with command(actor=SYSTEM, reason=column.removesuffix("_at"), frame=frame, source="process") as running:
        running.update("contract", current, made=True)
        running.update("contract_term", others, made=True)


def _moments(sent: Sequence[Sent], frame: Frame) -> dict[int, datetime]:
    """By term the first moment; a mail about no term in particular is about the current one."""
    nameless = {one.record_id for one in sent if occurrence_id(one.occurrence) is None}
    holding = ContractTerm.objects.filter(contract__in=nameless, valid_from__lte=frame.today, valid_to__gte=frame.today)
    current = dict(holding.values_list("contract_id", "id")) if nameless else {}
    found: dict[int, datetime] = {}
    for one in sent:
        term = occurrence_id(one.occurrence) or current.get(one.record_id)
        if term is not None:
            found[term] = min(one.at, found.get(term, one.at))
    return found
