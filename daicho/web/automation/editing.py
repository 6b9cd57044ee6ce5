"""The plain editor of a process: its name, conditions, times and actions. Saving makes a new version; nothing is switched on."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.engine.automation import actions, listing, services
from daicho.engine.automation.definition import Action, parse
from daicho.engine.automation.models import Process
from daicho.engine.catalog import registry
from daicho.values.labels import Problem
from daicho.values.problems import Invalid, Missing, Refused
from daicho.values.storable import is_storable
from daicho.web.automation import draft as drafts
from daicho.web.automation.draft import Draft
from daicho.web.automation.draft_view import DraftView
from daicho.web.automation.subjects import OBJECTS, object_label
from daicho.web.given import positive
from daicho.web.visitors import Visitor, form_page

SECTION = "processes"
NEW_PARTS: Mapping[str, Mapping[str, Any]] = {
    "send_alert": {"do": "send_alert", "alert": ""},
    "notify": {"do": "notify", "to": ["owner"], "text": ""},
    "create_task": {"do": "create_task", "owner": "owner", "subject": ""},
}
CHANGE = re.compile(r"(add-condition|add-node|add-schedule|add-action|remove):([a-z0-9.]*)(?::([a-z_]+))?")


@form_page
def new_process(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """A new process: empty, or a copy of the one named by `copy`."""
    visitor.actor.require_feature("manage_processes", services.FEATURE)
    if request.method != "POST":
        return _form(request, visitor, _first(request.GET, visitor), templates=listing.processes(visitor.actor))
    draft = drafts.read(request.POST, _object(request.POST.get("object", "")))
    if request.POST.get("do") != "save":
        return _form(request, visitor, _changed(draft, request.POST.get("do", "")))
    problems = _problems(draft, None)
    if problems:
        return _form(request, visitor, draft, problems=problems)
    made = services.create_process(draft.name, _meant(draft), actor=visitor.actor, frame=visitor.frame)
    messages.success(request, gettext("プロセスを作りました。有効にするまで何も実行されません。"))
    return HttpResponseRedirect(reverse("process", args=[made.pk]), status=303)


@form_page
def edit_process(request: HttpRequest, visitor: Visitor, process_id: int) -> HttpResponse:
    """The latest version of a process; saving makes the next one."""
    visitor.actor.require_feature("manage_processes", services.FEATURE)
    process = listing.process(visitor.actor, process_id)
    latest = max(process.versions.all(), key=lambda one: one.number)
    if request.method != "POST":
        draft = drafts.of_definition(process.name, latest.definition, visitor.language)
        return _form(request, visitor, draft, process=process, version=latest.number)
    draft = drafts.read(request.POST, process.object)
    about: dict[str, Any] = {"process": process, "version": positive(request.POST.get("version", "")) or 0}
    if request.POST.get("do") != "save":
        return _form(request, visitor, _changed(draft, request.POST.get("do", "")), **about)
    if about["version"] != latest.number:
        return _form(request, visitor, draft, stale=latest.number, **about)
    problems = _problems(draft, latest.definition)
    if problems:
        return _form(request, visitor, draft, problems=problems, **about)
    return _save(request, visitor, process, draft, latest.definition)


def _save(
    request: HttpRequest, visitor: Visitor, process: Process, draft: Draft, before: Mapping[str, Any]
) -> HttpResponse:
    own = reverse("process", args=[process.pk])
    if draft.name != process.name:
        services.rename_process(process.pk, draft.name, actor=visitor.actor)
    stored = _meant(drafts.of_definition(process.name, before, visitor.language))
    if _plain(services.check_definition(_meant(draft), before)) == _plain(stored):
        same = gettext("内容は変わっていないため、新しい版は作っていません。")
        messages.success(request, gettext("保存しました。") if draft.name != process.name else same)
        return HttpResponseRedirect(own, status=303)
    version = services.add_version(process.pk, _meant(draft), actor=visitor.actor, frame=visitor.frame)
    said = gettext("版%(number)sを作りました。有効にすると動き始めます。")
    if process.active:
        said = gettext("版%(number)sを作りました。切り替えるまでは、いまの版が動き続けます。")
    messages.success(request, said % {"number": version.number})
    return HttpResponseRedirect(f"{own}?version={version.number}", status=303)


def _plain(definition: Mapping[str, Any]) -> Any:
    """A definition with every setting, also those that were left out: two that mean the same are equal."""
    parsed = parse(definition)
    bare = parsed.model_dump()
    for node, plain in zip(parsed.nodes, bare["nodes"], strict=True):
        plain["actions"] = [_told(action) for action in node.actions]
        for schedule, part in zip(node.schedules, plain["schedules"], strict=True):
            part["actions"] = [_told(action) for action in schedule.actions]
    return bare


def _told(action: Action) -> tuple[str, str, Any]:
    return action.key, action.do, actions.parameters(action)


def _first(given: QueryDict, visitor: Visitor) -> Draft:
    copied = positive(given.get("copy", ""))
    if copied is not None:
        process = listing.process(visitor.actor, copied)
        latest = max(process.versions.all(), key=lambda one: one.number)
        name = gettext("%(name)sのコピー") % {"name": process.name}
        return drafts.of_definition(name, latest.definition, visitor.language)
    empty = {"object": _object(given.get("object", "")), "start": "on_create", "nodes": [{"label": ""}]}
    return drafts.of_definition("", empty, visitor.language)


def _object(text: str) -> str:
    try:
        return registry.get(text).key if text in OBJECTS else "contract"
    except Missing:
        return "contract"


def _meant(draft: Draft) -> dict[str, Any]:
    """The definition without what only the form needs."""
    nodes = []
    for node in draft.definition["nodes"]:
        kept = {key: value for key, value in node.items() if key != "kept" and (key != "when" or value is not None)}
        nodes.append(kept)
    return {**draft.definition, "nodes": nodes}


def _problems(draft: Draft, before: Mapping[str, Any] | None) -> list[Problem]:
    """Everything that is wrong, at the places of the inputs; single inputs first, then what the engine finds."""
    found = list(draft.problems)
    if not draft.name:
        found.append(services.NO_NAME.problem("name"))
    if not is_storable(str(draft.definition)) or not is_storable(draft.name):
        found.append(drafts.NEEDED.problem("name"))
    if found:
        return found
    try:
        services.check_definition(_meant(draft), before)
    except Invalid as refused:
        return list(refused.problems)
    return []


def _changed(draft: Draft, wish: str) -> Draft:
    """The draft with a part added or removed, as a button of the form asked. Anything else leaves it as it is."""
    found = CHANGE.fullmatch(wish)
    if found is None:
        return draft
    deed, place, kind = found.groups()
    nodes = draft.definition["nodes"]
    try:
        if deed == "add-node":
            draft.rows[f"nodes.{len(nodes)}"] = []
            nodes.append({"label": "", "actions": [], "schedules": [], "kept": [], "stop_after": True})
        elif deed == "add-condition":
            draft.rows[place].append({"field": "", "op": "eq", "value": "", "was": None})
        elif deed == "add-schedule":
            schedule = {"offset": 30, "unit": "days", "direction": "before", "field": "", "at": "09:00", "actions": []}
            _at(draft.definition, place)["schedules"].append(schedule)
        elif deed == "add-action":
            _at(draft.definition, place).setdefault("actions", []).append(dict(NEW_PARTS[kind or "notify"]))
        else:
            _remove(draft, place)
    except (
        KeyError,
        IndexError,
        ValueError,
        TypeError,
    ):  # a place that the form does not hold: a stale or forged button
        return draft
    return draft


def _at(part: Any, place: str) -> Any:
    for step in place.split("."):
        part = part[int(step)] if step.isdecimal() else part[step]
    return part


def _remove(draft: Draft, place: str) -> None:
    above, _, last = place.rpartition(".")
    if above.endswith(".c"):
        del draft.rows[above.removesuffix(".c")][int(last)]
        return
    del _at(draft.definition, above)[int(last)]
    if above == "nodes":
        rows = [value for key, value in draft.rows.items() if key != place]
        draft.rows = {f"nodes.{at}": value for at, value in enumerate(rows)}


def _form(
    request: HttpRequest,
    visitor: Visitor,
    draft: Draft,
    *,
    problems: Sequence[Problem] = (),
    process: Process | None = None,
    version: int = 0,
    stale: int = 0,
    templates: Sequence[Process] = (),
) -> HttpResponse:
    try:
        shown = DraftView(draft, problems, visitor).context()
    except Refused as refused:  # its object is gone: nothing of it can be edited
        raise Invalid(*refused.problems) from None
    context = {
        **shown,
        "section": SECTION,
        "process": process,
        "version": version,
        "stale": stale,
        "templates": [(one.pk, one.name) for one in templates],
        "objects": [(key, object_label(key, visitor)) for key in OBJECTS],
        "copied": bool(request.GET.get("copy")),
    }
    return render(request, "pages/process_edit.html", context, status=412 if stale else 422 if problems else 200)
