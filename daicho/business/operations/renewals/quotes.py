"""Quotes that renew: one on an opportunity of kind renewal books the next term of that contract instead of a new contract."""

from collections.abc import Sequence
from typing import Any

from daicho.business.contracts.booking import PlannedLine, PlannedTerm
from daicho.business.contracts.models import Contract, ContractLine, ContractTerm
from daicho.business.contracts.objects import CONTRACT
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.lines import check_start, last_term
from daicho.business.sales.models import Opportunity, Quote
from daicho.engine.records import checks
from daicho.engine.records.command import Command
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Invalid

OTHER_ACCOUNT = Message(
    "renews_other_account",
    ja="この見積は契約 {number} の更新です。取引先を契約先と同じにしてください。別の会社と契約するときは、商談を新しく作ってください。",
    en="This quote renews contract {number}. Its account must be the contract's. For another company, make a new opportunity.",
)
OTHER_CURRENCY = Message(
    "renews_other_currency",
    ja="この見積は契約 {number} の更新です。通貨を契約と同じ（{currency}）にしてください。",
    en="This quote renews contract {number}. Its currency must be the contract's ({currency}).",
)
AGREED = (
    "contact",
    "bill_to",
    "bill_to_contact",
    "payment_terms",
    "closing_day",
    "next_term_months",
    "notice_months",
    "notice_days",
    "notice_to_month_end",
)
LOOKUPS = frozenset({"contact", "bill_to", "bill_to_contact"})


def renewed_by(quote: Quote) -> int | None:
    """The id of the contract that confirming the quote renews; None when it makes one of its own."""
    if quote.opportunity_id is None:
        return None
    found = Opportunity.objects.filter(pk=quote.opportunity_id, kind="renewal", contract__isnull=False)
    return found.values_list("contract_id", flat=True).first()


def lock_renewed(quote_id: int) -> None:
    """Lock the contract that a quote renews before the quote itself, as renewing does: no dead-lock between the two."""
    mine = Opportunity.objects.filter(quotes=quote_id, kind="renewal", contract__isnull=False)
    contracts = Contract.objects.select_for_update(of=("self",)).filter(pk__in=mine.values("contract_id"))
    list(contracts.order_by("pk").values_list("pk"))


def plan(quote: Quote, contract_id: int, lines: Sequence[PlannedLine]) -> PlannedTerm:
    """The next term as the quote has it, whether or not it may be booked now."""
    contract = Contract.objects.get(pk=contract_id)
    old = last_term(contract)
    replaced = _replaced(old, lines)
    changed = [
        PlannedLine({**line.values, "replaces": replaced[place]}, line.entries) for place, line in enumerate(lines)
    ]
    term = {"start_date": quote.start_date, "end_date": quote.end_date}
    agreed = {"renewal_type": quote.renewal_type, "renewal_contact_method": quote.renewal_contact_method}
    return renewal.next_term_plan(contract, old, {**term, **agreed}, changed)


def refuse(quote: Quote, contract_id: int, frame: Frame) -> None:
    """Raise Conflict or Invalid when the quote cannot renew the contract now."""
    contract = Contract.objects.get(pk=contract_id)
    old = last_term(contract)
    renewal.refuse(contract, old, frame)
    if quote.account_id != contract.account_id:
        raise Invalid(OTHER_ACCOUNT.problem("account", number=contract.number))
    if quote.currency != contract.currency:
        raise Invalid(OTHER_CURRENCY.problem("currency", number=contract.number, currency=contract.currency))
    check_start(old, quote.start_date)


def book(running: Command, quote: Quote, contract_id: int, planned: PlannedTerm) -> int:
    """Book the planned term of a quote that was checked; the order's id. The contract takes over what was agreed newly."""
    running.actor.require_feature("renew", renewal.RENEW)
    checks.may_write(running.actor, CONTRACT, [contract_id], "edit", running.frame)
    contract = Contract.objects.get(pk=contract_id)
    header = {key: value for key in AGREED if (value := _of(quote, key)) != _of(contract, key)}
    order_id, _ = renewal.book(running, contract, last_term(contract), planned, quote.pk, header)
    running.update("quote", {quote.pk: {"status": "confirmed"}}, made=True)
    return order_id


def _replaced(old: ContractTerm, lines: Sequence[PlannedLine]) -> list[int | None]:
    """For each line the one of the old term that it carries on: the same product at the same price kind, each once."""
    there = list(ContractLine.objects.filter(term=old, cancelled=False, replaced=False).order_by("position", "id"))
    found: list[int | None] = []
    for line in lines:
        same = next((one for one in there if _is_same(one, line)), None)
        found.append(same.pk if same is not None else None)
        if same is not None:
            there.remove(same)
    return found


def _is_same(old: ContractLine, line: PlannedLine) -> bool:
    product = line.values.get("product")
    if old.price_kind != line.values["price_kind"] or old.product_id != getattr(product, "id", product):
        return False
    return product is not None or old.description == line.values.get("description")


def _of(record: Quote | Contract, key: str) -> Any:
    return getattr(record, f"{key}_id") if key in LOOKUPS else getattr(record, key)
