"""受注確定 and its undo: what is said before, where it leads, and old pages, double clicks and two tabs."""

from typing import Any

import pytest

from daicho.business.contracts.models import Contract
from daicho.business.sales.models import Order, Quote
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import services
from daicho.engine.automation.models import Process, ScheduledAction
from tests.web.conftest import Visit
from tests.web.quote_forms import send
from tests.web.reading import elements, text, texts
from tests.world import World


@pytest.fixture
def quote(world: World) -> int:
    """The owner's quote with three lines."""
    return world.quote()


def version_of(page: Any) -> dict[str, str]:
    """What the confirming form sends."""
    return {"version": elements(page, "input", name="version")[0]["value"]}


def test_it_says_when_the_renewal_will_be_announced(visit: Visit, world: World, quote: int) -> None:
    for process in Process.objects.all():
        services.activate(process.pk, actor=SYSTEM, frame=world.frame)
    page = visit().get(f"/quotes/{quote}/confirm/")
    assert text(page, "p", class_="asking-text") == (
        "受注を確定します。受注1件、契約1件（ライセンス3件）、売上明細25件が作成され、"
        "更新案内が2026年4月1日に予定されます。"
    )
    assert len(texts(page, "li")) > 3
    assert (Contract.objects.count(), ScheduledAction.objects.count()) == (0, 0)
    assert "the renewal notice is planned for 1 April 2026" in text(
        visit("owner", "en").get(f"/quotes/{quote}/confirm/"), "p", class_="asking-text"
    )


def test_a_quote_changed_since_the_question_is_shown_again_and_not_booked(visit: Visit, quote: int) -> None:
    client = visit()
    old = version_of(client.get(f"/quotes/{quote}/confirm/"))
    send(client, client.get(f"/quotes/{quote}/"), "save", f"/quotes/{quote}/", _0__quantity="20")
    page = client.post(f"/quotes/{quote}/confirm/", old)
    assert page.status_code == 409
    assert "この見積が変更されました（樋口 さくら、2025/06/02 12:00）。まだ受注確定していません。" in text(
        page, "div", class_="alert-box"
    )
    assert (Order.objects.count(), Contract.objects.count()) == (0, 0)
    assert client.post(f"/quotes/{quote}/confirm/", version_of(page))["Location"] == f"/quotes/{quote}/"
    assert Contract.objects.count() == 1


def test_a_double_click_books_once(visit: Visit, quote: int) -> None:
    client = visit()
    sent = version_of(client.get(f"/quotes/{quote}/confirm/"))
    places = [client.post(f"/quotes/{quote}/confirm/", sent)["Location"] for _ in range(2)]
    assert places == [f"/quotes/{quote}/", f"/quotes/{quote}/?again=1"]
    assert (Order.objects.count(), Contract.objects.count()) == (1, 1)
    assert client.get(f"/quotes/{quote}/confirm/")["Location"] == f"/quotes/{quote}/?again=1"


def test_afterwards_links_lead_to_contract_order_and_what_waits(visit: Visit, quote: int) -> None:
    client = visit()
    client.post(f"/quotes/{quote}/confirm/")
    page = client.get(f"/quotes/{quote}/")
    assert text(page, "div", class_="said") == "受注を確定しました。"
    links = {one["text"]: one["href"] for one in elements(page, "a")}
    contract, order = Contract.objects.get().pk, Order.objects.get().pk
    assert links["契約を開く"] == f"/contracts/{contract}/"
    assert links["受注を開く"] == f"/orders/{order}/"
    assert links["予定を見る"] == f"/contracts/{contract}/?tab=automation"
    assert all(client.get(links[name]).status_code == 200 for name in ("契約を開く", "受注を開く", "予定を見る"))


@pytest.mark.parametrize(("username", "status"), [("owner", 200), ("colleague", 200), ("stranger", 404)])
def test_an_order_is_read_by_those_who_read_its_contract(visit: Visit, quote: int, username: str, status: int) -> None:
    visit().post(f"/quotes/{quote}/confirm/")
    order = Order.objects.get()
    page = visit(username).get(f"/orders/{order.pk}/")
    assert page.status_code == status
    assert (order.number in page.content.decode()) is (status == 200)
    assert [one["href"] for one in elements(page, "a") if one["href"] == f"/quotes/{quote}/"] == (
        [f"/quotes/{quote}/"] if status == 200 else []
    )
    assert visit().get(f"/orders/{order.pk}/edit/").status_code == 404


def test_undoing_twice_undoes_once_and_says_so(visit: Visit, quote: int) -> None:
    client = visit()
    client.post(f"/quotes/{quote}/confirm/")
    first, second = (client.post(f"/quotes/{quote}/undo/") for _ in range(2))
    assert first["Location"] == second["Location"] == f"/quotes/{quote}/"
    assert texts(client.get(f"/quotes/{quote}/"), "div", class_="said")[-1].endswith("すでに取り消されています。")
    assert (Order.objects.count(), Contract.objects.count(), Quote.objects.get().status) == (0, 0, "draft")


def test_saving_once_more_after_a_lost_answer_is_no_conflict(visit: Visit, quote: int) -> None:
    client = visit()
    page = client.get(f"/quotes/{quote}/")
    for _ in range(2):
        assert send(client, page, "save", f"/quotes/{quote}/", _0__quantity="20", name="契約").status_code == 302
    assert Quote.objects.get().name == "契約"


def test_a_new_quote_written_on_after_a_lost_answer_keeps_what_was_written(visit: Visit) -> None:
    client = visit()
    head = {"account__name": "青葉", "start_date": "2025/07/01", "end_date": "2026/06/30"}
    page = send(client, client.get("/quotes/new/"), **head, _0__product__name="保守")
    there = send(client, page, "save")["Location"]
    page = send(client, page, "save", name="書き足した名前")
    assert page["Location"] == there
    assert (Quote.objects.count(), Quote.objects.get().name) == (1, "書き足した名前")
