"""メールアラート: the list, the editor with friendly recipients, and who would get it for a real record."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.automation.mail_trials import try_mail
from daicho.engine.catalog.query import make_query
from daicho.engine.mail import alerts, marks, several
from daicho.engine.mail import recipients as definitions
from daicho.engine.mail.models import EmailTemplate
from daicho.engine.mail.objects import EMAIL_ALERT, GROUPS
from daicho.engine.records import checks, intake
from daicho.engine.records.command import STALE
from daicho.engine.records.reading import read_record
from daicho.values.labels import Problem
from daicho.values.problems import Conflict, Invalid, Missing, Refused, Stale
from daicho.values.storable import is_storable
from daicho.web.automation.alert_recipients import KIND_NAMES, addresses, choices, in_words, posted_recipients
from daicho.web.automation.mail_templates import OBJECTS, object_label
from daicho.web.automation.samples import Sample, sample_of
from daicho.web.automation.words import Words
from daicho.web.given import positive
from daicho.web.visitors import Visitor, form_page, page

SECTION = "processes"
OBJECT = "email_alert"
SOURCE = "web"
KEYS = ("name", "object", "template", "recipients", "group", "group_template", "mark")
LOOP = "{%% for one in %s %%} … {%% endfor %%}"


@page
def alert_list(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every alert: its template and who gets it."""
    query = make_query(OBJECT, columns=["name", "object", "template", "recipients"], sort=("name", "id"))
    rows = [
        {
            "id": row["id"],
            "name": row["name"],
            "object": object_label(row["object"], visitor),
            "template": row["template"],
            "recipients": in_words(row["object"], row["recipients"], visitor),
        }
        for row in select.select(visitor.actor, query, visitor.frame).rows
    ]
    context = {
        "section": SECTION,
        "rows": rows,
        "may_create": visitor.actor.permissions.may("create", OBJECT),
        "title": EMAIL_ALERT.plural.text(visitor.language),
    }
    return render(request, "pages/mail_alerts.html", context)


@form_page
def new_alert(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """An empty alert."""
    checks.may_create(visitor.actor, EMAIL_ALERT)
    if request.method != "POST":
        empty: dict[str, Any] = {**dict.fromkeys(KEYS, ""), "object": "contract", "recipients": {}, "group": "none"}
        return _form(request, visitor, empty)
    given = _posted(request.POST)
    if request.POST.get("do") != "save":
        return _form(request, visitor, given)
    try:
        alert_id = intake.create_one(visitor.actor, OBJECT, _raw(given), visitor.frame, SOURCE)
    except (Invalid, Conflict, Missing) as refused:
        return _form(request, visitor, given, problems=refused.problems)
    messages.success(request, gettext("保存しました。"))
    return HttpResponseRedirect(reverse("mail_alert", args=[alert_id]), status=303)


@form_page
def edit_alert(request: HttpRequest, visitor: Visitor, alert_id: int) -> HttpResponse:
    """The alert; those who may not edit it read it only."""
    read = read_record(visitor.actor, OBJECT, alert_id, visitor.frame, list(KEYS))
    row = read.record.rows[0]
    now = {key: row[key] for key in KEYS} | {
        **{key: str(row[key].id) if row[key] else "" for key in ("template", "group_template")},
        "recipients": {key: list(part) for key, part in definitions.normal(row["recipients"]).items()},
        "mark": row["mark"] or "",
    }
    about: dict[str, Any] = {"alert_id": alert_id, "version": read.version}
    if request.method != "POST":
        return _form(request, visitor, now, **about)
    checks.may_write(visitor.actor, EMAIL_ALERT, [alert_id], "edit", visitor.frame)
    given = _posted(request.POST)
    if request.POST.get("do") != "save":
        return _form(request, visitor, given, **about)
    changed = {key: value for key, value in _raw(given).items() if value != now[key]}
    try:
        if changed and request.POST.get("version", "") != str(read.version):
            raise Stale(STALE.problem(object=EMAIL_ALERT.label))
        if changed:
            intake.change(visitor.actor, OBJECT, alert_id, changed, visitor.frame, SOURCE, version=read.version)
    except Stale as refused:
        return _form(request, visitor, given, problems=refused.problems, status=412, **about)
    except (Invalid, Conflict, Missing) as refused:
        return _form(request, visitor, given, problems=refused.problems, **about)
    messages.success(request, gettext("保存しました。"))
    return HttpResponseRedirect(reverse("mail_alert", args=[alert_id]), status=303)


def _posted(posted: QueryDict) -> dict[str, Any]:
    """The inputs as they were sent; the recipients under their headings, in the order of the form."""
    plain = {key: posted.get(key, "") for key in KEYS if key != "recipients"}
    return {**plain, "group": plain["group"] or "none", "recipients": posted_recipients(posted)}


def _raw(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in KEYS}


def _form(
    request: HttpRequest,
    visitor: Visitor,
    given: Mapping[str, Any],
    *,
    problems: Sequence[Problem] = (),
    alert_id: int | None = None,
    version: int | None = None,
    status: int = 0,
) -> HttpResponse:
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        key = problem.field if problem.field in KEYS else ""
        wrong.setdefault(key or "", []).append(problem.text(visitor.language))
    object_key = given["object"]
    about = object_key if is_storable(object_key) else ""
    templates = EmailTemplate.objects.filter(object=about).order_by("name", "id")
    context = {
        "section": SECTION,
        "given": given,
        "wrong": wrong,
        "count": len(problems),
        "alert_id": alert_id,
        "version": version,
        "may_edit": visitor.actor.permissions.may("edit" if alert_id else "create", OBJECT),
        "objects": [(key, object_label(key, visitor)) for key in dict.fromkeys([*OBJECTS, object_key]) if key],
        "templates": [(str(one.pk), one.name, one.language) for one in templates],
        "choices": choices(object_key, given["recipients"], visitor),
        "kinds": list(KIND_NAMES.items()),
        "addresses": [(kind, name, addresses(given["recipients"], kind)) for kind, name in KIND_NAMES.items()],
        "groups": [(code, label.text(visitor.language)) for code, label in GROUPS.items()],
        "loop": LOOP % several.root(about) if about else "",
        "marks": [(one.key, one.label.text(visitor.language)) for one in marks.known(object_key)],
        **_preview(given, request, visitor),
    }
    return render(request, "pages/mail_alert.html", context, status=status or (422 if problems else 200))


def _preview(given: Mapping[str, Any], request: HttpRequest, visitor: Visitor) -> dict[str, Any]:
    """Who would get the alert as it stands in the form, for one record, and the mail."""
    asked = request.POST if request.method == "POST" else request.GET
    try:
        sample = sample_of(given["object"], asked, visitor)
        alert = _alert(given)
        if sample.id is None or alert is None:
            return {"sample": sample, "made": None, "faults": []}
        made = try_mail(alert, sample.id, visitor.actor, visitor.frame)
    except Refused as refused:
        faults = [problem.text(visitor.language) for problem in refused.problems]
        return {"sample": Sample(text=asked.get("sample", "")), "made": None, "faults": faults}
    return {"sample": sample, "made": Words(visitor).made(made), "faults": []}


def _alert(given: Mapping[str, Any]) -> alerts.Alert | None:
    """The alert of the form, made ready; None where it has no template or no recipient yet."""
    template = EmailTemplate.objects.filter(pk=positive(given["template"]) or 0, object=given["object"]).first()
    if template is None or not given["recipients"]:
        return None
    wrong = definitions.problems_of(given["object"], given["recipients"])
    if wrong:
        raise Invalid(*wrong)
    return alerts.Alert(
        0,
        given["name"],
        given["object"],
        template.name,
        "en" if template.language == "en" else "ja",
        template.subject,
        template.text,
        template.html,
        definitions.normal(given["recipients"]),
    )
