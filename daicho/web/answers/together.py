"""The other contracts that stood in the same mail: shown beside the one that was opened, and answered with it if wished."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from daicho.business.contracts.answer_links import AnswerLink, make_token
from daicho.business.contracts.models import ContractTerm
from daicho.business.operations.answers import checks as answer_checks
from daicho.business.operations.answers.checks import due_of, notice_has_passed
from daicho.engine.automation.readings import occurrence_id
from daicho.engine.mail.models import MailPart
from daicho.rules.codes import RENEWAL_ANSWERS
from daicho.rules.renewal_answers import may_answer
from daicho.web.answers.opening import Opened

MOST = 50
ALONE = frozenset({"change"})
"""Answers that hold for one contract only: the quantities of its own lines."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another contract of the mail: what is shown of it, and its own answer page. `answer` "": none was given yet."""

    code: str
    name: str
    number: str
    end: object
    answer: str
    href: str


def others(opened: Opened) -> list[Opened]:
    """The other contracts of the mails that this link was sent in, to the same address; those that can be answered."""
    own = MailPart.objects.filter(object="contract", record_id=opened.contract.pk).values("mail")
    parts = MailPart.objects.filter(mail__in=own).exclude(record_id=opened.contract.pk)
    found = [
        term
        for part in parts.select_related("mail").order_by("-mail", "id")[: MOST * 4]
        if _first_address(part.mail.to) == opened.link.recipient and (term := occurrence_id(part.occurrence))
    ]
    later = ContractTerm.objects.filter(contract=models.OuterRef("contract"), number__gt=models.OuterRef("number"))
    last = ContractTerm.objects.filter(~models.Exists(later), pk__in=found[: MOST * 4])
    people = ("contract__account", "contract__contact", "contract__owner", "contract__operations_user")
    opened_too = [_opened(opened, term) for term in last.select_related(*people).order_by("contract__number")[:MOST]]
    return [one for one in opened_too if not one.expired and answer_checks.settled(one.contract, one.term) is None]


def shown(found: Sequence[Opened]) -> list[Beside]:
    """They in words."""
    return [
        Beside(
            str(one.term.pk),
            one.contract.name,
            one.contract.number,
            one.term.end_date,
            RENEWAL_ANSWERS[one.term.renewal_answer].text(one.language) if one.term.renewal_answer else "",
            one.address(),
        )
        for one in found
    ]


def answerable(found: Sequence[Opened], choice: str) -> list[Opened]:
    """Those that may be given this answer now."""
    return [] if choice in ALONE else [one for one in found if may_be(one, choice)]


def may_be(opened: Opened, choice: str) -> bool:
    """Whether this answer may be given to this contract now."""
    term, today = opened.term, opened.frame.today
    if choice == "cancel" and notice_has_passed(term, today):
        return False
    return may_answer(term.renewal_answer, due_of(term, opened.frame), term.end_date, today)


def _opened(opened: Opened, term: ContractTerm) -> Opened:
    """The page of another contract for the same recipient."""
    link = AnswerLink(term.contract_id, term.pk, opened.link.recipient)
    token = make_token(link.contract_id, link.term_id, link.recipient)
    return Opened(link, token, term.contract, term, opened.frame, opened.language, opened.chosen)


def _first_address(people: Sequence[dict[str, str]]) -> str:
    return people[0]["address"] if people else ""
