"""What follows a term, for many contracts at once: what is booked, else what the open quote says, else what renewing would book.

For mails and pages that show a customer the next term before it begins. Writes nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Min

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedLine
from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, SalesEntry
from daicho.business.operations.orders.order_to_cash import line_values
from daicho.business.operations.renewals.lines import next_lines, next_period
from daicho.business.operations.renewals.open_drafts import open_drafts
from daicho.business.organisation.settings import schedule_settings
from daicho.business.products.models import Product
from daicho.business.sales.models import Quote, QuoteLine
from daicho.engine.work.frame import Frame
from daicho.rules.lines import ScheduleSettings
from daicho.values.problems import Refused

Line = Mapping[str, Any]
Key = tuple[int, int | None]
LINE_FIELDS = ("description", "quantity", "unit_price", "price_kind", "start_date", "end_date", "amount")


@dataclass(frozen=True, slots=True)
class NextTerm:
    """The term after another. `amount` without tax; `lines` are those that recur, with `product.name` and LINE_FIELDS.

    `end_date` None: without an end. `first_billing_date` None: nothing is to be billed.
    """

    start_date: date
    end_date: date | None
    amount: Decimal
    lines: Sequence[Line]
    first_billing_date: date | None


def next_terms(wanted: Collection[Key], frame: Frame) -> dict[Key, NextTerm]:
    """By (contract id, term id) what follows that term; term None: the current one. Absent where nothing can follow.

    Nothing follows a term without an end, nor the last one of a cancelled contract, unless something is booked. A fixed
    number of queries, however many are wanted.
    """
    contracts = Contract.objects.in_bulk({contract for contract, _ in wanted})
    terms = _terms(contracts)
    pairs: dict[Key, tuple[ContractTerm, ContractTerm | None]] = {}
    for contract_id, term_id in wanted:
        mine = terms.get(contract_id, [])
        own = _own(mine, term_id, frame.today)
        if own is not None:
            pairs[contract_id, term_id] = (own, next((one for one in mine if one.number == own.number + 1), None))
    booked = _booked([following for _, following in pairs.values() if following is not None])
    open_ones = [own for own, following in pairs.values() if following is None and own.end_date is not None]
    planned = _planned([own for own in open_ones if contracts[own.contract_id].cancel_date is None], contracts, frame)
    found: dict[Key, NextTerm] = {}
    for key, (own, following) in pairs.items():
        answer = booked.get(following.pk) if following is not None else planned.get(own.pk)
        if answer is not None:
            found[key] = answer
    return found


def _terms(contracts: Collection[int]) -> dict[int, list[ContractTerm]]:
    found: dict[int, list[ContractTerm]] = defaultdict(list)
    for term in ContractTerm.objects.filter(contract__in=contracts).order_by("contract_id", "number"):
        found[term.contract_id].append(term)
    return found


def _own(terms: Sequence[ContractTerm], term_id: int | None, today: date) -> ContractTerm | None:
    """The term meant, else the one that holds today."""
    named = next((one for one in terms if one.pk == term_id), None)
    return named or next((one for one in terms if one.valid_from <= today <= one.valid_to), None)


def _booked(terms: Sequence[ContractTerm]) -> dict[int, NextTerm]:
    """What stands in the ledger, by the id of the following term."""
    ids = [term.pk for term in terms]
    lines: dict[int, list[Line]] = defaultdict(list)
    there = ContractLine.objects.filter(term__in=ids, cancelled=False, replaced=False).order_by("position", "id")
    for line in there.select_related("product"):
        if line.auto_renew and line.price_kind != "one_time":
            name = line.product.name if line.product is not None else line.description
            lines[line.term_id].append({"product.name": name, **{key: getattr(line, key) for key in LINE_FIELDS}})
    sold = SalesEntry.objects.filter(contract_line__term__in=ids, kind="sale").order_by()
    billed = dict(sold.values_list("contract_line__term").annotate(first=Min("billing_date")))
    return {
        one.pk: NextTerm(one.start_date, one.end_date, one.amount, lines[one.pk], billed.get(one.pk)) for one in terms
    }


def _planned(terms: Sequence[ContractTerm], contracts: Mapping[int, Contract], frame: Frame) -> dict[int, NextTerm]:
    """What the open renewal quote says, else what renewing would book, by the id of the term that ends."""
    settings = schedule_settings()
    quotes = prepared_quotes(terms)
    items: dict[int, list[QuoteLine]] = defaultdict(list)
    for item in QuoteLine.objects.filter(quote__in=quotes.values(), kind="item").order_by("position", "id"):
        items[item.quote_id].append(item)
    there: dict[int, list[ContractLine]] = defaultdict(list)
    for line in ContractLine.objects.filter(term__in=[one.pk for one in terms]).order_by("position", "id"):
        there[line.term_id].append(line)
    plans: dict[int, tuple[date, date | None, list[PlannedLine]]] = {}
    for term in terms:
        quote = quotes.get(term.pk)
        plan = _of_quote(quote, items[quote.pk], settings, frame) if quote is not None else None
        plans[term.pk] = plan or _of_renewal(contracts[term.contract_id], term, there[term.pk], settings, frame)
    names = _product_names(line for _, _, lines in plans.values() for line in lines)
    return {term: _next_term(*plan, names) for term, plan in plans.items() if plan[2]}


def prepared_quotes(terms: Sequence[ContractTerm]) -> dict[int, Quote]:
    """By the id of a term the open quote that renews its contract: the one that counts, where it can become the next term."""
    drafts = open_drafts([term.contract_id for term in terms])
    found: dict[int, Quote] = {}
    for term in terms:
        counting = drafts[term.contract_id][-1] if term.contract_id in drafts else None
        if counting is not None and counting.fits and counting.quote.start_date > term.start_date:
            found[term.pk] = counting.quote
    return found


def _of_quote(
    quote: Quote, items: Sequence[QuoteLine], settings: ScheduleSettings, frame: Frame
) -> tuple[date, date | None, list[PlannedLine]] | None:
    """What the quote makes; None while it cannot be calculated (no price yet, no lines)."""
    mine = replace(settings, closing_day=quote.closing_day)
    try:
        lines = [booking.plan_line(line_values(item), quote.currency, mine, frame.today) for item in items]
    except Refused:
        return None
    return (quote.start_date, quote.end_date, lines) if lines else None


def _of_renewal(
    contract: Contract, term: ContractTerm, there: Iterable[ContractLine], settings: ScheduleSettings, frame: Frame
) -> tuple[date, date | None, list[PlannedLine]]:
    period = next_period(contract, term)
    mine = replace(settings, closing_day=contract.closing_day)
    lines = next_lines(contract, term, period, there=there)
    planned = [booking.plan_line(values, contract.currency, mine, frame.today) for values in lines]
    return period.first, period.last, planned


def _product_names(lines: Iterable[PlannedLine]) -> dict[int, str]:
    ids = {line.values["product"] for line in lines if line.values.get("product")}
    return dict(Product.objects.filter(pk__in=ids).values_list("id", "name"))


def _next_term(start: date, end: date | None, lines: Sequence[PlannedLine], names: Mapping[int, str]) -> NextTerm:
    shown = [
        {
            "product.name": names.get(line.values.get("product") or 0) or line.values.get("description"),
            **{key: line.values.get(key) for key in LINE_FIELDS},
        }
        for line in lines
        if line.values["price_kind"] != "one_time"
    ]
    amount = sum((line.values["amount"] for line in lines), Decimal(0))
    billed = min((entry.billing_date for line in lines for entry in line.entries), default=None)
    return NextTerm(start, end, amount, shown, billed)
