"""Addresses that people or programs spoil: a friendly page and a 4xx, never a 500."""

import json

import pytest

from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.world import World

BROKEN = [
    ({"view": "nix"}, 404, "というリストビューはありません"),
    ({"view": "9" * 40}, 404, "というリストビューはありません"),
    ({"filter": "{"}, 400, "filter を読み取れません"),
    ({"filter": "[1]"}, 400, "filter を読み取れません"),
    ({"filter": "[" * 100_000}, 400, "filter を読み取れません"),
    ({"filter": '{"field": "name", "op": "contains", "value": "\\u0000"}'}, 400, "filter を読み取れません"),
    ({"filter": json.dumps({"and": 3})}, 400, "条件の形が正しくありません"),
    ({"filter": json.dumps({"field": "nmae", "op": "eq", "value": "x"})}, 400, "近い名前"),
    ({"filter": json.dumps({"field": "name", "op": "like", "value": "x"})}, 400, "という演算子はありません"),
    ({"filter": json.dumps({"field": "end_date", "op": "eq", "value": "2025/13/31"})}, 400, "日付として読み取れません"),
    ({"filter": json.dumps({"field": "owner", "op": "eq", "value": {"username": "x"}})}, 400, "はありません"),
    ({"sort": "nix"}, 400, "という項目はありません"),
    ({"sort": "--name,,"}, 200, ""),
    ({"cursor": "nonsense"}, 400, "最初のページから読み直してください"),
    ({"cursor": "a:b:c", "from": "-5", "back": ["x"] * 50}, 400, "最初のページから読み直してください"),
    ({"from": "ten"}, 200, ""),
    ({"q": "\0" * 5}, 200, ""),
    ({"q": "x" * 5000}, 200, ""),
    ({"q": "%_\\' OR 1=1 --"}, 200, ""),
]


@pytest.mark.parametrize(("given", "status", "says"), BROKEN)
def test_a_spoilt_address_is_answered_kindly(
    visit: Visit, world: World, given: dict[str, str], status: int, says: str
) -> None:
    book(world)
    response = visit().get("/contracts/", given)
    assert response.status_code == status
    assert says in response.content.decode()


def test_a_cursor_of_another_order_is_refused(visit: Visit, world: World) -> None:
    book(world, 51)
    client = visit()
    page = client.get("/contracts/?sort=number").content.decode()
    cursor = page.split("cursor=")[1].split("&amp;")[0]
    assert client.get(f"/contracts/?sort=number&cursor={cursor}").status_code == 200
    assert client.get(f"/contracts/?sort=-mrr&cursor={cursor}").status_code == 400


def test_in_english_too(visit: Visit) -> None:
    response = visit(language="en").get("/contracts/?sort=nix")
    assert response.status_code == 400
    assert "Contract has no field “nix”" in response.content.decode()


def test_a_part_that_is_refused_loads_the_page_that_says_why(visit: Visit) -> None:
    response = visit().get("/contracts/?view=nix", headers={"HX-Request": "true", "HX-Target": "list"})
    assert response["HX-Redirect"] == "/contracts/?view=nix"


@pytest.mark.parametrize("path", ["/contracts/0/", f"/contracts/{2**63}/", "/contracts/" + "9" * 200 + "/"])
def test_no_such_contract(visit: Visit, path: str) -> None:
    response = visit().get(path)
    assert response.status_code == 404
    assert "見つかりません" in response.content.decode()


@pytest.mark.parametrize("query", ["tab=nix", "tab=sales&term=99", "tab=sales&term=²", "tab=lines&all=x", "tab=\0"])
def test_unknown_parts_of_a_contract_are_the_usual_ones(visit: Visit, contract: int, query: str) -> None:
    assert visit().get(f"/contracts/{contract}/?{query}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(visit: Visit, contract: int, method: str) -> None:
    client = visit()
    assert getattr(client, method)("/contracts/").status_code == 405
    assert getattr(client, method)(f"/contracts/{contract}/").status_code == 405


def test_an_unknown_address(visit: Visit) -> None:
    response = visit(None).get("/nowhere/")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()
