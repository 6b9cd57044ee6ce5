"""契約更新 and its undo: the next term of a contract with its lines and entries, booked once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedTerm
from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, SalesEntry
from daicho.business.contracts.objects import CONTRACT
from daicho.business.contracts.shortening import shorten_term, undo_shortening
from daicho.business.operations.order_to_cash import CLOSED_ENTRIES
from daicho.business.organisation import numbers
from daicho.business.organisation.settings import schedule_settings
from daicho.business.sales.models import Order
from daicho.engine.access.actors import Actor
from daicho.engine.records import checks
from daicho.engine.records.command import Command, command
from daicho.engine.work.frame import Frame
from daicho.rules.lifecycle import contract_status, refusal
from daicho.rules.renewal import next_term, term_months
from daicho.values.labels import Label, Message
from daicho.values.months import add_months
from daicho.values.periods import Period
from daicho.values.problems import Conflict, Invalid

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
START_TOO_LATE = Message(
    "start_after_end",
    ja="次の期の開始日（{start}）は {last} 以前にしてください。空ければ、契約終了日の翌日から始まります。",
    en="The next term must start on {last} or before (it was {start}). Leave it out to start the day after the end.",
)
START_TOO_EARLY = Message(
    "start_before_term",
    ja="次の期の開始日（{start}）は、現在の期の開始日（{first}）より後にしてください。",
    en="The next term ({start}) must start after the current term does ({first}).",
)
NOTHING_TO_UNDO = Message(
    "nothing_to_undo",
    ja="契約 {number} には取り消せる更新がありません。",
    en="Contract {number} has no renewal to undo.",
)
UNKNOWN_LINE = Message(
    "unknown_line",
    ja="契約 {number} の更新対象に明細 {line} はありません。",
    en="Contract {number} has no renewable line {line}.",
)
LINE_KEYS = (
    "price_kind",
    "sales_cycle",
    "spread_months",
    "billing_cycle",
    "billing_timing",
    "proration",
    "fixed_days",
    "remainder",
    "auto_renew",
    "tax_type",
    "description",
    "position",
)
CARRIED = ("renewal_type", "renewal_contact_method")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the next term shall be. None: as agreed. `lines` maps line ids to changed quantity and unit_price; None: all as they are."""

    start_date: date | None = None
    months: int | None = None
    lines: Mapping[int, Mapping[str, Any]] | None = None


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
    return _plan(contract, _last_term(contract), wish, frame)


def renew(actor: Actor, contract_id: int, wish: Wish, frame: Frame, source: str = "") -> Renewed:
    """Book the next term. Raises Conflict when there is nothing to renew or it has been renewed already."""
    actor.require_feature("renew", RENEW)
    with command(actor=actor, reason="renew_contract", frame=frame, source=source) as running:
        checks.may_write(actor, CONTRACT, [contract_id], "edit", frame)
        contract = Contract.objects.select_for_update(of=("self",)).get(id=contract_id)
        old = _last_term(contract)
        plan = _plan(contract, old, wish, frame)
        start = plan.values["start_date"]
        shortened = shorten_term(running, contract, old, start - timedelta(days=1), frame)
        before = {"valid_to": old.valid_to.isoformat(), "renewal_stage": old.renewal_stage}
        running.update("contract", {contract.id: {"renewal_stage": "renewed"}}, made=True)
        running.update("contract_term", {old.id: {"valid_to": start - timedelta(days=1)}}, made=True)
        [term_id] = booking.book_terms(running, [(contract.id, [plan], start)])
        order_id = _make_order(running, contract, start, term_id, before, shortened)
        return Renewed(order_id, contract.id, term_id, start, plan.values["end_date"])


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
        running.update("contract", {contract.id: {"renewal_stage": before["renewal_stage"]}}, made=True)
        undo_shortening(running, contract, old, order.undo["shortened"], frame)
        running.delete("order", [order.id], made=True)


def _plan(contract: Contract, old: ContractTerm, wish: Wish, frame: Frame) -> PlannedTerm:
    _refuse(contract, old, frame)
    assert old.end_date is not None
    period = _next_period(contract, old, wish)
    settings = schedule_settings(contract.closing_day)
    lines = [
        booking.plan_line(values, contract.currency, settings, frame.today)
        for values in _merged(_renewable(contract, old, wish), period)
    ]
    if not lines:
        raise Conflict(NOTHING_RENEWABLE.problem(number=contract.number))
    values = {
        "number": old.number + 1,
        "start_date": period.first,
        "end_date": period.last,
        "renewal_stage": "open",
        **{key: getattr(old, key) for key in CARRIED},
    }
    keys = ("first_start_date", "notice_months", "notice_days", "notice_to_month_end", "next_term_months")
    return booking.plan_term({key: getattr(contract, key) for key in keys}, values, lines)


def _refuse(contract: Contract, old: ContractTerm, frame: Frame) -> None:
    if old.number > 1 and old.valid_from > frame.today:
        problem = ALREADY_RENEWED.problem(number=contract.number, start=old.start_date, end=old.end_date)
        raise Conflict(problem)
    status = contract_status(
        contract.provisional, contract.cancel_date, contract.first_start_date, old.end_date, frame.today
    )
    found = refusal("renew", status, endless=old.end_date is None)
    if found is not None:
        raise Conflict(found)


def _next_period(contract: Contract, old: ContractTerm, wish: Wish) -> Period:
    assert old.end_date is not None
    months = wish.months or contract.next_term_months or term_months(old.start_date, old.end_date)
    if wish.start_date is None or wish.start_date == old.end_date + timedelta(days=1):
        return next_term(contract.first_start_date, old.start_date, old.end_date, months)
    if wish.start_date > old.end_date:
        last = old.end_date + timedelta(days=1)
        raise Invalid(START_TOO_LATE.problem("start_date", start=wish.start_date, last=last))
    if wish.start_date <= old.start_date:
        raise Invalid(START_TOO_EARLY.problem("start_date", start=wish.start_date, first=old.start_date))
    return Period(wish.start_date, add_months(wish.start_date, months) - timedelta(days=1))


def _renewable(contract: Contract, old: ContractTerm, wish: Wish) -> list[dict[str, Any]]:
    """The lines of the term that renew and have not ended before it, with the wishes applied."""
    found = ContractLine.objects.filter(term=old, auto_renew=True, cancelled=False, replaced=False)
    assert old.end_date is not None
    agreed = min(old.end_date, old.booked_end_date or old.end_date)
    lines = [line for line in found.order_by("position", "id") if line.end_date is None or line.end_date >= agreed]
    known = {line.id for line in lines}
    if unknown := sorted(set(wish.lines or ()) - known):
        raise Invalid(UNKNOWN_LINE.problem("lines", number=contract.number, line=unknown))
    if wish.lines is not None:
        lines = [line for line in lines if line.id in wish.lines]
    return [
        {
            **{key: getattr(line, key) for key in LINE_KEYS},
            "product": line.product_id,
            "quantity": line.quantity,
            "unit_price": line.revised_price if line.revised_price is not None else line.unit_price,
            "replaces": line.id,
            **(wish.lines or {}).get(line.id, {}),
        }
        for line in lines
    ]


def _merged(lines: Iterable[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
    """Equal lines become one with the sum of their quantities; each runs over the whole new term."""
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in lines:
        apart = ("quantity", "replaces", "position")
        key = tuple(sorted((name, str(value)) for name, value in line.items() if name not in apart))
        if key in merged:
            merged[key]["quantity"] += line["quantity"]
        else:
            merged[key] = {**line, "start_date": period.first, "end_date": period.last}
    return list(merged.values())


def _last_term(contract: Contract) -> ContractTerm:
    return ContractTerm.objects.filter(contract=contract).order_by("-number")[0]


def _make_order(
    running: Command,
    contract: Contract,
    start: date,
    term_id: int,
    before: dict[str, Any],
    shortened: dict[str, Any],
) -> int:
    [number] = numbers.take("order")
    [order_id] = running.create(
        "order",
        [
            {
                "number": number,
                "kind": "renew",
                "contract": contract.id,
                "effective_date": start,
                "confirmed_at": running.frame.now,
                "confirmed_by": running.actor.user_id,
                "undo": {"term": term_id, "before": before, "shortened": shortened},
            }
        ],
        made=True,
    )
    return order_id
