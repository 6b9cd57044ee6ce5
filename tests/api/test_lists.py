"""Lists over the API: views, filters, order, columns, pages, totals; and a number of queries that rows do not move."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daicho.engine.listviews.models import ListView
from tests.api.callers import Caller
from tests.world import World

NAMES = ["青", "赤", "白", "黒", "緑"]


@pytest.fixture
def colours(owner: Caller) -> list[int]:
    """Five accounts with codes C-1 ... C-5 and closing days 1 ... 5."""
    rows = [{"code": f"C-{n}", "name": name, "closing_day": n} for n, name in enumerate(NAMES, start=1)]
    return [row["id"] for row in owner.post("records/account", rows)]


def listed(caller: Caller, **parameters: Any) -> Any:
    given = {name: json.dumps(value) if name == "filter" else str(value) for name, value in parameters.items()}
    return caller.get("records/account?" + "&".join(f"{name}={quote(value)}" for name, value in given.items()))


STARTS = {"field": "code", "op": "starts_with", "value": "c-"}


def test_filter_sort_and_fields(owner: Caller, colours: list[int]) -> None:
    found = listed(owner, filter=STARTS, sort="-closing_day", fields="name,owner.name", limit=2)
    assert found["items"] == [
        {"id": colours[4], "name": "緑", "owner.name": "樋口 さくら"},
        {"id": colours[3], "name": "黒", "owner.name": "樋口 さくら"},
    ]
    assert found["total"] == 5


def test_the_cursor_walks_through_every_row_once(owner: Caller, colours: list[int]) -> None:
    seen, cursor = [], ""
    while True:
        page = listed(owner, filter=STARTS, sort="-code", limit=2, cursor=cursor)
        assert page["total"] == 5
        seen += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == list(reversed(colours))


def test_a_cursor_of_another_order_is_refused(owner: Caller, colours: list[int]) -> None:
    cursor = listed(owner, sort="-code", limit=1)["next_cursor"]
    for other in (f"sort=code&cursor={cursor}", "cursor=nonsense", f"sort=-code&cursor={cursor}x"):
        assert owner.refused(422, "GET", f"records/account?{other}") == [("cursor", "bad_cursor")]


def test_a_view_gives_columns_filter_and_sort(owner: Caller, world: World, colours: list[int]) -> None:
    now = world.frame.now
    view = ListView.objects.create(
        name="色", object="account", columns=["code"], filter=STARTS, sort=["-code"], sharing="everyone",
        created_at=now, updated_at=now,
    )  # fmt: skip
    assert [row["code"] for row in listed(owner, view=view.pk)["items"]] == ["C-5", "C-4", "C-3", "C-2", "C-1"]
    narrowed = listed(owner, view="色", filter={"field": "closing_day", "op": "le", "value": 2}, sort="code")
    assert narrowed["items"] == [{"id": colours[0], "code": "C-1"}, {"id": colours[1], "code": "C-2"}]


def test_a_list_view_is_a_record_and_serves_the_list(
    owner: Caller, colours: list[int], caller: Callable[..., Caller]
) -> None:
    view = {"name": "色", "object": "account", "columns": ["name"], "filter": STARTS, "sharing": "everyone"}
    made = caller("admin").post("records/list_view", view)
    assert listed(owner, view=made["id"])["total"] == 5


def test_the_shipped_view_of_renewals_due_this_month(owner: Caller, world: World) -> None:
    quote_id = world.quote(start_date=world.frame.today.replace(day=1), end_date=world.frame.today.replace(day=30))
    contract = owner.post(f"quotes/{quote_id}/confirm")["contract"]
    view = ListView.objects.get(name="当月に更新が必要なリスト")
    assert [row["id"] for row in owner.get(f"records/contract?view={view.key}")["items"]] == [contract]


def test_without_fields_every_field_is_there(owner: Caller, colours: list[int]) -> None:
    keys = {field["key"] for field in owner.get("objects/account")["fields"]}
    assert set(listed(owner, filter=STARTS)["items"][0]) == {"id", *keys}


def queries(caller: Caller, path: str) -> int:
    caller.get(path)
    with CaptureQueriesContext(connection) as captured:
        caller.get(path)
    return len(captured)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("records/account", 8),
        ("records/account?fields=code,owner.name,parent.name", 8),
        ("records/contract", 8),
        ("records/sales_entry?fields=contract.account.name,amount&limit=1000", 8),
        ("scheduled-actions", 8),
    ],
)
def test_the_number_of_queries_does_not_depend_on_the_rows(owner: Caller, world: World, path: str, most: int) -> None:
    owner.post(f"quotes/{world.quote()}/confirm")
    few = queries(owner, path)
    owner.post("records/account", [{"name": name} for name in NAMES])
    for _ in range(3):
        owner.post(f"quotes/{world.quote()}/confirm")
    assert queries(owner, path) == few
    assert few <= most
