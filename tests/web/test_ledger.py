"""The ledger: views, conditions, order, pages, parts."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import Answer, elements, text, texts
from tests.world import World

PART = {"HX-Request": "true", "HX-Target": "list"}


def numbers(response: Answer) -> list[str]:
    return texts(response, "a", class_="row-link")


def follow(client: Client, response: Answer, id_: str) -> Answer:
    [link] = elements(response, "a", id=id_)
    found = client.get("/contracts/" + link["href"])
    assert found.status_code == 200
    return found


def test_a_row_shows_the_contract(visit: Visit, world: World) -> None:
    [id_] = book(world)
    response = visit().get("/contracts/")
    assert elements(response, "a", class_="row-link")[0]["href"] == f"/contracts/{id_}/"
    assert texts(response, "td")[1:8] == [
        "帳票クラウド年間契約",
        "株式会社青葉製作所",
        "佐藤 真理子",
        "2024/07/01",
        "2025/06/30",
        "月払い",
        "¥12,000",
    ]


def test_pages_forward_and_back_again_show_each_row_once(visit: Visit, world: World) -> None:
    book(world, 120)
    client = visit()
    first = client.get("/contracts/?sort=number")
    second = follow(client, first, "next-page")
    third = follow(client, second, "next-page")
    assert [len(numbers(page)) for page in (first, second, third)] == [50, 50, 20]
    assert len({*numbers(first), *numbers(second), *numbers(third)}) == 120
    assert text(third, "p", class_="pager-range") == "101～120件目"
    assert elements(third, "a", id="next-page") == []
    back = follow(client, third, "previous-page")
    assert numbers(back) == numbers(second)
    assert numbers(follow(client, back, "previous-page")) == numbers(first)
    assert text(back, "p", class_="pager-range") == "51～100件目"


def test_the_first_page_has_no_previous_one(visit: Visit, world: World) -> None:
    book(world)
    response = visit().get("/contracts/")
    assert elements(response, "a", id="previous-page") == []
    assert elements(response, "a", id="next-page") == []


def test_a_column_sorts_and_sorts_the_other_way_round(visit: Visit, world: World) -> None:
    book(world, 3)
    client = visit()
    up = follow(client, client.get("/contracts/"), "sort-number")
    down = follow(client, up, "sort-number")
    assert numbers(up) == sorted(numbers(up))
    assert numbers(down) == sorted(numbers(up), reverse=True)
    assert [one["aria-sort"] for one in elements(down, "th") if one.get("aria-sort")] == ["descending"]


def ends(response: Answer) -> list[str]:
    return texts(response, "td", class_="col-end_date")


def test_all_contracts_begin_with_the_one_that_ends_next(visit: Visit, world: World) -> None:
    """It is 2025-06-02: what ends from today on, the nearest first; without an end; what has ended, the latest first."""
    for start in (date(2024, 7, 1), date(2024, 6, 3), date(2024, 6, 2), date(2022, 4, 1), date(2025, 5, 1)):
        book(world, start=start)
    book(world, endless=True)
    client = visit()
    response = client.get("/contracts/?view=contract.all")
    expected = ["2025/06/02", "2025/06/30", "2026/04/30", "–", "2025/06/01", "2023/03/31"]
    assert ends(response) == expected
    [marked] = [one for one in elements(response, "th") if one.get("aria-sort")]
    assert (marked["aria-sort"], " ".join(marked["text"].split())) == ("other", "契約終了日▲")
    by_end = follow(client, response, "sort-end_date")
    days = sorted(set(expected) - {"–"})
    assert ends(by_end) == [*days, "–"]
    assert ends(follow(client, by_end, "sort-end_date")) == [*days[::-1], "–"]


def test_pages_by_nearness_show_each_row_once(visit: Visit, world: World) -> None:
    book(world, 60, start=date(2024, 5, 1))
    client = visit()
    first = client.get("/contracts/?view=contract.mine")
    second = follow(client, first, "next-page")
    assert [len(numbers(first)), len(numbers(second))] == [50, 10]
    assert len({*numbers(first), *numbers(second)}) == 60
    assert ends(first)[0] == "2025/06/02"
    assert ends(second)[-1] == "2025/04/30"


def test_a_view_shows_its_description_and_its_conditions_as_chips(visit: Visit, world: World) -> None:
    book(world, 1, start=date(2024, 7, 1))
    response = visit().get("/contracts/?view=contract.renew_this_month")
    assert text(response, "p", class_="list-about").startswith("更新の期限が今月で")
    assert texts(response, "li", class_="chip") == [
        "更新期限：今月（2025/06/01～2025/06/30）条件「更新期限：今月（2025/06/01～2025/06/30）」を外す",
        "更新状況：更新済み、解約済み 以外条件「更新状況：更新済み、解約済み 以外」を外す",
        "更新区分：更新なし 以外条件「更新区分：更新なし 以外」を外す",
    ]
    assert len(numbers(response)) == 1


def test_a_chip_can_be_taken_away_and_the_view_restored(visit: Visit, world: World) -> None:
    book(world, 2, start=date(2024, 9, 1))
    client = visit()
    before = client.get("/contracts/?view=contract.renew_this_month")
    assert numbers(before) == []
    without = elements(before, "li", class_="chip")[0]
    link = next(one["href"] for one in elements(before, "a") if "更新期限：" in one["text"])
    wider = client.get("/contracts/" + link)
    assert len(numbers(wider)) == 2
    assert without["text"] not in texts(wider, "li", class_="chip")
    [restore] = elements(wider, "a", class_="restore")
    assert parse_qs(urlsplit(restore["href"]).query) == {"view": ["contract.renew_this_month"]}


def test_the_orders_are_offered_as_choices_too(visit: Visit, world: World) -> None:
    book(world, 2)
    response = visit().get("/contracts/?columns=number,end_date&sort=-end_date&q=帳票")
    assert [(one["value"], one["text"]) for one in elements(response, "option")] == [
        ("", "ビューの並び順"),
        ("number", "契約番号（昇順）"),
        ("-number", "契約番号（降順）"),
        ("~end_date", "契約終了日（今日に近い順）"),
        ("end_date", "契約終了日（昇順）"),
        ("-end_date", "契約終了日（降順）"),
    ]
    assert [one["value"] for one in elements(response, "option") if "selected" in one] == ["-end_date"]
    own = elements(visit().get("/contracts/?columns=number"), "option")[0]
    assert (own["text"], "selected" in own) == ("ビューの並び順：契約終了日（今日に近い順）", True)


def test_the_sum_is_the_same_for_a_whole_page_and_for_one_of_many(visit: Visit, world: World) -> None:
    book(world, 3, start=date(2024, 7, 1))
    book(world, currency="USD", start=date(2024, 7, 1))
    page = visit().get("/contracts/?columns=number,mrr")
    asked = visit().get("/contracts/?columns=number")
    assert texts(page, "strong") == texts(asked, "strong") == ["¥36,000", "$12,000.00"]


def test_a_filter_in_the_address_names_the_people_in_it(visit: Visit, world: World) -> None:
    book(world, 1)
    tree = {"field": "owner", "op": "eq", "value": world.users["owner"]}
    response = visit().get("/contracts/", {"filter": json.dumps(tree)})
    assert len(numbers(response)) == 1
    assert texts(response, "li", class_="chip")[0].startswith("営業担当：樋口 さくら")


@pytest.mark.parametrize("words", ["青葉", "ｱｵﾊﾞ帳票", "K-000001", "年間契約", "佐藤 真理子", "株式会社青葉"])
def test_search_finds_number_name_customer_and_contact(visit: Visit, world: World, words: str) -> None:
    book(world, 1, name="アオバ帳票年間契約" if "ｱ" in words else "帳票クラウド年間契約")
    assert len(numbers(visit().get("/contracts/", {"q": words}))) == 1


@pytest.mark.parametrize("path", ["/contracts/", "/quotes/", "/accounts/", "/contacts/", "/entries/"])
@pytest.mark.parametrize("reading", ["あおば", "ｱｵﾊﾞｾｲ", "アオバセイサクショ"])
def test_a_customer_is_found_everywhere_by_the_reading_of_his_name(
    visit: Visit, world: World, path: str, reading: str
) -> None:
    book(world, 1)
    world.quote()
    client = visit()
    assert texts(client.get(path, {"q": reading}), "a", class_="row-link") == []
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("account", {world.account: {"name_kana": "アオバセイサクショ"}}, made=True)
    assert texts(client.get(path, {"q": reading}), "a", class_="row-link") != []


def test_the_part_is_the_list_alone_with_its_title_and_news(visit: Visit, world: World) -> None:
    book(world, 2)
    client = visit()
    part = client.get("/contracts/", headers=PART)
    whole = client.get("/contracts/")
    assert text(part, "title") == text(whole, "title") == "すべての契約 · 契約台帳 · Daicho"
    assert text(part, "div", id="live") == "すべての契約：2件中 1～2件目"
    assert elements(part, "header") == []
    assert numbers(part) == numbers(whole)
    assert {"HX-Request", "HX-Target", "Cookie"} <= set(part["Vary"].split(", "))
    assert part["Cache-Control"] == "private, no-cache"


def test_the_end_is_red_when_it_passed_amber_when_it_is_near(visit: Visit, world: World) -> None:
    book(world, 1, start=date(2024, 5, 1))
    book(world, 1, start=date(2024, 7, 1))
    book(world, 1, start=date(2025, 5, 1))
    response = visit().get("/contracts/")
    assert texts(response, "span", class_="tone-red") == ["2025/04/30"]
    assert texts(response, "span", class_="tone-amber") == ["2025/06/30"]


def test_english_is_complete(visit: Visit, world: World) -> None:
    book(world, 1)
    response = visit(language="en").get("/contracts/?view=contract.active")
    assert text(response, "title") == "Active contracts · Ledger · Daicho"
    assert texts(response, "th")[1:4] == ["Contract no.", "Contract name", "Customer"]
    assert text(response, "p", class_="list-count") == "1 found"
