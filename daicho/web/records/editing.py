"""The pages on which a record is made or changed: reads the form, saves, or shows it again with what is wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.engine.catalog import registry, types
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.engine.records import checks, history, intake
from daicho.engine.records.command import STALE
from daicho.engine.records.parsing import parse_many
from daicho.engine.records.reading import missing, read_record
from daicho.values.labels import Problem
from daicho.values.problems import Conflict, Invalid, Refused, Stale
from daicho.web.addresses import address
from daicho.web.changes import who
from daicho.web.far_dates import far_dates
from daicho.web.given import token, token_or_new
from daicho.web.records import typed as inputs
from daicho.web.records.deleting import delete_link
from daicho.web.records.form import loose, sections, writable
from daicho.web.records.kinds import PRICES, Kind, kind_of
from daicho.web.records.references import named, resolved, suggestions
from daicho.web.records.typed import ID, Typed
from daicho.web.records.undoing import after_saving, said_saved
from daicho.web.visitors import Visitor, form_page, page

SOURCE = "web"
Inputs = Mapping[str, Typed]


@form_page
def new_record(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """The form of a new record; fields named in the address are filled in."""
    kind = kind_of(object_key)
    checks.may_create(visitor.actor, kind.spec)
    if request.method != "POST":
        return _form(request, visitor, kind, _first_inputs(kind, request.GET, visitor))
    given = {spec.key: inputs.of_post(spec, request.POST) for spec in writable(kind)}
    wanted = [spec for spec in writable(kind) if not _left_out(spec, given[spec.key], kind)]
    try:
        values = _values(wanted, given, kind, visitor, creating=True)
        sent = token(request.POST.get("token", ""))
        record_id = intake.create_one(visitor.actor, kind.object, values, visitor.frame, SOURCE, token=sent)
    except (Invalid, Conflict) as refused:
        return _form(request, visitor, kind, given, problems=refused.problems)
    messages.success(request, gettext("保存しました。"))
    return HttpResponseRedirect(after_saving(kind, record_id, visitor), status=303)


@form_page
def edit_record(request: HttpRequest, visitor: Visitor, object_key: str, record_id: int) -> HttpResponse:
    """The form of a record that there is. Only what was changed is saved; a stale form is shown again, nothing saved."""
    kind = kind_of(object_key)
    _may_change(kind, record_id, visitor)
    columns = [kind.spec.name_field, *(spec.key for spec in writable(kind))]
    read = read_record(visitor.actor, kind.object, record_id, visitor.frame, columns)
    row = read.record.rows[0]
    now = {spec.key: inputs.of_value(spec, row[spec.key], visitor) for spec in writable(kind)}
    about: dict[str, Any] = {
        "record_id": record_id,
        "name": str(row[kind.spec.name_field] or f"#{record_id}"),
        "version": read.version,
    }
    if request.method != "POST":
        return _form(request, visitor, kind, now, **about)
    given = {spec.key: inputs.of_post(spec, request.POST) for spec in writable(kind)}
    changed = [spec for spec in writable(kind) if inputs.differs(spec, now[spec.key], given[spec.key])]
    try:
        if changed and read.version is not None and request.POST.get("version", "") != str(read.version):
            raise Stale(STALE.problem(object=kind.spec.label))
        if changed:
            values = _values(changed, given, kind, visitor, creating=False)
            version = read.version
            intake.change(visitor.actor, kind.object, record_id, values, visitor.frame, SOURCE, version=version)
    except Stale:
        current = {spec.key: _text(spec, row[spec.key], visitor) for spec in changed}
        return _form(request, visitor, kind, given, current=current, stale=_stale(kind, record_id), status=412, **about)
    except (Invalid, Conflict) as refused:
        return _form(request, visitor, kind, given, problems=refused.problems, **about)
    if changed:
        said_saved(request, kind, record_id)
    else:
        messages.success(request, gettext("変更はありませんでした。"))
    return HttpResponseRedirect(after_saving(kind, record_id, visitor), status=303)


@page
def suggest(request: HttpRequest, visitor: Visitor, object_key: str, field_key: str) -> HttpResponse:
    """What a lookup of a form may name, while somebody types; contacts of the account that the form names."""
    kind = kind_of(object_key)
    spec = next((spec for spec in writable(kind) if spec.key == field_key and spec.type == "lookup"), None)
    if spec is None or spec.target is None:
        raise missing(kind.spec, 0)
    account = request.GET.get("account" + ID, "")
    narrowing = None
    if spec.target == "contact" and spec.key == "contact" and account.isascii() and account.isdecimal():
        narrowing = {"field": "account", "op": "eq", "value": account}
    try:
        found = suggestions(spec.target, request.GET.get(spec.key) or request.GET.get("value", ""), visitor, narrowing)
    except Refused:
        found = []
    return render(request, "partials/form/suggestions.html", {"found": found, "key": spec.key})


def _left_out(spec: FieldSpec, typed: Typed, kind: Kind) -> bool:
    """Whether an input of a new record was left empty and may be: the system then fills it in where it knows how."""
    if typed.text.strip() or typed.codes or typed.rows or spec.type == "checkbox":
        return False
    return spec.key in kind.numbered or (not spec.required and spec.default is None)


def _may_change(kind: Kind, record_id: int, visitor: Visitor) -> None:
    if record_id > LARGEST_ID:
        raise missing(kind.spec, record_id)
    checks.may_correct(kind.spec)
    checks.may_write(visitor.actor, kind.spec, [record_id], "edit", visitor.frame)


def _first_inputs(kind: Kind, given: QueryDict, visitor: Visitor) -> Inputs:
    """Defaults, and what the address names: ids of lookups, texts of others."""
    found = {spec.key: inputs.of_default(spec, visitor) for spec in writable(kind)}
    for spec in writable(kind):
        if spec.key in given:
            text = given.get(spec.key, "").replace("\0", "")
            found[spec.key] = named(spec, text, visitor) if spec.type == "lookup" else Typed(text)
    return found


def _values(
    specs: Iterable[FieldSpec], given: Inputs, kind: Kind, visitor: Visitor, *, creating: bool
) -> dict[str, Any]:
    """Raw values for the parsers. Raises Invalid with every problem of all inputs at once, empty required ones too."""
    references: dict[str, int | None] = {}
    problems: list[Problem] = []
    wanted = list(specs)
    for spec in wanted:
        if spec.type == "lookup":
            try:
                references[spec.key] = resolved(spec, given[spec.key], visitor)
            except Invalid as refused:
                problems += refused.problems
    usable = [spec for spec in wanted if spec.type != "lookup" or spec.key in references]
    values = {spec.key: inputs.raw(spec, given[spec.key], references) for spec in usable}
    [parsed] = parse_many(kind.spec, [values], visitor.actor, visitor.frame, creating=creating)
    problems += [*parsed.problems, *far_dates(kind.spec, parsed.values, visitor.frame.today)]
    if problems:
        missed = [spec for spec in usable if spec.required and parsed.values.get(spec.key, "") is None]
        raise Invalid(*problems, *(checks.REQUIRED.problem(spec.key, label=spec.label) for spec in missed))
    return values


def _form(
    request: HttpRequest,
    visitor: Visitor,
    kind: Kind,
    given: Inputs,
    *,
    problems: Iterable[Problem] = (),
    current: Mapping[str, str] | None = None,
    stale: str = "",
    status: int = 200,
    record_id: int | None = None,
    name: str = "",
    version: int | None = None,
) -> HttpResponse:
    found = list(problems)
    creating = record_id is None
    context = {
        "section": kind.section or "products",
        "kind": kind,
        "object": kind.spec.label.text(visitor.language),
        "name": name,
        "version": version,
        "sections": sections(kind, given, visitor, creating=creating, problems=found, current=current),
        "wrong": len(found),
        "loose": loose(kind, found, visitor),
        "stale": stale,
        "token": token_or_new(request.POST.get("token", "")) if creating else "",
        "typed": request.method == "POST",
        "delete": "" if record_id is None else delete_link(kind, record_id, visitor),
        "back": _back(kind, record_id, given),
    }
    return render(request, "pages/form.html", context, status=422 if found else status)


def _stale(kind: Kind, record_id: int) -> str:
    """Who changed the record meanwhile; "" where nobody can be named."""
    latest = next(iter(history.of_record(kind.object, record_id)), None)
    return who(latest) if latest else gettext("システム")


def _text(spec: FieldSpec, value: Any, visitor: Visitor) -> str:
    return types.show(spec, value, visitor.language, visitor.frame.habits.zone) or "–"


def _back(kind: Kind, record_id: int | None, given: Inputs) -> str:
    """Where somebody goes who does not save: the record, the record above, or the list."""
    if record_id is not None and (own := address(kind.object, record_id)):
        return own
    parent = kind.spec.parent or ("product" if kind is PRICES else None)
    above = given[parent].id if parent and parent in given else ""
    target = registry.get(kind.object).field(parent) if parent else None
    if above.isascii() and above.isdecimal() and target is not None and target.target:
        return address(target.target, above) or reverse("ledger")
    return address(kind.section) if kind.section else reverse("products")
