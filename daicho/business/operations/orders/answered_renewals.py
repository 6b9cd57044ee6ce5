"""契約更新 as the customer answered: as it is, by confirming the draft of "このまま更新する", or not without somebody looking at it.

Renewing makes what is open beside the contract void. For many contracts at once nobody has seen those drafts, so none is
lost here: what a customer wants otherwise, and what somebody is still writing, is left to the quote.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from daicho.business.contracts.booking import PlannedTerm
from daicho.business.contracts.models import Contract, ContractTerm, RenewalAnswer
from daicho.business.contracts.objects import CONTRACT
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.orders.order_to_cash import CONFIRM
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.open_drafts import OpenDraft, open_drafts
from daicho.business.operations.renewals.renewal import RENEW, Wish
from daicho.business.sales.objects import QUOTE
from daicho.engine.access.actors import Actor
from daicho.engine.records import checks
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message, Problem
from daicho.values.problems import Conflict

CHANGE_WANTED = Message(
    "renewal_change_wanted",
    ja="お客様が変更を希望しています。更新見積 {number} を確認して受注確定してください。",
    en="The customer wants changes. Look at renewal quote {number} and confirm it.",
)
CHANGE_WITHOUT_QUOTE = Message(
    "renewal_change_without_quote",
    ja="お客様が変更を希望していますが、更新見積がありません。契約を開いて回答を確認し、見積を作成してください。",
    en="The customer wants changes and there is no renewal quote yet. Open the contract, read the answer and write the quote.",
)
CANCEL_WANTED = Message(
    "renewal_cancel_wanted",
    ja="更新しないとの回答があります。契約を開いて回答を確認し、解約の手続きをするか、回答を登録し直してください。",
    en="The customer answered not to renew. Open the contract, read the answer, then cancel it or record a new answer.",
)
DRAFT_OPEN = Message(
    "renewal_draft_open",
    ja="作成中の更新見積 {number} があります。内容を確認して受注確定してください。",
    en="Renewal quote {number} is still a draft. Look at it and confirm it.",
)
CHANGED_SINCE = Message(
    "renewal_changed_since",
    ja="画面を開いたあとに、お客様の回答か更新見積が変わりました。もう一度、内容を確認してください。",
    en="The customer's answer or the renewal quote changed after the page was opened. Look at it again.",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The open renewal quote of a contract that counts. `version` is its state of now."""

    id: int
    number: str
    version: int


@dataclass(frozen=True, slots=True)
class Way:
    """How a contract goes on. `draft` None: nothing is open beside it; with a problem it is not for renewing unseen."""

    draft: Draft | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody was shown before saying yes: the next term's first day (None: as agreed), and the draft to confirm."""

    start_date: date | None = None
    quote: int | None = None
    version: int | None = None


AS_IT_IS = Way()


def ways(contracts: Collection[int]) -> dict[int, Way]:
    """How each of the contracts goes on by its id; four queries, however many. Access is the caller's to have asked."""
    latest = ContractTerm.objects.filter(contract__in=contracts).order_by("contract_id", "number")
    stages = dict(latest.values_list("contract_id", "renewal_stage"))
    drafts = {contract: _counting(mine) for contract, mine in open_drafts(contracts).items()}
    numbers = [draft.number for draft in drafts.values()]
    agreed = RenewalAnswer.objects.filter(contract__in=contracts, quote__in=numbers, choice="renew", superseded=False)
    as_is = set(agreed.values_list("contract_id", "quote"))
    return {one: _way(one, stages.get(one, ""), drafts.get(one), as_is) for one in contracts}


def preview(actor: Actor, contract_id: int, way: Way, frame: Frame) -> PlannedTerm:
    """The term that `renew` would book; writes nothing. Raises Conflict with the way's problem, and as renewing does."""
    if way.problem is not None:
        raise Conflict(way.problem)
    if way.draft is None:
        return renewal.preview(actor, contract_id, Wish(), frame)
    actor.require_feature("confirm", CONFIRM)
    checks.may_write(actor, CONTRACT, [contract_id], "edit", frame)
    checks.may_write(actor, QUOTE, [way.draft.id], "edit", frame)
    return order_to_cash.preview(actor, way.draft.id, frame).terms[0]


def renew(actor: Actor, contract_id: int, shown: Shown, frame: Frame, source: str = "") -> None:
    """Book the next term as it was shown, once. Raises Conflict where the answer or the draft is another one by now."""
    actor.require_feature("renew", RENEW)
    with command(actor=actor, reason="renew_contract", frame=frame, source=source):
        checks.may_write(actor, CONTRACT, [contract_id], "edit", frame)
        contract = Contract.objects.select_for_update(of=("self",)).get(id=contract_id)
        way = ways([contract.pk])[contract.pk]
        if way.problem is not None:
            raise Conflict(way.problem)
        if (way.draft.id if way.draft is not None else None) != shown.quote:
            raise Conflict(CHANGED_SINCE.problem())
        if shown.quote is None:
            renewal.renew(actor, contract_id, Wish(start_date=shown.start_date), frame, source)
        else:
            order_to_cash.confirm(actor, shown.quote, frame, source, version=shown.version)


def _counting(drafts: Sequence[OpenDraft]) -> Draft:
    quote = drafts[-1].quote
    return Draft(quote.pk, quote.number, quote.version)


def _way(contract: int, stage: str, draft: Draft | None, as_is: Collection[tuple[int, str]]) -> Way:
    if stage == "cancel_wanted":
        return Way(draft, CANCEL_WANTED.problem())
    if stage == "change_wanted":
        problem = CHANGE_WANTED.problem(number=draft.number) if draft is not None else CHANGE_WITHOUT_QUOTE.problem()
        return Way(draft, problem)
    if draft is None:
        return AS_IT_IS
    if (contract, draft.number) in as_is:
        return Way(draft)
    return Way(draft, DRAFT_OPEN.problem(number=draft.number))
