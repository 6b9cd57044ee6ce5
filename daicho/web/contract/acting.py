"""契約更新 and 取消 of the latest event: the buttons of the contract page, and the pages that ask before the deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.business.contracts.models import ContractLine
from daicho.business.contracts.objects import CONTRACT as CONTRACT_SPEC
from daicho.business.operations.orders import answered_renewals, undoing
from daicho.business.operations.orders.answered_renewals import AS_IT_IS, Draft, Way
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.open_drafts import open_drafts
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.parties.models import Account
from daicho.business.sales.models import Order
from daicho.engine.access import select
from daicho.engine.records.checks import NOT_EDITABLE
from daicho.rules.codes import DECIDED_RENEWAL_STAGES, ORDER_KINDS
from daicho.rules.lifecycle import ACTIONS, allowed_actions
from daicho.values.problems import Conflict, Forbidden, Refused
from daicho.web.cells import moment
from daicho.web.contract.reading import CONTRACT, ContractRead
from daicho.web.given import positive
from daicho.web.quotes.preview import preview_term
from daicho.web.visitors import Visitor, form_page

SOURCE = "web"
PAGES = {
    "renew": ("contract_renew", "renew"),
    "answer": ("contract_answer", ""),
    "undo": ("contract_undo", "renew"),
}
"""The actions that have a page, with the feature that they need ("" for none)."""


@dataclass(frozen=True, slots=True)
class Button:
    """One thing that may be done now; the first is the main one."""

    name: str
    link: str
    main: bool


def buttons(contract: ContractRead) -> Sequence[Button]:
    """What the status and the visitor's rights allow, in the order of the table of the rules."""
    visitor = contract.visitor
    if not _may_edit(contract.id, visitor):
        return []
    endless = contract.values["end_date"] is None
    allowed = allowed_actions(contract.values["status"], endless=endless)
    found = [
        Button(ACTIONS[key].text(visitor.language), reverse(PAGES[key][0], args=[contract.id]), key == "renew")
        for key in allowed
        if key in PAGES and (not PAGES[key][1] or visitor.actor.permissions.has_feature(PAGES[key][1]))
        if key != "answer" or contract.values["renewal_stage"] not in DECIDED_RENEWAL_STAGES
    ]
    return [*found, Button(gettext("編集"), reverse("contract_edit", args=[contract.id]), main=False)]


@form_page
def renew_contract(request: HttpRequest, visitor: Visitor, contract_id: int) -> HttpResponse:
    """契約更新: GET shows the next term as it would be booked, POST books it.

    Where the customer wants something else, or a draft is open, that comes first; renewing beside it is asked for (`as_is`).
    """
    contract = _opened(contract_id, visitor)
    visitor.actor.require_feature("renew", renewal.RENEW)
    page = reverse("contract", args=[contract_id])
    way = answered_renewals.ways([contract_id])[contract_id]
    if request.method == "POST" and way != AS_IT_IS and request.POST.get("as_is") != "1":
        messages.warning(request, answered_renewals.CHANGED_SINCE.problem().text(visitor.language))
        return HttpResponseRedirect(reverse("contract_renew", args=[contract_id]))
    if request.method == "POST":
        wish = Wish(start_date=_day(request.POST.get("start", "")))
        done = renewal.renew(visitor.actor, contract_id, wish, visitor.frame, SOURCE, voids=_seen(request))
        said = gettext("契約を更新しました。次の期間：%(start)s～%(end)s")
        messages.success(request, said % {"start": f"{done.start_date:%Y/%m/%d}", "end": f"{done.end_date:%Y/%m/%d}"})
        return HttpResponseRedirect(page)
    context = {"section": "ledger", "contract": contract, "values": contract.values, "refused": []}
    try:
        term = renewal.preview(visitor.actor, contract_id, Wish(), visitor.frame)
    except Refused as refused:
        context["refused"] = [problem.text(visitor.language) for problem in refused.problems]
        return render(request, "pages/contract_renew.html", context, status=409)
    rounding = Account.objects.filter(pk=contract.values["account"].id).values_list("tax_rounding", flat=True).first()
    context["preview"] = preview_term(term, contract.currency, rounding or "down", visitor)
    context["start"] = term.values["start_date"].isoformat()
    context["asks"] = way != AS_IT_IS
    context["drafts"] = [one.quote for one in open_drafts([contract_id]).get(contract_id, ())]
    context["draft"] = way.draft
    context["said"] = way.problem.text(visitor.language) if way.problem is not None else ""
    context["quote"] = _open_quote(way, visitor)
    context["left_out"] = ContractLine.objects.filter(
        contract=contract_id, term__number=term.values["number"] - 1, auto_renew=False
    ).count()
    return render(request, "pages/contract_renew.html", context)


@form_page
def undo_latest(request: HttpRequest, visitor: Visitor, contract_id: int) -> HttpResponse:
    """取消: GET names the latest event, POST takes it back. Undoing 受注確定 leads to the quote."""
    contract = _opened(contract_id, visitor)
    visitor.actor.require_feature("renew", renewal.RENEW)
    latest = Order.objects.filter(contract=contract_id).order_by("-id").first()
    if latest is None:
        raise Conflict(undoing.NOTHING_TO_UNDO.problem())
    if request.method == "POST":
        if request.POST.get("order") != str(latest.pk):
            messages.warning(request, gettext("この契約はすでに変わっています。内容を確認してください。"))
            return HttpResponseRedirect(reverse("contract", args=[contract_id]))
        kind = undoing.undo_latest(visitor.actor, contract_id, visitor.frame, SOURCE)
        messages.success(request, gettext("取り消しました。"))
        gone = kind == "new" and latest.quote_id is not None
        return HttpResponseRedirect(
            reverse("quote", args=[latest.quote_id]) if gone else reverse("contract", args=[contract_id])
        )
    context = {
        "section": "ledger",
        "contract": contract,
        "values": contract.values,
        "order": latest,
        "at": moment(latest.confirmed_at, visitor),
        "kind": ORDER_KINDS[latest.kind].text(visitor.language),
    }
    return render(request, "pages/contract_undo.html", context)


def _open_quote(way: Way, visitor: Visitor) -> Draft | None:
    """The draft of a renewal quote that this would make void; None when there is none that the visitor may read."""
    if way.draft is None:
        return None
    return way.draft if select.readable_ids(visitor.actor, "quote", [way.draft.id], visitor.frame) else None


def _seen(request: HttpRequest) -> list[int]:
    """The ids of the quotes of which the page had said that they become void."""
    return [found for text in request.POST.getlist("void") if (found := positive(text)) is not None]


def _day(text: str) -> date | None:
    """The first day of the next term that the page had shown, so that sending it twice renews once; None without one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _opened(contract_id: int, visitor: Visitor) -> ContractRead:
    """The contract of somebody who may edit it. Raises Missing, Forbidden."""
    contract = ContractRead(contract_id, visitor)
    if not _may_edit(contract_id, visitor):
        number = str(contract.values["number"])
        raise Forbidden(NOT_EDITABLE.problem(object=CONTRACT_SPEC.label, id=number))
    return contract


def _may_edit(contract_id: int, visitor: Visitor) -> bool:
    return contract_id in select.readable_ids(visitor.actor, CONTRACT, [contract_id], visitor.frame, "edit")
