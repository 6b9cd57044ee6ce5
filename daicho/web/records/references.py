"""Records that a lookup may name: suggestions while somebody types, and the one that a typed text means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Message
from daicho.values.money import money_text
from daicho.values.problems import Invalid
from daicho.values.storable import is_storable
from daicho.values.text import normalise
from daicho.web.given import positive
from daicho.web.records.kinds import BY_OBJECT
from daicho.web.records.typed import Typed
from daicho.web.visitors import Visitor

MOST = 12
LONGEST = 100
MOST_NAMED = 5
BESIDE: Mapping[str, tuple[str, ...]] = {
    "account": ("code",),
    "contact": ("account.name",),
    "product": ("code", "list_price"),
    "user": ("username",),
    "contract": ("account.name",),
    "opportunity": ("account.name",),
}
"""What is shown in small beside a name, so that two of one name can be told apart."""
SEARCHED = {"user": ("name", "username")}
OF_ACCOUNT = frozenset({"contact", "opportunity"})
"""Objects of which a form that names an account wants those of that account."""

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


@dataclass(frozen=True, slots=True)
class Meant:
    """The record that an input means; without an id: nothing was written."""

    id: int | None = None
    name: str = ""


def suggestions(target: str, text: str, visitor: Visitor, narrowing: dict[str, Any] | None = None) -> list[Suggestion]:
    """Up to twelve records of an object whose names or codes hold the text, in any width and kana; "" : the first ones."""
    rows = _matching(target, "contains", text, visitor, narrowing)
    return [Suggestion(row["id"], _named(target, row), _detail(target, row, visitor)) for row in rows]


def of_account(target: str, account: str) -> dict[str, Any] | None:
    """The filter for the contacts or opportunities of an account, its id given as text; None: there is nothing to narrow."""
    usable = target in OF_ACCOUNT and positive(account) is not None
    return {"field": "account", "op": "eq", "value": int(account)} if usable else None


def meant(
    spec: FieldSpec,
    typed: Typed,
    visitor: Visitor,
    names: Mapping[int, str],
    narrowing: dict[str, Any] | None = None,
) -> Meant:
    """The record that an input means, nothing for an empty one. Raises Invalid where that is nobody or several.

    The chosen id counts while its name (one of `names`) still stands in the input; otherwise the text is a code, a name,
    part of one, or #id.
    """
    text, target = typed.text.strip(), spec.target or ""
    chosen = positive(typed.id)
    if not text:
        return Meant()
    if chosen is not None and names.get(chosen) == text:
        return Meant(chosen, text)
    if text.startswith("#") and (number := positive(text[1:])) is not None:
        for known_id, name in names_of(target, [number], visitor).items():
            return Meant(known_id, name)
    for operator in ("eq", "contains"):
        rows = _matching(target, operator, text, visitor, narrowing)
        if len(rows) == 1:
            return Meant(rows[0]["id"], _named(target, rows[0]))
        if rows:
            known = [f"#{row['id']} {_named(target, row)} {_detail(target, row, visitor)}".strip() for row in rows]
            raise Invalid(SEVERAL.problem(spec.key, label=spec.label, text=text[:60], known=known[:MOST_NAMED]))
    raise Invalid(NOBODY.problem(spec.key, label=spec.label, text=text[:60]))


def resolved(spec: FieldSpec, typed: Typed, visitor: Visitor) -> int | None:
    """The id of what `meant` finds. Raises Invalid as it does."""
    chosen = positive(typed.id)
    return meant(spec, typed, visitor, names_of(spec.target or "", [chosen] if chosen else [], visitor)).id


def names_of(target: str, ids: Iterable[int], visitor: Visitor) -> dict[int, str]:
    """The names of those of the records that the visitor may read."""
    wanted = sorted(set(ids))
    if not wanted or not visitor.actor.permissions.may("read", target):
        return {}
    found = select.fetch(visitor.actor, target, wanted, [registry.get(target).name_field], visitor.frame)
    return {record_id: _named(target, {**row, "id": record_id}) for record_id, row in found.items()}


def named(spec: FieldSpec, record_id: str, visitor: Visitor) -> Typed:
    """The input for a record named in an address; an empty one where there is none that the visitor may read."""
    found = positive(record_id)
    name = names_of(spec.target or "", [found], visitor).get(found) if found is not None else None
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
    columns = [spec.name_field, *BESIDE.get(target, ())]
    query = make_query(
        target, columns=columns, filter={"and": nodes} if nodes else None, sort=spec.name_field, limit=MOST
    )
    return select.select(visitor.actor, query, visitor.frame).rows


def _named(target: str, row: Mapping[str, Any]) -> str:
    return str(row[registry.get(target).name_field] or f"#{row['id']}")


def _detail(target: str, row: Row, visitor: Visitor) -> str:
    """What tells two of one name apart; prices are those of the price list, in yen."""
    values = [row[path] for path in BESIDE.get(target, ()) if row[path] is not None]
    texts = [money_text(one, "JPY", visitor.language) if isinstance(one, Decimal) else str(one) for one in values]
    return "・".join(filter(None, texts))
