"""Compiles filter trees to conditions: the second reader of a tree, in two-valued logic.

Negation is pushed down to the conditions, each of which knows its exact complement: SQL's NULL never decides.
"""

from django.db.models import Q

from daicho.engine.catalog.compile.places import Places
from daicho.engine.catalog.compile.sql_base import NEVER
from daicho.engine.catalog.filters import AllOf, AnyOf, Condition, Node, Not
from daicho.engine.catalog.operators import NEGATIONS
from daicho.engine.catalog.paths import Path

ALWAYS = Q()


def to_q(places: Places, node: Node, *, negated: bool = False) -> Q:
    """The condition on the aliases of `places`; its exact complement when `negated`."""
    if isinstance(node, Condition):
        return _condition(places, node, negated=negated)
    if isinstance(node, Not):
        return to_q(places, node.part, negated=not negated)
    either = isinstance(node, AnyOf) != negated
    parts = [to_q(places, part, negated=negated) for part in node.parts]
    if either:
        if not parts:
            return NEVER
        if any(part == ALWAYS for part in parts):
            return ALWAYS
    whole = Q()
    for part in parts:
        whole = whole | part if either else whole & part
    return whole


def fills(node: Node, path: Path) -> bool:
    """Whether the tree is known to hold only for rows that have a value at the path. (For kinds that are strict.)"""
    if isinstance(node, Condition):
        return node.path.text == path.text and node.op not in NEGATIONS and node.op != "is_empty"
    return isinstance(node, AllOf) and any(fills(part, path) for part in node.parts)


def _condition(places: Places, node: Condition, *, negated: bool) -> Q:
    kind = places.place(node.path).kind
    if node.op in ("is_empty", "is_not_empty"):
        name = places.compared(node.path)
        return kind.empty(name) if (node.op == "is_empty") != negated else kind.filled(name)
    positive = NEGATIONS.get(node.op)
    op = positive or node.op
    fails = (positive is not None) != negated
    if op in ("eq", "in") and (cases := _by_cases(places, node, fails=fails)) is not None:
        return cases
    if fails:
        return kind.fails(places.compared(node.path), op, node.operand, places.viewpoint)
    guard = places.place(node.path).guard if kind.strict else None
    holds = kind.holds(places.compared(node.path, guarded=guard is None), op, node.operand, places.viewpoint)
    return holds if guard is None else guard & holds


def _by_cases(places: Places, node: Condition, *, fails: bool) -> Q | None:
    """The condition on a calculated code as its cases; None where it is not one."""
    spec = node.path.field
    if spec.type != "picklist" or spec.source != "expression":
        return None
    codes = {node.operand} if isinstance(node.operand, str) else set(node.operand)
    return places.gives(node.path, {choice.code for choice in spec.choices} - codes if fails else codes)
