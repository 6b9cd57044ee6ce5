"""Shipped list views on a database that has older ones: what is missing is made, what nobody changed gets today's order."""

import pytest

from daicho.business.operations.content.ship import ship
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.listviews.models import ListView
from daicho.engine.listviews.views import find_view
from tests.world import World

pytestmark = pytest.mark.django_db


def sort_of(key: str) -> list[str]:
    return list(ListView.objects.get(key=key).sort)


def test_a_view_still_sorted_as_it_was_once_shipped_is_sorted_anew_and_a_changed_one_is_not(world: World) -> None:
    ListView.objects.filter(key="contract.all").update(sort=["end_date", "id"])
    ListView.objects.filter(key="contract.mine").update(sort=["-mrr"])
    ship(world.frame)
    assert sort_of("contract.all") == ["~end_date", "id"]
    assert sort_of("contract.mine") == ["-mrr"]
    assert sort_of("contract.active") == ["end_date", "id"]


def test_a_view_that_came_later_is_made_once(world: World) -> None:
    ListView.objects.filter(key="contract.out_of_balance").delete()
    ship(world.frame)
    ship(world.frame)
    assert ListView.objects.filter(key="contract.out_of_balance").count() == 1
    view = find_view(SYSTEM, "contract", "金額の不一致", "ja")
    assert (view.description, view.columns[-2]) == ("契約・売上予定・請求予定の合計が一致しない契約", "balance")


def test_every_shipped_view_can_be_asked(world: World) -> None:
    for view in ListView.objects.exclude(key=""):
        query = find_view(SYSTEM, view.object, view.key).query(view.object)
        select.select(world.actor("owner"), query.page(5), world.frame)
