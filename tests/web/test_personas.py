"""Owner, colleague, stranger, reader and nobody over every page."""

import pytest

from daicho.business.contracts.models import Contract
from daicho.engine.access.models import User
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, text, texts
from tests.world import World

TABS = ("", "?tab=overview", "?tab=lines", "?tab=lines&all=1", "?tab=sales", "?tab=automation", "?tab=history")


@pytest.mark.parametrize(
    ("username", "status"),
    [("owner", 200), ("colleague", 200), ("manager", 200), ("operations", 200), ("reader", 200), ("stranger", 404)],
)
def test_who_sees_a_contract(visit: Visit, contract: int, username: str, status: int) -> None:
    client = visit(username)
    for tab in TABS:
        response = client.get(f"/contracts/{contract}/{tab}")
        assert response.status_code == status
        assert ("株式会社青葉製作所" in response.content.decode()) == (status == 200)


@pytest.mark.parametrize("path", ["/contracts/", "/contracts/1/", "/contracts/?view=contract.mine"])
def test_nobody_is_sent_to_the_log_in_page(visit: Visit, path: str) -> None:
    response = visit(None).get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/login/?next=/contracts/")


def test_a_part_asked_for_by_nobody_sends_the_whole_page_to_the_log_in(visit: Visit) -> None:
    response = visit(None).get("/contracts/", headers={"HX-Request": "true", "HX-Target": "list"})
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/login/?next=/contracts/"
    assert response.content == b""


@pytest.mark.parametrize(("username", "own"), [("owner", 2), ("colleague", 2), ("stranger", 1), ("reader", 3)])
def test_the_ledger_lists_and_counts_only_what_one_may_see(visit: Visit, world: World, username: str, own: int) -> None:
    book(world, 2)
    book(world, 1, owner="stranger")
    response = visit(username).get("/contracts/")
    assert len(texts(response, "a", class_="row-link")) == own
    assert text(response, "p", class_="list-count") == f"{own}件"


def test_the_figures_count_only_what_one_may_see(visit: Visit, world: World) -> None:
    book(world, 2)
    book(world, 1, owner="stranger")
    response = visit("stranger").get("/contracts/")
    assert text(response, "p", class_="pager-totals") == "合計 1件 MRR ¥12,000"


def test_searching_does_not_find_what_is_hidden(visit: Visit, world: World) -> None:
    [hidden] = book(world, 1, name="秘密の契約")
    number = Contract.objects.get(pk=hidden).number
    response = visit("stranger").get("/contracts/", {"q": number})
    assert texts(response, "a", class_="row-link") == []


def test_somebody_without_the_right_is_told_so(visit: Visit, world: World) -> None:
    client = visit("stranger")
    User.objects.filter(pk=world.users["stranger"]).update(permission_sets=[])
    response = client.get("/contracts/")
    assert response.status_code == 403
    assert "契約を参照する権限がありません" in response.content.decode()


def test_the_brand_leads_home(visit: Visit) -> None:
    response = visit("owner").get("/contracts/")
    assert [one["href"] for one in elements(response, "a", class_="brand")] == ["/"]
