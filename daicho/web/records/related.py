"""Lists on a record's page of what belongs to it: an account's contracts, contacts and quotes; a product's prices."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from daicho.engine.access import select
from daicho.engine.catalog.query import make_query
from daicho.web.addresses import address
from daicho.web.records.kinds import Kind, kind_of
from daicho.web.records.listing import RowShown, row_shown
from daicho.web.visitors import Visitor

MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Related:
    """One list: records of `object` whose `via` is the record. `via` "record" holds it as "account:12"."""

    object: str
    via: str
    name: str | Promise
    columns: tuple[str, ...]
    sort: str = ""
    always: bool = True


CONTRACT_COLUMNS = ("number", "name", "start_date", "end_date", "status", "mrr", "renewal_stage", "owner")
QUOTE_COLUMNS = ("number", "name", "start_date", "status", "valid_until", "owner")
RELATED: Mapping[str, tuple[Related, ...]] = {
    "account": (
        Related(
            "opportunity",
            "account",
            gettext_lazy("商談"),
            ("name", "stage", "kind", "expected_on", "owner"),
            "-expected_on",
        ),
        Related(
            "price",
            "account",
            gettext_lazy("取引先別の単価"),
            ("product", "kind", "unit_price", "valid_from", "valid_to"),
        ),
    ),
    "contact": (Related("contract", "contact", gettext_lazy("担当している契約"), CONTRACT_COLUMNS, "-end_date"),),
    "product": (
        Related(
            "price",
            "product",
            gettext_lazy("単価"),
            ("kind", "account", "unit_price", "valid_from", "valid_to", "priority"),
            "priority",
        ),
    ),
    "opportunity": (Related("quote", "opportunity", gettext_lazy("見積"), QUOTE_COLUMNS, "-number"),),
}


@dataclass(frozen=True, slots=True)
class RelatedList:
    """What the page shows of one list. `more` is the address of all of it ("" : all are here), `new` that of a form."""

    key: str
    kind: Kind
    name: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[RowShown]
    more: str
    new: str


def related_lists(kind: Kind, record_id: int, visitor: Visitor) -> list[RelatedList]:
    """The lists of a record that the visitor may read; those that are rarely used only where they hold something."""
    found = [
        _read(one, kind, record_id, visitor)
        for one in RELATED.get(kind.object, ())
        if visitor.actor.permissions.may("read", one.object)
    ]
    return [one for one in found if one is not None]


def _read(one: Related, kind: Kind, record_id: int, visitor: Visitor) -> RelatedList | None:
    theirs = kind_of(one.object)
    value: Any = f"{kind.object}:{record_id}" if one.via == "record" else record_id
    mine = {"field": one.via, "op": "eq", "value": value}
    columns = [*one.columns, *theirs.always]
    query = make_query(one.object, columns=columns, filter=mine, sort=one.sort or theirs.spec.sort, limit=MOST_ROWS + 1)
    rows = select.select(visitor.actor, query, visitor.frame).rows
    if not rows and not one.always:
        return None
    visible = [path for path in query.columns if path.text in one.columns]
    more = ""
    if len(rows) > MOST_ROWS and theirs.section:
        more = f"{address(theirs.section)}?{urlencode({'filter': json.dumps(mine)})}"
    may = visitor.actor.permissions.may("create", one.object) and theirs.creates and one.via != "reseller"
    return RelatedList(
        f"{one.object}-{one.via}",
        theirs,
        str(one.name),
        [(path.label(visitor.language), _look(path.field.type)) for path in visible],
        [row_shown(theirs, row, visible, visitor) for row in rows[:MOST_ROWS]],
        more,
        address(f"{one.object}_new", **{one.via: value}) if may else "",
    )


def _look(field_type: str) -> str:
    return "money" if field_type == "currency" else field_type
