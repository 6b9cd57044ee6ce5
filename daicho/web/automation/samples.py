"""The real record on which a template, an alert or a process is tried: found by search, else the latest one."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from daicho.engine.access import select
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Label
from daicho.values.problems import Refused
from daicho.web.addresses import record_address
from daicho.web.records.references import resolved, suggestions
from daicho.web.records.typed import Typed
from daicho.web.visitors import Visitor, page

KEY = "sample"


@dataclass(frozen=True, slots=True)
class Sample:
    """The chosen record; `id` None: there is none to try with."""

    id: int | None = None
    text: str = ""
    link: str = ""


@page
def suggest_sample(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """Records to try with, while somebody types."""
    try:
        found = suggestions(registry.get(object_key).key, request.GET.get(KEY, ""), visitor)
    except Refused:
        found = []
    return render(request, "partials/form/suggestions.html", {"found": found, "key": KEY})


def sample_of(object_key: str, given: QueryDict, visitor: Visitor) -> Sample:
    """The record that the form names; without one the latest that the visitor may read. Raises Missing, Invalid."""
    spec = registry.get(object_key)
    typed = Typed(given.get(KEY, "").strip(), id=given.get(f"{KEY}.id", ""))
    if typed.text:
        field = FieldSpec(KEY, "lookup", Label("確認に使うレコード", "Record to try with"), target=spec.key)
        record_id = resolved(field, typed, visitor)
    elif visitor.actor.permissions.may("read", spec.key):
        query = make_query(spec.key, columns=[spec.name_field], sort="-id", limit=1)
        rows = select.select(visitor.actor, query, visitor.frame).rows
        record_id = rows[0]["id"] if rows else None
    else:
        record_id = None
    if record_id is None:
        return Sample()
    rows = list(select.fetch(visitor.actor, spec.key, [record_id], [spec.name_field], visitor.frame).values())
    name = str(rows[0][spec.name_field] or f"#{record_id}") if rows else typed.text
    return Sample(record_id if rows else None, name, record_address(f"{spec.key}:{record_id}"))
