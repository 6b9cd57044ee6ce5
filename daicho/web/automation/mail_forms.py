"""What the editors of templates and alerts share: the form shown anew while it is written, saved once, never over somebody else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records import checks, intake
from daicho.engine.records.command import STALE
from daicho.engine.records.reading import read_record
from daicho.values.labels import Problem
from daicho.values.problems import Conflict, Invalid, Missing, Stale
from daicho.web.automation.subjects import offered
from daicho.web.visitors import Visitor

SECTION = "processes"
SOURCE = "web"
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Editor:
    """One of the two editors: what it edits, and how inputs, stored values and its part of the page come about.

    `route` is the name of the record's address, `page` the template's; `context` is called with the inputs, the query
    or form that came, and the visitor.
    """

    spec: ObjectSpec
    keys: Sequence[str]
    route: str
    page: str
    posted: Callable[[QueryDict], Given]
    stored: Callable[[Given], Given]
    context: Callable[[Given, QueryDict, Visitor], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Edited:
    """The record that is edited; none (`id` None) while it is new."""

    id: int | None = None
    version: int | None = None


def create(editor: Editor, request: HttpRequest, visitor: Visitor, first: Callable[[], Given]) -> HttpResponse:
    """The form with its first values; posted to with do=save it makes the record."""
    checks.may_create(visitor.actor, editor.spec)
    if request.method != "POST":
        return _form(editor, request, visitor, first())
    given = editor.posted(request.POST)
    if request.POST.get("do") != "save":
        return _form(editor, request, visitor, given)
    try:
        made = intake.create_one(visitor.actor, editor.spec.key, dict(given), visitor.frame, SOURCE)
    except (Invalid, Conflict, Missing) as refused:
        return _form(editor, request, visitor, given, problems=refused.problems)
    return _saved(editor, request, made)


def edit(editor: Editor, request: HttpRequest, visitor: Visitor, record_id: int) -> HttpResponse:
    """The form of a record; those who may not edit it read it only. Only what was changed is saved."""
    read = read_record(visitor.actor, editor.spec.key, record_id, visitor.frame, list(editor.keys))
    now = editor.stored(read.record.rows[0])
    edited = Edited(record_id, read.version)
    if request.method != "POST":
        return _form(editor, request, visitor, now, edited)
    checks.may_write(visitor.actor, editor.spec, [record_id], "edit", visitor.frame)
    given = editor.posted(request.POST)
    if request.POST.get("do") != "save":
        return _form(editor, request, visitor, given, edited)
    changed = {key: value for key, value in given.items() if _bare(value) != _bare(now[key])}
    try:
        if changed and request.POST.get("version", "") != str(read.version):
            raise Stale(STALE.problem(object=editor.spec.label))
        if changed:
            intake.change(
                visitor.actor, editor.spec.key, record_id, changed, visitor.frame, SOURCE, version=read.version
            )
    except Stale as refused:
        return _form(editor, request, visitor, given, edited, problems=refused.problems, status=412)
    except (Invalid, Conflict, Missing) as refused:
        return _form(editor, request, visitor, given, edited, problems=refused.problems)
    return _saved(editor, request, record_id)


def _bare(value: Any) -> Any:
    """Texts without the spaces around them, which saving drops."""
    return value.strip() if isinstance(value, str) else value


def _saved(editor: Editor, request: HttpRequest, record_id: int) -> HttpResponse:
    messages.success(request, gettext("保存しました。"))
    return HttpResponseRedirect(reverse(editor.route, args=[record_id]), status=303)


def _form(
    editor: Editor,
    request: HttpRequest,
    visitor: Visitor,
    given: Given,
    edited: Edited | None = None,
    *,
    problems: Sequence[Problem] = (),
    status: int = 0,
) -> HttpResponse:
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        key = problem.field if problem.field in editor.keys else ""
        wrong.setdefault(key or "", []).append(problem.text(visitor.language))
    about = edited or Edited()
    context = {
        "section": SECTION,
        "given": given,
        "wrong": wrong,
        "count": len(problems),
        "record_id": about.id,
        "version": about.version,
        "may_edit": visitor.actor.permissions.may("create" if about.id is None else "edit", editor.spec.key),
        "objects": offered(given["object"], visitor),
        **editor.context(given, request.POST if request.method == "POST" else request.GET, visitor),
    }
    return render(request, editor.page, context, status=status or (422 if problems else 200))
