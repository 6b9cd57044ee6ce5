"""受注確定 and its undo: one quote becomes order, contract, lines and entries in one command, once.

A quote that renews (see `renewal_quotes`) becomes the next term of its contract instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract
from daicho.business.contracts.models import SalesEntry
from daicho.business.operations.renewals import quotes as renewal_quotes
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import CLOSED_ENTRIES
from daicho.business.organisation import numbers
from daicho.business.organisation.settings import schedule_settings
from daicho.business.sales.models import Opportunity, Order, Quote, QuoteLine
from daicho.business.sales.objects import QUOTE
from daicho.business.sales.quote_rules import LINE_WITHOUT_PRICE
from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.records import checks
from daicho.engine.records.command import STALE, Command, command
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Message
from daicho.values.problems import Conflict, Invalid, Missing, Stale

CONFIRM = Label("受注確定", "confirm orders")
NO_LINES = Message(
    "quote_without_lines",
    ja="見積 {number} に明細がありません。品目を追加してから受注確定してください。",
    en="Quote {number} has no lines. Add an item before confirming.",
)
QUOTE_VOID = Message(
    "quote_void",
    ja="見積 {number} は無効のため受注確定できません。",
    en="Quote {number} is void and cannot be confirmed.",
)
NOT_CONFIRMED = Message(
    "quote_not_confirmed",
    ja="見積 {number} は受注確定されていないため、取り消すものがありません。",
    en="Quote {number} is not confirmed; there is nothing to undo.",
)
NOT_LATEST = Message(
    "not_the_latest_event",
    ja="契約 {contract} にはこの受注より後の変更があります。新しいものから順に取り消してください。",
    en="Contract {contract} has later events than this order. Undo the latest first.",
)
OPPORTUNITY_WON = Message(
    "opportunity_already_won",
    ja="商談「{opportunity}」は見積 {number} ですでに受注確定されています。1つの商談で受注確定できる見積は1つです。",
    en="Quote {number} of the opportunity “{opportunity}” is confirmed already. Only one quote of an opportunity can be.",
)
COPIED = (
    "name",
    "currency",
    "payment_terms",
    "closing_day",
    "next_term_months",
    "notice_months",
    "notice_days",
    "notice_to_month_end",
    "remarks",
)
COPIED_LOOKUPS = (
    "account",
    "contact",
    "bill_to",
    "bill_to_contact",
    "end_user",
    "reseller",
    "owner",
    "operations_user",
)
LINE_COPIED = (
    *booking.SCHEDULE_KEYS,
    "position",
    "description",
    "auto_renew",
    "tax_type",
)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation made; `repeated` when it had been made before."""

    order: int
    contract: int
    repeated: bool = False


def preview(actor: Actor, quote_id: int, frame: Frame) -> PlannedContract:
    """What confirming would book now; writes nothing. Raises Missing, Invalid (no lines, no price)."""
    visible = select.readable_ids(actor, "quote", [quote_id], frame)
    quote = Quote.objects.filter(id__in=visible).first()
    if quote is None:
        raise Missing(checks.NOT_FOUND.problem(object=QUOTE.label, id=str(quote_id)))
    return planned(quote, frame)


def confirm(actor: Actor, quote_id: int, frame: Frame, source: str = "", *, version: int | None = None) -> Confirmed:
    """Book the quote. A second call, also a concurrent one, answers the same ids and does nothing.

    `version` is that of the quote somebody looked at (None: whatever it is now); Stale when it moved on since.
    """
    actor.require_feature("confirm", CONFIRM)
    with command(actor=actor, reason="confirm_quote", frame=frame, source=source) as running:
        quote = _locked_quote(running, quote_id)
        if quote.status == "confirmed":
            order = Order.objects.filter(quote=quote).order_by("-id")[0]
            return Confirmed(order.id, order.contract_id, repeated=True)
        if version is not None and quote.version != version:
            raise Stale(STALE.problem(object=QUOTE.label))
        if quote.status == "void":
            raise Conflict(QUOTE_VOID.problem(number=quote.number))
        _refuse_second(quote)
        plan = planned(quote, frame)
        if plan.renews is not None:
            return Confirmed(renewal_quotes.book(running, quote, plan.renews, plan.terms[0]), plan.renews)
        [number] = numbers.take("contract")
        [contract_id] = booking.book(running, [PlannedContract({**plan.values, "number": number}, plan.terms)])
        order_id = _make_order(running, quote, contract_id)
        running.update("quote", {quote.id: {"status": "confirmed"}}, made=True)
        _move_opportunity(running, quote, {"stage": "won", "contract": contract_id})
        return Confirmed(order_id, contract_id)


def undo(actor: Actor, quote_id: int, frame: Frame, source: str = "") -> int:
    """受注確定取消: back to the state before, as long as nothing later happened to the contract; returns the quote's id."""
    actor.require_feature("confirm", CONFIRM)
    with command(actor=actor, reason="undo_confirm", frame=frame, source=source) as running:
        quote = _locked_quote(running, quote_id)
        order = Order.objects.filter(quote=quote).select_related("contract").order_by("-id").first()
        if quote.status != "confirmed" or order is None:
            raise Conflict(NOT_CONFIRMED.problem(number=quote.number))
        if Order.objects.filter(contract=order.contract_id, id__gt=order.id).exists():
            raise Conflict(NOT_LATEST.problem(contract=order.contract.number))
        if order.kind == "renew":
            renewal.undo(actor, order.contract_id, frame, source)
            return quote.id
        if SalesEntry.objects.filter(contract=order.contract_id).exclude(status="planned").exists():
            raise Conflict(CLOSED_ENTRIES.problem())
        before = order.undo
        running.update("quote", {quote.id: {"status": "draft"}}, made=True)
        _move_opportunity(running, quote, before.get("opportunity") or {})
        running.delete("order", [order.id], made=True)
        running.delete("contract", [order.contract_id], made=True)
        return quote.id


def planned(quote: Quote, frame: Frame) -> PlannedContract:
    """The contract that this quote makes, or the next term: one calculation for preview and booking. Raises as `confirm`."""
    renewed = renewal_quotes.renewed_by(quote) if quote.status != "confirmed" else None
    if renewed is not None:
        renewal_quotes.refuse(quote, renewed, frame)
    return plan_quote(quote, QuoteLine.objects.filter(quote=quote, kind="item").order_by("position", "id"), frame)


def plan_quote(quote: Quote, lines: Iterable[QuoteLine], frame: Frame) -> PlannedContract:
    """The same of a quote and items that need not be saved: what an editor shows while somebody types."""
    given = [line_values(line) for line in lines]
    if not given:
        raise Invalid(NO_LINES.problem("lines", number=quote.number))
    settings = schedule_settings(quote.closing_day)
    planned_lines = [booking.plan_line(line, quote.currency, settings, frame.today) for line in given]
    contract = {key: getattr(quote, key) for key in COPIED}
    contract |= {key: getattr(quote, f"{key}_id") for key in COPIED_LOOKUPS}
    contract |= {"order_date": frame.today, "first_start_date": quote.start_date}
    contract["billing_cycle"] = booking.common_billing_cycle([line.values for line in planned_lines])
    renewed = renewal_quotes.renewed_by(quote)
    if renewed is not None:
        return PlannedContract(contract, (renewal_quotes.plan(quote, renewed, planned_lines),), renews=renewed)
    term = {
        "number": 1,
        "start_date": quote.start_date,
        "end_date": quote.end_date,
        "renewal_type": quote.renewal_type,
        "renewal_contact_method": quote.renewal_contact_method,
        "renewal_stage": "open",
    }
    return PlannedContract(contract, (booking.plan_term(contract, term, planned_lines),))


def line_values(line: QuoteLine) -> dict[str, Any]:
    """What a line of a contract is planned from. Raises Invalid for one without a price."""
    if line.unit_price is None:
        raise Invalid(LINE_WITHOUT_PRICE.problem("unit_price"))
    return {**{key: getattr(line, key) for key in LINE_COPIED}, "product": line.product_id}


def _locked_quote(running: Command, quote_id: int) -> Quote:
    checks.may_write(running.actor, QUOTE, [quote_id], "edit", running.frame)
    renewal_quotes.lock_renewed(quote_id)
    return Quote.objects.select_for_update(of=("self",)).get(id=quote_id)


def _refuse_second(quote: Quote) -> None:
    """Only one quote of an opportunity is confirmed; its row is locked, so that two at once cannot be."""
    if quote.opportunity_id is None:
        return
    chance = Opportunity.objects.select_for_update(of=("self",)).get(id=quote.opportunity_id)
    other = Quote.objects.filter(opportunity=chance, status="confirmed").first()
    if other is not None:
        raise Conflict(OPPORTUNITY_WON.problem(opportunity=chance.name, number=other.number))


def _make_order(running: Command, quote: Quote, contract_id: int) -> int:
    [number] = numbers.take("order")
    opportunity = quote.opportunity
    before = {"stage": opportunity.stage, "contract": opportunity.contract_id} if opportunity is not None else None
    [order_id] = running.create(
        "order",
        [
            {
                "number": number,
                "kind": "new",
                "quote": quote.id,
                "contract": contract_id,
                "effective_date": quote.start_date,
                "confirmed_at": running.frame.now,
                "confirmed_by": running.actor.user_id,
                "undo": {"opportunity": before},
            }
        ],
        made=True,
    )
    return order_id


def _move_opportunity(running: Command, quote: Quote, change: dict[str, Any]) -> None:
    if quote.opportunity_id is not None and change:
        running.update("opportunity", {quote.opportunity_id: change}, made=True)
