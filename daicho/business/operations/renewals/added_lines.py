"""Licences that come new into the next term: completed and checked as the lines of a quote are. Writes nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm
from daicho.business.operations.renewals.lines import LINE_KEYS
from daicho.business.sales.completion import propose_lines
from daicho.business.sales.models import Quote
from daicho.business.sales.objects import QUOTE_LINE
from daicho.business.sales.quote_rules import check_quote_line, price_line
from daicho.engine.records import checks
from daicho.values.labels import Problem
from daicho.values.periods import Period
from daicho.values.problems import Invalid

NEXT = 0
"""The id under which the rows name what they belong to: the next term, seen as a quote that is not saved."""
KEYS = frozenset(field.key for field in QUOTE_LINE.fields if field.key != "quote")


def added_lines(
    contract: Contract, old: ContractTerm, period: Period, added: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Values of the next term's lines for what is added, by its place in what was asked, over the whole period.

    What is left out is the product's, its best price for the account, else what the contract's licences have. Raises
    Invalid ("lines.1.unit_price").
    """
    if not added:
        return []
    billing = ContractLine.objects.filter(term=old, replaced=False).order_by("position", "id")
    cycle, timing = billing.values_list("billing_cycle", "billing_timing").first() or ("monthly", "arrears")
    term = Quote(
        account_id=contract.account_id,
        currency=contract.currency,
        start_date=period.first,
        end_date=period.last,
        billing_cycle=cycle,
        billing_timing=timing,
    )
    rows = [{**given, "kind": "item", "quote": NEXT, "position": place + 1} for place, given in added.items()]
    propose_lines(rows, {NEXT: term})
    for row in rows:
        for field in QUOTE_LINE.fields:
            if field.default is not None and row.get(field.key) is None:
                row[field.key] = field.default
        row.update(price_line(row, frozenset(row)))
    _refuse(list(added), rows)
    keys = (*LINE_KEYS, "first_billing_date", "product", "quantity", "unit_price", "start_date", "end_date")
    return [{**{key: row.get(key) for key in keys}, "replaces": None} for row in rows]


def _refuse(places: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> None:
    problems: list[Problem] = []
    for place, row in zip(places, rows, strict=True):
        found = checks.value_problems(QUOTE_LINE, row, KEYS)
        found = found or check_quote_line(row)
        problems += [problem.below(f"lines.{place}.") for problem in found]
    if problems:
        raise Invalid(*problems)
