"""Says a filter tree in words, e.g. 更新期限：今月（2026/11/01～2026/11/30）: the third reader of a tree. PURE."""

from collections.abc import Mapping
from typing import Any, Final

from daicho.engine.catalog import types
from daicho.engine.catalog.filters import AnyOf, Condition, Node, Not
from daicho.engine.catalog.operators import Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.type_dates import DateKind
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label

Names = Mapping[tuple[str, int], str]
"""Names of records by object key and id."""
PHRASES: Final[Mapping[Operator, Label]] = {
    "eq": Label("{field}：{value}", "{field}: {value}"),
    "ne": Label("{field}：{value} 以外", "{field}: not {value}"),
    "lt": Label("{field}：{value} 未満", "{field} < {value}"),
    "le": Label("{field}：{value} 以下", "{field} ≤ {value}"),
    "gt": Label("{field}：{value} 超", "{field} > {value}"),
    "ge": Label("{field}：{value} 以上", "{field} ≥ {value}"),
    "between": Label("{field}：{first}～{last}", "{field}: {first} to {last}"),
    "in": Label("{field}：{value} のいずれか", "{field}: one of {value}"),
    "not_in": Label("{field}：{value} 以外", "{field}: none of {value}"),
    "contains": Label("{field}：「{value}」を含む", "{field} contains “{value}”"),
    "not_contains": Label("{field}：「{value}」を含まない", "{field} does not contain “{value}”"),
    "starts_with": Label("{field}：「{value}」で始まる", "{field} starts with “{value}”"),
    "is_empty": Label("{field}：空", "{field}: empty"),
    "is_not_empty": Label("{field}：入力あり", "{field}: not empty"),
}
DATE_PHRASES: Final[Mapping[Operator, Label]] = {
    "lt": Label("{field}：{value} より前", "{field}: before {value}"),
    "le": Label("{field}：{value} まで", "{field}: until {value}"),
    "gt": Label("{field}：{value} より後", "{field}: after {value}"),
    "ge": Label("{field}：{value} から", "{field}: from {value}"),
}
EVERYTHING = Label("すべて", "everything")
NOTHING = Label("該当なし", "nothing")
AND, OR = Label(" かつ ", " and "), Label(" または ", " or ")
NOT = Label("（{part}）ではない", "not ({part})")
LISTED = 10
"""How many values of a list are spelt out."""
MORE = Label("ほか{n}件", "and {n} more")


def describe(
    node: Node, frame: Frame, language: str = "ja", user_id: int | None = None, names: Names | None = None
) -> str:
    """The tree as a sentence. `names` gives the names of records by object and id (without them #12 is written)."""
    return _node(node, Viewpoint(frame, user_id), language, names or {}, within=False)


def _node(node: Node, viewpoint: Viewpoint, language: str, names: Names, *, within: bool) -> str:
    if isinstance(node, Condition):
        return describe_condition(node, viewpoint, language, names)
    if isinstance(node, Not):
        return NOT.text(language).format(part=_node(node.part, viewpoint, language, names, within=False))
    either = isinstance(node, AnyOf)
    if not node.parts:
        return (NOTHING if either else EVERYTHING).text(language)
    several = len(node.parts) > 1
    joint = (OR if either else AND).text(language)
    text = joint.join(_node(part, viewpoint, language, names, within=several) for part in node.parts)
    if not (within and several):
        return text
    return f"（{text}）" if language.startswith("ja") else f"({text})"


def describe_condition(node: Condition, viewpoint: Viewpoint, language: str, names: Names | None = None) -> str:
    """One condition in words: a chip."""
    phrase = PHRASES[node.op]
    if isinstance(types.kind_of(node.path.field), DateKind):
        phrase = DATE_PHRASES.get(node.op, phrase)
    text, field = phrase.text(language), node.path.label(language)
    if node.op in ("is_empty", "is_not_empty"):
        return text.format(field=field)
    if node.op == "between":
        first, last = (_value(node, item, viewpoint, language, names or {}) for item in node.operand)
        return text.format(field=field, first=first, last=last)
    items = node.operand if isinstance(node.operand, tuple) else (node.operand,)
    shown = [_value(node, item, viewpoint, language, names or {}) for item in items[:LISTED]]
    if len(items) > LISTED:
        shown.append(MORE.text(language).format(n=len(items) - LISTED))
    return text.format(field=field, value=("、" if language.startswith("ja") else ", ").join(shown))


def _value(node: Condition, operand: Any, viewpoint: Viewpoint, language: str, names: Names) -> str:
    known = names.get((node.path.field.target or "", operand)) if isinstance(operand, int) else None
    if known is not None and node.path.field.type == "lookup":
        return known
    return types.kind_of(node.path.field).show_operand(operand, node.path.field, language, viewpoint)
