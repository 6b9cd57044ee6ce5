"""設定 > オブジェクトと項目: the objects, their fields, and the forms on which administrators shape them. Works without script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.engine.records import history
from daicho.engine.shaping import services
from daicho.engine.shaping.messages import TYPES
from daicho.engine.shaping.models import CustomField
from daicho.engine.shaping.scope import require_shaped, shaped
from daicho.engine.shaping.specs import CHOICES
from daicho.engine.shaping.usages import usages
from daicho.values.labels import Label, Problem
from daicho.values.problems import Conflict, Invalid, Stale
from daicho.web.addresses import address
from daicho.web.settings import field_form as form
from daicho.web.settings.field_changes import setting_changes
from daicho.web.settings.field_form import OptionRow
from daicho.web.visitors import Visitor, form_page, page, post_only

SECTION = "settings_objects"
SOURCE = "web"
MOST_CHANGES = 20
OTHER_TYPES: Mapping[str, Label] = {
    "rich_text": Label("書式付きの文字", "Rich text"),
    "json": Label("構造のある値", "Structured value"),
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field in the list: `link` opens it ("" : declared by the product)."""

    key: str
    label: str
    kind: str
    marks: Sequence[str]
    link: str = ""


@page
def objects(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The objects to which fields may be added."""
    visitor.actor.require_feature(services.FEATURE, services.MANAGE)
    rows = [
        {
            "label": spec.label.text(visitor.language),
            "key": spec.key,
            "standard": sum(not field.custom for field in spec.fields),
            "custom": sum(field.custom for field in spec.fields),
            "link": address("settings_object", spec.key),
        }
        for spec in shaped()
    ]
    return render(request, "pages/settings_objects.html", {"section": SECTION, "rows": rows})


@page
def fields(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """The fields of one object: those of the product, those that were added, and those that can be restored."""
    visitor.actor.require_feature(services.FEATURE, services.MANAGE)
    spec = require_shaped(object_key)
    rows = services.rows_of(visitor.actor, object_key)
    known = {field.key: field for field in spec.fields if field.custom}
    context = {
        **_about(spec, visitor),
        "custom": [
            _row(known[row.key], visitor, address("settings_field", object_key, row.key))
            for row in rows
            if row.deleted_at is None and row.key in known
        ],
        "standard": [_row(field, visitor) for field in spec.fields if not field.custom],
        "deleted": [_deleted(row, visitor) for row in rows if row.deleted_at is not None],
        "kinds": form.kinds(visitor.language),
    }
    return render(request, "pages/settings_object.html", context)


@form_page
def new_field(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """The form of a new field; its type stands in the address."""
    visitor.actor.require_feature(services.FEATURE, services.MANAGE)
    spec = require_shaped(object_key)
    kind = request.GET.get("type", "")
    if kind not in dict(form.kinds(visitor.language)):
        return HttpResponseRedirect(address("settings_object", object_key))
    if request.method != "POST":
        given = dict.fromkeys(form.LABELS, "") | {"key": "x_", "digits": "4"}
        return _form(request, visitor, spec, kind, given, [])
    given, rows = form.of_post(request.POST), form.rows_posted(request.POST, [])
    if request.POST.get("do") == "rows":
        return _form(request, visitor, spec, kind, given, rows)
    try:
        body = form.body(kind, given, rows, creating=True)
        services.add(visitor.actor, object_key, body, visitor.frame, SOURCE)
    except (Invalid, Conflict) as refused:
        return _form(request, visitor, spec, kind, given, rows, problems=refused.problems)
    messages.success(request, gettext("項目を追加しました。すぐに使えます。"))
    return HttpResponseRedirect(address("settings_object", object_key), status=303)


@form_page
def edit_field(request: HttpRequest, visitor: Visitor, object_key: str, field_key: str) -> HttpResponse:
    """The form of a custom field. A stale form is shown again, nothing saved."""
    row = services.row_of(visitor.actor, object_key, field_key)
    spec, definition = registry.get(object_key), services.definition_of(row)
    if request.method != "POST":
        given, rows = form.of_definition(row.type, definition), form.rows_of(definition)
        return _form(request, visitor, spec, row.type, given, rows, row=row)
    given = form.of_post(request.POST)
    rows = form.rows_posted(request.POST, [one.code for one in definition.options])
    if request.POST.get("do") == "rows":
        return _form(request, visitor, spec, row.type, given, rows, row=row)
    try:
        body = form.body(row.type, given, rows, creating=False)
        version = request.POST.get("version", "") or "-"
        services.change(visitor.actor, object_key, field_key, body, visitor.frame, SOURCE, version=version)
    except (Invalid, Conflict, Stale) as refused:
        status = 412 if isinstance(refused, Stale) else 422
        return _form(request, visitor, spec, row.type, given, rows, row=row, problems=refused.problems, status=status)
    messages.success(request, gettext("保存しました。"))
    return HttpResponseRedirect(address("settings_object", object_key), status=303)


@form_page
def delete_field(request: HttpRequest, visitor: Visitor, object_key: str, field_key: str) -> HttpResponse:
    """What still uses the field, or the question whether it should go."""
    row = services.row_of(visitor.actor, object_key, field_key)
    spec = registry.get(object_key)
    refused: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            services.delete(visitor.actor, object_key, field_key, visitor.frame, SOURCE)
        except Conflict as conflict:
            refused = conflict.problems
        else:
            messages.success(request, gettext("項目を削除しました。30日以内なら、値ごと元に戻せます。"))
            return HttpResponseRedirect(address("settings_object", object_key), status=303)
    label = services.definition_of(row).label.label.text(visitor.language)
    context = {
        **_about(spec, visitor),
        "name": label,
        "uses": [(one.kind.text(visitor.language), one.name) for one in usages(object_key, field_key)],
        "back": address("settings_field", object_key, field_key),
    }
    return render(request, "pages/settings_field_delete.html", context, status=409 if refused else 200)


@post_only
def restore_field(request: HttpRequest, visitor: Visitor, object_key: str, field_key: str) -> HttpResponse:
    """Put a deleted field back with its values."""
    services.restore(visitor.actor, object_key, field_key, visitor.frame, SOURCE)
    messages.success(request, gettext("項目を元に戻しました。"))
    return HttpResponseRedirect(address("settings_object", object_key), status=303)


@post_only
def move_field(request: HttpRequest, visitor: Visitor, object_key: str, field_key: str) -> HttpResponse:
    """One place up or down among the added fields."""
    step = -1 if request.POST.get("do") == "up" else 1
    services.move(visitor.actor, object_key, field_key, step, visitor.frame, SOURCE)
    return HttpResponseRedirect(address("settings_object", object_key), status=303)


def _about(spec: ObjectSpec, visitor: Visitor) -> dict[str, Any]:
    label = spec.label.text(visitor.language)
    return {"section": SECTION, "object": label, "object_key": spec.key, "objects": address(SECTION)}


def _row(field: FieldSpec, visitor: Visitor, link: str = "") -> FieldRow:
    marks = [
        *([gettext("必須")] if field.required else []),
        *([gettext("重複不可")] if field.unique else []),
        *([gettext("自動")] if field.made or field.source == "expression" else []),
        *([gettext("非表示")] if field.hidden else []),
    ]
    kind = TYPES.get(field.type) or OTHER_TYPES[field.type]
    return FieldRow(field.key, field.label.text(visitor.language), kind.text(visitor.language), marks, link)


def _deleted(row: CustomField, visitor: Visitor) -> dict[str, str]:
    assert row.deleted_at is not None
    return {
        "label": services.definition_of(row).label.label.text(visitor.language),
        "key": row.key,
        "kind": TYPES[row.type].text(visitor.language),
        "at": row.deleted_at.astimezone(visitor.frame.habits.zone).strftime("%Y/%m/%d"),
        "restore": address("settings_field_restore", row.object, row.key),
    }


def _form(
    request: HttpRequest,
    visitor: Visitor,
    spec: ObjectSpec,
    kind: str,
    given: Mapping[str, str],
    rows: Sequence[OptionRow],
    *,
    row: CustomField | None = None,
    problems: Sequence[Problem] = (),
    status: int | None = None,
) -> HttpResponse:
    creating = row is None
    past = [] if row is None else history.of_record(services.about(row), row.pk)[:MOST_CHANGES]
    context = {
        **_about(spec, visitor),
        "creating": creating,
        "name": gettext("項目の追加")
        if row is None
        else services.definition_of(row).label.label.text(visitor.language),
        "key": "" if row is None else row.key,
        "kind": TYPES[kind].text(visitor.language),
        "version": request.POST.get("version", "") or ("" if row is None else services.version_of(row)),
        "sections": form.sections(kind, given, visitor.language, problems, creating=creating),
        "with_options": kind in CHOICES,
        "options": form.option_rows(rows),
        "wrong": len(problems),
        "loose": form.loose(kind, problems, visitor.language, creating=creating),
        "content": setting_changes(past, visitor),
        "back": address("settings_object", spec.key),
        "delete": "" if row is None else address("settings_field_delete", spec.key, row.key),
    }
    return render(request, "pages/settings_field.html", context, status=status or (422 if problems else 200))
