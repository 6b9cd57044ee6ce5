"""A new draft from any quote, as it stands: the same customer, terms, lines and prices under a number of its own."""

import uuid
from typing import Any

from daicho.business.operations.orders.quote_drafts import create_once
from daicho.business.sales.objects import QUOTE, QUOTE_LINE
from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records import checks
from daicho.engine.work.frame import Frame
from daicho.values.problems import Missing

MOST_LINES = 1_000


def copy(actor: Actor, quote_id: int, token: uuid.UUID, frame: Frame, source: str = "") -> tuple[int, bool]:
    """Copy a quote; (the new id, whether it was made now). The same token twice, also at once, makes one copy.

    The copy belongs to the owner of the original where the actor may change that one, else to the actor. A validity that
    has passed is left out. Raises Missing (none that he may read), Forbidden, Invalid (e.g. a product that is gone).
    """
    checks.may_create(actor, QUOTE)
    columns = _written(QUOTE)
    found = select.fetch(actor, "quote", [quote_id], columns, frame)
    if quote_id not in found:
        raise Missing(checks.NOT_FOUND.problem(object=QUOTE.label, id=str(quote_id)))
    header: dict[str, Any] = {key: found[quote_id][key] for key in columns}
    if quote_id not in select.readable_ids(actor, "quote", [quote_id], frame, "edit"):
        header["owner"] = actor.user_id
    if header["valid_until"] is not None and header["valid_until"] < frame.today:
        header["valid_until"] = None
    return create_once(actor, {**header, "lines": _lines(actor, quote_id, frame)}, token, frame, source)


def _lines(actor: Actor, quote_id: int, frame: Frame) -> list[dict[str, Any]]:
    columns = [key for key in _written(QUOTE_LINE) if key != "quote"]
    mine = {"field": "quote", "op": "eq", "value": quote_id}
    query = make_query("quote_line", columns=columns, filter=mine, sort="position,id", limit=MOST_LINES)
    rows = select.select(actor, query, frame).rows
    return [{key: row[key] for key in columns} for row in rows]


def _written(spec: ObjectSpec) -> list[str]:
    """The fields that are written by hand."""
    return [field.key for field in spec.fields if not field.made]
