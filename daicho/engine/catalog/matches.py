"""Evaluates a filter tree on typed values in Python: the second reader of a tree, used when records are saved. PURE."""

from collections.abc import Mapping
from typing import Any

from daicho.engine.catalog import types
from daicho.engine.catalog.filters import AllOf, AnyOf, Condition, Node, Not
from daicho.engine.catalog.operators import NEGATIONS
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.work.frame import Frame


def matches(node: Node, values: Mapping[str, Any], frame: Frame, user_id: int | None = None) -> bool:
    """Whether the tree holds. `values` maps path text to typed value; a path that is absent is empty. ME is `user_id`."""
    return _holds(node, values, Viewpoint(frame, user_id))


def _holds(node: Node, values: Mapping[str, Any], viewpoint: Viewpoint) -> bool:
    match node:
        case Condition():
            return _condition(node, values.get(node.path.text), viewpoint)
        case AllOf():
            return all(_holds(part, values, viewpoint) for part in node.parts)
        case AnyOf():
            return any(_holds(part, values, viewpoint) for part in node.parts)
        case Not():
            return not _holds(node.part, values, viewpoint)


def _condition(node: Condition, value: Any, viewpoint: Viewpoint) -> bool:
    kind = types.kind_of(node.path.field)
    empty = kind.is_empty(value)
    if node.op == "is_empty":
        return empty
    if node.op == "is_not_empty":
        return not empty
    positive = NEGATIONS.get(node.op)
    if positive is not None:
        return empty or not kind.holds(positive, value, node.operand, viewpoint)
    return not empty and kind.holds(node.op, value, node.operand, viewpoint)
