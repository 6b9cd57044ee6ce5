"""The guard in front of the customer's pages: the link read, its contract found, the language chosen, the headers set.

Nobody logs in here: the link itself is the right to answer, so there is nothing that another site could misuse, and the
pages need neither cookie nor session (their forms carry no CSRF token for that reason). A GET never changes anything: mail
scanners that follow links answer for nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from daicho.business.contracts.answer_links import AnswerLink, read_link
from daicho.business.contracts.models import Contract, ContractTerm, RenewalAnswer
from daicho.business.operations.answers import checks as answer_checks
from daicho.business.organisation.own_files import is_there
from daicho.business.organisation.settings import organisation
from daicho.engine.work.clock import now
from daicho.engine.work.frame import Frame, frame_at
from daicho.rules.renewal_answers import link_works_until
from daicho.values.labels import Language, Problem
from daicho.values.problems import Invalid
from daicho.web.answers.limits import too_many

LANGUAGES: tuple[Language, Language] = ("ja", "en")


@dataclass
class Opened:
    """One look at one link: the contract and the term that it is about, at one moment, in one language."""

    link: AnswerLink
    token: str
    contract: Contract
    term: ContractTerm
    frame: Frame
    language: Language
    chosen: str

    @property
    def expired(self) -> bool:
        """Whether the link has ceased to work."""
        last = link_works_until(self.term.end_date)
        return last is not None and last < self.frame.today

    @cached_property
    def settled(self) -> Problem | None:
        """Why there is nothing to answer any more, None while there is."""
        later = ContractTerm.objects.filter(contract=self.contract).aggregate(last=Max("number"))["last"]
        if self.contract.cancel_date is None and later > self.term.number:
            return answer_checks.RENEWED.problem()
        return answer_checks.settled(self.contract, self.term)

    @cached_property
    def answers(self) -> list[RenewalAnswer]:
        """What was answered so far, the latest first."""
        return list(RenewalAnswer.objects.filter(term=self.term).order_by("-id")[:20])

    @property
    def last_answer(self) -> RenewalAnswer | None:
        """The latest of them; None before the first."""
        return self.answers[0] if self.answers else None

    def address(self, page: str = "answer", *parts: str) -> str:
        """The address of one of the pages of this link, in the language chosen on it."""
        path = reverse(page, args=[self.token, *parts])
        return f"{path}?lang={self.chosen}" if self.chosen else path


View = Callable[..., HttpResponseBase]


def customer_page(view: View) -> View:
    """A page for whoever holds the link, read with GET and HEAD and perhaps posted to; called with the request and Opened."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **parts: str) -> HttpResponseBase:
        frame = frame_at(now())
        opened = _open(request, token, frame)
        language = opened.language if opened is not None else _wanted(request) or _spoken(translation.get_language())
        with translation.override(language):
            if too_many(request, "send" if request.method == "POST" else "look", token if opened is not None else ""):
                response = page(request, opened, "too_many", status=429)
            elif opened is None:
                response = page(request, None, "altered", status=404)
            else:
                response = view(request, opened, **parts)
        return _sealed(response, language)

    return guarded


def page(
    request: HttpRequest, opened: Opened | None, name: str, status: int = 200, **context: object
) -> HttpResponseBase:
    """One of the pages (a template of answers/) in the organisation's frame. `opened` None: the link is not known."""
    ours = organisation()
    frame = {
        "opened": opened,
        "organisation": ours.name,
        "has_logo": opened is not None and is_there("logo"),
        "languages": _switch(request, opened),
        "lang": _wanted(request) or "",
    }
    return render(request, f"answers/{name}.html", {**frame, **context}, status=status)


def _open(request: HttpRequest, token: str, frame: Frame) -> Opened | None:
    """What the link opens; None when it was altered or its contract is gone."""
    try:
        link = read_link(token)
    except Invalid:
        return None
    term = ContractTerm.objects.filter(pk=link.term_id, contract=link.contract_id).first()
    if term is None:
        return None
    people = ("account", "contact", "owner", "operations_user")
    contract = Contract.objects.select_related(*people).get(pk=link.contract_id)
    chosen = _wanted(request)
    own = (contract.contact.language if contract.contact is not None else "") or contract.account.language
    return Opened(link, token, contract, term, frame, chosen or _spoken(own), chosen or "")


def _wanted(request: HttpRequest) -> Language | None:
    given = request.GET.get("lang", "")
    return next((language for language in LANGUAGES if language == given), None)


def _spoken(language: str | None) -> Language:
    return "en" if (language or "ja").startswith("en") else "ja"


def _switch(request: HttpRequest, opened: Opened | None) -> list[dict[str, object]]:
    names = {"ja": "日本語", "en": "English"}
    return [
        {
            "code": code,
            "name": names[code],
            "href": f"{request.path}?lang={code}",
            "now": _spoken(translation.get_language()) == code,
        }
        for code in LANGUAGES
    ]


def _sealed(response: HttpResponseBase, language: str) -> HttpResponseBase:
    """Kept by nobody, found by no search engine, and the address, which is a key, is told to nobody."""
    if isinstance(response, HttpResponse) or "Cache-Control" not in response:
        response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = language
    return response
