"""The page of one quote, new or stored: writing, recalculating at once, moving lines, saving."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.business.operations import quote_drafts
from daicho.business.sales.objects import QUOTE
from daicho.engine.records.checks import NOT_EDITABLE, may_create
from daicho.rules.codes import QUOTE_STATUSES
from daicho.rules.lifecycle import QUOTE_ACTIONS, quote_refusal
from daicho.values.labels import Problem
from daicho.values.problems import Conflict, Forbidden, Invalid, Stale
from daicho.web.addresses import address
from daicho.web.cells import moment
from daicho.web.quotes.evaluation import Evaluated, evaluate
from daicho.web.quotes.finding import names_of
from daicho.web.quotes.form import QuoteForm, read_post, read_token
from daicho.web.quotes.inputs import more, rows, strip
from daicho.web.quotes.preview import preview_contract
from daicho.web.quotes.reading import QuoteRead, form_of, read_quote
from daicho.web.quotes.staleness import Differences, differences
from daicho.web.visitors import Visitor, form_page, wants_part

PART = "editor"
SOURCE = "web"
ID = re.compile(r"[0-9]{1,18}")
MOVES = {"up": -1, "down": 1}


@form_page
def new_quote(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """見積を作成. With `?account=` the account is chosen already."""
    may_create(visitor.actor, QUOTE)
    if request.method != "POST":
        form = read_post(QueryDict())
        form.token = str(uuid.uuid4())
        form.header.texts |= _account(request.GET.get("account", ""), visitor)
        return _page(request, visitor, None, evaluate(form, visitor, writing=True))
    form = read_post(request.POST)
    wish = request.POST.get("do", "")
    if wish not in ("save", "confirm"):
        return _page(request, visitor, None, _rearranged(form, wish, visitor))
    evaluated = evaluate(form, visitor)
    if evaluated.errors:
        return _page(request, visitor, None, evaluated)
    try:
        quote_id, is_new = quote_drafts.create(
            visitor.actor, evaluated.draft, read_token(form.token), visitor.frame, SOURCE
        )
    except Invalid as refused:
        return _page(request, visitor, None, evaluated, refused.problems)
    messages.success(request, gettext("保存しました。") if is_new else gettext("この見積はすでに保存されています。"))
    return _after_saving(quote_id, wish)


@form_page
def quote(request: HttpRequest, visitor: Visitor, quote_id: int) -> HttpResponse:
    """One stored quote; a confirmed one, and one that the visitor may only read, is shown without buttons."""
    read = read_quote(quote_id, visitor)
    if request.method != "POST":
        return _page(
            request, visitor, read, evaluate(form_of(read, visitor), visitor, number=read.number, writing=True)
        )
    if not read.editable:
        problem = quote_refusal("edit", read.values["status"])
        raise Conflict(problem) if problem else Forbidden(NOT_EDITABLE.problem(object=QUOTE.label, id=read.number))
    form = read_post(request.POST)
    wish = request.POST.get("do", "")
    if wish not in ("save", "confirm"):
        return _page(request, visitor, read, _rearranged(form, wish, visitor, read.number))
    evaluated = evaluate(form, visitor, number=read.number)
    if evaluated.errors:
        return _page(request, visitor, read, evaluated)
    ids = [row.line_id for row in evaluated.lines]
    try:
        quote_drafts.change(visitor.actor, quote_id, evaluated.draft, ids, form.version, visitor.frame, SOURCE)
    except Stale as refused:
        form.version = read.version
        return _page(request, visitor, read, evaluated, refused.problems, differences(read, evaluated, visitor))
    except Invalid as refused:
        return _page(request, visitor, read, evaluated, refused.problems)
    messages.success(request, gettext("保存しました。"))
    return _after_saving(quote_id, wish)


def _account(id_text: str, visitor: Visitor) -> dict[str, str]:
    """The texts of the account that an address names by its id; nothing for one that the visitor may not read."""
    if not ID.fullmatch(id_text):
        return {}
    name = names_of(visitor, "account", {int(id_text)}).get(int(id_text), "")
    return {"account": id_text, "account.name": name} if name else {}


def _rearranged(form: QuoteForm, wish: str, visitor: Visitor, number: str = "") -> Evaluated:
    """The form after a button of a line; an empty item always stands at the end."""
    action, _, key = wish.partition(":")
    if action == "remove":
        form.remove(key)
    elif action in MOVES:
        form.move(key, MOVES[action])
    evaluated = evaluate(form, visitor, number=number, writing=True)
    if action == "add" and key in ("item", "heading", "remark"):
        form.add(key)
    return evaluated


def _after_saving(quote_id: int, wish: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("quote_confirm" if wish == "confirm" else "quote", args=[quote_id]))


def _page(
    request: HttpRequest,
    visitor: Visitor,
    read: QuoteRead | None,
    evaluated: Evaluated,
    problems: Sequence[Problem] = (),
    stale: Differences | None = None,
) -> HttpResponse:
    editable = read is None or read.editable
    form = evaluated.form
    if editable and not any(row.kind == "item" and row.blank for row in form.rows):
        focused = any(row.focus for row in form.rows)
        form.add("item")
        form.rows[-1].focus = form.rows[-1].focus and request.POST.get("do", "") == "add:item" and not focused
    planned = evaluated.draft.planned
    context: dict[str, Any] = {
        "section": "quotes",
        "list_link": address("quotes"),
        "read": read,
        "status": QUOTE_STATUSES[read.values["status"]].text(visitor.language) if read else "",
        "editable": editable,
        "confirmed_at": moment(read.order["confirmed_at"], visitor) if read and read.order else "",
        "confirm_name": QUOTE_ACTIONS["confirm"].text(visitor.language),
        "undo_name": QUOTE_ACTIONS["undo"].text(visitor.language),
        "may_confirm": visitor.actor.permissions.has_feature("confirm") if read is None else "confirm" in read.actions,
        "evaluated": evaluated,
        "strip": strip(evaluated, visitor),
        "more": more(evaluated, visitor),
        "rows": rows(evaluated, visitor),
        "preview": preview_contract(planned, visitor) if planned is not None else None,
        "errors": [problem.text(visitor.language) for problem in (*problems, *evaluated.errors.values())],
        "stale": stale,
    }
    if wants_part(request, PART):
        return render(request, "partials/quote/editor.html", context)
    return render(request, "pages/quote.html", context, status=422 if context["errors"] else 200)
