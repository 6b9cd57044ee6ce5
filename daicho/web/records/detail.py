"""The page of one record: its fields in groups, what belongs to it, and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.engine.catalog.refs import Ref
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.engine.records import history
from daicho.engine.records.reading import missing
from daicho.web.addresses import address, record_address
from daicho.web.cells import Cell, shown
from daicho.web.changes import changes_of
from daicho.web.records.kinds import CONTRACTS, Kind, kind_of
from daicho.web.records.related import related_lists
from daicho.web.visitors import Visitor, page

MOST_CHANGES = 50


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together."""

    name: str
    cells: Sequence[Cell]


@page
def record(request: HttpRequest, visitor: Visitor, object_key: str, record_id: int) -> HttpResponse:
    """One record."""
    kind = kind_of(object_key)
    row = _read(kind, record_id, visitor)
    name = str(row[kind.spec.name_field] or f"#{record_id}")
    edit = address(f"{object_key}_edit", record_id)
    changed = history.of_record(object_key, record_id)[:MOST_CHANGES]
    back, place = _above(kind, row, visitor)
    context = {
        "section": kind.section or CONTRACTS.section,
        "kind": kind,
        "title": kind.spec.label.text(visitor.language),
        "plural": place,
        "list": back,
        "name": name,
        "code": row.get("code") or "",
        "groups": groups(kind, row, visitor),
        "related": related_lists(kind, record_id, visitor),
        "content": changes_of(object_key, changed, visitor, row.get("currency") or "JPY"),
        "edit": edit if edit and _may_edit(kind, record_id, visitor) else "",
    }
    return render(request, "pages/record.html", context)


def _above(kind: Kind, row: Row, visitor: Visitor) -> tuple[str, str]:
    """Where the way back leads, and its name: the object's list; the contract of what has none. "" for nowhere."""
    contract = row.get(CONTRACTS.object)
    if not kind.section and isinstance(contract, Ref):
        return address(CONTRACTS.object, contract.id), contract.name
    return address(kind.section), kind.spec.plural.text(visitor.language)


def groups(kind: Kind, row: Row, visitor: Visitor) -> list[Group]:
    """All fields in their sections; those in none come last. Structured values are left out."""
    fields = {spec.key: spec for spec in kind.spec.fields if spec.type != "json" and not spec.hidden}
    named = [(str(part.name), [fields.pop(key) for key in part.keys if key in fields]) for part in kind.sections]
    currency = row.get("currency") or "JPY"
    rest = [spec for spec in fields.values() if not spec.custom]
    added = [spec for spec in fields.values() if spec.custom]
    parts = [*named, (gettext("そのほか"), rest), (gettext("追加項目"), added)]
    return [
        Group(
            name,
            [_linked(shown(spec, row[spec.key], visitor, currency=currency), spec, row, visitor) for spec in specs],
        )
        for name, specs in parts
        if specs
    ]


def _read(kind: Kind, record_id: int, visitor: Visitor) -> Row:
    visitor.actor.require("read", kind.object, kind.spec.label)
    keys = [spec.key for spec in kind.spec.fields]
    wanted = [record_id] if record_id <= LARGEST_ID else []
    found = select.fetch(visitor.actor, kind.object, wanted, ["id", *keys], visitor.frame)
    if record_id not in found:
        raise missing(kind.spec, record_id)
    return found[record_id]


def _linked(cell: Cell, spec: Any, row: Row, visitor: Visitor) -> Cell:
    """The cell with the address of what it names: the record of a lookup or of "contract:12", a mail, a web address."""
    value, href = row[spec.key], ""
    if isinstance(value, Ref) and spec.target:
        href = address(spec.target, value.id)
    elif spec.key == "record" and value:
        return Cell(cell.label, _named(value, visitor), cell.kind, cell.tone, record_address(value), spec.key)
    elif spec.type in ("email", "phone") and value:
        href = f"{'mailto' if spec.type == 'email' else 'tel'}:{value}"
    elif spec.type == "url" and str(value or "").startswith(("https://", "http://")):
        href = value
    return Cell(cell.label, cell.text, cell.kind, cell.tone, href, spec.key)


def _named(about: str, visitor: Visitor) -> str:
    """契約 帳票クラウド for "contract:12"; as it is stored where that is no record the visitor may read."""
    object_key, _, number = about.partition(":")
    if not record_address(about) or object_key == "page" or not visitor.actor.permissions.may("read", object_key):
        return about
    spec, record_id = registry.get(object_key), int(number)
    found = select.fetch(visitor.actor, object_key, [record_id], [spec.name_field], visitor.frame)
    if record_id not in found:
        return about
    return f"{spec.label.text(visitor.language)} {found[record_id][spec.name_field]}"


def _may_edit(kind: Kind, record_id: int, visitor: Visitor) -> bool:
    return record_id in select.readable_ids(visitor.actor, kind.object, [record_id], visitor.frame, "edit")
