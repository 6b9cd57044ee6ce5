"""What became of an action on many records: kept until it was looked at, so that reloading the page repeats nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from daicho.web.addresses import address
from daicho.web.records.kinds import kind_of
from daicho.web.visitors import Visitor, page

KEPT = "daicho.outcome"


@dataclass(frozen=True, slots=True)
class Failure:
    """One record that stayed as it was, and why."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """`title` names the action, `done` says what was done in a sentence; `notes` are further sentences. `back` is the list."""

    object: str
    title: str
    done: str
    records: Sequence[tuple[int, str]] = ()
    notes: Sequence[str] = ()
    failures: Sequence[Failure] = field(default_factory=tuple)
    back: str = ""


def told(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Keep the outcome for this browser and go to the page that shows it."""
    request.session[KEPT] = asdict(outcome)
    return HttpResponseRedirect(reverse(f"{kind_of(outcome.object).section}_done"), status=303)


@page
def outcome(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """What the last action on many records of this object did; the list where there was none."""
    kind = kind_of(object_key)
    kept = request.session.get(KEPT)
    if not isinstance(kept, dict) or kept.get("object") != object_key:
        return HttpResponseRedirect(reverse(kind.section))
    context = {
        "section": kind.section,
        "outcome": kept,
        "plural": kind.spec.plural.text(visitor.language),
        "list": address(kind.section) + kept["back"],
        "records": [(address(object_key, one[0]), one[1]) for one in kept["records"]],
        "failures": [{**one, "href": address(object_key, one["id"])} for one in kept["failures"]],
    }
    return render(request, "pages/bulk_done.html", context)
