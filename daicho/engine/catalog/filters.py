"""Filter trees: read from JSON, checked against the catalog, frozen. PURE.

`{"and": [...]}`, `{"or": [...]}`, `{"not": {...}}`, or a condition `{"field", "op", "value"}`. Logic is two-valued: `not`
is the exact complement. An empty `and` (and an empty tree) holds for everything, an empty `or` for nothing.
Their readers: `matches` (Python), `describe` (words), `compile` (database).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from daicho.engine.catalog import types
from daicho.engine.catalog.operators import LABELS, Operator
from daicho.engine.catalog.paths import Path, resolve
from daicho.engine.catalog.type_base import LONGEST_LIST
from daicho.values.labels import Message
from daicho.values.problems import Invalid

DEEPEST = 10
MOST_CONDITIONS = 200
MOST_VALUES = 10_000

SHAPE = Message(
    "filter_shape",
    ja='条件の形が正しくありません（{at}）。{{"and": [...]}}、{{"or": [...]}}、{{"not": {{...}}}}、{{"field", "op", "value"}} のいずれかです。',
    en='The filter has a wrong shape at {at}. Use {{"and": [...]}}, {{"or": [...]}}, {{"not": {{...}}}} or {{"field", "op", "value"}}.',
)
TOO_DEEP = Message(
    "filter_too_deep",
    ja="条件の入れ子が深すぎます（{limit}段まで）。",
    en="The filter is nested too deeply (up to {limit} levels).",
)
TOO_MANY = Message(
    "filter_too_large",
    ja="条件が多すぎます（{limit}個まで）。",
    en="The filter has too many conditions (up to {limit}).",
)
TOO_MANY_VALUES = Message(
    "filter_too_many_values",
    ja="条件の値が多すぎます（合計{limit}個まで）。",
    en="The filter names too many values (up to {limit} in all).",
)
UNKNOWN_OPERATOR = Message(
    "unknown_operator",
    ja="「{operator}」という演算子はありません。使えるもの：{known}。",
    en="There is no operator “{operator}”. Known operators: {known}.",
)
NOT_OFFERED = Message(
    "operator_not_offered",
    ja="「{field}」に {operator} は使えません。使えるもの：{known}。",
    en="{operator} cannot be used on {field}. It offers: {known}.",
)
NOT_FILTERABLE = Message(
    "field_not_filterable",
    ja="「{field}」は条件に使えません。",
    en="{field} cannot be used in conditions.",
)
NO_VALUE_TAKEN = Message(
    "value_not_taken",
    ja="{operator} に値は指定できません（「{field}」）。",
    en="{operator} takes no value (on {field}).",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared. `operand` is checked and typed, `value` is as it was written."""

    path: Path
    op: Operator
    operand: Any
    value: Any

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        form = {"field": self.path.text, "op": self.op}
        return form if self.op in ("is_empty", "is_not_empty") else {**form, "value": self.value}


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every part does; with no part always."""

    parts: tuple["Node", ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {"and": [part.to_json() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when some part does; with no part never."""

    parts: tuple["Node", ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {"or": [part.to_json() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class Not:
    """Holds exactly when the part does not."""

    part: "Node"

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return {"not": self.part.to_json()}


Node = Condition | AllOf | AnyOf | Not
EVERYTHING: Final[Node] = AllOf()


def parse_filter(object_key: str, raw: Any) -> Node:
    """The tree of a stored or sent filter (None and {} mean everything; a Node is taken as it is). Raises Invalid."""
    if isinstance(raw, Condition | AllOf | AnyOf | Not):
        return raw
    if raw is None or raw == {}:
        return EVERYTHING
    node = _node(object_key, raw, 1, "filter")
    if sum(map(_weight, conditions(node))) > MOST_CONDITIONS:
        raise Invalid(TOO_MANY.problem("filter", limit=MOST_CONDITIONS))
    if sum(len(item.operand) for item in conditions(node) if isinstance(item.operand, tuple)) > MOST_VALUES:
        raise Invalid(TOO_MANY_VALUES.problem("filter", limit=MOST_VALUES))
    return node


def _weight(item: Condition) -> int:
    """How many comparisons a condition is: a list of dates is one for each of them."""
    ranges = types.kind_of(item.path.field).longest_list < LONGEST_LIST
    return max(len(item.operand), 1) if ranges and isinstance(item.operand, tuple) else 1


def condition(object_key: str, field: object, op: object, value: Any = None) -> Condition:
    """One checked condition. Raises Invalid: unknown field or operator, an operator not offered, a wrong value."""
    path = resolve(object_key, field)
    spec = path.field
    if op not in LABELS:
        raise Invalid(UNKNOWN_OPERATOR.problem(path.text, operator=str(op)[:60], known=list(LABELS)))
    offered = types.operators(spec)
    if not offered:
        raise Invalid(NOT_FILTERABLE.problem(path.text, field=spec.label))
    operator = cast(Operator, op)
    if operator not in offered:
        raise Invalid(NOT_OFFERED.problem(path.text, field=spec.label, operator=operator, known=list(offered)))
    if operator in ("is_empty", "is_not_empty") and value is not None:
        raise Invalid(NO_VALUE_TAKEN.problem(path.text, field=spec.label, operator=operator))
    try:
        operand = types.kind_of(spec).operand(operator, value, spec)
    except Invalid as refused:
        raise Invalid(*(problem.message.problem(path.text, **problem.params) for problem in refused.problems)) from None
    return Condition(path, operator, operand, value)


def conditions(node: Node) -> Iterator[Condition]:
    """All conditions of a tree, in their order."""
    match node:
        case Condition():
            yield node
        case Not():
            yield from conditions(node.part)
        case _:
            for part in node.parts:
                yield from conditions(part)


def paths_of(node: Node) -> tuple[Path, ...]:
    """The paths that a tree reads, each once."""
    return tuple({item.path.text: item.path for item in conditions(node)}.values())


def both(*nodes: Node) -> Node:
    """The conjunction; parts that hold for everything are left out."""
    parts = tuple(node for node in nodes if node != EVERYTHING)
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _node(object_key: str, raw: Any, depth: int, at: str) -> Node:
    if depth > DEEPEST:
        raise Invalid(TOO_DEEP.problem("filter", limit=DEEPEST))
    if not isinstance(raw, Mapping):
        raise Invalid(SHAPE.problem("filter", at=at))
    match sorted(map(str, raw)):
        case ["and"] | ["or"]:
            name = next(iter(raw))
            return _group(object_key, name, raw[name], depth, at)
        case ["not"]:
            return Not(_node(object_key, raw["not"], depth + 1, f"{at}.not"))
        case ["field", "op"] | ["field", "op", "value"]:
            return condition(object_key, raw["field"], raw["op"], raw.get("value"))
        case _:
            raise Invalid(SHAPE.problem("filter", at=at))


def _group(object_key: str, name: str, raw: Any, depth: int, at: str) -> Node:
    if not isinstance(raw, list | tuple):
        raise Invalid(SHAPE.problem("filter", at=f"{at}.{name}"))
    if len(raw) > MOST_CONDITIONS:
        raise Invalid(TOO_MANY.problem("filter", limit=MOST_CONDITIONS))
    parts = tuple(_node(object_key, part, depth + 1, f"{at}.{name}[{place}]") for place, part in enumerate(raw))
    return AllOf(parts) if name == "and" else AnyOf(parts)
