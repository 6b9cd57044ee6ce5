"""メールテンプレート: the list, the editor, and the preview on a real record beside it while somebody writes."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.automation.mail_trials import try_mail
from daicho.engine.catalog.query import make_query
from daicho.engine.mail import recipients as definitions
from daicho.engine.mail.alerts import Alert
from daicho.engine.mail.models import EmailAlert
from daicho.engine.mail.objects import EMAIL_TEMPLATE, check_template
from daicho.engine.mail.picking import available_fields
from daicho.engine.records.reading import read_record
from daicho.values.labels import Problem
from daicho.values.problems import Missing, Refused
from daicho.values.storable import is_storable
from daicho.web.automation import mail_forms
from daicho.web.automation.mail_forms import Editor
from daicho.web.automation.samples import Sample, sample_of
from daicho.web.automation.subjects import object_label
from daicho.web.automation.words import Words
from daicho.web.given import positive
from daicho.web.visitors import Visitor, form_page, page, post_only

OBJECT = "email_template"
KEYS = ("name", "object", "language", "folder", "subject", "text", "html")
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
    context = {"section": mail_forms.SECTION, "rows": shown, "may_create": may, "title": EMAIL_TEMPLATE.plural}
    context["title"] = EMAIL_TEMPLATE.plural.text(visitor.language)
    return render(request, "pages/mail_templates.html", context)


@form_page
def new_template(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """An empty template, or a copy of the one named by `copy`."""
    return mail_forms.create(EDITOR, request, visitor, lambda: _first(request.GET, visitor))


@form_page
def edit_template(request: HttpRequest, visitor: Visitor, template_id: int) -> HttpResponse:
    """The template with its preview; those who may not edit it read it only."""
    return mail_forms.edit(EDITOR, request, visitor, template_id)


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
    values = _stored(row)
    return {**values, "name": gettext("%(name)sのコピー") % {"name": values["name"]}}


def _stored(row: Mapping[str, Any]) -> Values:
    return {key: str(row[key] or "") for key in KEYS}


def _posted(posted: QueryDict) -> Values:
    return {key: posted.get(key, "").replace("\r\n", "\n") for key in KEYS}


def _context(given: Values, asked: QueryDict, visitor: Visitor) -> dict[str, Any]:
    return {"groups": _groups(given["object"], visitor), **_preview(given, asked, visitor)}


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


EDITOR = Editor(EMAIL_TEMPLATE, KEYS, "mail_template", "pages/mail_template.html", _posted, _stored, _context)
