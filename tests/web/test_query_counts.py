"""How many questions a page asks the database: the same for one row and for many, and few."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.world import World

MOST = 12
LISTS: list[tuple[dict[str, Any], int]] = [
    ({}, 11),
    ({"sort": "-mrr"}, 11),
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
    ("tab", "queries"), [("overview", 17), ("lines", 18), ("sales", 18), ("automation", 17), ("history", 21)]
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


PAGES: list[tuple[str, int]] = [
    ("/entries/", 12),
    ("/accounts/?view=account.running", 12),
    ("/quotes/?view=quote.won_this_month", 12),
    ("/contracts/?columns=number,account.code,account.owner.email,contact.email&sort=account.code", 12),
    ("/contracts/columns/?find=メール", 10),
    ("/contracts/condition/?field=end_date", 10),
    ("/contracts/views/new/?view=contract.active", 11),
]


@pytest.mark.parametrize(("path", "queries"), PAGES)
def test_lists_and_pages_about_lists(
    visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    book(world, 60, start=date(2024, 7, 1))
    client = visit()
    with django_assert_max_num_queries(queries):
        assert client.get(path).status_code == 200


def test_renewing_many_asks_the_same_few_for_each(visit: Visit, world: World) -> None:
    """What a page of many next terms asks grows by a handful a contract, never faster."""
    ids = book(world, 12)
    counts = []
    for chosen in (ids[:2], ids):
        with CaptureQueriesContext(connection) as asked:
            visit().get("/contracts/renew/", {"id": chosen})
        counts.append(len(asked))
    assert (counts[1] - counts[0]) / 10 <= 8
