"""Prices by quantity in the form of a price: kept, changed, what is wrong with them."""

from typing import Any

import pytest

from daicho.business.products.models import Price
from tests.web.conftest import Visit
from tests.web.reading import elements, text
from tests.web.test_records_forms import fields
from tests.world import World


def price(visit: Visit, world: World, quantities: list[str], prices: list[str]) -> Any:
    client, page = visit("operations"), f"/prices/new/?product={world.monthly}"
    given = fields(client.get(page)) | {"tiers.from_quantity": quantities, "tiers.unit_price": prices}
    return client.post(page, given | {"unit_price": "1,200"})


def test_tiers_are_kept_and_shown_again(visit: Visit, world: World) -> None:
    assert price(visit, world, ["１０", "", "50"], ["¥1,100", "", "900"]).status_code == 303
    made = Price.objects.latest("id")
    assert [(row["from_quantity"], row["unit_price"]) for row in made.tiers] == [("１０", "¥1,100"), ("50", "900")]
    again = visit("operations").get(f"/prices/{made.pk}/edit/")
    assert [one["value"] for one in elements(again, "input", name="tiers.unit_price")][:2] == ["¥1,100", "900"]


@pytest.mark.parametrize(
    ("quantities", "prices", "said"),
    [(["10", "x"], ["900", "800"], "2行目："), (["10", "10"], ["900", "800"], "2回"), (["10"], [""], "1行目：")],
)
def test_what_is_wrong_stands_at_the_table(
    visit: Visit, world: World, quantities: list[str], prices: list[str], said: str
) -> None:
    before = Price.objects.count()
    response = price(visit, world, quantities, prices)
    assert response.status_code == 422
    assert said in text(response, "p", class_="form-error")
    assert elements(response, "input", name="tiers.from_quantity")[0]["value"] == "10"
    assert Price.objects.count() == before
