"""What an answer to a renewal prepares: the renewal quote as a draft, or the opportunity of a cancellation. Confirms nothing.

A changed answer takes the place of what the one before it had prepared, but never of what a person has written.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.operations.renewals.drafts import OPEN_STAGES
from daicho.business.operations.renewals.lines import lines_that_renew, next_lines, next_period
from daicho.business.operations.renewals.open_drafts import open_drafts
from daicho.business.organisation.settings import organisation
from daicho.business.sales.models import Opportunity, Quote
from daicho.engine.records.command import Command
from daicho.rules.billing_dates import contract_billing_cycle
from daicho.rules.codes import BILLING_CYCLES, OPPORTUNITY_KINDS
from daicho.values.periods import Period

COPIED = (
    "account_id",
    "contact_id",
    "bill_to_id",
    "bill_to_contact_id",
    "end_user_id",
    "reseller_id",
    "owner_id",
    "operations_user_id",
    "name",
    "currency",
    "closing_day",
    "payment_terms",
    "next_term_months",
    "notice_months",
    "notice_days",
    "notice_to_month_end",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an answer left behind: `quote` is the number of the open draft that it goes by, `kept` of one that a person wrote
    or changed and that was left as it is ("": there is none)."""

    quote: str = ""
    kept: str = ""


def quote_draft(
    running: Command, contract: Contract, term: ContractTerm, quantities: Mapping[int, Decimal] | None
) -> Prepared:
    """The draft of the next term's quote; none where nothing can renew (no end, no line left).

    `quantities` are wished ones by line id, 0 leaves a line out; None: as it is. A draft that a person wrote or changed
    serves as it stands and keeps its words; what Daicho itself had drafted before becomes void.
    """
    drop(running, contract, "cancellation")
    drafts = open_drafts([contract.pk]).get(contract.pk, [])
    _void(running, [one.quote.pk for one in drafts if not one.by_hand])
    written = [one.quote.number for one in drafts if one.by_hand]
    if written:
        return Prepared(written[-1], written[-1])
    chance = _opportunity(running, contract, term, "renewal")
    return Prepared(_new_quote(running, contract, term, chance, quantities))


def cancellation_draft(running: Command, contract: Contract, term: ContractTerm) -> Prepared:
    """An open opportunity of kind cancellation; Daicho's own draft of the renewal goes. Nothing is cancelled."""
    kept = drop(running, contract, "renewal")
    _opportunity(running, contract, term, "cancellation")
    return Prepared(kept=kept)


def withdraw(running: Command, contract: Contract) -> Prepared:
    """The customer is thinking again: what earlier answers had prepared goes."""
    drop(running, contract, "cancellation")
    return Prepared(kept=drop(running, contract, "renewal"))


def drop(running: Command, contract: Contract, kind: str) -> str:
    """Lose the open opportunities of a kind with the drafts that Daicho made; the number of one that a person wrote and
    that stays, with its opportunity ("": there is none)."""
    drafts = open_drafts([contract.pk], kind).get(contract.pk, [])
    written = [one.quote for one in drafts if one.by_hand]
    _void(running, [one.quote.pk for one in drafts if not one.by_hand])
    chances = Opportunity.objects.filter(contract=contract, kind=kind, stage__in=OPEN_STAGES)
    lost = chances.exclude(pk__in=[quote.opportunity_id for quote in written]).values_list("id", flat=True)
    running.update("opportunity", {one: {"stage": "lost"} for one in lost}, made=True)
    return written[-1].number if written else ""


def _opportunity(running: Command, contract: Contract, term: ContractTerm, kind: str) -> int:
    """The open opportunity of this kind about the contract; a new one where there is none."""
    there = Opportunity.objects.filter(contract=contract, kind=kind, stage__in=OPEN_STAGES).order_by("id").first()
    if there is not None:
        return there.pk
    name = f"{contract.name} {OPPORTUNITY_KINDS[kind].text(organisation().language)}"
    row = {
        "name": name,
        "account": contract.account_id,
        "owner": contract.owner_id,
        "kind": kind,
        "contract": contract.pk,
        "expected_on": term.renewal_due_date or term.end_date,
    }
    return running.create("opportunity", [row], made=True)[0]


def _new_quote(
    running: Command,
    contract: Contract,
    term: ContractTerm,
    chance: int,
    quantities: Mapping[int, Decimal] | None,
) -> str:
    if term.end_date is None:
        return ""
    period = next_period(contract, term)
    lines = next_lines(contract, term, period, _wishes(term, quantities))
    if not lines:
        return ""
    [quote_id] = running.create("quote", [_header(running, contract, term, chance, period, lines)], made=True)
    return Quote.objects.values_list("number", flat=True).get(pk=quote_id)


def _wishes(term: ContractTerm, quantities: Mapping[int, Decimal] | None) -> dict[int, dict[str, Any]] | None:
    if quantities is None:
        return None
    lines = lines_that_renew(term)
    wished = {line.pk: quantities.get(line.pk, line.quantity) for line in lines}
    return {line: {"quantity": quantity} for line, quantity in wished.items() if quantity > 0}


def _header(
    running: Command,
    contract: Contract,
    term: ContractTerm,
    chance: int,
    period: Period,
    lines: list[dict[str, Any]],
) -> dict[str, Any]:
    cycle = contract_billing_cycle(line["billing_cycle"] for line in lines)
    today = running.frame.today
    return {
        **{name.removesuffix("_id"): getattr(contract, name) for name in COPIED},
        "opportunity": chance,
        "start_date": period.first,
        "end_date": period.last,
        "billing_cycle": cycle if cycle in BILLING_CYCLES else "monthly",
        "renewal_type": term.renewal_type,
        "renewal_contact_method": term.renewal_contact_method,
        "valid_until": term.end_date if term.end_date and term.end_date >= today else None,
        "lines": [{key: value for key, value in line.items() if key != "replaces"} for line in lines],
    }


def _void(running: Command, ids: Collection[int]) -> None:
    running.update("quote", {one: {"status": "void"} for one in ids}, made=True)
