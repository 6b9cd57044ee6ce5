"""更新回答ページ: what the customer sees and does with the link of his mail. Nobody logs in; only the last button answers."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from daicho.business.contracts.models import ContractLine
from daicho.business.operations.answers import checks as answer_checks
from daicho.business.operations.answers.checks import Answer, due_of, notice_has_passed
from daicho.business.operations.answers.registering import customer, register
from daicho.business.operations.orders.next_terms import NextTerm, next_terms
from daicho.business.operations.renewals.lines import lines_that_renew
from daicho.business.organisation.own_files import CANCELLATION_FORM, is_there
from daicho.engine.records import files
from daicho.rules.codes import CANCEL_REASONS, RENEWAL_ANSWERS
from daicho.rules.renewal_answers import may_answer
from daicho.values.money import money_text, plain
from daicho.values.problems import Conflict, Invalid
from daicho.web.answers.current import answered_already, current_lines
from daicho.web.answers.forms import AnswerForm, answer_of, read_form, summary
from daicho.web.answers.opening import Opened, customer_page, page
from daicho.web.answers.orders import FIELD, ORDERED_BY, keep_order, read_order
from daicho.web.answers.quotation import offers_quotation
from daicho.web.answers.together import answerable, may_be, others, shown
from daicho.web.files import Upload
from daicho.web.given import token_or_new

ON_TOP = ("renew", "change", "cancel", "considering", "contact_me")
SPACE = uuid.UUID("7f0cf0a4-5a1e-4a55-8d5b-2f6f8a3f9d10")
"""Submissions of all links are told apart by names in it."""


@customer_page
def first(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The contract, the next term, and the choices; or why there is nothing to choose."""
    closed = _closed(request, opened)
    return closed if closed is not None else _first(request, opened)


@customer_page
def entry(request: HttpRequest, opened: Opened, choice: str) -> HttpResponseBase:
    """The fields of one choice; posted with `step`: check shows what will be sent, back returns, send answers."""
    closed = _closed(request, opened)
    if closed is not None:
        return closed
    if choice not in RENEWAL_ANSWERS or not may_be(opened, choice):
        return HttpResponseRedirect(opened.address())
    form = read_form(choice, request.POST)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "send":
        return _send(request, opened, form)
    if step == "check":
        return _check(request, opened, form)
    return _entry(request, opened, form)


@customer_page
def done(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """What was answered last, and what happens next."""
    answer = opened.last_answer
    if answer is None or opened.settled is not None or opened.expired:
        return HttpResponseRedirect(opened.address())
    due = due_of(opened.term, opened.frame)
    changeable = due is not None and due >= opened.frame.today
    copied = request.GET.get("copy") != "0"
    context: dict[str, Any] = {"answer": answer, "due": due if changeable else None, "copied": copied}
    return page(request, opened, "done", **context, **_paper(opened, answer.choice), **_frame(opened))


def _closed(request: HttpRequest, opened: Opened) -> HttpResponseBase | None:
    """The page that says why nothing can be answered; None when something can."""
    if opened.expired:
        return page(request, opened, "expired", 410, **_frame(opened))
    problem = opened.settled
    if problem is None:
        return None
    return page(request, opened, "closed", text=problem.text(opened.language), **_frame(opened))


def _first(request: HttpRequest, opened: Opened, text: str = "", status: int = 200) -> HttpResponseBase:
    term, today = opened.term, opened.frame.today
    due = due_of(term, opened.frame)
    follows = _next(opened)
    context: dict[str, Any] = {
        "text": text,
        "due": due,
        "late": due is not None and due < today,
        "answered": answered_already(opened),
        "open": may_answer(term.renewal_answer, due, term.end_date, today),
        "choices": [
            (key, RENEWAL_ANSWERS[key].text(opened.language), opened.address("answer_entry", key)) for key in ON_TOP
        ],
        "notice_passed": notice_has_passed(term, today),
        "lines": current_lines(opened),
        "follows": follows,
        "next_lines": _shown(follows),
        "next_amount": money_text(follows.amount, opened.contract.currency, opened.language) if follows else "",
        "print": opened.address("answer_quotation") if offers_quotation(opened) else "",
        "person_changed": opened.address("answer_entry", "person_changed"),
        "not_me": opened.address("answer_not_me"),
        "beside": shown(others(opened)),
    }
    return page(request, opened, "first", status, **context, **_frame(opened))


def _entry(request: HttpRequest, opened: Opened, form: AnswerForm, status: int = 200) -> HttpResponseBase:
    lines = _renewable(opened) if form.choice == "change" else []
    context = {
        "choice": form.choice,
        "title": RENEWAL_ANSWERS[form.choice].text(opened.language),
        "texts": form.texts,
        "errors": form.errors(opened.language),
        "rows": form.rows(lines, opened.language),
        "reasons": [(key, label.text(opened.language)) for key, label in CANCEL_REASONS.items()],
        "follows": _next(opened) if form.choice == "renew" else None,
        "first_page": opened.address(),
        "beside": shown(answerable(others(opened), form.choice)),
        "also": form.also,
    }
    return page(request, opened, "entry", status, **context, **_frame(opened))


def _check(request: HttpRequest, opened: Opened, form: AnswerForm, status: int = 200) -> HttpResponseBase:
    """What will be sent, with the button that sends it; or the fields again with what is wrong in them."""
    answer = _checked(opened, form)
    if form.problems and set(form.problems) != {FIELD}:
        return _entry(request, opened, form, 422)
    rows = form.rows(_renewable(opened) if form.choice == "change" else [], opened.language)
    context = {
        "choice": form.choice,
        "title": RENEWAL_ANSWERS[form.choice].text(opened.language),
        "shown": summary(form, answer, rows, opened.language),
        "beside": shown(_also(opened, form)),
        "kept": form.kept(),
        "submission": token_or_new(request.POST.get("submission", "")),
        "takes_order": form.choice in ORDERED_BY,
        "errors": form.errors(opened.language),
    }
    return page(request, opened, "check", status, **context, **_paper(opened, form.choice), **_frame(opened))


def _send(request: HttpRequest, opened: Opened, form: AnswerForm) -> HttpResponseBase:
    upload = read_order(request, form)
    answer = _checked(opened, form)
    if form.problems:
        return _check(request, opened, form, 422)
    try:
        submission = token_or_new(request.POST.get("submission", ""))
        with transaction.atomic():
            copies = [_keep(one, answer, submission, upload) for one in (opened, *_also(opened, form))]
    except Invalid as refused:
        form.blame(refused.problems)
        return _entry(request, opened, form, 422)
    except Conflict as refused:
        opened.term.refresh_from_db()
        opened.contract.refresh_from_db()
        opened.__dict__.pop("settled", None)
        text = " ".join(problem.text(opened.language) for problem in refused.problems)
        return _closed(request, opened) or _first(request, opened, text, 409)
    mark = ("&" if opened.chosen else "?") + "copy=0" if not all(copies) else ""
    return _see(opened.address("answer_done") + mark)


def _see(address: str) -> HttpResponseRedirect:
    """On to a page with GET, whatever was posted."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _keep(opened: Opened, answer: Answer, submission: uuid.UUID, upload: Upload | None) -> bool:
    """Register the answer with the purchase order that came with it; whether a copy is on its way.

    The same submission of a link is kept once, its file too.
    """
    name = f"{opened.link.term_id}:{opened.link.recipient}:{submission}"
    with transaction.atomic():
        order_file = keep_order(upload, opened.contract.pk, at=opened.frame.now, by_id=None)
        done_ = register(
            opened.contract.pk,
            replace(answer, order_file=order_file),
            actor=customer(answer.respondent),
            frame=opened.frame,
            source="page",
            token=uuid.uuid5(SPACE, name),
            term=opened.term.pk,
            recipient=opened.link.recipient,
        )
        if done_.repeated and order_file is not None:
            files.remove([order_file])
    return done_.copied or done_.repeated


def _also(opened: Opened, form: AnswerForm) -> list[Opened]:
    """The other contracts of the mail that are given the same answer, as the customer ticked them."""
    if not form.also:
        return []
    return [one for one in answerable(others(opened), form.choice) if str(one.term.pk) in form.also]


def _checked(opened: Opened, form: AnswerForm) -> Answer:
    """The answer that the form holds; what is wrong with it stands in the form."""
    answer = answer_of(form)
    try:
        answer_checks.check(answer, opened.term, opened.frame)
    except Invalid as refused:
        form.blame_beside(refused.problems)
    return answer


def _renewable(opened: Opened) -> Sequence[ContractLine]:
    return lines_that_renew(opened.term) if opened.term.end_date is not None else []


def _next(opened: Opened) -> NextTerm | None:
    key = (opened.contract.pk, opened.term.pk)
    return next_terms([key], opened.frame).get(key)


def _shown(follows: NextTerm | None) -> list[dict[str, str]]:
    lines = follows.lines if follows is not None else ()
    return [{"name": str(line["product.name"] or ""), "quantity": plain(line["quantity"])} for line in lines]


def _paper(opened: Opened, choice: str) -> dict[str, Any]:
    """Where the form 解約届 is downloaded that a cancellation asks for; "" for other answers, and where we have none."""
    asks = choice == "cancel" and is_there(CANCELLATION_FORM)
    return {"paper": opened.address("answer_cancellation_form") if asks else ""}


def _frame(opened: Opened) -> dict[str, Any]:
    """What stands on every page of a link that is ours."""
    return {"contract": opened.contract, "term": opened.term, "today": opened.frame.today}
