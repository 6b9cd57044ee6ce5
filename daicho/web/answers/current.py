"""What the customer is shown of his contract: the licences in use, and the answer that was given already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from daicho.business.contracts.models import ContractLine
from daicho.rules.codes import PRICE_KINDS, RENEWAL_ANSWERS
from daicho.values.money import money_text, plain
from daicho.web.answers.opening import Opened


@dataclass(frozen=True, slots=True)
class LineShown:
    """One licence in words; the price without tax."""

    name: str
    quantity: str
    price: str
    kind: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class AnsweredAlready:
    """The answer that holds: on which day, which, and by whom ("" where nobody is named)."""

    on: date | None
    choice: str
    respondent: str


def current_lines(opened: Opened) -> Sequence[LineShown]:
    """The licences of the term that run now or until its end, but for one-time fees."""
    day = min(opened.frame.today, opened.term.end_date or opened.frame.today)
    running = Q(end_date__isnull=True) | Q(end_date__gte=day)
    lines = ContractLine.objects.filter(running, term=opened.term, cancelled=False, replaced=False)
    found = lines.exclude(price_kind="one_time").select_related("product").order_by("position", "id")
    return [
        LineShown(
            line.product.name if line.product is not None else line.description,
            plain(line.quantity),
            money_text(line.unit_price, line.currency, opened.language),
            PRICE_KINDS[line.price_kind].text(opened.language),
            line.start_date,
            line.end_date,
        )
        for line in found
    ]


def answered_already(opened: Opened) -> AnsweredAlready | None:
    """The answer that holds for the term; None before one was given."""
    term = opened.term
    if term.renewal_answer not in RENEWAL_ANSWERS:
        return None
    at = term.renewal_answered_at
    on = at.astimezone(opened.frame.habits.zone).date() if at is not None else None
    return AnsweredAlready(on, RENEWAL_ANSWERS[term.renewal_answer].text(opened.language), term.renewal_respondent)
