"""Records that a lookup may name: suggestions while somebody types, and the one that a typed text means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.values.labels import Message
from daicho.values.problems import Invalid
from daicho.values.storable import is_storable
from daicho.values.text import normalise
from daicho.web.records.kinds import BY_OBJECT
from daicho.web.records.typed import Typed
from daicho.web.visitors import Visitor

MOST = 8
LONGEST = 100
BESIDE = {
    "account": "code",
    "contact": "account.name",
    "product": "code",
    "user": "username",
    "contract": "account.name",
}
"""What is shown in small beside a name, so that two of one name can be told apart."""
SEARCHED = {"user": ("name", "username")}

NOBODY = Message(
    "reference_not_found",
    ja="「{label}」に「{text}」は見つかりません。名前の一部を入力して候補から選ぶか、コードを入力してください。",
    en="“{label}”: nothing is called “{text}”. Type a part of the name and choose a suggestion, or type the code.",
)
SEVERAL = Message(
    "reference_ambiguous",
    ja="「{label}」の「{text}」に当てはまるものが複数あります：{known}。候補から選ぶか、#番号を入力してください。",
    en="“{label}”: several are called “{text}”: {known}. Choose a suggestion, or type its #number.",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One record to choose: `text` goes into the input, `detail` stands beside it."""

    id: int
    text: str
    detail: str


def suggestions(target: str, text: str, visitor: Visitor, narrowing: dict[str, Any] | None = None) -> list[Suggestion]:
    """Up to eight records of an object whose names or codes hold the text, in any width and kana; "" : the first ones."""
    rows = _matching(target, "contains", text, visitor, narrowing)
    name = registry.get(target).name_field
    return [Suggestion(row["id"], str(row[name] or f"#{row['id']}"), _detail(target, row)) for row in rows]


def resolved(spec: FieldSpec, typed: Typed, visitor: Visitor) -> int | None:
    """The id that an input means; None for an empty one. Raises Invalid where that is nobody or several.

    The chosen id counts while its name still stands in the input; otherwise the text is a code, a name, part of one, or #id.
    """
    text, target = typed.text.strip(), spec.target or ""
    if not text:
        return None
    chosen = _id(typed.id)
    if chosen is not None and _name(target, chosen, visitor) == text:
        return chosen
    if text.startswith("#") and (named := _id(text[1:])) is not None:
        return named
    for operator in ("eq", "contains"):
        rows = _matching(target, operator, text, visitor)
        if len(rows) == 1:
            found: int = rows[0]["id"]
            return found
        if rows:
            known = [
                f"#{row['id']} {row[registry.get(target).name_field]} {_detail(target, row)}".strip() for row in rows
            ]
            raise Invalid(SEVERAL.problem(spec.key, label=spec.label, text=text[:60], known=known))
    raise Invalid(NOBODY.problem(spec.key, label=spec.label, text=text[:60]))


def named(spec: FieldSpec, record_id: str, visitor: Visitor) -> Typed:
    """The input for a record named in an address; an empty one where there is none that the visitor may read."""
    found = _id(record_id)
    name = _name(spec.target or "", found, visitor) if found is not None else None
    return Typed(name, id=record_id) if name else Typed()


def _matching(
    target: str, operator: str, text: str, visitor: Visitor, narrowing: dict[str, Any] | None = None
) -> Sequence[Row]:
    if not visitor.actor.permissions.may("read", target) or not is_storable(text):
        return []
    spec = registry.get(target)
    wanted = text.strip()[:LONGEST]
    if wanted and not normalise(wanted):
        return []
    nodes: list[dict[str, Any]] = [narrowing] if narrowing else []
    if wanted:
        paths = SEARCHED.get(target) or (BY_OBJECT[target].searched if target in BY_OBJECT else (spec.name_field,))
        own = [path for path in paths if "." not in path or operator == "contains"]
        nodes.append({"or": [{"field": path, "op": operator, "value": wanted} for path in own]})
    if spec.field("active") is not None:
        nodes.append({"field": "active", "op": "eq", "value": True})
    columns = [spec.name_field, *([BESIDE[target]] if target in BESIDE else [])]
    query = make_query(
        target, columns=columns, filter={"and": nodes} if nodes else None, sort=spec.name_field, limit=MOST
    )
    return select.select(visitor.actor, query, visitor.frame).rows


def _detail(target: str, row: Row) -> str:
    return str(row[BESIDE[target]] or "") if target in BESIDE else ""


def _name(target: str, record_id: int, visitor: Visitor) -> str | None:
    if not visitor.actor.permissions.may("read", target):
        return None
    name = registry.get(target).name_field
    rows = select.fetch(visitor.actor, target, [record_id], [name], visitor.frame)
    return str(rows[record_id][name] or f"#{record_id}") if record_id in rows else None


def _id(text: str) -> int | None:
    usable = text.isascii() and text.isdecimal() and len(text) < 20
    return int(text) if usable and 0 < int(text) <= LARGEST_ID else None
