"""Finds accounts and products by what people type: part of a name, kana of either kind, or a code. Only what one may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from daicho.engine.access import select
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.values.labels import Message, Problem
from daicho.values.storable import is_storable
from daicho.values.text import normalise
from daicho.web.visitors import Visitor

MOST = 12
LONGEST = 100
NOT_FOUND = Message(
    "name_not_found",
    ja="「{value}」に一致する{object}は見つかりません。名前の一部、カナ、コードで探せます。",
    en="No {object} matches “{value}”. Try part of the name, its kana, or the code.",
)
SEVERAL = Message(
    "name_ambiguous",
    ja="「{value}」に一致する{object}が複数あります：{names}。正式な名前かコードを入力してください。",
    en="Several match “{value}”: {names}. Type the whole name or the code of the {object}.",
)
SEARCHED: Mapping[str, tuple[str, ...]] = {
    "account": ("name", "name_kana", "code"),
    "product": ("name", "code"),
}
SHOWN_BESIDE: Mapping[str, tuple[str, ...]] = {"account": ("code",), "product": ("code", "list_price", "price_kind")}
NARROWED: Mapping[str, Mapping[str, Any]] = {"product": {"field": "active", "op": "eq", "value": True}}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a typed name stands for: an id with its name, or the problem."""

    id: int | None
    name: str
    problem: Problem | None = None


def find(visitor: Visitor, object_key: str, text: str) -> list[dict[str, Any]]:
    """Up to MOST records whose name, kana or code holds the text, by name. An empty text finds the first ones."""
    wanted = text.strip()[:LONGEST]
    if not is_storable(wanted) or not visitor.actor.permissions.may("read", object_key):
        return []
    parts: list[Mapping[str, Any]] = [NARROWED[object_key]] if object_key in NARROWED else []
    if wanted:
        names = [{"field": key, "op": "contains", "value": wanted} for key in SEARCHED[object_key]]
        parts.append({"or": names})
    columns = ["id", "name", *SHOWN_BESIDE[object_key]]
    query = make_query(object_key, columns=columns, filter={"and": parts}, sort="name,id", limit=MOST)
    return select.select(visitor.actor, query, visitor.frame).rows


def names_of(visitor: Visitor, object_key: str, ids: set[int]) -> dict[int, str]:
    """The names of those that the visitor may read."""
    if not ids or not visitor.actor.permissions.may("read", object_key):
        return {}
    found = select.fetch(visitor.actor, object_key, ids, ["name"], visitor.frame)
    return {record_id: str(row["name"]) for record_id, row in found.items()}


def resolve(visitor: Visitor, object_key: str, id_text: str, text: str, names: Mapping[int, str]) -> Resolved:
    """The record that a hidden id and a typed name mean: the id where its name is the one typed, else the name decides."""
    given = int(id_text) if id_text.isascii() and id_text.isdecimal() and len(id_text) <= 18 else None
    wanted = text.strip()
    if not wanted:
        return Resolved(None, "")
    if given in names and given is not None and names[given] == wanted:
        return Resolved(given, wanted)
    label = registry.get(object_key).label
    found = find(visitor, object_key, wanted)
    key = normalise(wanted)
    exact = [row for row in found if key in (normalise(row["name"]), normalise(row["code"]))]
    chosen = exact if len(exact) == 1 else found
    if len(chosen) == 1:
        return Resolved(chosen[0]["id"], chosen[0]["name"])
    if not found:
        return Resolved(None, text, NOT_FOUND.problem(object_key, value=wanted[:60], object=label))
    named = [f"{row['name']}（{row['code']}）" for row in found[:5]]
    return Resolved(None, text, SEVERAL.problem(object_key, value=wanted[:60], object=label, names=named))
