"""契約更新 and its undo: the next term of a contract with its lines and entries, booked once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedLine, PlannedTerm
from daicho.business.contracts.models import Contract, ContractTerm, SalesEntry
from daicho.business.contracts.objects import CONTRACT
from daicho.business.contracts.shortening import shorten_term, undo_shortening
from daicho.business.operations.renewals import drafts as renewal_drafts
from daicho.business.operations.renewals.added_lines import added_lines
from daicho.business.operations.renewals.lines import last_term, next_lines, next_period
from daicho.business.operations.renewals.open_drafts import written_by_hand
from daicho.business.organisation import numbers
from daicho.business.organisation.settings import schedule_settings
from daicho.business.sales.models import Order
from daicho.engine.access.actors import Actor
from daicho.engine.records import checks
from daicho.engine.records.command import Command, command
from daicho.engine.work.frame import Frame
from daicho.rules.lifecycle import contract_status, refusal
from daicho.values.labels import Label, Message
from daicho.values.problems import Conflict

RENEW = Label("契約更新", "renew contracts")
ALREADY_RENEWED = Message(
    "already_renewed",
    ja="契約 {number} はすでに {start}～{end} の期が登録されています。",
    en="Contract {number} already has its next term, {start} to {end}.",
)
NOTHING_RENEWABLE = Message(
    "nothing_renewable",
    ja="契約 {number} には更新対象のライセンスがありません。",
    en="Contract {number} has no line that renews.",
)
NOTHING_TO_UNDO = Message(
    "nothing_to_undo",
    ja="契約 {number} には取り消せる更新がありません。",
    en="Contract {number} has no renewal to undo.",
)
CLOSED_ENTRIES = Message(
    "closed_entries",
    ja="締め済みの売上明細があるため取り消せません。",
    en="Some sales entries are already closed, so this cannot be undone.",
)
DRAFT_BY_HAND = Message(
    "renewal_draft_by_hand",
    ja="契約 {number} には、担当者が作成または変更した更新見積 {quotes} があります。その見積を受注確定するか、無効にしてよいことを示してください。",
    en="Contract {number} has renewal quote {quotes}, written or changed by hand. Confirm that quote, or say that it may become void.",
)
CARRIED = ("renewal_type", "renewal_contact_method")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the next term shall be. None: as agreed. `lines` maps line ids to changed quantity and unit_price; None: all as they are.

    `added` are new licences as values of quote lines, by their place in what was asked. Their products were checked.
    """

    start_date: date | None = None
    months: int | None = None
    lines: Mapping[int, Mapping[str, Any]] | None = None
    added: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Renewed:
    """The booked renewal; dates inclusive."""

    order: int
    contract: int
    term: int
    start_date: date
    end_date: date


def preview(actor: Actor, contract_id: int, wish: Wish, frame: Frame) -> PlannedTerm:
    """The term that renewing would book now; writes nothing."""
    checks.may_write(actor, CONTRACT, [contract_id], "edit", frame)
    contract = Contract.objects.get(id=contract_id)
    return _plan(contract, last_term(contract), wish, frame)


def renew(
    actor: Actor, contract_id: int, wish: Wish, frame: Frame, source: str = "", *, voids: Collection[int] = ()
) -> Renewed:
    """Book the next term. Raises Conflict when there is nothing to renew or it has been renewed already.

    The open renewal quotes become void. `voids` are the ids of those written by hand of which that was said: Conflict
    when there is another one.
    """
    actor.require_feature("renew", RENEW)
    with command(actor=actor, reason="renew_contract", frame=frame, source=source) as running:
        checks.may_write(actor, CONTRACT, [contract_id], "edit", frame)
        contract = Contract.objects.select_for_update(of=("self",)).get(id=contract_id)
        old = last_term(contract)
        plan = _plan(contract, old, wish, frame)
        _refuse_to_void(contract, voids)
        order_id, term_id = book(running, contract, old, plan)
        return Renewed(order_id, contract.id, term_id, plan.values["start_date"], plan.values["end_date"])


def book(
    running: Command,
    contract: Contract,
    old: ContractTerm,
    plan: PlannedTerm,
    quote_id: int | None = None,
    header: Mapping[str, Any] | None = None,
) -> tuple[int, int]:
    """Book a planned term after `old`, the last one; (order id, term id). The contract is locked, everything checked.

    `quote_id` is the quote that was confirmed for it (None: none), `header` what it changes of the contract.
    """
    start = plan.values["start_date"]
    shortened = shorten_term(running, contract, old, start - timedelta(days=1), running.frame)
    undo = {
        "before": {"valid_to": old.valid_to.isoformat(), "renewal_stage": old.renewal_stage},
        "shortened": shortened,
        "contract": {key: _stored(contract, key) for key in header or ()},
        "closed": renewal_drafts.close(running, contract.id, quote_id),
    }
    running.update("contract", {contract.id: {**(header or {}), "renewal_stage": "renewed"}}, made=True)
    running.update("contract_term", {old.id: {"valid_to": start - timedelta(days=1)}}, made=True)
    [term_id] = booking.book_terms(running, [(contract.id, [plan], start)])
    return _make_order(running, contract, start, {"term": term_id, **undo}, quote_id), term_id


def undo(actor: Actor, contract_id: int, frame: Frame, source: str = "") -> None:
    """Take back the latest renewal: its term, lines and entries go, the old term is current again."""
    actor.require_feature("renew", RENEW)
    with command(actor=actor, reason="undo_renewal", frame=frame, source=source) as running:
        checks.may_write(actor, CONTRACT, [contract_id], "edit", frame)
        contract = Contract.objects.select_for_update(of=("self",)).get(id=contract_id)
        order = Order.objects.filter(contract=contract).order_by("-id").first()
        if order is None or order.kind != "renew":
            raise Conflict(NOTHING_TO_UNDO.problem(number=contract.number))
        term = ContractTerm.objects.get(id=order.undo["term"])
        if SalesEntry.objects.filter(contract_line__term=term).exclude(status="planned").exists():
            raise Conflict(CLOSED_ENTRIES.problem())
        old = ContractTerm.objects.get(contract=contract, number=term.number - 1)
        running.delete("contract_term", [term.id], made=True)
        before = order.undo["before"]
        running.update("contract_term", {old.id: {"valid_to": date.fromisoformat(before["valid_to"])}}, made=True)
        header = order.undo.get("contract") or {}
        contract.closing_day = header.get("closing_day", contract.closing_day)
        running.update("contract", {contract.id: {**header, "renewal_stage": before["renewal_stage"]}}, made=True)
        undo_shortening(running, contract, old, order.undo["shortened"], frame)
        if order.quote_id is not None:
            running.update("quote", {order.quote_id: {"status": "draft"}}, made=True)
        renewal_drafts.reopen(running, order.undo.get("closed") or {})
        running.delete("order", [order.id], made=True)


def next_term_plan(
    contract: Contract, old: ContractTerm, term: Mapping[str, Any], lines: Iterable[PlannedLine]
) -> PlannedTerm:
    """The term after `old`: `term` gives start_date, end_date and what is not carried over."""
    values = {
        "number": old.number + 1,
        "renewal_stage": "open",
        **{key: getattr(old, key) for key in CARRIED},
        **term,
    }
    keys = ("first_start_date", "notice_months", "notice_days", "notice_to_month_end", "next_term_months")
    return booking.plan_term({key: getattr(contract, key) for key in keys}, values, lines)


def refuse(contract: Contract, old: ContractTerm, frame: Frame) -> None:
    """Raise Conflict when the contract cannot be renewed now: its next term is booked already, or its status forbids it."""
    if old.number > 1 and old.valid_from > frame.today:
        problem = ALREADY_RENEWED.problem(number=contract.number, start=old.start_date, end=old.end_date)
        raise Conflict(problem)
    status = contract_status(
        contract.provisional, contract.cancel_date, contract.first_start_date, old.end_date, frame.today
    )
    found = refusal("renew", status, endless=old.end_date is None)
    if found is not None:
        raise Conflict(found)


def _refuse_to_void(contract: Contract, accepted: Collection[int]) -> None:
    """Raise Conflict for an open quote that a person has written and of which nobody said that it may go."""
    unasked = [quote.number for quote in written_by_hand(contract.pk) if quote.pk not in accepted]
    if unasked:
        raise Conflict(DRAFT_BY_HAND.problem(number=contract.number, quotes=unasked))


def _plan(contract: Contract, old: ContractTerm, wish: Wish, frame: Frame) -> PlannedTerm:
    refuse(contract, old, frame)
    period = next_period(contract, old, wish.start_date, wish.months)
    settings = schedule_settings(contract.closing_day)
    going_on = next_lines(contract, old, period, wish.lines)
    new = added_lines(contract, old, period, wish.added)
    lines = [booking.plan_line(values, contract.currency, settings, frame.today) for values in (*going_on, *new)]
    if not lines:
        raise Conflict(NOTHING_RENEWABLE.problem(number=contract.number))
    return next_term_plan(contract, old, {"start_date": period.first, "end_date": period.last}, lines)


def _stored(contract: Contract, key: str) -> Any:
    """The value of a field as JSON keeps it: lookups by id."""
    return getattr(contract, f"{key}_id") if hasattr(contract, f"{key}_id") else getattr(contract, key)


def _make_order(running: Command, contract: Contract, start: date, undo: dict[str, Any], quote_id: int | None) -> int:
    [number] = numbers.take("order")
    [order_id] = running.create(
        "order",
        [
            {
                "number": number,
                "kind": "renew",
                "quote": quote_id,
                "contract": contract.id,
                "effective_date": start,
                "confirmed_at": running.frame.now,
                "confirmed_by": running.actor.user_id,
                "undo": undo,
            }
        ],
        made=True,
    )
    return order_id
