"""Tiers of a price as they are stored, `[{from_quantity, unit_price}]`: what is wrong with them, and what they mean. PURE."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from daicho.rules.bounds import LARGEST_PRICE, LARGEST_QUANTITY, check_number
from daicho.rules.pricing import Tier
from daicho.values.labels import Message, Problem
from daicho.values.parsing import read_number
from daicho.values.problems import Invalid

KEYS = {"from_quantity", "unit_price"}
NOT_TIERS = Message(
    "tiers_shape",
    ja='数量別単価は [{{"from_quantity": "10", "unit_price": "900"}}, ...] の形で指定してください。',
    en='Give the tiers as [{{"from_quantity": "10", "unit_price": "900"}}, ...].',
)
TIER_TWICE = Message(
    "tier_twice",
    ja="数量別単価の数量 {quantity} が2回指定されています。",
    en="There are two tiers from the quantity {quantity}.",
)


def read_tiers(stored: Any) -> tuple[Tier, ...]:
    """The tiers by ascending quantity; () for none. Raises Invalid with every problem, each at its place ("tiers.0.unit_price")."""
    rows = stored or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) and set(row) == KEYS for row in rows):
        raise Invalid(NOT_TIERS.problem("tiers"))
    problems: list[Problem] = []
    numbers = [
        (
            _number(row["from_quantity"], f"tiers.{place}.from_quantity", "quantity", LARGEST_QUANTITY, problems),
            _number(row["unit_price"], f"tiers.{place}.unit_price", "unit_price", LARGEST_PRICE, problems),
        )
        for place, row in enumerate(rows)
    ]
    quantities = [quantity for quantity, _ in numbers]
    twice = sorted({quantity for quantity in quantities if quantities.count(quantity) > 1})
    if not problems:
        problems += [TIER_TWICE.problem("tiers", quantity=quantity) for quantity in twice]
    if problems:
        raise Invalid(*problems)
    return tuple(Tier(quantity, price) for quantity, price in sorted(numbers))


def _number(raw: Any, place: str, name: str, limit: Decimal, problems: list[Problem]) -> Decimal:
    try:
        number = read_number(raw)
    except Invalid as refused:
        problems += [Problem(problem.message, place, problem.params) for problem in refused.problems]
        return Decimal(0)
    problems += [Problem(problem.message, place, problem.params) for problem in check_number(name, number, limit)]
    return number
