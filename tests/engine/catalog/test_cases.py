"""What is known of an expression that is calculated case by case, and of a filter, before the database is asked."""

import pytest
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from daicho.engine.catalog.compile.cases import gives, never_null
from daicho.engine.catalog.compile.conditions import fills
from daicho.engine.catalog.filters import parse_filter
from daicho.engine.catalog.paths import resolve

A, B = Q(a=1), Q(b=2)
PLAIN = Case(When(A, then=Value("x")), When(B, then=Value("y")), default=Value("z"))


@pytest.mark.parametrize(
    "codes, condition",
    [
        (["x"], A),
        (["y"], ~A & B),
        (["z"], ~A & ~B),
        (["x", "y"], A | B),
        (["x", "z"], A | ~B),
        (["y", "z"], ~A),
        (["x", "y", "z"], True),
        (["w"], False),
        ([], False),
    ],
)
def test_the_cases_that_give_one_of_the_codes(codes, condition):
    found = gives(PLAIN, codes)
    assert found is not None
    assert (found if isinstance(found, bool) else found.get_source_expressions()[0]) == condition


@pytest.mark.parametrize(
    "expression", [F("a"), Case(When(A, then=F("b")), default=Value("z")), Case(When(A, then=Value("x")))]
)
def test_other_expressions_are_left_to_the_database(expression):
    assert gives(expression, ["x"]) is None


@pytest.mark.parametrize(
    "expression, certain",
    [
        (PLAIN, True),
        (Value(0), True),
        (Value(None), False),
        (Value(""), False),
        (F("a"), False),
        (Coalesce(F("a"), Value(0)), True),
        (Coalesce(F("a"), F("b")), False),
        (Case(When(A, then=Value(0)), default=Coalesce(F("a"), Value(0))), True),
        (Case(When(A, then=Value(0))), False),
    ],
)
def test_whether_an_expression_always_has_a_value(expression, certain):
    assert never_null(expression) is certain


@pytest.mark.parametrize(
    "tree, known",
    [
        ({"field": "end_date", "op": "eq", "value": "THIS_MONTH"}, True),
        ({"and": [{"field": "name", "op": "eq", "value": "x"}, {"field": "end_date", "op": "is_not_empty"}]}, True),
        ({"field": "end_date", "op": "is_empty"}, False),
        ({"field": "end_date", "op": "ne", "value": "2026-01-01"}, False),
        ({"or": [{"field": "end_date", "op": "eq", "value": "TODAY"}, {"field": "name", "op": "is_empty"}]}, False),
        ({"not": {"field": "end_date", "op": "eq", "value": "TODAY"}}, False),
        ({"field": "start_date", "op": "eq", "value": "TODAY"}, False),
        (None, False),
    ],
)
def test_whether_a_filter_asks_for_a_value(tree, known):
    assert fills(parse_filter("contract", tree), resolve("contract", "end_date")) is known
