"""Reports of one's own: keep what a report shows, with its choices, under a name; delete it again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from daicho.engine.catalog.filters import parse_filter
from daicho.engine.records import intake
from daicho.engine.reports.saved import Saved, find_report
from daicho.values.problems import Invalid
from daicho.web.addresses import address
from daicho.web.reports.place import Place, read_place
from daicho.web.visitors import Visitor, post_only

OBJECT = "report"
SOURCE = "web"
LONGEST_NAME = 100


@post_only
def keep_report(request: HttpRequest, visitor: Visitor, wanted: str) -> HttpResponse:
    """What the report at this address shows, as a new report of the visitor's own; the day stays today's."""
    report = find_report(visitor.actor, wanted, visitor.language)
    place = read_place(report, request.GET, visitor.frame.today)
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    try:
        made = intake.create_one(visitor.actor, OBJECT, _kept(place, name), visitor.frame, SOURCE)
    except Invalid as refused:
        for problem in refused.problems:
            messages.error(request, problem.text(visitor.language))
        return HttpResponseRedirect(place.link, status=303)
    messages.success(request, gettext("レポート「%(name)s」を保存しました。") % {"name": name})
    return HttpResponseRedirect(address("report", made), status=303)


@post_only
def delete_report(request: HttpRequest, visitor: Visitor, wanted: str) -> HttpResponse:
    """Delete a report; what it counted stays."""
    report = find_report(visitor.actor, wanted, visitor.language)
    intake.remove(visitor.actor, OBJECT, report.id, visitor.frame, SOURCE)
    messages.success(request, gettext("レポート「%(name)s」を削除しました。") % {"name": report.name})
    return HttpResponseRedirect(address("reports"), status=303)


def may_keep(visitor: Visitor) -> bool:
    """Whether the visitor may have reports of his own."""
    return visitor.actor.permissions.may("create", OBJECT)


def may_delete(report: Saved, visitor: Visitor) -> bool:
    """Whether the visitor may delete the report: his own private one."""
    own = report.owner is not None and report.owner == visitor.actor.user_id
    return own and not report.shared and visitor.actor.permissions.may("delete", OBJECT)


def _kept(place: Place, name: str) -> dict[str, Any]:
    """The report as it is stored: what was chosen becomes part of its filter, and the order its own."""
    report, definition = place.report, place.report.definition.model_dump(mode="json")
    own = parse_filter(report.object, definition["filter"])
    parts = [one for one in (own.to_json(), place.narrowing().to_json()) if one not in ({}, {"and": []})]
    definition["filter"] = {"and": parts} if parts else None
    if place.sort:
        definition["sort"] = [place.sort]
    return {
        "name": name,
        "description": report.description,
        "note": report.note,
        "object": report.object,
        "definition": definition,
        "sharing": "private",
    }
