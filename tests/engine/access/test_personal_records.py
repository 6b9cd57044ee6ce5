"""Private list views are their owner's alone, shared ones everybody's: as records, by every road to them."""

import pytest

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.catalog.query import make_query
from daicho.engine.listviews.models import ListView
from daicho.engine.records import intake
from daicho.values.problems import Forbidden, Missing
from tests.world import World

pytestmark = pytest.mark.django_db


def make(world: World, who: str, name: str, sharing: str = "private") -> int:
    raw = {"name": name, "object": "contract", "columns": ["number"], "sharing": sharing}
    return intake.create_one(world.actor(who), "list_view", raw, world.frame, "test")


def own_names(actor: Actor, world: World) -> list[str]:
    made = {"field": "owner", "op": "is_not_empty"}
    query = make_query("list_view", columns=["name"], filter=made, sort="name")
    return [row["name"] for row in select.select(actor, query, world.frame).rows]


def test_private_views_are_read_by_their_owner_only(world: World) -> None:
    make(world, "owner", "甲")
    make(world, "operations", "乙", "everyone")
    assert own_names(world.actor("owner"), world) == ["乙", "甲"]
    for who in ("manager", "colleague", "stranger", "reader", "operations"):
        assert own_names(world.actor(who), world) == ["乙"]
    assert own_names(SYSTEM, world) == ["乙", "甲"]


def test_they_are_not_fetched_counted_or_found_either(world: World) -> None:
    view, colleague = make(world, "owner", "甲"), world.actor("colleague")
    assert select.fetch(colleague, "list_view", [view], ["name"], world.frame) == {}
    named = {"field": "name", "op": "eq", "value": "甲"}
    assert select.count(colleague, make_query("list_view", filter=named), world.frame) == 0
    assert select.select_ids(colleague, "list_view", named, world.frame) == []
    assert select.readable_ids(colleague, "list_view", [view], world.frame, "edit") == frozenset()


def test_shipped_views_stay_readable_and_are_not_changed_by_everybody(world: World) -> None:
    shipped = ListView.objects.get(key="contract.all")
    owner = world.actor("owner")
    assert select.readable_ids(owner, "list_view", [shipped.pk], world.frame) == {shipped.pk}
    with pytest.raises(Forbidden):
        intake.change(owner, "list_view", shipped.pk, {"name": "わたしの"}, world.frame, "test")
    with pytest.raises(Missing):
        intake.remove(world.actor("stranger"), "list_view", make(world, "owner", "甲"), world.frame, "test")


def test_a_view_is_shared_only_with_the_right(world: World) -> None:
    view = make(world, "owner", "甲")
    with pytest.raises(Forbidden, match="share"):
        intake.change(world.actor("owner"), "list_view", view, {"sharing": "everyone"}, world.frame, "test")
    with pytest.raises(Forbidden, match="share"):
        make(world, "owner", "丙", "everyone")
    assert ListView.objects.get(id=view).sharing == "private"
    assert not ListView.objects.filter(name="丙").exists()
    make(world, "operations", "乙", "everyone")


def test_even_somebody_who_reads_may_keep_views(world: World) -> None:
    assert ListView.objects.get(id=make(world, "reader", "控え")).owner_id == world.users["reader"]
