"""How many questions a page asks the database: the same for one row and for many, and few."""

import json
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.world import World

MOST = 12
LISTS: list[tuple[dict[str, Any], int]] = [
    ({}, 11),
    ({"sort": "-mrr"}, 12),
    ({"view": "contract.renew_this_month"}, 11),
    ({"q": "青葉"}, 11),
    ({"filter": json.dumps({"field": "owner", "op": "eq", "value": 2})}, 12),
    (
        {
            "filter": json.dumps(
                {"or": [{"field": key, "op": "in", "value": [1, 2]} for key in ("owner", "account", "contact")]}
            )
        },
        12,
    ),
]


@pytest.mark.parametrize(("given", "queries"), LISTS)
@pytest.mark.parametrize("rows", [1, 120])
def test_the_ledger(
    visit: Visit,
    world: World,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    given: dict[str, str],
    queries: int,
    rows: int,
) -> None:
    book(world, rows, start=date(2024, 7, 1))
    client = visit()
    with django_assert_max_num_queries(queries) as captured:
        assert client.get("/contracts/", given).status_code == 200
    assert queries <= MOST
    assert len(captured) >= queries - 2


@pytest.mark.parametrize(
    ("tab", "queries"), [("overview", 16), ("lines", 17), ("sales", 17), ("automation", 16), ("history", 20)]
)
def test_the_contract(
    visit: Visit, contract: int, django_assert_max_num_queries: DjangoAssertNumQueries, tab: str, queries: int
) -> None:
    client = visit()
    with django_assert_max_num_queries(queries):
        assert client.get(f"/contracts/{contract}/?tab={tab}").status_code == 200


def test_a_tab_alone_asks_less(
    visit: Visit, contract: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit()
    with django_assert_max_num_queries(8):
        client.get(f"/contracts/{contract}/?tab=lines", headers={"HX-Request": "true", "HX-Target": "tab"})
