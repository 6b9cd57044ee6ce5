"""メールテンプレート: the list, the editor, and the preview on a real record beside it while somebody writes."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.automation.mail_trials import try_mail
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.mail import recipients as definitions
from daicho.engine.mail.alerts import Alert
from daicho.engine.mail.models import EmailAlert
from daicho.engine.mail.objects import EMAIL_TEMPLATE, check_template
from daicho.engine.mail.picking import available_fields
from daicho.engine.records import checks, intake
from daicho.engine.records.command import STALE
from daicho.engine.records.reading import read_record
from daicho.values.labels import Problem
from daicho.values.problems import Conflict, Invalid, Missing, Refused, Stale
from daicho.values.storable import is_storable
from daicho.web.automation.samples import Sample, sample_of
from daicho.web.automation.words import Words
from daicho.web.given import positive
from daicho.web.records.kinds import KINDS
from daicho.web.visitors import Visitor, form_page, page, post_only

SECTION = "processes"
OBJECT = "email_template"
SOURCE = "web"
KEYS = ("name", "object", "language", "folder", "subject", "text", "html")
OBJECTS = tuple(kind.object for kind in KINDS if kind.object not in ("price", "task"))
"""Whose records mails are written about."""
Values = Mapping[str, str]


@page
def template_list(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every template with the alerts that use it."""
    columns = ["name", "object", "subject", "language", "folder"]
    query = make_query(OBJECT, columns=columns, sort=("name", "id"))
    rows = select.select(visitor.actor, query, visitor.frame).rows
    used: dict[int, list[str]] = {}
    for template_id, name in EmailAlert.objects.order_by("name").values_list("template_id", "name"):
        used.setdefault(template_id, []).append(name)
    shown = [{**row, "object": object_label(row["object"], visitor), "alerts": used.get(row["id"], [])} for row in rows]
    may = visitor.actor.permissions.may("create", OBJECT)
    context = {"section": SECTION, "rows": shown, "may_create": may, "title": EMAIL_TEMPLATE.plural}
    context["title"] = EMAIL_TEMPLATE.plural.text(visitor.language)
    return render(request, "pages/mail_templates.html", context)


@form_page
def new_template(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """An empty template, or a copy of the one named by `copy`."""
    checks.may_create(visitor.actor, EMAIL_TEMPLATE)
    if request.method != "POST":
        return _form(request, visitor, _first(request.GET, visitor))
    given = _posted(request.POST)
    if request.POST.get("do") != "save":
        return _form(request, visitor, given)
    try:
        template_id = intake.create_one(visitor.actor, OBJECT, given, visitor.frame, SOURCE)
    except (Invalid, Conflict) as refused:
        return _form(request, visitor, given, problems=refused.problems)
    messages.success(request, gettext("保存しました。"))
    return HttpResponseRedirect(reverse("mail_template", args=[template_id]), status=303)


@form_page
def edit_template(request: HttpRequest, visitor: Visitor, template_id: int) -> HttpResponse:
    """The template with its preview; those who may not edit it read it only."""
    read = read_record(visitor.actor, OBJECT, template_id, visitor.frame, list(KEYS))
    now = {key: str(read.record.rows[0][key] or "") for key in KEYS}
    about: dict[str, Any] = {"template_id": template_id, "version": read.version}
    if request.method != "POST":
        return _form(request, visitor, now, **about)
    checks.may_write(visitor.actor, EMAIL_TEMPLATE, [template_id], "edit", visitor.frame)
    given = _posted(request.POST)
    if request.POST.get("do") != "save":
        return _form(request, visitor, given, **about)
    changed = {key: value for key, value in given.items() if value.strip() != now[key].strip()}
    try:
        if changed and request.POST.get("version", "") != str(read.version):
            raise Stale(STALE.problem(object=EMAIL_TEMPLATE.label))
        if changed:
            intake.change(visitor.actor, OBJECT, template_id, changed, visitor.frame, SOURCE, version=read.version)
    except Stale as refused:
        return _form(request, visitor, given, problems=refused.problems, status=412, **about)
    except (Invalid, Conflict) as refused:
        return _form(request, visitor, given, problems=refused.problems, **about)
    messages.success(request, gettext("保存しました。"))
    return HttpResponseRedirect(reverse("mail_template", args=[template_id]), status=303)


@post_only
def preview_template(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What the template being written makes of a record; nothing is saved."""
    visitor.actor.require("read", OBJECT, EMAIL_TEMPLATE.label)
    given = _posted(request.POST)
    return render(request, "partials/automation/live_preview.html", _preview(given, request.POST, visitor))


def _first(given: QueryDict, visitor: Visitor) -> Values:
    copied = positive(given.get("copy", ""))
    if copied is None:
        return {**dict.fromkeys(KEYS, ""), "object": "contract", "language": visitor.language}
    row = read_record(visitor.actor, OBJECT, copied, visitor.frame, list(KEYS)).record.rows[0]
    values = {key: str(row[key] or "") for key in KEYS}
    return {**values, "name": gettext("%(name)sのコピー") % {"name": values["name"]}}


def _posted(posted: QueryDict) -> Values:
    return {key: posted.get(key, "").replace("\r\n", "\n") for key in KEYS}


def _form(
    request: HttpRequest,
    visitor: Visitor,
    given: Values,
    *,
    problems: Sequence[Problem] = (),
    template_id: int | None = None,
    version: int | None = None,
    status: int = 0,
) -> HttpResponse:
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        key = problem.field if problem.field in KEYS else ""
        wrong.setdefault(key or "", []).append(problem.text(visitor.language))
    permissions = visitor.actor.permissions
    context = {
        "section": SECTION,
        "given": given,
        "wrong": wrong,
        "count": len(problems),
        "template_id": template_id,
        "version": version,
        "may_edit": permissions.may("edit" if template_id is not None else "create", OBJECT),
        "objects": [(key, object_label(key, visitor)) for key in dict.fromkeys([*OBJECTS, given["object"]]) if key],
        "groups": _groups(given["object"], visitor),
        **_preview(given, request.POST, visitor),
    }
    return render(request, "pages/mail_template.html", context, status=status or (422 if problems else 200))


def _preview(given: Values, posted: QueryDict, visitor: Visitor) -> dict[str, Any]:
    """The context of the preview: the record that was chosen, what came of it, or what is wrong with the text."""
    wrong = check_template(given) if all(is_storable(value) for value in given.values()) else []
    try:
        sample = sample_of(given["object"], posted, visitor)
    except Refused as refused:
        return {"sample": Sample(), "made": None, "faults": _texts([*wrong, *refused.problems], visitor)}
    if wrong or sample.id is None or not (given["text"].strip() or given["subject"].strip()):
        return {"sample": sample, "made": None, "faults": _texts(wrong, visitor)}
    try:
        made = try_mail(_alert(given), sample.id, visitor.actor, visitor.frame)
        return {"sample": sample, "made": Words(visitor).made(made), "faults": []}
    except Refused as refused:
        return {"sample": sample, "made": None, "faults": _texts(refused.problems, visitor)}


def _alert(given: Values) -> Alert:
    """An alert that would send the text: to those of the first alert that uses the template, else to a contact or owner."""
    object_key = given["object"]
    rows = EmailAlert.objects.filter(object=object_key, template__name=given["name"]).order_by("id")
    stored = next((definitions.normal(row.recipients) for row in rows), None)
    usual = next(
        (one for one in ("contact", "owner") if not definitions.problems_of(object_key, [one])), "address:x@example.jp"
    )
    spoken = "en" if given["language"] == "en" else "ja"
    return Alert(
        0,
        given["name"],
        object_key,
        given["name"],
        "en" if spoken == "en" else "ja",
        given["subject"],
        given["text"],
        given["html"],
        stored or {"to": (usual,)},
    )


def _groups(object_key: str, visitor: Visitor) -> list[dict[str, Any]]:
    """The merge fields by heading, each with what is put into the text."""
    try:
        found = available_fields(object_key)
    except Missing:
        return []
    return [
        {
            "name": name,
            "fields": [
                {
                    "label": one.label.text(visitor.language),
                    "insert": f"{{{{ {one.path}{_format(one.type)} }}}}",
                    "loop": one.loop,
                }
                for one in members
            ],
        }
        for name, members in groupby(found, key=lambda one: one.group.text(visitor.language))
    ]


def _format(field_type: str) -> str:
    """The usual format behind a field of this type."""
    return {"date": '|date:"Y年n月j日"', "datetime": '|date:"Y年n月j日 H:i"', "currency": "|yen"}.get(field_type, "")


def _texts(problems: Sequence[Problem], visitor: Visitor) -> list[str]:
    return [problem.text(visitor.language) for problem in problems]


def object_label(object_key: str, visitor: Visitor) -> str:
    """The object in words; its key where there is none such."""
    try:
        return registry.get(object_key).label.text(visitor.language)
    except Missing:
        return object_key
