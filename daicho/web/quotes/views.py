"""The page of one quote, new or stored: writing, recalculating at once, moving lines, saving."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.business.operations.orders import quote_drafts
from daicho.business.sales.objects import QUOTE
from daicho.engine.records.checks import NOT_EDITABLE, may_create
from daicho.rules.codes import QUOTE_STATUSES
from daicho.rules.lifecycle import QUOTE_ACTIONS, quote_refusal
from daicho.values.labels import Problem
from daicho.values.problems import Conflict, Forbidden, Invalid, Stale
from daicho.web.addresses import address
from daicho.web.cells import moment
from daicho.web.given import token_or_new
from daicho.web.quotes.evaluation import Evaluated, evaluate
from daicho.web.quotes.form import QuoteForm
from daicho.web.quotes.inputs import more, removed, rows, strip
from daicho.web.quotes.posted import read_post
from daicho.web.quotes.preview import preview_contract
from daicho.web.quotes.reading import QuoteRead, form_of, read_quote
from daicho.web.quotes.staleness import Differences, differences, is_as_stored
from daicho.web.records.deleting import delete_link
from daicho.web.records.kinds import QUOTES
from daicho.web.records.references import names_of
from daicho.web.visitors import Visitor, form_page, wants_part

PART = "editor"
SOURCE = "web"
FIRST_VERSION = 1
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
            visitor.actor, evaluated.draft, token_or_new(form.token), visitor.frame, SOURCE
        )
        written = is_new or _write_again(quote_id, evaluated, visitor)
    except Invalid as refused:
        return _page(request, visitor, None, evaluated, refused.problems)
    messages.success(request, gettext("保存しました。") if written else gettext("この見積はすでに保存されています。"))
    return _after_saving(request, quote_id, wish)


def _write_again(quote_id: int, evaluated: Evaluated, visitor: Visitor) -> bool:
    """Save what was written on after an answer that never arrived; False where there is nothing to save, or where the
    quote was changed since it was made: then that stays."""
    read = read_quote(quote_id, visitor)
    if not read.editable or read.version != FIRST_VERSION or is_as_stored(read, evaluated, visitor):
        return False
    stored = [row.line_id for row in form_of(read, visitor).rows]
    ids = [stored[place] if place < len(stored) else None for place in range(len(evaluated.lines))]
    quote_drafts.change(visitor.actor, quote_id, evaluated.draft, ids, read.version, visitor.frame, SOURCE)
    return True


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
        if is_as_stored(read, evaluated, visitor):
            return _after_saving(request, quote_id, wish)
        form.version = read.version
        return _page(request, visitor, read, evaluated, refused.problems, differences(read, evaluated, visitor))
    except Invalid as refused:
        return _page(request, visitor, read, evaluated, refused.problems)
    messages.success(request, gettext("保存しました。"))
    return _after_saving(request, quote_id, wish)


def _account(id_text: str, visitor: Visitor) -> dict[str, str]:
    """The texts of the account that an address names by its id; nothing for one that the visitor may not read."""
    if not ID.fullmatch(id_text):
        return {}
    name = names_of("account", [int(id_text)], visitor).get(int(id_text), "")
    return {"account": id_text, "account.name": name} if name else {}


def _rearranged(form: QuoteForm, wish: str, visitor: Visitor, number: str = "") -> Evaluated:
    """The form after a button of a line; an empty item always stands at the end."""
    action, _, key = wish.partition(":")
    if action == "remove":
        form.remove(key)
    elif action == "duplicate":
        form.duplicate(key)
    elif action == "restore":
        form.restore()
    elif action in MOVES:
        form.move(key, MOVES[action])
    evaluated = evaluate(form, visitor, number=number, writing=True)
    if action == "add" and key in ("item", "heading", "remark"):
        form.add(key)
    return evaluated


def _after_saving(request: HttpRequest, quote_id: int, wish: str) -> HttpResponse:
    """To the quote, or on to 受注確定; the script of the editor is told where and goes there itself."""
    there = reverse("quote_confirm" if wish == "confirm" else "quote", args=[quote_id])
    return JsonResponse({"saved": there}) if wants_part(request, PART) else HttpResponseRedirect(there)


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
        form.add("item")
        form.rows[-1].focus = False
    planned, groups = evaluated.draft.planned, more(evaluated, visitor)
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
        "more": groups,
        "more_open": any(field.error for group in groups for field in group.fields),
        "rows": rows(evaluated, visitor),
        "removed": removed(evaluated, focus=request.POST.get("do", "").startswith("remove:")),
        "preview": preview_contract(planned, visitor) if planned is not None else None,
        "errors": [problem.text(visitor.language) for problem in (*problems, *evaluated.errors.values())],
        "stale": stale,
        "may_copy": read is not None and visitor.actor.permissions.may("create", "quote"),
        "copy_token": uuid.uuid4(),
        "delete": delete_link(QUOTES, read.id, visitor) if read and read.values["status"] == "draft" else "",
    }
    if wants_part(request, PART):
        return render(request, "partials/quote/editor.html", context)
    return render(request, "pages/quote.html", context, status=422 if context["errors"] else 200)
