"""受注確定 and 受注確定取消: a page that says what will happen, then the deed, then where it led."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.business.operations.orders import order_to_cash, quote_copies
from daicho.business.operations.orders.order_to_cash import CONFIRM
from daicho.business.sales.objects import QUOTE
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.records.checks import NOT_EDITABLE
from daicho.rules.lifecycle import QUOTE_ACTIONS, quote_refusal
from daicho.values.problems import Conflict, Forbidden, Refused, Stale
from daicho.web.cells import moment
from daicho.web.contract.automation import LIVE, Words
from daicho.web.given import token_or_new
from daicho.web.quotes.preview import Preview, preview_contract
from daicho.web.quotes.reading import QuoteRead, read_quote
from daicho.web.quotes.staleness import latest_change
from daicho.web.visitors import Visitor, form_page, post_only

SOURCE = "web"
MOST_STEPS = 20
TELLING = ("send_alert", "notify")
"""Actions by which a customer or the owner hears of the renewal."""
VERSION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class WaitingSteps:
    """What would wait: when and what, the first ones; `first` is the day of the first by which somebody hears of the
    renewal (None: there is none, or it has no day yet)."""

    steps: Sequence[tuple[str, str]] = ()
    first: date | None = None


@form_page
def confirm_quote(request: HttpRequest, visitor: Visitor, quote_id: int) -> HttpResponse:
    """受注確定: GET says what will be made, POST makes exactly that, once; a quote changed meanwhile is shown again."""
    read = read_quote(quote_id, visitor)
    _require(read, visitor)
    there = reverse("quote", args=[quote_id])
    if read.values["status"] == "confirmed":
        return HttpResponseRedirect(f"{there}?again=1")
    if request.method != "POST":
        return _asking(request, visitor, read)
    seen = request.POST.get("version", "")
    try:
        done = order_to_cash.confirm(
            visitor.actor, quote_id, visitor.frame, SOURCE, version=int(seen) if VERSION.fullmatch(seen) else None
        )
    except Stale:
        return _asking(request, visitor, read_quote(quote_id, visitor), changed=latest_change(quote_id, visitor))
    if done.repeated:
        return HttpResponseRedirect(f"{there}?again=1")
    messages.success(request, gettext("受注を確定しました。"))
    return HttpResponseRedirect(there)


def _asking(
    request: HttpRequest, visitor: Visitor, read: QuoteRead, changed: tuple[str, str] | None = None
) -> HttpResponse:
    """The page that says what confirming makes, or why it cannot; `changed`: who changed the quote meanwhile, and when."""
    preview: Preview | None = None
    refused: Sequence[str] = ()
    renews = False
    try:
        planned = order_to_cash.preview(visitor.actor, read.id, visitor.frame)
        preview, renews = preview_contract(planned, visitor), planned.renews is not None
        waiting = _waiting(read.id, visitor)
    except Refused as problem:
        refused, waiting = [one.text(visitor.language) for one in problem.problems], WaitingSteps()
    context = {
        "section": "quotes",
        "read": read,
        "confirm_name": QUOTE_ACTIONS["confirm"].text(visitor.language),
        "preview": preview,
        "renews": renews,
        "refused": refused,
        "waiting": waiting,
        "changed": changed,
    }
    return render(request, "pages/quote_confirm.html", context, status=409 if refused or changed else 200)


@form_page
def undo_quote(request: HttpRequest, visitor: Visitor, quote_id: int) -> HttpResponse:
    """受注確定取消: GET asks, POST takes the confirmation back."""
    read = read_quote(quote_id, visitor)
    _require(read, visitor)
    problem = quote_refusal("undo", read.values["status"])
    if problem is not None and request.method == "POST" and read.values["status"] == "draft":
        messages.info(request, gettext("この見積の受注確定は、すでに取り消されています。"))
        return HttpResponseRedirect(reverse("quote", args=[quote_id]))
    if problem is not None:
        raise Conflict(problem)
    if request.method == "POST":
        order_to_cash.undo(visitor.actor, quote_id, visitor.frame, SOURCE)
        messages.success(request, gettext("受注確定を取り消しました。見積は作成中に戻りました。"))
        return HttpResponseRedirect(reverse("quote", args=[quote_id]))
    name = QUOTE_ACTIONS["undo"].text(visitor.language)
    return render(request, "pages/quote_undo.html", {"section": "quotes", "read": read, "undo_name": name})


@post_only
def copy_quote(request: HttpRequest, visitor: Visitor, quote_id: int) -> HttpResponse:
    """複製: a new draft from this quote, once for each time that its page was shown."""
    read = read_quote(quote_id, visitor)
    token = token_or_new(request.POST.get("token", ""))
    copied, is_new = quote_copies.copy(visitor.actor, quote_id, token, visitor.frame, SOURCE)
    if is_new:
        said = gettext("見積 {number} を複製しました。内容を確認して保存してください。").format(number=read.number)
        messages.success(request, said)
    return HttpResponseRedirect(reverse("quote", args=[copied]))


def _require(read: QuoteRead, visitor: Visitor) -> None:
    """Raise Forbidden for those who may read the quote and not confirm it."""
    visitor.actor.require_feature("confirm", CONFIRM)
    if not read.actions:
        raise Forbidden(NOT_EDITABLE.problem(object=QUOTE.label, id=read.number))


def _waiting(quote_id: int, visitor: Visitor) -> WaitingSteps:
    """What would wait afterwards: the quote is confirmed for real and all of it rolled back, so nothing stays."""
    with transaction.atomic():
        done = order_to_cash.confirm(visitor.actor, quote_id, visitor.frame, SOURCE)
        mine = ScheduledAction.objects.filter(object="contract", record_id=done.contract, state__in=LIVE)
        actions = list(mine.select_related("process", "version").order_by("due_at", "id")[:MOST_STEPS])
        words = Words(visitor)
        steps = [(_at(action.due_at, visitor), words.sentence(action)) for action in actions]
        transaction.set_rollback(True)
    told = [action.due_at for action in actions if action.do in TELLING and action.due_at is not None]
    return WaitingSteps(steps, told[0].astimezone(visitor.frame.habits.zone).date() if told else None)


def _at(due: datetime | None, visitor: Visitor) -> str:
    return moment(due, visitor) or gettext("日付待ち")
