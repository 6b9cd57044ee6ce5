"""Columns, one more condition, views of one's own, and the sidebar: what a person makes of a list."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from daicho.engine.listviews.models import ListView, ViewPin
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, text, texts
from tests.world import World

CONDITION = "/contracts/condition/"
ACTIVE = {"field": "status", "op": "eq", "value": "active"}


def filter_of(location: str) -> Any:
    return json.loads(parse_qs(urlsplit(location).query)["filter"][0])


def kept(visit: Visit, who: str = "owner", name: str = "青葉だけ", **more: str) -> int:
    address = "/contracts/views/new/?columns=number,account.code&sort=-mrr&filter=" + json.dumps(ACTIVE)
    assert visit(who).post(address, {"name": name, **more}).status_code == 303
    return int(ListView.objects.get(name=name).pk)


def test_columns_of_looked_up_objects_are_shown_sorted_and_labelled(visit: Visit, world: World) -> None:
    book(world)
    response = visit().get(
        "/contracts/", {"columns": "number,account.code,account.owner.email", "sort": "account.code"}
    )
    assert texts(response, "th")[1:4] == ["契約番号", "契約先 › 取引先コード▲", "契約先 › 営業担当 › メールアドレス"]
    assert texts(response, "td")[1:3] == ["A-900", "owner@our.example.jp"]


@pytest.mark.parametrize(
    ("do", "columns"),
    [
        ("add:end_date", ["number", "name", "account", "end_date"]),
        ("remove:name", ["number", "account"]),
        ("up:name", ["name", "number", "account"]),
        ("down:name", ["number", "account", "name"]),
        ("up:number", ["number", "name", "account"]),
        ("add:no_such", ["number", "name", "account"]),
        ("", ["number", "name", "account"]),
    ],
)
def test_columns_are_chosen_by_buttons(visit: Visit, world: World, do: str, columns: list[str]) -> None:
    given = {"column": ["number", "name", "account", "no_such"], "do": do}
    response = visit().get("/contracts/columns/", given)
    assert [one["value"] for one in elements(response, "input", name="column")] == columns
    applied = visit().get("/contracts/columns/", {"column": columns, "do": "apply", "view": "contract.active"})
    assert applied["Location"] == "/contracts/?view=contract.active&columns=" + "%2C".join(columns)


def test_columns_are_found_by_name_behind_two_lookups(visit: Visit, world: World) -> None:
    response = visit().get("/contracts/columns/", {"find": "ﾒｰﾙｱﾄﾞﾚｽ"})
    offers = [one["value"] for one in elements(response, "button", name="do") if one["value"].startswith("add:")]
    assert {"add:contact.email", "add:account.owner.email"} <= set(offers)


def test_a_condition_is_added_to_those_of_the_view(visit: Visit, world: World) -> None:
    given = {"view": "contract.mine", "field": "end_date", "op": "le", "value": "令和7年12月31日", "do": "apply"}
    response = visit().get(CONDITION, given)
    assert filter_of(response["Location"]) == {
        "and": [
            {"field": "owner", "op": "eq", "value": "ME"},
            {"field": "end_date", "op": "le", "value": "令和7年12月31日"},
        ]
    }
    page = visit().get("/contracts/" + response["Location"].removeprefix("/contracts/"))
    assert "2025/12/31" in text(page, "ul", class_="chips")


@pytest.mark.parametrize(
    ("given", "condition"),
    [
        ({"field": "end_date", "op": "eq", "word": "THIS_MONTH"}, ["end_date", "eq", "THIS_MONTH"]),
        ({"field": "status", "op": "in", "value": ["active", "ended"]}, ["status", "in", ["active", "ended"]]),
        ({"field": "mrr", "op": "ge", "value": "¥１２，０００"}, ["mrr", "ge", "¥１２，０００"]),
        ({"field": "owner", "op": "eq", "word": "ME"}, ["owner", "eq", "ME"]),
        ({"field": "account.code", "op": "contains", "value": "A"}, ["account.code", "contains", "A"]),
        ({"field": "mrr", "op": "between", "value": "1", "until": "2"}, ["mrr", "between", ["1", "2"]]),
        ({"field": "name", "op": "in", "value": "甲、乙"}, ["name", "in", ["甲", "乙"]]),
        ({"field": "provisional", "op": "eq", "value": "0"}, ["provisional", "eq", False]),
    ],
)
def test_every_type_of_field_makes_its_condition(
    visit: Visit, world: World, given: dict[str, Any], condition: list[Any]
) -> None:
    response = visit().get(CONDITION, {**given, "do": "apply"})
    assert response.status_code == 302
    [found] = (
        filter_of(response["Location"])["and"]
        if "and" in filter_of(response["Location"])
        else [filter_of(response["Location"])]
    )
    assert [found["field"], found["op"], found["value"]] == condition
    assert visit().get(response["Location"]).status_code == 200


def test_a_lookup_is_named_by_its_name(visit: Visit, world: World) -> None:
    response = visit().get(CONDITION, {"field": "account", "op": "eq", "value": "青葉", "do": "apply"})
    assert filter_of(response["Location"])["value"] == world.account


def test_is_empty_takes_no_value(visit: Visit, world: World) -> None:
    response = visit().get(CONDITION, {"field": "contact", "op": "is_empty", "value": "x", "do": "apply"})
    assert filter_of(response["Location"]) == {"field": "contact", "op": "is_empty"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"field": "end_date", "op": "eq", "value": "2025/13/31"}, "「2025/13/31」は日付として読み取れません"),
        ({"field": "mrr", "op": "gt", "value": "35ID"}, "「35ID」"),
        ({"field": "end_date", "op": "eq", "value": ""}, "値がありません"),
        ({"field": "account", "op": "eq", "value": "いない会社"}, "「いない会社」は見つかりません"),
        ({"field": "mrr", "op": "between", "value": "9", "until": "1"}, "順序を入れ替えて"),
        ({"field": "mrr", "op": "drop table", "value": "9"}, "演算子はありません"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_value(
    visit: Visit, world: World, given: dict[str, str], said: str
) -> None:
    response = visit().get(CONDITION, {**given, "do": "apply"})
    assert response.status_code == 422
    assert said in text(response, "p", class_="form-error")


def test_the_list_is_kept_as_a_view(visit: Visit, world: World) -> None:
    view = ListView.objects.get(pk=kept(visit, description="契約中のもの"))
    assert (view.columns, view.filter, view.sort) == (["number", "account.code"], ACTIVE, ["-mrr"])
    assert (view.sharing, view.owner_id, view.object) == ("private", world.users["owner"], "contract")
    response = visit().get(f"/contracts/?view={view.pk}")
    assert text(response, "p", class_="list-about") == "契約中のもの"
    assert visit("colleague").get(f"/contracts/?view={view.pk}").status_code == 404


def test_what_was_searched_for_is_kept_as_a_condition(visit: Visit, world: World) -> None:
    visit().post("/contracts/views/new/?q=青葉", {"name": "探した"})
    kept_filter = ListView.objects.get(name="探した").filter
    assert kept_filter
    assert {"field": "account.name", "op": "contains", "value": "青葉"} in kept_filter["or"]


def test_ones_own_view_is_overwritten_renamed_and_deleted(visit: Visit, world: World) -> None:
    view = kept(visit)
    client, folder = visit(), f"/contracts/views/{view}/"
    client.post(folder + "update/", {"view": str(view), "columns": "name", "filter": "{}"})
    assert ListView.objects.get(pk=view).columns == ["name"]
    assert ListView.objects.get(pk=view).filter is None
    client.post(folder, {"name": "新しい名前"})
    assert ListView.objects.get(pk=view).name == "新しい名前"
    client.post(folder + "delete/")
    assert not ListView.objects.filter(pk=view).exists()


def test_an_empty_name_is_refused(visit: Visit, world: World) -> None:
    response = visit().post("/contracts/views/new/", {"name": "  "})
    assert (response.status_code, text(response, "div", class_="alert-box")) == (422, "「名前」を入力してください。")
    assert not ListView.objects.filter(owner__isnull=False).exists()


@pytest.mark.parametrize("who", ["colleague", "stranger", "manager", "operations"])
def test_others_see_and_change_nothing_of_it(visit: Visit, world: World, who: str) -> None:
    view = kept(visit)
    client, folder = visit(who), f"/contracts/views/{view}/"
    assert client.get(folder).status_code == 404
    for part in ("", "update/", "delete/", "pin/"):
        assert client.post(folder + part, {"name": "x", "pinned": "1"}).status_code == 404
    assert ListView.objects.get(pk=view).name == "青葉だけ"


def test_a_shipped_view_is_not_changed_by_everybody(visit: Visit, world: World) -> None:
    view = ListView.objects.get(key="contract.all")
    assert visit().post(f"/contracts/views/{view.pk}/", {"name": "x"}).status_code == 403
    assert visit().post(f"/contracts/views/{view.pk}/delete/").status_code == 403
    assert ListView.objects.get(pk=view.pk).name == "すべての契約"


def test_sharing_takes_the_right(visit: Visit, world: World) -> None:
    assert ListView.objects.get(pk=kept(visit, name="甲", sharing="everyone")).sharing == "private"
    shared = kept(visit, "operations", "乙", sharing="everyone")
    assert visit().get(f"/contracts/?view={shared}").status_code == 200


def test_the_month_is_pinned_from_the_start_and_pins_are_ones_own(visit: Visit, world: World) -> None:
    view = ListView.objects.get(key="contract.renew_this_month").pk
    pins = [one["href"] for one in elements(visit().get("/accounts/"), "a", title="当月に更新が必要なリスト")]
    assert pins == ["/contracts/?view=contract.renew_this_month"]
    own = kept(visit, pin="1")
    visit().post(f"/contracts/views/{view}/pin/", {"pinned": "0", "back": "https://evil.example/"})
    pinned = texts(visit().get("/accounts/"), "ul", class_="sidebar-pins")
    assert pinned == ["青葉だけ"]
    assert "当月に更新が必要なリスト" in visit("colleague").get("/accounts/").content.decode()
    assert ViewPin.objects.filter(view=own).get().user_id == world.users["owner"]


def test_an_outside_address_is_no_way_back(visit: Visit, world: World) -> None:
    view = ListView.objects.get(key="contract.all").pk
    given = {"pinned": "1", "back": "https://evil.example/"}
    assert visit().post(f"/contracts/views/{view}/pin/", given)["Location"] == "/contracts/"
