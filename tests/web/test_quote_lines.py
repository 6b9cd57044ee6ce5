"""Lines of the quote editor: duplicated, removed and brought back, put into another order, all without script."""

import json
from typing import Any

import pytest

from daicho.business.sales.models import Quote, QuoteLine
from tests.web.conftest import Visit
from tests.web.quote_forms import NEW, fields, send, value
from tests.web.reading import elements, text, texts
from tests.world import World


def two_lines(visit: Visit) -> tuple[Any, Any]:
    client = visit()
    head = {"account__name": "青葉", "start_date": "2025/07/01", "end_date": "2026/06/30"}
    page = send(client, client.get(NEW), **head, _0__product__name="基本ライセンス", _0__quantity="7")
    return client, send(client, page, _1__product__name="保守サポート")


def test_a_duplicate_follows_its_line_and_is_one_of_its_own(visit: Visit) -> None:
    client, page = two_lines(visit)
    page = send(client, page, "duplicate:0")
    assert fields(page)["row"] == ["0", "3", "1", "2"]
    assert [value(page, f"3.{key}") for key in ("product.name", "quantity", "id")] == [
        "帳票クラウド 基本ライセンス",
        "7",
        "",
    ]
    page = send(client, page, "save", _3__quantity="8")
    kept = QuoteLine.objects.order_by("position").values_list("description", "quantity")
    assert [int(quantity) for _, quantity in kept] == [7, 8, 1]


def test_a_removed_line_comes_back_where_it_stood(visit: Visit) -> None:
    client, page = two_lines(visit)
    page = send(client, page, "remove:0", _0__discount_rate="10")
    assert text(page, "p", id="removed-row").startswith("「帳票クラウド 基本ライセンス」の行を削除しました")
    assert "autofocus" in elements(page, "button", id="restore")[0]
    page = send(client, send(client, page, remarks="続き"), "restore")
    assert texts(page, "button", id="restore") == []
    assert [value(page, f"{fields(page)['row'][0]}.{key}") for key in ("quantity", "discount_rate", "unit_price")] == [
        "7",
        "10",
        "1,080",
    ]
    assert value(page, "remarks") == "続き"


def test_a_saved_line_that_came_back_is_the_same_line(visit: Visit, world: World) -> None:
    client, quote = visit(), world.quote()
    before = list(QuoteLine.objects.order_by("position").values_list("id", flat=True))
    page = send(client, client.get(f"/quotes/{quote}/"), "remove:1", f"/quotes/{quote}/")
    page = send(client, page, "restore", f"/quotes/{quote}/")
    assert send(client, page, "save", f"/quotes/{quote}/").status_code == 302
    assert list(QuoteLine.objects.order_by("position").values_list("id", flat=True)) == before


def test_the_order_of_the_rows_that_were_sent_is_the_order_of_the_lines(visit: Visit) -> None:
    client, page = two_lines(visit)
    data = fields(page) | {"row": ["1", "0", "2"], "do": ["save"]}
    assert client.post(NEW, data).status_code == 302
    assert list(QuoteLine.objects.order_by("position").values_list("description", flat=True)) == [
        "保守サポート",
        "帳票クラウド 基本ライセンス",
    ]


@pytest.mark.parametrize("wish", ["duplicate:99", "remove:99", "restore", "up:99", "duplicate:", "fly:0", "restore:x"])
def test_wishes_for_what_is_not_there_change_nothing(visit: Visit, wish: str) -> None:
    client, page = two_lines(visit)
    assert fields(send(client, page, wish))["row"] == ["0", "1", "2"]


BROKEN = ["[", "{}", "[1]", '[{"at": "x"}]', '[{"at": -5}]', "[" * 5_000, json.dumps([{"at": 10**9, "texts": 3}] * 500)]


@pytest.mark.parametrize("removed", BROKEN)
def test_a_broken_memory_of_removed_rows_does_no_harm(visit: Visit, removed: str) -> None:
    client, page = two_lines(visit)
    page = send(client, page, "restore", removed=removed)
    assert page.status_code == 200
    assert value(page, "0.quantity") == "7"
    assert Quote.objects.count() == 0


def test_headings_and_remarks_are_kept_without_amounts(visit: Visit) -> None:
    client, page = two_lines(visit)
    page = send(client, page, "add:heading")
    page = send(client, page, "add:remark", _3__description="初年度")
    assert send(client, page, "save", _4__description="※税抜").status_code == 302
    kept = QuoteLine.objects.order_by("position").values_list("kind", "unit_price")
    assert [kind for kind, _ in kept] == ["item", "item", "heading", "remark"]
    assert [price for kind, price in kept if kind != "item"] == [None, None]
