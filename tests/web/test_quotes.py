"""A stored quote: who sees and changes it, two tabs, 受注確定 and its undo, what a request asks the database."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daicho.business.contracts.models import Contract, SalesEntry
from daicho.business.sales.models import Order, Quote, QuoteLine
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.records.models import ChangeEntry
from tests.web.conftest import Visit
from tests.web.quote_forms import send, value
from tests.web.reading import elements, text, texts
from tests.world import World


@pytest.fixture
def quote(world: World) -> int:
    """The owner's quote with three lines."""
    return world.quote()


def path_of(quote: int, deed: str = "") -> str:
    return f"/quotes/{quote}/{deed}"


@pytest.mark.parametrize(
    ("username", "sees", "edits"),
    [
        ("owner", 200, True),
        ("manager", 200, True),
        ("colleague", 200, False),
        ("reader", 200, False),
        ("stranger", 404, False),
    ],
)
def test_who_sees_and_who_edits(visit: Visit, quote: int, username: str, sees: int, edits: bool) -> None:
    client = visit(username)
    page = client.get(path_of(quote))
    assert page.status_code == sees
    assert (len(elements(page, "button", value="save")) == 1) is edits
    assert ("株式会社青葉製作所" in page.content.decode()) is (sees == 200)


@pytest.mark.parametrize(("username", "status"), [("colleague", 403), ("reader", 403), ("stranger", 404)])
def test_others_cannot_write_confirm_or_undo(visit: Visit, quote: int, username: str, status: int) -> None:
    client = visit(username)
    for deed in ("", "confirm/"):
        answer = client.post(path_of(quote, deed), {"do": "save", "name": "乗っ取り"})
        assert answer.status_code == status
    assert client.get(path_of(quote, "confirm/")).status_code == status
    assert client.get(path_of(quote, "undo/")).status_code == status
    assert (Quote.objects.get(pk=quote).name, Order.objects.count()) == (
        "株式会社青葉製作所 帳票クラウド 基本ライセンス",
        0,
    )


@pytest.mark.parametrize("path", ["/quotes/new/", "/quotes/1/", "/quotes/1/confirm/", "/lookup/account/"])
def test_nobody_is_sent_to_the_log_in(visit: Visit, path: str) -> None:
    assert visit(None).get(path)["Location"].startswith("/login/")


def test_without_the_token_of_the_form_nothing_is_done(visit: Visit, quote: int, contract: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visit().cookies
    for path in ("/quotes/new/", path_of(quote), path_of(quote, "confirm/"), path_of(quote, "undo/")):
        assert strict.post(path, {"do": "save"}).status_code == 403
    for deed in ("renew", "undo"):
        assert strict.post(f"/contracts/{contract}/{deed}/").status_code == 403
    assert Order.objects.count() == 1


def test_a_reader_may_not_make_a_quote(visit: Visit) -> None:
    assert visit("reader").get("/quotes/new/").status_code == 403
    assert visit("reader").post("/quotes/new/", {"do": "save"}).status_code == 403


def test_saving_without_changes_changes_no_line(visit: Visit, quote: int) -> None:
    client = visit()
    before = list(QuoteLine.objects.order_by("id").values())
    assert send(client, client.get(path_of(quote)), "save", path_of(quote)).status_code == 302
    assert list(QuoteLine.objects.order_by("id").values()) == before
    assert ChangeEntry.objects.filter(object="quote_line", kind="updated").count() == 0


def test_lines_are_changed_removed_and_added_at_once(visit: Visit, quote: int) -> None:
    client = visit()
    page = send(client, client.get(path_of(quote)), "remove:1", path_of(quote), _0__quantity="12")
    page = send(client, page, "save", path_of(quote), _3__product__name="保守サポート", _3__quantity="2")
    assert page.status_code == 302
    rows = QuoteLine.objects.order_by("position").values_list("description", "quantity")
    assert [(name, int(quantity)) for name, quantity in rows] == [
        ("帳票クラウド 基本ライセンス", 12),
        ("初期導入支援", 1),
        ("保守サポート", 2),
    ]


def test_two_tabs_the_second_is_told_what_changed_and_keeps_its_own(visit: Visit, quote: int) -> None:
    client = visit()
    first, second = client.get(path_of(quote)), client.get(path_of(quote))
    send(client, first, "save", path_of(quote), _0__quantity="20", name="新しい契約名")
    page = send(client, second, "save", path_of(quote), _0__quantity="30")
    assert page.status_code == 422
    assert "ほかの人がこの見積を変更しました（樋口 さくら、2025/06/02 12:00）" in text(
        page, "div", class_="problem-list"
    )
    assert texts(page, "tr")[1:3] == [
        "契約名新しい契約名株式会社青葉製作所 帳票クラウド 基本ライセンス",
        "1. 数量2030",
    ]
    assert int(QuoteLine.objects.order_by("position")[0].quantity) == 20
    assert value(page, "0.quantity") == "30"
    assert send(client, page, "save", path_of(quote)).status_code == 302
    assert int(QuoteLine.objects.order_by("position")[0].quantity) == 30


def test_confirming_says_what_it_makes_and_makes_it_once(visit: Visit, quote: int) -> None:
    client = visit()
    page = client.get(path_of(quote, "confirm/"))
    assert text(page, "p", class_="asking-text") == (
        "受注を確定します。受注1件、契約1件（ライセンス3件）、売上明細25件が作成されます。"
    )
    assert (Order.objects.count(), Contract.objects.count(), ScheduledAction.objects.count()) == (0, 0, 0)
    done = client.post(path_of(quote, "confirm/"))
    assert done["Location"] == path_of(quote)
    again = client.post(path_of(quote, "confirm/"))
    assert again["Location"] == f"{path_of(quote)}?again=1"
    assert (Order.objects.count(), SalesEntry.objects.count()) == (1, 25)
    page = client.get(path_of(quote))
    assert "この見積はすでに受注確定されています（2025/06/02 12:00 樋口 さくら）。" in page.content.decode()
    contract = Contract.objects.get()
    assert [one["href"] for one in elements(page, "a") if one["text"] == "契約を開く"] == [f"/contracts/{contract.pk}/"]
    assert elements(page, "button", value="save") == []


def test_a_confirmed_quote_is_not_changed(visit: Visit, quote: int) -> None:
    client = visit()
    page = client.get(path_of(quote))
    client.post(path_of(quote, "confirm/"))
    assert send(client, page, "save", path_of(quote), name="後から").status_code == 409
    assert Quote.objects.get().name != "後から"


def test_a_quote_without_lines_says_what_to_do(visit: Visit, world: World) -> None:
    page = visit().get(path_of(world.quote(lines=[]), "confirm/"))
    assert page.status_code == 409
    assert "明細がありません。品目を追加してから" in text(page, "div", class_="alert-box")


def test_undoing_asks_and_takes_back(visit: Visit, quote: int) -> None:
    client = visit()
    assert client.get(path_of(quote, "undo/")).status_code == 409
    client.post(path_of(quote, "confirm/"))
    assert "見積の状態に戻します" in client.get(path_of(quote, "undo/")).content.decode()
    assert Contract.objects.count() == 1
    assert client.post(path_of(quote, "undo/"))["Location"] == path_of(quote)
    assert (Contract.objects.count(), Order.objects.count(), Quote.objects.get().status) == (0, 0, "draft")


@pytest.mark.parametrize(("typed", "found"), [("くらうど", 1), ("ｸﾗｳﾄﾞ", 1), ("サポート", 1), ("zzz", 0), ("\x00", 0)])
def test_products_are_found_by_kana_of_any_kind(visit: Visit, world: World, typed: str, found: int) -> None:
    answer = visit().get("/lookup/product/", {"q": typed})
    assert len(json.loads(answer.content)["found"]) == found


def test_accounts_that_are_hidden_are_not_found(visit: Visit, world: World) -> None:
    assert len(visit("owner").get("/lookup/account/", {"q": "青葉"}).json()["found"]) == 1
    assert visit("stranger").get("/lookup/account/", {"q": "青葉"}).json()["found"] == []
    assert visit("owner").get("/lookup/quote/", {"q": "a"}).status_code == 404
    page = visit("stranger")
    refused = send(
        page, page.get("/quotes/new/"), "save", account=str(world.account), account__name="株式会社青葉製作所"
    )
    assert "「取引先」に「株式会社青葉製作所」は見つかりません" in text(refused, "p", id="e-account")


@pytest.mark.parametrize("lines", [1, 40])
def test_queries_do_not_grow_with_lines(
    visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries, lines: int
) -> None:
    quote = world.quote(lines=[{"product": world.monthly}] * lines)
    client = visit()
    with django_assert_max_num_queries(25):
        page = client.get(path_of(quote))
    with django_assert_max_num_queries(25):
        send(client, page, "", path_of(quote))
