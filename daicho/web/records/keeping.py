"""Views of one's own: keep what a list shows as a view, change, rename, delete it, and put views into the sidebar."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.listviews import pins
from daicho.engine.listviews.sharing import FEATURE
from daicho.engine.listviews.views import NO_VIEW, View, find_view
from daicho.engine.records import intake
from daicho.values.labels import Problem
from daicho.values.problems import Invalid, Missing
from daicho.web.records.chips import chips
from daicho.web.records.kinds import Kind, kind_of
from daicho.web.records.listing import Asked, read_asked
from daicho.web.records.location import Location, read_location
from daicho.web.visitors import Visitor, form_page, post_only

SOURCE = "web"
OBJECT = "list_view"
LONGEST_NAME = 100


@form_page
def keep_view(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """What the list at this address shows, as a new view with a name: GET asks for it, POST keeps it."""
    kind = kind_of(object_key)
    location = read_location(request.GET)
    asked = read_asked(kind, location, visitor)
    if request.method != "POST":
        name = gettext("%(name)sのコピー") % {"name": asked.view.name} if asked.view.id else asked.view.name
        return _form(request, visitor, kind, asked, location, {"name": name, "sharing": "private"})
    given = _given(request.POST, visitor)
    try:
        raw = {**given, "object": object_key, **_shown(asked)}
        view_id = intake.create_one(visitor.actor, OBJECT, raw, visitor.frame, SOURCE)
    except Invalid as refused:
        return _form(request, visitor, kind, asked, location, given, refused.problems)
    if request.POST.get("pin") == "1":
        pins.pin(visitor.actor, view_id, pinned=True)
    messages.success(request, gettext("ビュー「%(name)s」を保存しました。") % {"name": given["name"]})
    return HttpResponseRedirect(reverse(kind.section) + Location(view=str(view_id)).link, status=303)


@form_page
def change_view(request: HttpRequest, visitor: Visitor, object_key: str, view_id: int) -> HttpResponse:
    """A view's name, description and sharing: GET asks, POST changes them; shown to those who may change the view."""
    kind = kind_of(object_key)
    view = _own(visitor, kind, view_id)
    location = Location(view=str(view_id))
    asked = read_asked(kind, location, visitor)
    if request.method != "POST":
        now = {"name": view.name, "description": view.description}
        now["sharing"] = "everyone" if view.shared else "private"
        return _form(request, visitor, kind, asked, location, now, view=view)
    given = _given(request.POST, visitor)
    try:
        intake.change(visitor.actor, OBJECT, view_id, given, visitor.frame, SOURCE)
    except Invalid as refused:
        return _form(request, visitor, kind, asked, location, given, refused.problems, view=view)
    messages.success(request, gettext("ビュー「%(name)s」を保存しました。") % {"name": given["name"]})
    return HttpResponseRedirect(reverse(kind.section) + location.link, status=303)


@post_only
def update_view(request: HttpRequest, visitor: Visitor, object_key: str, view_id: int) -> HttpResponse:
    """Write the conditions, columns and order of the list into its view."""
    kind = kind_of(object_key)
    view = _own(visitor, kind, view_id)
    asked = read_asked(kind, read_location(request.POST), visitor)
    intake.change(visitor.actor, OBJECT, view_id, _shown(asked), visitor.frame, SOURCE)
    messages.success(request, gettext("ビュー「%(name)s」を保存しました。") % {"name": view.name})
    return HttpResponseRedirect(reverse(kind.section) + Location(view=str(view_id)).link, status=303)


@post_only
def delete_view(request: HttpRequest, visitor: Visitor, object_key: str, view_id: int) -> HttpResponse:
    """Delete a view; the records that it listed stay."""
    kind = kind_of(object_key)
    view = _own(visitor, kind, view_id)
    intake.remove(visitor.actor, OBJECT, view_id, visitor.frame, SOURCE)
    messages.success(request, gettext("ビュー「%(name)s」を削除しました。") % {"name": view.name})
    return HttpResponseRedirect(reverse(kind.section), status=303)


@post_only
def pin_view(request: HttpRequest, visitor: Visitor, object_key: str, view_id: int) -> HttpResponse:
    """Put a view into one's sidebar, or take it out."""
    kind = kind_of(object_key)
    pins.pin(visitor.actor, view_id, pinned=request.POST.get("pinned") == "1")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else reverse(kind.section), status=303)


def may_change(view: View, visitor: Visitor) -> bool:
    """Whether the visitor may change and delete the view: his own, or he may change all; a shared one only with the right."""
    may = visitor.actor.permissions
    if not view.id or not may.may("edit", OBJECT) or (view.shared and not may.has_feature(FEATURE)):
        return False
    return view.owner == visitor.actor.user_id or may.may("modify_all", OBJECT)


def _own(visitor: Visitor, kind: Kind, view_id: int) -> View:
    """The view of somebody who may change it. Raises Missing for another; what he may not is refused where it is written."""
    view = find_view(visitor.actor, kind.object, str(view_id), visitor.language)
    if view.id != view_id:
        raise Missing(NO_VIEW.problem("view", object=kind.spec.label, view=str(view_id)))
    return view


def _given(posted: QueryDict, visitor: Visitor) -> dict[str, str]:
    """What the form holds. Whoever may not share keeps a view for himself, whatever the form says."""
    sharing = "everyone" if posted.get("sharing") == "everyone" else "private"
    if not visitor.actor.permissions.has_feature(FEATURE):
        sharing = "private"
    texts = {key: posted.get(key, "").replace("\0", "").strip() for key in ("name", "description")}
    return {"name": texts["name"][:LONGEST_NAME], "description": texts["description"][:300], "sharing": sharing}


def _shown(asked: Asked) -> dict[str, Any]:
    """The list as a view keeps it: its columns, its conditions (what was searched for is one of them) and its order."""
    query = asked.query
    node = query.filter.to_json()
    return {
        "columns": [path.text for path in asked.visible],
        "filter": None if node == {"and": []} else node,
        "sort": [key.text for key in query.sort],
    }


def _form(
    request: HttpRequest,
    visitor: Visitor,
    kind: Kind,
    asked: Asked,
    location: Location,
    given: dict[str, str],
    problems: Iterable[Problem] = (),
    view: View | None = None,
) -> HttpResponse:
    wrong = [problem.text(visitor.language) for problem in problems]
    context = {
        "section": kind.section,
        "kind": kind,
        "plural": kind.spec.plural.text(visitor.language),
        "view": view,
        "given": given,
        "wrong": wrong,
        "may_share": visitor.actor.permissions.has_feature(FEATURE),
        "columns": [path.label(visitor.language) for path in asked.visible],
        "conditions": [chip.text for chip in chips(asked.query.filter, location, visitor)],
        "count": f"{select.count(visitor.actor, asked.query, visitor.frame):,}",
        "back": reverse(kind.section) + location.start().link,
    }
    return render(request, "pages/view.html", context, status=422 if wrong else 200)
