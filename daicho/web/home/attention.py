"""The contracts that ask for somebody's attention: to be renewed this month, past their end, answered and not settled.

They are read in one question and told apart by the same filter trees that the addresses of the lists carry, so that a
number on the home page and the list behind it cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog.filters import parse_filter
from daicho.engine.catalog.matches import matches
from daicho.engine.catalog.query import LARGEST_PAGE, make_query
from daicho.web.visitors import Visitor

CONTRACT = "contract"
Tree = Mapping[str, Any]
UNDECIDED: Tree = {"field": "renewal_stage", "op": "not_in", "value": ["renewed", "cancelled"]}
RENEWABLE: Tree = {"field": "renewal_type", "op": "ne", "value": "none"}
NOT_CANCELLED: Tree = {"field": "cancel_date", "op": "is_empty"}
MINE: Tree = {"field": "owner", "op": "eq", "value": "ME"}
PARTS: Mapping[str, Sequence[Tree]] = {
    "renewals": ({"field": "renewal_due_date", "op": "eq", "value": "THIS_MONTH"}, UNDECIDED, RENEWABLE),
    "overdue": ({"field": "end_date", "op": "lt", "value": "TODAY"}, UNDECIDED, NOT_CANCELLED),
    "answered": ({"field": "renewal_answer", "op": "is_not_empty"}, UNDECIDED, NOT_CANCELLED),
}
COLUMNS = (
    "number",
    "name",
    "account",
    "owner",
    "currency",
    "end_date",
    "amount",
    "renewal_due_date",
    "renewal_stage",
    "renewal_type",
    "renewal_answer",
    "renewal_answered_at",
    "cancel_date",
)


@dataclass(frozen=True, slots=True)
class Found:
    """Contracts of one kind: how many, all or the first of them, their amounts by currency, and the filter of their list."""

    tree: Tree
    count: int
    rows: Sequence[Row]
    amounts: Mapping[str, Decimal]


def read_attention(visitor: Visitor, *, mine: bool) -> dict[str, Found]:
    """What PARTS names, by its key, of the visitor's own contracts or of all that he may read: one question, and two more
    for each kind when there are more than a thousand contracts in all."""
    trees = {key: tree_of(key, mine=mine) for key in PARTS}
    either = {"or": [{"and": list(parts)} for parts in PARTS.values()]}
    wanted = {"and": [MINE, either]} if mine else either
    query = make_query(CONTRACT, columns=COLUMNS, filter=wanted, sort="id")
    page = select.select(visitor.actor, query.page(LARGEST_PAGE), visitor.frame)
    if page.next_cursor:
        return {key: _counted(tree, visitor) for key, tree in trees.items()}
    # Ordered here: an order by a date that may be empty would be two questions.
    rows = sorted(page.rows, key=lambda row: (row["end_date"] or date.max, row["id"]))
    return {key: _picked(tree, rows, visitor) for key, tree in trees.items()}


def tree_of(key: str, *, mine: bool) -> Tree:
    """The filter of a kind, as the address of its list carries it."""
    return {"and": [*([MINE] if mine else []), *PARTS[key]]}


def _picked(tree: Tree, rows: Sequence[Row], visitor: Visitor) -> Found:
    """Those of the rows for which the tree holds."""
    node = parse_filter(CONTRACT, tree)
    found = [row for row in rows if matches(node, row, visitor.frame, visitor.actor.user_id)]
    amounts: dict[str, Decimal] = {}
    for row in found:
        amounts[row["currency"]] = amounts.get(row["currency"], Decimal(0)) + (row["amount"] or 0)
    return Found(tree, len(found), found, amounts)


def _counted(tree: Tree, visitor: Visitor) -> Found:
    """The same of a ledger too long to be read for this: counted by the database, with its first rows."""
    query = make_query(CONTRACT, columns=COLUMNS, filter=tree, sort="end_date,id")
    sums = make_query(CONTRACT, filter=tree, group_by=["currency"], aggregates=["count", "sum:amount"])
    figures = select.aggregate(visitor.actor, sums, visitor.frame)
    rows = select.select(visitor.actor, query.page(10), visitor.frame).rows
    amounts = {row["currency"]: row["sum:amount"] for row in figures}
    return Found(tree, sum(row["count"] for row in figures), rows, amounts)
