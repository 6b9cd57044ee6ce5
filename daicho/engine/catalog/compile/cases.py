"""Expressions that are calculated case by case, looked into: when they give one of some values, whether they are ever NULL.

A database knows nothing about the results of a CASE, so it guesses how many rows a condition on one keeps; of the
conditions inside it it knows how many, and takes the right index.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, Q, Value
from django.db.models.functions import Coalesce


def gives(expression: Any, codes: Collection[str]) -> "ExpressionWrapper[Any] | bool | None":
    """Whether a CASE of plain codes gives one of `codes`, as a condition on its cases; True or False where it always does
    or never does; None for any other expression."""
    if not isinstance(expression, Case) or not all(_code(part) for part in _results(expression)):
        return None
    holds: Q | bool = expression.default.value in codes
    for case in reversed(expression.cases):
        if case.result.value in codes:
            holds = holds if holds is True else case.condition if holds is False else case.condition | holds
        else:
            holds = holds if holds is False else ~case.condition if holds is True else ~case.condition & holds
    return holds if isinstance(holds, bool) else ExpressionWrapper(holds, output_field=BooleanField())


def never_null(expression: Any) -> bool:
    """Whether it is certain that the expression always has a value, and no empty text."""
    if isinstance(expression, Value):
        return expression.value is not None and expression.value != ""
    if isinstance(expression, Case):
        return all(never_null(part) for part in _results(expression))
    return isinstance(expression, Coalesce) and any(never_null(part) for part in expression.get_source_expressions())


def _results(expression: Case) -> list[Any]:
    return [*(case.result for case in expression.cases), expression.default]


def _code(part: Any) -> bool:
    return isinstance(part, Value) and isinstance(part.value, str) and part.value != ""
