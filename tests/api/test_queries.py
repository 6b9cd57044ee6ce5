"""Questions by body: rows, groups, figures."""

from typing import Any

import pytest

from tests.api.callers import Caller
from tests.world import World


@pytest.fixture
def contract(owner: Caller, world: World) -> int:
    """A contract of one year from July 2025: 10 × 1,200 a month, 96,000 a year, 250,000 once."""
    found: int = owner.post(f"quotes/{world.quote()}/confirm")["contract"]
    return found


def asked(caller: Caller, **body: Any) -> Any:
    return caller.post("query", body)


def test_groups_by_month_with_sums(owner: Caller, contract: int) -> None:
    found = asked(
        owner,
        object="sales_entry",
        filter={"field": "posting_date", "op": "lt", "value": "2025-09-01"},
        group_by=[{"field": "posting_date", "granularity": "month"}],
        aggregates=[{"op": "sum", "field": "amount"}, {"op": "count"}],
    )
    assert found["items"] == [
        {"posting_date": "2025-07-01", "sum:amount": "270000", "count": 3},
        {"posting_date": "2025-08-01", "sum:amount": "20000", "count": 2},
    ]


def test_groups_by_lookup_and_choice(owner: Caller, contract: int, world: World) -> None:
    found = asked(owner, object="contract", group_by=["account", "status"], aggregates=["count", "sum:amount"])
    assert found["items"] == [{"account": world.account, "status": "upcoming", "count": 1, "sum:amount": "490000"}]


def test_figures_without_groups(owner: Caller, contract: int) -> None:
    found = asked(owner, object="sales_entry", aggregates=["min:posting_date", "max:amount", "avg:amount", "count"])
    assert found["items"] == [
        {"min:posting_date": "2025-07-31", "max:amount": "250000", "avg:amount": "19600", "count": 25}
    ]


def test_rows_with_columns_and_sort(owner: Caller, contract: int) -> None:
    found = asked(owner, object="sales_entry", columns=["amount", "contract.number"], sort="-amount", limit=1)
    assert [row["amount"] for row in found["items"]] == ["250000"]
    assert found["items"][0]["contract.number"] == "K-000001"
    assert (found["total"], found["next_cursor"] is None) == (25, False)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, ("object", "part_missing")),
        ({"object": "contract", "filtr": {}}, ("filtr", "part_unknown")),
        ({"object": "contract", "filter": {"field": "colour", "op": "eq", "value": 1}}, ("colour", "unknown_field")),
        ({"object": "contract", "filter": {"field": "name", "op": "like", "value": 1}}, ("name", "unknown_operator")),
        ({"object": "contract", "filter": {"xor": []}}, ("filter", "filter_shape")),
        ({"object": "contract", "sort": ["remarks", 7]}, ("sort.1", "part_wrong")),
        ({"object": "contract", "group_by": [{"field": "account", "granularity": "month"}]}, ("account", "granularity_not_offered")),
        ({"object": "contract", "aggregates": [{"op": "sum", "field": "name"}]}, ("name", "aggregate_not_offered")),
        ({"object": "contract", "limit": 0}, ("limit", "part_wrong")),
        ({"object": "contract", "cursor": "x"}, ("cursor", "bad_cursor")),
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused(owner: Caller, body: Any, error: tuple[str, str]) -> None:
    assert error in owner.refused(422, "POST", "query", body)


def test_an_unknown_object_is_missing(owner: Caller) -> None:
    assert owner.refused(404, "POST", "query", {"object": "invoice"}) == [(None, "unknown_object")]
