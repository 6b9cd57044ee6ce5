"""The pages of reports: all of them, one with its table and chart, the records behind a number, and the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from daicho.engine.reports.saved import Saved, find_report, reports_of
from daicho.values.labels import Label
from daicho.values.problems import Invalid
from daicho.web.cells import moment
from daicho.web.records.exporting import FORMATS
from daicho.web.reports.chart import chart_of
from daicho.web.reports.exporting import file_name, report_table
from daicho.web.reports.keeping import may_delete, may_keep
from daicho.web.reports.narrowing import chips, prompts
from daicho.web.reports.place import Place, read_place
from daicho.web.reports.reading import read_report
from daicho.web.reports.rows import read_rows
from daicho.web.visitors import Visitor, page

SECTION = "reports"
EXPORT = Label("エクスポート", "export")


@dataclass(frozen=True, slots=True)
class Folder:
    """Reports that belong together."""

    name: str
    reports: Sequence[Saved]


@page
def reports(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """All reports that the visitor may use, in folders."""
    found = reports_of(visitor.actor, visitor.language)
    folders = [
        Folder(gettext("標準レポート"), [one for one in found if one.shipped]),
        Folder(gettext("共有レポート"), [one for one in found if one.shared and not one.shipped]),
        Folder(gettext("自分のレポート"), [one for one in found if not one.shared and not one.shipped]),
    ]
    return render(
        request, "pages/reports.html", {"section": SECTION, "folders": [one for one in folders if one.reports]}
    )


@page
def report(request: HttpRequest, visitor: Visitor, wanted: str) -> HttpResponse:
    """One report at the place that the address names."""
    place = _place(request, visitor, wanted)
    offered = prompts(place, visitor)
    context = {
        **_head(place, visitor),
        "prompts": offered,
        "chips": chips(place, offered),
        "problems": {problem.field or "on": problem.text(visitor.language) for problem in place.problems},
        "given_day": request.GET.get("on", "") if place.problems else "",
    }
    if place.problems:
        return render(request, "pages/report.html", context, status=400)
    shown = read_report(place, visitor)
    exports = [(name, place.exported(name)) for name in FORMATS] if _may_export(visitor) and shown.lines else []
    context |= {"shown": shown, "chart": chart_of(place, shown, visitor), "exports": exports}
    context |= {"keeps": may_keep(visitor), "deletes": may_delete(place.report, visitor)}
    return render(request, "pages/report.html", context)


@page
def rows_behind(request: HttpRequest, visitor: Visitor, wanted: str) -> HttpResponse:
    """The records behind a number."""
    place = _place(request, visitor, wanted)
    if place.problems:
        raise Invalid(*place.problems)
    context = {**_head(place, visitor), "listing": read_rows(place, request.GET, visitor), "back": place.link}
    return render(request, "pages/report_rows.html", context)


@page
def export(request: HttpRequest, visitor: Visitor, wanted: str, extension: str) -> HttpResponseBase:
    """What the report at the same address shows, as a file. Needs the right to export."""
    visitor.actor.require_feature("export", EXPORT)
    place = _place(request, visitor, wanted)
    if place.problems:
        raise Invalid(*place.problems)
    return FORMATS[extension](report_table(place, visitor), file_name(place, visitor))


def _place(request: HttpRequest, visitor: Visitor, wanted: str) -> Place:
    return read_place(find_report(visitor.actor, wanted, visitor.language), request.GET, visitor.frame.today)


def _head(place: Place, visitor: Visitor) -> dict[str, object]:
    """What stands above every page of a report: its words, its day, and the time of the data."""
    day = place.on or visitor.frame.today
    return {
        "section": SECTION,
        "report": place.report,
        "place": place,
        "day": day,
        "is_today": place.on is None,
        "data_at": moment(visitor.frame.now, visitor),
        "reader": visitor.actor.name,
    }


def _may_export(visitor: Visitor) -> bool:
    return visitor.actor.permissions.has_feature("export")
