"""The page on which the columns of a list are chosen: add, take away, reorder. Works by plain forms; keeps nothing itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import Path, resolve
from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Language
from daicho.values.problems import Invalid
from daicho.values.text import normalise
from daicho.web.records.kinds import Kind, kind_of
from daicho.web.records.listing import read_asked
from daicho.web.records.location import MOST_COLUMNS, read_location
from daicho.web.visitors import Visitor, page

NOT_SHOWN = ("json", "rich_text")
FARTHEST = 2
"""Lookups that offered columns go through at most where somebody searches; one without a search."""
MOST_OFFERED = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """One column: its path and its name. `object` names where it comes from."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """Columns of one object, reached through lookups or none; `key` is their path ("" : the object itself)."""

    key: str
    name: str
    offers: Sequence[Offer]


@page
def choose_columns(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """The columns of the list at this address. Every button sends the whole choice; `apply` goes back to the list."""
    kind = kind_of(object_key)
    location = read_location(request.GET)
    asked = read_asked(kind, location, visitor)
    given = request.GET.getlist("column")
    chosen = _edited(kind, given or [path.text for path in asked.visible], request.GET.get("do", ""))
    wanted = request.GET.get("find", "").replace("\0", "")[:60]
    if request.GET.get("do") == "apply" and chosen:
        there = location.start(columns=tuple(chosen))
        return HttpResponseRedirect(reverse(kind.section) + there.link)
    context = {
        "section": kind.section,
        "kind": kind,
        "view": asked.view,
        "plural": kind.spec.plural.text(visitor.language),
        "chosen": [Offer(path, resolve(object_key, path).label(visitor.language)) for path in chosen],
        "groups": offered(kind, visitor, chosen, wanted),
        "full": len(chosen) >= MOST_COLUMNS,
        "find": wanted,
        "pairs": [pair for pair in location.pairs if pair[0] != "columns"],
        "back": reverse(kind.section) + location.start().link,
    }
    return render(request, "pages/columns.html", context)


def offered(kind: Kind, visitor: Visitor, chosen: Sequence[str] = (), wanted: str = "") -> list[OfferGroup]:
    """Columns to add, in groups: the object's own, then those behind its lookups; with `wanted` those so named."""
    language = visitor.language
    needle = normalise(wanted)
    groups: list[OfferGroup] = []
    count = 0
    for path in _hops(kind.object, visitor, FARTHEST if needle else 1):
        name = " › ".join(hop.label.text(language) for hop in path)
        offers = []
        for spec in registry.get((path[-1].target or "") if path else kind.object).fields:
            text = ".".join([*(hop.key for hop in path), spec.key])
            label = spec.label.text(language)
            if text in chosen or spec.hidden or spec.type in NOT_SHOWN or not _found(needle, name, label, spec):
                continue
            offers.append(Offer(text, label))
        offers = offers[: MOST_OFFERED - count] if needle else offers
        count += len(offers)
        if offers:
            key = ".".join(hop.key for hop in path)
            groups.append(OfferGroup(key, name or kind.spec.label.text(language), offers))
    return groups


def usable(kind: Kind, text: str, language: Language) -> Path | None:
    """The path that a form names; None where there is none such."""
    try:
        return resolve(kind.object, text)
    except Invalid:
        return None


def _edited(kind: Kind, given: Sequence[str], do: str) -> list[str]:
    """The choice after one step: add:path, remove:path, up:path, down:path. What is no column is left out."""
    chosen = [text for text in dict.fromkeys(given) if usable(kind, text, "ja")][:MOST_COLUMNS]
    step, _, text = do.partition(":")
    if step == "add" and text not in chosen and len(chosen) < MOST_COLUMNS and usable(kind, text, "ja"):
        return [*chosen, text]
    if text not in chosen:
        return chosen
    at = chosen.index(text)
    if step == "remove" and len(chosen) > 1:
        return [one for one in chosen if one != text]
    to = {"up": at - 1, "down": at + 1}.get(step, at)
    if 0 <= to < len(chosen):
        chosen[at], chosen[to] = chosen[to], chosen[at]
    return chosen


def _hops(object_key: str, visitor: Visitor, farthest: int) -> Iterator[tuple[FieldSpec, ...]]:
    """The ways through lookups to objects that the visitor may read, the shortest first; the object itself is ()."""
    waiting: list[tuple[tuple[FieldSpec, ...], str]] = [((), object_key)]
    while waiting:
        path, key = waiting.pop(0)
        yield path
        if len(path) >= farthest:
            continue
        for spec in registry.get(key).fields:
            walked = spec.type == "lookup" and spec.source in ("record", "occurrence", "custom") and spec.target
            if walked and spec.target and visitor.actor.permissions.may("read", spec.target):
                waiting.append(((*path, spec), spec.target))


def _found(needle: str, group: str, label: str, spec: FieldSpec) -> bool:
    return not needle or needle in normalise(f"{group} {label}") or needle in normalise(spec.label.en)
