"""契約更新 of many contracts at once: what would come of each, what came, and who may."""

import json
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from daicho.business.contracts.models import ContractTerm
from daicho.web.ledger import renewing
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import Answer, elements, text, texts
from tests.world import World

PAGE = "/contracts/renew/"


def tokens(response: Answer) -> list[str]:
    return [one["value"] for one in elements(response, "input", name="term")]


def terms(contract: int) -> list[date]:
    return list(ContractTerm.objects.filter(contract=contract).order_by("number").values_list("start_date", flat=True))


def test_the_bar_offers_what_the_visitor_may_do(visit: Visit, world: World) -> None:
    book(world, 2)
    response = visit().get("/contracts/")
    offered = [one["formaction"] for one in elements(response, "button", class_="btn") if "formaction" in one]
    assert offered == ["/contracts/renew/", "/contracts/owner/"]
    assert texts(response, "button", class_="btn", formaction="/contracts/renew/") == ["契約更新"]
    assert texts(response, "button", class_="btn", formaction="/contracts/owner/") == ["担当変更"]
    boxes = elements(response, "input", class_="pick", name="id")
    assert [box["aria-label"] for box in boxes] == ["K-000001を選択", "K-000002を選択"]
    assert not elements(visit("reader").get("/contracts/"), "form", id="bulk")


def test_all_of_the_conditions_are_one_click_away(visit: Visit, world: World) -> None:
    book(world, 60)
    response = visit().get("/contracts/", {"q": "青葉"})
    assert text(response, "label", class_="bulk-all") == "この条件の60件すべて"
    assert ("q", "青葉") in [(one.get("name"), one.get("value")) for one in elements(response, "input", type="hidden")]


def test_the_page_shows_each_next_term(visit: Visit, world: World) -> None:
    first, second = book(world, 2, start=date(2024, 7, 1))
    response = visit().get(PAGE, {"id": [first, second]})
    assert texts(response, "td", class_="is-date")[:2] == ["2024/07/01～2025/06/30", "2025/07/01～2026/06/30"]
    assert texts(response, "td", class_="is-money")[:2] == ["¥144,000", "¥144,000"]
    assert tokens(response) == [f"{first}:2025-07-01", f"{second}:2025-07-02"]
    assert "契約金額の合計（税抜）：¥288,000 → ¥288,000" in response.content.decode()
    assert terms(first) == [date(2024, 7, 1)]


def test_what_cannot_be_renewed_says_why(visit: Visit, world: World) -> None:
    [good] = book(world)
    [endless] = book(world, endless=True)
    response = visit().get(PAGE, {"id": [good, endless]})
    assert tokens(response) == [f"{good}:2025-07-01"]
    [said] = texts(response, "ul", class_="bulk-list")
    assert "毎月自動で続きます" in said


def test_each_is_booked_and_the_failures_are_named(visit: Visit, world: World) -> None:
    first, second = book(world, 2)
    [other] = book(world, owner="stranger")
    given = {"term": [f"{first}:2025-07-01", f"{other}:2025-07-01", f"{second}:2025-07-02"], "back": "?view=x"}
    response = visit().post(PAGE, given, follow=True)
    assert "2件の契約を更新しました。" in response.content.decode()
    assert [one["href"] for one in elements(response, "a", class_="btn")] == ["/contracts/?view=x"]
    assert len(texts(response, "ul", class_="bulk-list")) == 2
    assert [len(terms(one)) for one in (first, second, other)] == [2, 2, 1]


@pytest.mark.parametrize("start", [date(2024, 7, 1), date(2023, 5, 1)])
def test_sent_twice_nothing_is_renewed_twice(visit: Visit, world: World, start: date) -> None:
    """The second contract ended long ago, so that its next term would have begun: a second renewal would be possible."""
    [contract] = book(world, start=start)
    client = visit()
    given = {"term": tokens(client.get(PAGE, {"id": contract}))}
    for _ in range(2):
        response = client.post(PAGE, given, follow=True)
    assert "0件の契約を更新しました。" in response.content.decode()
    assert len(terms(contract)) == 2


def test_the_page_of_one_contract_sent_twice_renews_once(visit: Visit, world: World) -> None:
    [contract] = book(world, start=date(2023, 5, 1))
    client = visit()
    [start] = elements(client.get(f"/contracts/{contract}/renew/"), "input", name="start")
    for _ in range(2):
        client.post(f"/contracts/{contract}/renew/", {"start": start["value"]})
    assert len(terms(contract)) == 2


def test_all_means_all_that_meet_the_conditions(visit: Visit, world: World) -> None:
    book(world, 60)
    sooner = {"field": "end_date", "op": "le", "value": "2025-08-24"}
    response = visit().get(PAGE, {"all": "1", "filter": json.dumps(sooner)})
    assert len(tokens(response)) == 56


def test_too_many_are_refused_with_a_sentence(visit: Visit, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "MOST", 3)
    book(world, 5)
    response = visit().get(PAGE, {"all": "1"})
    assert response.status_code == 409
    assert "一度に処理できるのは3件まで" in response.content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"id": "x"}, {"id": "99999999999999999999"}, {"id": "9223372036854775807"}, {"id": "-1"}]
)
def test_nothing_chosen_or_nothing_readable_renews_nothing(visit: Visit, world: World, given: Any) -> None:
    book(world)
    response = visit().get(PAGE, given, follow=True)
    assert response.status_code == 200
    assert not tokens(response)


@pytest.mark.parametrize("term", ["", "1", "1:", "x:2025-07-01", "1:2025-13-01", "9" * 25 + ":2025-07-01"])
def test_hostile_tokens_book_nothing(visit: Visit, world: World, term: str) -> None:
    [contract] = book(world)
    assert visit().post(PAGE, {"term": term}, follow=True).status_code == 200
    assert len(terms(contract)) == 1


@pytest.mark.parametrize(("who", "status"), [("colleague", 200), ("stranger", 200), ("reader", 403)])
def test_others_renew_nothing(visit: Visit, world: World, who: str, status: int) -> None:
    [contract] = book(world)
    client = visit(who)
    assert client.get(PAGE, {"id": contract}).status_code == status
    client.post(PAGE, {"term": f"{contract}:2025-07-01"})
    assert len(terms(contract)) == 1


def test_the_list_asks_no_more_for_its_boxes(
    visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    book(world, 60)
    client = visit()
    with django_assert_max_num_queries(11):
        client.get("/contracts/")
