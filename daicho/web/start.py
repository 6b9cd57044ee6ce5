"""The first start: company, fiscal year and posting day, then how to begin. Shown once, to administrators."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from daicho.business.operations.demo import beginning
from daicho.business.operations.demo.beginning import Choice, begin
from daicho.business.organisation.changing import FEATURE, MANAGE
from daicho.engine.access.actors import Actor
from daicho.values.labels import Message, Problem
from daicho.values.problems import Conflict, Invalid
from daicho.web.addresses import address
from daicho.web.records.typed import Typed
from daicho.web.settings import form
from daicho.web.settings.form import ORGANISATION
from daicho.web.visitors import Visitor, form_page, wants_part

KEYS = ("name", "fiscal_first_month", "posting_day")
CHOICES = ("import", "demo", "empty")
STATE = "start-state"
"""The id of the part that is asked for again while the demo is made."""
WEAK = Message("demo_password_weak", ja="{reason}", en="{reason}")


def wanted(actor: Actor) -> bool:
    """Whether this person is led here after logging in."""
    return actor.permissions.has_feature(FEATURE) and beginning.is_fresh()


@form_page
def start(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """はじめに. Posting keeps the answers and goes on; a demo that is being made is waited for here."""
    visitor.actor.require_feature(FEATURE, MANAGE)
    chosen = beginning.chosen()
    state = chosen.state if chosen is not None else ""
    failed = (chosen.problem.get(visitor.language) or "") if chosen is not None and state == beginning.FAILED else ""
    if state == beginning.WANTED:
        return _waiting(request, chosen.attempts if chosen is not None else 0)
    if not failed and not beginning.is_fresh():
        return _leave(request, done=state == beginning.DONE and wants_part(request, STATE))
    if wants_part(request, STATE):
        return HttpResponseClientRedirect(reverse("start"))  # the demo failed while it was waited for
    if request.method != "POST":
        first = form.stored(form.read(visitor), visitor)
        return _page(request, visitor, first, failed=failed)
    given = form.posted(request.POST)
    try:
        choice = _begin(request.POST, given, visitor)
    except (Invalid, Conflict) as refused:
        return _page(request, visitor, given, problems=refused.problems, failed=failed, status=422)
    places: Mapping[Choice, str] = {"import": address("imports"), "demo": reverse("start"), "empty": ""}
    return HttpResponseRedirect(places[choice] or reverse("home"), status=303)


def _begin(posted: QueryDict, given: Mapping[str, Typed], visitor: Visitor) -> Choice:
    """Keep what was filled in and how to begin. Raises Invalid with everything that is wrong, Conflict."""
    choice = cast(Choice, posted.get("choice") if posted.get("choice") in CHOICES else "empty")
    password = posted.get("password", "") if choice == "demo" else ""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    try:
        values = form.values(KEYS, given, visitor, form.read(visitor))
    except Invalid as refused:
        problems += refused.problems
    if choice != "demo" and not given["name"].text.strip():
        problems.append(beginning.NAME_NEEDED.problem("name"))
    if password:
        problems += _weak(password)
    if problems:
        raise Invalid(*problems)
    begin(visitor.actor, choice, values, visitor.frame, password=make_password(password) if password else "")
    return choice


def _weak(password: str) -> list[Problem]:
    try:
        validate_password(password)
    except ValidationError as error:
        return [WEAK.problem("password", reason=" ".join(error.messages))]
    return []


def _page(
    request: HttpRequest,
    visitor: Visitor,
    given: Mapping[str, Typed],
    *,
    problems: Sequence[Problem] = (),
    failed: str = "",
    status: int = 200,
) -> HttpResponse:
    fields = {field.key: field for part in form.shown(given, visitor, problems) for field in part.fields}
    known = {*KEYS, "password"}
    context = {
        "section": "start",
        "fields": [fields[key] for key in KEYS],
        "errors": [(problem.field, problem.text(visitor.language)) for problem in problems if problem.field in known],
        "loose": [problem.text(visitor.language) for problem in problems if problem.field not in known],
        "password_errors": [problem.text(visitor.language) for problem in problems if problem.field == "password"],
        "importing": address("imports"),
        "failed": failed,
        "object": ORGANISATION.spec.label.text(visitor.language),
    }
    return render(request, "pages/start.html", context, status=status)


def _waiting(request: HttpRequest, attempts: int) -> HttpResponse:
    template = "partials/start/waiting.html" if wants_part(request, STATE) else "pages/start_waiting.html"
    return render(request, template, {"section": "start", "begun": attempts > 0})


def _leave(request: HttpRequest, *, done: bool) -> HttpResponse:
    """Somebody has begun: on to the first page, and when the demo has just been made, a word about it."""
    if wants_part(request, STATE):
        if done:
            messages.success(request, gettext("デモデータを入れました。"))
        return HttpResponseClientRedirect(reverse("home"))
    return HttpResponseRedirect(reverse("home"))
