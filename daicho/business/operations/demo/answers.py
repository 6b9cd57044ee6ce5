"""What the demo company's customers answer to the renewal mails and on the phone, by chance, through the service that keeps answers."""

import random
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from daicho.business.contracts.models import ContractLine, ContractTerm
from daicho.business.operations.answers.checks import Answer
from daicho.business.operations.answers.registering import customer, register
from daicho.business.operations.renewals.lines import lines_that_renew
from daicho.engine.access.actors import Actor
from daicho.engine.work.frame import Frame
from daicho.rules.codes import CANCEL_REASONS
from daicho.values.problems import Refused

CHOICES = ("renew",) * 12 + ("change",) * 3 + ("considering",) * 3 + ("cancel",) * 2 + ("contact_me",)
BY_MAIL, BY_PHONE = 0.15, 0.06
"""The chance a day that somebody who was asked answers, by the page of the mail and on the phone."""
COMMENTS = {
    "change": "利用者が増えるため、数量を変更したいです。お見積りをお願いします。",
    "considering": "社内で稟議中です。",
    "contact_me": "来週の午後にお電話をいただけますか。",
}


def hear(chance: random.Random, people: Mapping[int, Actor], frame: Frame) -> None:
    """The answers of one day: from the page to those who were mailed, noted by their sales owner from those who are called."""
    ends = (frame.today + timedelta(days=2), frame.today + timedelta(days=90))
    asked = ContractTerm.objects.filter(end_date__range=ends, valid_from__lte=frame.today, renewal_answer="")
    asked = asked.exclude(renewal_stage__in=["renewed", "cancelled"]).select_related("contract__contact").order_by("id")
    for term in asked.filter(renewal_notice_sent_at__isnull=False):
        if chance.random() < BY_MAIL:
            _answer(chance, term, customer(_name(term)), "page", frame)
    for term in asked.filter(renewal_contact_method="call"):
        if chance.random() < BY_PHONE:
            _answer(chance, term, people[term.contract.owner_id], "phone", frame)


def _name(term: ContractTerm) -> str:
    contact = term.contract.contact
    return contact.name if contact is not None else ""


def _answer(chance: random.Random, term: ContractTerm, actor: Actor, source: str, frame: Frame) -> None:
    choice = chance.choice(CHOICES)
    assert term.end_date is not None
    planned = min(frame.today + timedelta(days=chance.randrange(7, 28)), term.end_date - timedelta(days=1))
    answer = Answer(
        choice,
        respondent=_name(term) or "ご担当者",
        comment=COMMENTS.get(choice, ""),
        planned_on=planned if choice == "considering" else None,
        reason=chance.choice(sorted(CANCEL_REASONS)) if choice == "cancel" else "",
        quantities=_wishes(lines_that_renew(term)) if choice == "change" else {},
    )
    token = uuid.UUID(int=chance.getrandbits(128), version=4)
    try:
        register(term.contract_id, answer, actor=actor, frame=frame, source=source, token=token)
    except Refused:
        return  # too late for this wish: such a customer is called


def _wishes(lines: Sequence[ContractLine]) -> dict[int, Decimal]:
    """Ten more of the first licence."""
    return {line.pk: line.quantity + 10 for line in lines[:1]}
