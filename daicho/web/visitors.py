"""Who looks at a page: the actor, the moment and the language of one request, and the guard in front of every page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from daicho.engine.access.actors import Actor
from daicho.engine.access.models import User
from daicho.engine.access.people import actor_of
from daicho.engine.work.clock import now
from daicho.engine.work.frame import Frame, frame_at
from daicho.values.labels import Language
from daicho.values.problems import Conflict, Forbidden, Missing, Refused, Stale

STATUSES: tuple[tuple[type[Refused], int], ...] = ((Forbidden, 403), (Missing, 404), (Conflict, 409), (Stale, 412))


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person at one moment, reading in one language."""

    actor: Actor
    frame: Frame
    language: Language


Page = Callable[..., HttpResponseBase]
VISITOR = "daicho.visitor"
"""Where a request keeps its visitor for what stands on every page."""


def spoken() -> Language:
    """The language that this request is answered in."""
    return "ja" if (get_language() or "ja").startswith("ja") else "en"


def page(view: Callable[..., HttpResponseBase]) -> Page:
    """A page for people who are logged in, read with GET only; called with the request and its Visitor.

    A refusal becomes a page that says what was wrong. Part and page share an address, so caches are told to ask again.
    """
    return require_safe(_guarded(view))


def form_page(view: Callable[..., HttpResponseBase]) -> Page:
    """Like `page`, for pages that are also posted to."""
    return require_http_methods(["GET", "HEAD", "POST"])(_guarded(view))


def post_only(view: Callable[..., HttpResponseBase]) -> Page:
    """Like `page`, for addresses that are only posted to."""
    return require_POST(_guarded(view))


def visitor_of(request: HttpRequest) -> Visitor | None:
    """The visitor of a request that a guarded page answers; None elsewhere (the log-in page, errors)."""
    found = request.META.get(VISITOR)
    return found if isinstance(found, Visitor) else None


def _guarded(view: Callable[..., HttpResponseBase]) -> Page:
    @wraps(view)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return _log_in_first(request)
        visitor = Visitor(actor_of(user), frame_at(now()), spoken())
        request.META[VISITOR] = visitor
        try:
            response = view(request, visitor, **parts)
        except Refused as refused:
            response = _refusal(request, refused)
        patch_vary_headers(response, ["HX-Request", "HX-Target", "Cookie"])
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return guarded


def wants_part(request: HttpRequest, target: str) -> bool:
    """Whether only the part with this id is asked for, to be put into a page that is already there."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == target


def _log_in_first(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(response.url)
    return response


def _refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(request.get_full_path())
    status = next((code for kind, code in STATUSES if isinstance(refused, kind)), 400)
    texts = [problem.text(spoken()) for problem in refused.problems]
    return render(request, "pages/refused.html", {"texts": texts, "missing": status == 404}, status=status)
