"""メールアラート: the list, the editor with friendly recipients, and who would get it for a real record."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from daicho.engine.access import select
from daicho.engine.automation.mail_trials import try_mail
from daicho.engine.catalog.query import make_query
from daicho.engine.mail import alerts, marks, several
from daicho.engine.mail import recipients as definitions
from daicho.engine.mail.models import EmailTemplate
from daicho.engine.mail.objects import EMAIL_ALERT, GROUPS
from daicho.values.problems import Invalid, Refused
from daicho.values.storable import is_storable
from daicho.web.automation import mail_forms
from daicho.web.automation.alert_recipients import KIND_NAMES, addresses, choices, in_words, posted_recipients
from daicho.web.automation.mail_forms import Editor
from daicho.web.automation.samples import Sample, sample_of
from daicho.web.automation.subjects import object_label
from daicho.web.automation.words import Words
from daicho.web.given import positive
from daicho.web.visitors import Visitor, form_page, page

OBJECT = "email_alert"
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
        "section": mail_forms.SECTION,
        "rows": rows,
        "may_create": visitor.actor.permissions.may("create", OBJECT),
        "title": EMAIL_ALERT.plural.text(visitor.language),
    }
    return render(request, "pages/mail_alerts.html", context)


@form_page
def new_alert(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """An empty alert."""
    return mail_forms.create(EDITOR, request, visitor, _first)


@form_page
def edit_alert(request: HttpRequest, visitor: Visitor, alert_id: int) -> HttpResponse:
    """The alert; those who may not edit it read it only."""
    return mail_forms.edit(EDITOR, request, visitor, alert_id)


def _first() -> dict[str, Any]:
    return {**dict.fromkeys(KEYS, ""), "object": "contract", "recipients": {}, "group": "none"}


def _stored(row: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs for what is saved."""
    return {
        **{key: row[key] for key in KEYS},
        **{key: str(row[key].id) if row[key] else "" for key in ("template", "group_template")},
        "recipients": {key: list(part) for key, part in definitions.normal(row["recipients"]).items()},
        "mark": row["mark"] or "",
    }


def _posted(posted: QueryDict) -> dict[str, Any]:
    """The inputs as they were sent; the recipients under their headings, in the order of the form."""
    plain = {key: posted.get(key, "") for key in KEYS if key != "recipients"}
    return {**plain, "group": plain["group"] or "none", "recipients": posted_recipients(posted)}


def _context(given: Mapping[str, Any], asked: QueryDict, visitor: Visitor) -> dict[str, Any]:
    object_key = given["object"]
    about = object_key if is_storable(object_key) else ""
    templates = EmailTemplate.objects.filter(object=about).order_by("name", "id")
    return {
        "templates": [(str(one.pk), one.name, one.language) for one in templates],
        "choices": choices(object_key, given["recipients"], visitor),
        "kinds": list(KIND_NAMES.items()),
        "addresses": [(kind, name, addresses(given["recipients"], kind)) for kind, name in KIND_NAMES.items()],
        "groups": [(code, label.text(visitor.language)) for code, label in GROUPS.items()],
        "loop": LOOP % several.root(about) if about else "",
        "marks": [(one.key, one.label.text(visitor.language)) for one in marks.known(object_key)],
        **_preview(given, asked, visitor),
    }


def _preview(given: Mapping[str, Any], asked: QueryDict, visitor: Visitor) -> dict[str, Any]:
    """Who would get the alert as it stands in the form, for one record, and the mail."""
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


EDITOR = Editor(EMAIL_ALERT, KEYS, "mail_alert", "pages/mail_alert.html", _posted, _stored, _context)
