"""設定 > 組織: the page on which administrators change the organisation's settings, and the files that they chose."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.business.organisation import registration
from daicho.business.organisation.changing import FEATURE, MANAGE, change_settings
from daicho.business.organisation.own_files import OWN_FILES, stored
from daicho.engine.access.select import Row
from daicho.engine.records import history
from daicho.engine.records.checks import NOT_FOUND
from daicho.engine.records.command import STALE
from daicho.engine.records.reading import version_of
from daicho.values.labels import Problem
from daicho.values.problems import Invalid, Missing, Stale
from daicho.web.changes import changes_of, who
from daicho.web.files import read_upload, shown_image
from daicho.web.records import typed as inputs
from daicho.web.records.form import writable
from daicho.web.records.typed import Typed
from daicho.web.settings import form
from daicho.web.settings.form import ORGANISATION
from daicho.web.visitors import Visitor, form_page, page

SECTION = "settings_organisation"
SOURCE = "web"
MOST_CHANGES = 20
Files = dict[str, tuple[str, bytes]]


@form_page
def settings_organisation(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The settings. Only what was changed is saved; a stale form is shown again, nothing saved."""
    visitor.actor.require_feature(FEATURE, MANAGE)
    version = version_of(ORGANISATION.spec, 1)
    row = form.read(visitor)
    before = form.stored(row, visitor)
    if request.method != "POST":
        return _page(request, visitor, row, before, version)
    given = form.posted(request.POST)
    changed = [key for key in given if _differs(key, before[key], given[key])]
    remove = [key for key in OWN_FILES if request.POST.get(f"{key}.remove") and row[key]]
    put, wrong = _files(request)
    try:
        if (changed or put or remove) and request.POST.get("version", "") != str(version):
            raise Stale(STALE.problem(object=ORGANISATION.spec.label))
        values = form.values(changed, given, visitor, row)
        if wrong:
            raise Invalid(*wrong)
        if changed or put or remove:
            change_settings(
                visitor.actor,
                values,
                visitor.frame,
                version=version,
                put=put,
                remove=set(remove) - set(put),
                source=SOURCE,
            )
    except Stale:
        current = {key: before[key].text for key in changed}
        return _page(request, visitor, row, given, version, current=current, status=412)
    except Invalid as refused:
        problems = [*refused.problems, *(one for one in wrong if one not in refused.problems)]
        return _page(request, visitor, row, given, version, problems=problems, status=422)
    _say(request, visitor, values)
    return HttpResponseRedirect(reverse(SECTION), status=303)


@page
def settings_image(request: HttpRequest, visitor: Visitor, image: str) -> HttpResponse:
    """The logo, the seal or the form, for those who may change it."""
    visitor.actor.require_feature(FEATURE, MANAGE)
    found = stored(image) if image in OWN_FILES else None
    if found is None:
        raise Missing(NOT_FOUND.problem(object=ORGANISATION.spec.label, id=image[:60]))
    return shown_image(found)


def _differs(key: str, before: Typed, after: Typed) -> bool:
    spec = next((spec for spec in writable(ORGANISATION) if spec.key == key), None)
    return before.text.strip() != after.text.strip() if spec is None else inputs.differs(spec, before, after)


def _files(request: HttpRequest) -> tuple[Files, list[Problem]]:
    """The files that were sent, and what is wrong with those that may not be kept."""
    found: Files = {}
    problems: list[Problem] = []
    for key, allowed in OWN_FILES.items():
        given = request.FILES.get(key)
        file = given if isinstance(given, UploadedFile) else None
        try:
            upload = read_upload(file, allowed.kinds, allowed.most_bytes, key)
        except Invalid as refused:
            problems += refused.problems
            continue
        if upload is not None:
            found[key] = (upload.name, upload.content)
    return found, problems


def _say(request: HttpRequest, visitor: Visitor, values: Mapping[str, Any]) -> None:
    messages.success(request, gettext("保存しました。"))
    number = registration.usual_form(values.get("registration_number") or "")
    if registration.is_number(number) and not registration.fits_corporate_number(number):
        messages.warning(request, registration.UNLIKELY.text(visitor.language, value=number))


def _page(
    request: HttpRequest,
    visitor: Visitor,
    row: Row,
    given: Mapping[str, Typed],
    version: int | None,
    *,
    problems: Sequence[Problem] = (),
    current: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    past = history.of_record(ORGANISATION.object, 1)[:MOST_CHANGES]
    keys = {*given, *OWN_FILES}
    context = {
        "section": SECTION,
        "object": ORGANISATION.spec.label.text(visitor.language),
        "version": version,
        "sections": form.shown(given, visitor, problems, current),
        "files": form.file_fields(row, visitor, problems),
        "has_server": form.has_server(),
        "wrong": len(problems),
        "loose": [problem.text(visitor.language) for problem in problems if problem.field not in keys],
        "stale": (who(past[0]) if past else gettext("システム")) if current is not None else "",
        "content": changes_of(ORGANISATION.object, [form.readable(item) for item in past], visitor),
    }
    return render(request, "pages/settings_organisation.html", context, status=status)
