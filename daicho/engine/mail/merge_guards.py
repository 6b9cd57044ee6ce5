"""Which values of a template are required: those it says nothing about. Reads the parsed template only.

A value printed with |default, or inside an {% if %} (or its elif, else) whose conditions name the same field, may be empty.
"""

from collections.abc import Iterator
from typing import Any

from django.template.base import NodeList
from django.template.defaulttags import IfNode

from daicho.engine.mail.merge_filters import or_default
from daicho.engine.mail.merge_nodes import Each, Expression, Value

Guards = frozenset[tuple[str, ...]]


def require_unguarded(nodes: NodeList, guards: Guards = frozenset()) -> None:
    """Mark the values that are required, in `nodes` and in what is nested in them."""
    for node in nodes:
        if isinstance(node, Value):
            expression = node.expression
            has_default = or_default.__name__ in expression.formats
            node.required = bool(expression.segments) and not has_default and expression.segments not in guards
        elif isinstance(node, IfNode):
            seen = guards
            for condition, body in node.conditions_nodelists:
                seen = seen | frozenset(_fields_of(condition))
                require_unguarded(body, seen)
        elif isinstance(node, Each):
            for part in (node.nodelist_loop, node.nodelist_empty):
                require_unguarded(part if isinstance(part, NodeList) else NodeList(), guards)


def _fields_of(condition: Any) -> Iterator[tuple[str, ...]]:
    """The fields that a parsed condition asks about; a condition is a tree of operators over expressions."""
    if condition is None:
        return
    expression = getattr(condition, "value", None)
    if isinstance(expression, Expression) and expression.segments:
        yield expression.segments
    for side in (getattr(condition, "first", None), getattr(condition, "second", None)):
        if side is not None:
            yield from _fields_of(side)
