"""The page of one record: its fields in groups, figures of an account, what belongs to it, and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.refs import Ref
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.engine.records import history
from daicho.engine.records.reading import missing
from daicho.web.addresses import address, record_address
from daicho.web.cells import EMPTY, Cell, money, shown
from daicho.web.changes import changes_of
from daicho.web.records.kinds import Kind, kind_of
from daicho.web.records.related import related_lists
from daicho.web.visitors import Visitor, page

MOST_CHANGES = 50
UNDECIDED = {"field": "renewal_stage", "op": "not_in", "value": ["renewed", "cancelled"]}


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
    may = visitor.actor.permissions
    edit = address(f"{object_key}_edit", record_id)
    changed = history.of_record(object_key, record_id)[:MOST_CHANGES]
    context = {
        "section": kind.section,
        "kind": kind,
        "title": kind.spec.label.text(visitor.language),
        "plural": kind.spec.plural.text(visitor.language),
        "list": address(kind.section),
        "name": name,
        "code": row.get("code") or "",
        "facts": account_facts(record_id, visitor) if object_key == "account" else [],
        "groups": groups(kind, row, visitor),
        "related": related_lists(kind, record_id, visitor),
        "content": changes_of(object_key, changed, visitor, row.get("currency") or "JPY"),
        "edit": edit if edit and _may_edit(kind, record_id, visitor) else "",
        "quote": _new_quote(record_id) if object_key == "account" and may.may("create", "quote") else "",
    }
    return render(request, "pages/record.html", context)


def groups(kind: Kind, row: Row, visitor: Visitor) -> list[Group]:
    """All fields in their sections; those in none come last. Structured values are left out."""
    fields = {spec.key: spec for spec in kind.spec.fields if spec.type != "json"}
    named = [(str(part.name), [fields.pop(key) for key in part.keys if key in fields]) for part in kind.sections]
    currency = row.get("currency") or "JPY"
    parts = [*named, (gettext("そのほか"), list(fields.values()))]
    return [
        Group(name, [_linked(shown(spec, row[spec.key], visitor, currency=currency), spec, row) for spec in specs])
        for name, specs in parts
        if specs
    ]


def account_facts(account_id: int, visitor: Visitor) -> list[Cell]:
    """MRR now, running contracts and the next renewal of an account, as far as the visitor may see its contracts."""
    if not visitor.actor.permissions.may("read", "contract"):
        return []
    theirs = {"field": "account", "op": "eq", "value": account_id}
    running = {"field": "status", "op": "in", "value": ["active", "cancelling"]}
    figures = make_query(
        "contract", filter={"and": [theirs, running]}, group_by=["currency"], aggregates=["count", "sum:mrr"]
    )
    sums = select.aggregate(visitor.actor, figures, visitor.frame)
    mrr = [money(row["sum:mrr"], row["currency"] or "JPY", visitor.language).text for row in sums if row["sum:mrr"]]
    count = sum(row["count"] for row in sums)
    return [
        Cell("MRR", " / ".join(mrr) or EMPTY),
        Cell(gettext("契約中"), gettext("%(count)s件") % {"count": count}),
        _next_renewal(theirs, visitor),
    ]


def _next_renewal(theirs: dict[str, Any], visitor: Visitor) -> Cell:
    due = {"field": "renewal_due_date", "op": "is_not_empty"}
    query = make_query(
        "contract",
        columns=["number", "renewal_due_date"],
        filter={"and": [theirs, UNDECIDED, due, {"field": "cancel_date", "op": "is_empty"}]},
        sort="renewal_due_date",
        limit=1,
    )
    rows = select.select(visitor.actor, query, visitor.frame).rows
    label = gettext("次の更新期限")
    if not rows:
        return Cell(label, EMPTY)
    day = rows[0]["renewal_due_date"]
    tone = "red" if day < visitor.frame.today else ""
    return Cell(label, f"{day:%Y/%m/%d}", tone=tone, href=address("contract", rows[0]["id"]), key=rows[0]["number"])


def _read(kind: Kind, record_id: int, visitor: Visitor) -> Row:
    visitor.actor.require("read", kind.object, kind.spec.label)
    keys = [spec.key for spec in kind.spec.fields]
    wanted = [record_id] if record_id <= LARGEST_ID else []
    found = select.fetch(visitor.actor, kind.object, wanted, ["id", *keys], visitor.frame)
    if record_id not in found:
        raise missing(kind.spec, record_id)
    return found[record_id]


def _linked(cell: Cell, spec: Any, row: Row) -> Cell:
    """The cell with the address of what it names: the record of a lookup or of "contract:12", a mail, a web address."""
    value, href = row[spec.key], ""
    if isinstance(value, Ref) and spec.target:
        href = address(spec.target, value.id)
    elif spec.key == "record" and value:
        href = record_address(value)
    elif spec.type in ("email", "phone") and value:
        href = f"{'mailto' if spec.type == 'email' else 'tel'}:{value}"
    elif spec.type == "url" and str(value or "").startswith(("https://", "http://")):
        href = value
    return Cell(cell.label, cell.text, cell.kind, cell.tone, href, spec.key)


def _may_edit(kind: Kind, record_id: int, visitor: Visitor) -> bool:
    return record_id in select.readable_ids(visitor.actor, kind.object, [record_id], visitor.frame, "edit")


def _new_quote(account_id: int) -> str:
    return address("quote_new", account=account_id)
