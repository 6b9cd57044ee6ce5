"""Deleting one record: what it is, what goes with it or stands in the way, and the deed after a confirmation."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.engine.records import checks, intake
from daicho.engine.records.reading import missing, read_record
from daicho.values.problems import Conflict, Stale
from daicho.web.addresses import address
from daicho.web.given import whole
from daicho.web.records.kinds import Kind, kind_of
from daicho.web.visitors import Visitor, form_page

SOURCE = "web"


@dataclass(frozen=True, slots=True)
class Usage:
    """Records of one object that name this one: how many, and by which field."""

    object: str
    field: str
    count: int


@dataclass(frozen=True, slots=True)
class Uses:
    """Where a record is named: those that the visitor may read, counted; `hidden`: there are others, of which nothing is said."""

    seen: list[Usage] = field(default_factory=list)
    hidden: bool = False

    def __bool__(self) -> bool:
        return bool(self.seen) or self.hidden


@form_page
def delete_record(request: HttpRequest, visitor: Visitor, object_key: str, record_id: int) -> HttpResponse:
    """GET says what deleting means or what prevents it, POST deletes; of a record that changed meanwhile nothing is deleted."""
    kind = kind_of(object_key)
    if record_id > LARGEST_ID:
        raise missing(kind.spec, record_id)
    checks.refuse_made(kind.spec)
    checks.may_write(visitor.actor, kind.spec, [record_id], "delete", visitor.frame)
    read = read_record(visitor.actor, object_key, record_id, visitor.frame, [field.key for field in kind.spec.fields])
    name = str(read.record.rows[0][kind.spec.name_field] or f"#{record_id}")
    locked = kind.spec.locked(read.record.rows[0]) if kind.spec.locked is not None else None
    refused: list[str] = [locked.text(visitor.language)] if locked is not None else []
    if request.method == "POST" and not refused:
        given = whole(request.POST.get("version", ""), 9)
        seen = read.version if given is None else given
        try:
            intake.remove(visitor.actor, object_key, record_id, visitor.frame, SOURCE, version=seen)
        except (Conflict, Stale) as problem:
            refused = [one.text(visitor.language) for one in problem.problems]
        else:
            messages.success(request, gettext("「%(name)s」を削除しました。") % {"name": name})
            return HttpResponseRedirect(_list(kind), status=303)
    preventing, gone = usages(kind.spec, record_id, visitor)
    context = {
        "section": kind.section or "products",
        "kind": kind,
        "object": kind.spec.label.text(visitor.language),
        "name": name,
        "version": read.version,
        "refused": refused,
        "preventing": preventing,
        "gone": gone,
        "back": address(object_key, record_id) or _list(kind),
    }
    return render(request, "pages/delete.html", context, status=409 if refused and request.method == "POST" else 200)


def usages(spec: ObjectSpec, record_id: int, visitor: Visitor) -> tuple[Uses, Uses]:
    """What prevents deleting, and what is deleted along. What the visitor may not read counts, but not in numbers or names."""
    found: dict[object, list[Usage]] = {models.PROTECT: [], models.CASCADE: []}
    hidden: set[object] = set()
    for other in registry.every():
        for one in other.fields:
            rule = _rule(other, one) if one.type == "lookup" and one.target == spec.key else None
            if rule not in found:
                continue
            theirs = make_query(other.key, filter={"field": one.key, "op": "eq", "value": record_id})
            everywhere = select.count(SYSTEM, theirs, visitor.frame)
            readable = everywhere and visitor.actor.permissions.may("read", other.key)
            seen = select.count(visitor.actor, theirs, visitor.frame) if readable else 0
            if seen:
                found[rule].append(Usage(other.label.text(visitor.language), one.label.text(visitor.language), seen))
            if seen < everywhere:
                hidden.add(rule)
    return (
        Uses(found[models.PROTECT], models.PROTECT in hidden),
        Uses(found[models.CASCADE], models.CASCADE in hidden),
    )


def delete_link(kind: Kind, record_id: int, visitor: Visitor) -> str:
    """The address of the page that deletes a record; "" where the visitor may not."""
    may = kind.spec.made_by is None and visitor.actor.permissions.may("delete", kind.object)
    link = address(f"{kind.object}_delete", record_id) if may else ""
    allowed = link and select.readable_ids(visitor.actor, kind.object, [record_id], visitor.frame, "delete")
    return link if allowed else ""


def _rule(spec: ObjectSpec, field: FieldSpec) -> object:
    """What deleting the record of a lookup does to those that name it: PROTECT, CASCADE ...; None where the lookup is no column."""
    if field.source == "custom":
        return models.PROTECT
    column = spec.model._meta.get_field(field.column or field.key) if field.source == "record" else None
    return column.remote_field.on_delete if isinstance(column, models.ForeignKey) else None


def _list(kind: Kind) -> str:
    return reverse(kind.section) if kind.section else reverse("products")
