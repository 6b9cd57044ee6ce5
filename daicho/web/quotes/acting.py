"""受注確定 and 受注確定取消: a page that says what will happen, then the deed, then where it led."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.business.operations import order_to_cash
from daicho.business.operations.order_to_cash import CONFIRM
from daicho.business.sales.objects import QUOTE
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.records.checks import NOT_EDITABLE
from daicho.rules.lifecycle import QUOTE_ACTIONS, quote_refusal
from daicho.values.problems import Conflict, Forbidden, Refused
from daicho.web.cells import moment
from daicho.web.contract.automation import LIVE, Words
from daicho.web.quotes.preview import Preview, preview_contract
from daicho.web.quotes.reading import QuoteRead, read_quote
from daicho.web.visitors import Visitor, form_page

SOURCE = "web"
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """One action that would wait: when, and what it does."""

    at: str
    sentence: str


@form_page
def confirm_quote(request: HttpRequest, visitor: Visitor, quote_id: int) -> HttpResponse:
    """受注確定: GET says what will be made, POST makes it once."""
    read = read_quote(quote_id, visitor)
    _require(read, visitor)
    if read.values["status"] == "confirmed":
        return HttpResponseRedirect(f"{reverse('quote', args=[quote_id])}?again=1")
    if request.method == "POST":
        done = order_to_cash.confirm(visitor.actor, quote_id, visitor.frame, SOURCE)
        if done.repeated:
            return HttpResponseRedirect(f"{reverse('quote', args=[quote_id])}?again=1")
        messages.success(request, gettext("受注を確定しました。"))
        return HttpResponseRedirect(reverse("quote", args=[quote_id]))
    try:
        preview: Preview | None = preview_contract(
            order_to_cash.preview(visitor.actor, quote_id, visitor.frame), visitor
        )
        refused: Sequence[str] = ()
    except Refused as problem:
        preview, refused = None, [one.text(visitor.language) for one in problem.problems]
    steps = _steps(quote_id, visitor) if preview is not None else []
    name = QUOTE_ACTIONS["confirm"].text(visitor.language)
    context = {
        "section": "quotes",
        "read": read,
        "confirm_name": name,
        "preview": preview,
        "refused": refused,
        "steps": steps,
    }
    return render(request, "pages/quote_confirm.html", context, status=409 if refused else 200)


@form_page
def undo_quote(request: HttpRequest, visitor: Visitor, quote_id: int) -> HttpResponse:
    """受注確定取消: GET asks, POST takes the confirmation back."""
    read = read_quote(quote_id, visitor)
    _require(read, visitor)
    problem = quote_refusal("undo", read.values["status"])
    if problem is not None:
        raise Conflict(problem)
    if request.method == "POST":
        order_to_cash.undo(visitor.actor, quote_id, visitor.frame, SOURCE)
        messages.success(request, gettext("受注確定を取り消しました。見積は作成中に戻りました。"))
        return HttpResponseRedirect(reverse("quote", args=[quote_id]))
    name = QUOTE_ACTIONS["undo"].text(visitor.language)
    return render(request, "pages/quote_undo.html", {"section": "quotes", "read": read, "undo_name": name})


def _require(read: QuoteRead, visitor: Visitor) -> None:
    """Raise Forbidden for those who may read the quote and not confirm it."""
    visitor.actor.require_feature("confirm", CONFIRM)
    if not read.actions:
        raise Forbidden(NOT_EDITABLE.problem(object=QUOTE.label, id=read.number))


def _steps(quote_id: int, visitor: Visitor) -> list[WaitingStep]:
    """What would wait afterwards: the quote is confirmed for real and all of it rolled back, so nothing stays."""
    with transaction.atomic():
        done = order_to_cash.confirm(visitor.actor, quote_id, visitor.frame, SOURCE)
        mine = ScheduledAction.objects.filter(object="contract", record_id=done.contract, state__in=LIVE)
        actions = list(mine.select_related("process", "version").order_by("due_at", "id")[:MOST_STEPS])
        words = Words(visitor)
        steps = [WaitingStep(_at(action.due_at, visitor), words.sentence(action)) for action in actions]
        transaction.set_rollback(True)
    return steps


def _at(due: datetime | None, visitor: Visitor) -> str:
    return moment(due, visitor) or gettext("日付待ち")
