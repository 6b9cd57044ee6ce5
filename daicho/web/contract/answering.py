"""［回答を登録］: an answer that came by mail, phone, visit or reseller, with the same fields and effects as the customer's own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm
from daicho.business.contracts.objects import CONTRACT as CONTRACT_SPEC
from daicho.business.operations.answers import checks as answer_checks
from daicho.business.operations.answers.registering import Registered, register
from daicho.business.operations.renewals.lines import lines_that_renew
from daicho.engine.access import select
from daicho.engine.mail.addressing import is_address
from daicho.engine.records import files
from daicho.engine.records.checks import NOT_EDITABLE
from daicho.rules.codes import CANCEL_REASONS, RENEWAL_ANSWER_SOURCES, RENEWAL_ANSWERS
from daicho.values.labels import Message
from daicho.values.problems import Forbidden, Invalid
from daicho.web.answers.forms import AnswerForm, answer_of, read_form
from daicho.web.answers.orders import keep_order, read_order
from daicho.web.contract.reading import CONTRACT, ContractRead
from daicho.web.given import token_or_new, whole
from daicho.web.visitors import Visitor, form_page

SOURCE = "web"
BY_HAND = {key: label for key, label in RENEWAL_ANSWER_SOURCES.items() if key != "page"}
NO_SOURCE = Message("answer_without_source", ja="回答の経路を選んでください。", en="Choose how the answer came.")


@form_page
def record_answer(request: HttpRequest, visitor: Visitor, contract_id: int) -> HttpResponse:
    """GET shows the form, POST keeps the answer once and returns to the contract. Raises Missing, Forbidden, Conflict."""
    read = ContractRead(contract_id, visitor)
    if contract_id not in select.readable_ids(visitor.actor, CONTRACT, [contract_id], visitor.frame, "edit"):
        raise Forbidden(NOT_EDITABLE.problem(object=CONTRACT_SPEC.label, id=str(read.values["number"])))
    contract = Contract.objects.select_related("contact").get(pk=contract_id)
    term = answer_checks.answerable_term(contract, visitor.frame)
    answer_checks.refuse(contract, term, visitor.frame, "", by_customer=False)
    form = read_form(request.POST.get("choice", ""), request.POST)
    if request.method == "POST":
        done = _register(request, visitor, contract, term, form)
        if done is not None:
            messages.success(request, _said(done, request))
            return HttpResponseRedirect(reverse("contract", args=[contract_id]))
    return _form(request, visitor, read, contract, term, form)


def _register(
    request: HttpRequest, visitor: Visitor, contract: Contract, term: ContractTerm, form: AnswerForm
) -> Registered | None:
    """Keep it; None when something in the form is wrong, which then stands in it."""
    source = request.POST.get("source", "")
    if source not in BY_HAND:
        form.problems.setdefault("source", []).append(NO_SOURCE.problem("source"))
    upload = read_order(request, form)
    answer = answer_of(form)
    try:
        answer_checks.check(answer, term, visitor.frame)
    except Invalid as refused:
        form.blame_beside(refused.problems)
    if form.problems:
        return None
    with transaction.atomic():
        kept = keep_order(upload, contract.pk, at=visitor.frame.now, by_id=visitor.actor.user_id)
        done = register(
            contract.pk,
            replace(answer, order_file=kept),
            actor=visitor.actor,
            frame=visitor.frame,
            source=source,
            token=token_or_new(request.POST.get("submission", "")),
            term=whole(request.POST.get("term", "")),
            copy=request.POST.get("copy") == "1",
            came_from=SOURCE,
        )
        if done.repeated and kept is not None:
            files.remove([kept])
    return done


def _form(
    request: HttpRequest, visitor: Visitor, read: ContractRead, contract: Contract, term: ContractTerm, form: AnswerForm
) -> HttpResponse:
    language = visitor.language
    address = contract.contact.email if contract.contact is not None else ""
    lines: Sequence[ContractLine] = lines_that_renew(term) if term.end_date is not None else []
    context: dict[str, Any] = {
        "section": "ledger",
        "contract": read,
        "values": read.values,
        "choices": [(key, label.text(language)) for key, label in RENEWAL_ANSWERS.items()],
        "choice": form.choice,
        "sources": [(key, label.text(language)) for key, label in BY_HAND.items()],
        "source": request.POST.get("source", "phone"),
        "texts": form.texts,
        "errors": {place.replace(".", "_"): text for place, text in form.errors(language).items()},
        "rows": form.rows(lines, language),
        "reasons": [(key, label.text(language)) for key, label in CANCEL_REASONS.items()],
        "submission": token_or_new(request.POST.get("submission", "")),
        "term": term.pk,
        "address": address if is_address(address) else "",
        "copy": request.method != "POST" or request.POST.get("copy") == "1",
    }
    return render(request, "pages/contract_answer.html", context, status=422 if form.problems else 200)


def _said(done: Registered, request: HttpRequest) -> str:
    if done.repeated:
        return gettext("この回答はすでに登録されています。")
    if request.POST.get("copy") == "1" and not done.copied:
        return gettext("回答を登録しました。控えのメールは送れませんでした。")
    return gettext("回答を登録しました。")
