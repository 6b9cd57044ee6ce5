"""Reads a quote for its page: values, lines, what the visitor may do with it, and the form that holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from daicho.business.sales.objects import QUOTE
from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog.query import make_query
from daicho.engine.records.checks import NOT_FOUND
from daicho.engine.records.reading import version_of
from daicho.rules.lifecycle import QUOTE_TRANSITIONS
from daicho.values.problems import Missing
from daicho.web.quotes.form import HEADER_KEYS, LINE_KEYS, LOOKUPS, OF_QUOTE, Part, QuoteForm, RowPart, text_of
from daicho.web.visitors import Visitor

LARGEST_ID = 2**63 - 1
ORDER_COLUMNS = ["id", "number", "contract", "confirmed_at", "confirmed_by"]


@dataclass(frozen=True, slots=True)
class QuoteRead:
    """One quote as the visitor sees it; `actions` are those that its status and his rights allow."""

    id: int
    values: Row
    version: int
    actions: frozenset[str]
    order: Row | None

    @property
    def number(self) -> str:
        """Q-000001."""
        return str(self.values["number"])

    @property
    def editable(self) -> bool:
        """Whether it may be changed now."""
        return "edit" in self.actions


def read_quote(quote_id: int, visitor: Visitor) -> QuoteRead:
    """Raises Missing when there is none that he may read, Forbidden without the right on quotes."""
    visitor.actor.require("read", "quote", QUOTE.label)
    keys = [key for key in HEADER_KEYS if "." not in key]
    columns = ["id", "number", "status", "owner", *keys]
    wanted = [quote_id] if quote_id <= LARGEST_ID else []
    version = version_of(QUOTE, quote_id) if wanted else None
    found = select.fetch(visitor.actor, "quote", wanted, columns, visitor.frame)
    if quote_id not in found:
        raise Missing(NOT_FOUND.problem(object=QUOTE.label, id=str(quote_id)))
    values = found[quote_id]
    allowed = frozenset(QUOTE_TRANSITIONS[values["status"]])
    if quote_id not in select.readable_ids(visitor.actor, "quote", [quote_id], visitor.frame, "edit"):
        allowed = frozenset()
    elif not visitor.actor.permissions.has_feature("confirm"):
        allowed -= {"confirm", "undo"}
    return QuoteRead(
        quote_id, values, version or 0, allowed, _order(quote_id, visitor) if values["status"] == "confirmed" else None
    )


def form_of(read: QuoteRead, visitor: Visitor) -> QuoteForm:
    """The form with what is stored."""
    header = Part({key: text_of(read.values[key]) for key in HEADER_KEYS if "." not in key})
    for key in LOOKUPS:
        named = read.values[key]
        header.texts[f"{key}.name"] = named.name if named is not None else ""
    header.seen = dict(header.texts)
    rows = [_row(place, line, read.values) for place, line in enumerate(_lines(read.id, visitor))]
    return QuoteForm(header, rows, version=read.version)


def _row(place: int, line: Row, quote: Row) -> RowPart:
    row = RowPart(key=str(place), line_id=line["id"], kind=line["kind"])
    for key in LINE_KEYS:
        if key != "product.name":
            own = key in OF_QUOTE and line[key] == quote[key]
            row.texts[key] = "" if own or (key == "discount_rate" and not line[key]) else text_of(line[key])
    row.texts["product.name"] = line["product"].name if line["product"] is not None else ""
    row.seen = dict(row.texts)
    return row


def _lines(quote_id: int, visitor: Visitor) -> Sequence[Row]:
    mine = {"field": "quote", "op": "eq", "value": quote_id}
    columns = ["id", "kind", *(key for key in LINE_KEYS if key != "product.name")]
    query = make_query("quote_line", columns=columns, filter=mine, sort="position,id", limit=1_000)
    return select.select(visitor.actor, query, visitor.frame).rows


def _order(quote_id: int, visitor: Visitor) -> Row | None:
    mine: dict[str, Any] = {"field": "quote", "op": "eq", "value": quote_id}
    query = make_query("order", columns=ORDER_COLUMNS, filter=mine, sort="-id", limit=1)
    found = select.select(visitor.actor, query, visitor.frame).rows
    return found[0] if found else None
