"""複製 of a quote: a draft of its own with the same terms, lines and prices, made once, for those who may make quotes."""

import uuid
from decimal import Decimal
from typing import Any

import pytest

from daicho.business.operations.orders.order_to_cash import confirm
from daicho.business.sales.models import Order, Quote, QuoteLine
from tests.web.conftest import Visit
from tests.web.reading import elements, text
from tests.world import World

LINE = ("kind", "product_id", "description", "quantity", "list_price", "discount_rate", "unit_price", "start_date")


def lines(quote: int) -> list[Any]:
    return list(QuoteLine.objects.filter(quote=quote).order_by("position").values_list(*LINE))


def copy(visit: Visit, quote: int, username: str = "owner", token: str = "") -> Any:
    return visit(username).post(f"/quotes/{quote}/copy/", {"token": token or str(uuid.uuid4())})


@pytest.fixture
def quote(world: World) -> int:
    """A quote with a heading, a discounted line and a validity that has passed."""
    priced = {"product": world.monthly, "quantity": Decimal(3), "discount_rate": Decimal(10)}
    heading = {"kind": "heading", "description": "ライセンス"}
    return world.quote([heading, priced, {"product": world.once}], valid_until=world.frame.today.replace(day=1))


def test_a_copy_is_a_draft_with_the_same_lines(visit: Visit, world: World, quote: int) -> None:
    confirm(world.actor("owner"), quote, world.frame)
    answer = copy(visit, quote)
    made = Quote.objects.get(status="draft")
    assert answer["Location"] == f"/quotes/{made.pk}/"
    assert lines(made.pk) == lines(quote)
    assert (made.number, made.valid_until, made.name) == ("Q-000002", None, Quote.objects.get(pk=quote).name)
    assert Order.objects.filter(quote=made).count() == 0
    page = visit().get(answer["Location"])
    assert len(elements(page, "button", value="save")) == 1


def test_the_same_page_copies_once(visit: Visit, quote: int) -> None:
    token = elements(visit().get(f"/quotes/{quote}/"), "input", name="token")[0]["value"]
    first, second = copy(visit, quote, token=token), copy(visit, quote, token=token)
    assert first["Location"] == second["Location"]
    assert Quote.objects.count() == 2


def test_what_was_copied_is_said(visit: Visit, quote: int) -> None:
    client = visit()
    there = client.post(f"/quotes/{quote}/copy/")["Location"]
    assert text(client.get(there), "div", class_="said").startswith("見積 Q-000001 を複製しました。")


@pytest.mark.parametrize(
    ("username", "status", "owner"),
    [("owner", 302, "owner"), ("colleague", 302, "colleague"), ("reader", 403, None), ("stranger", 404, None)],
)
def test_who_copies(visit: Visit, world: World, quote: int, username: str, status: int, owner: str | None) -> None:
    assert copy(visit, quote, username).status_code == status
    owners = list(Quote.objects.exclude(pk=quote).values_list("owner_id", flat=True))
    assert owners == ([world.users[owner]] if owner else [])


def test_the_button_is_for_those_who_may(visit: Visit, quote: int) -> None:
    for username, buttons in (("colleague", 1), ("reader", 0)):
        page = visit(username).get(f"/quotes/{quote}/")
        assert len([one for one in elements(page, "button") if one["text"] == "複製"]) == buttons
    assert visit().get(f"/quotes/{quote}/copy/").status_code == 405
