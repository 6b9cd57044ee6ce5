"""Figures of an account over its contracts: right on every day, on both databases, and no more than the reader may see."""

from datetime import date, timedelta
from typing import Any

import pytest

from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.catalog.query import make_query
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from tests.web.contracts import book
from tests.world import World

pytestmark = pytest.mark.django_db
COLUMNS = ["active_contracts", "ended_contracts"]


def figures(world: World, frame: Frame, actor: Actor = SYSTEM) -> tuple[int, int]:
    row = select.fetch(actor, "account", [world.account], COLUMNS, frame)[world.account]
    return row["active_contracts"], row["ended_contracts"]


def on(world: World, day: date) -> Frame:
    return world.frame.at(world.frame.now + (day - world.frame.today))


def by_status(world: World, frame: Frame) -> tuple[int, int]:
    query = make_query("contract", columns=["status"])
    found = [row["status"] for row in select.select(SYSTEM, query, frame).rows]
    return sum(one in ("active", "cancelling") for one in found), sum(one in ("cancelled", "ended") for one in found)


@pytest.fixture
def contracts(world: World) -> list[int]:
    """Two of a year from July 2024 on (the first renewed), one without an end, one cancelled in March, one provisional."""
    ids = [*book(world, 2), *book(world, endless=True), *book(world, cancel_date=date(2025, 3, 31))]
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("contract", {book(world)[0]: {"provisional": True}}, made=True)
    renewal.renew(world.actor("owner"), ids[0], Wish(), world.frame)
    return ids


@pytest.mark.parametrize("day", [-2, -1, 0, 1, 270, 272, 273, 274, 363, 364, 365, 366, 5000])
def test_they_agree_with_the_statuses_on_every_day(world: World, contracts: list[int], day: int) -> None:
    frame = on(world, date(2024, 7, 1) + timedelta(days=day))
    assert figures(world, frame) == by_status(world, frame)


def test_the_figures_of_known_days(world: World, contracts: list[int]) -> None:
    assert figures(world, on(world, date(2024, 6, 30))) == (1, 0)
    assert figures(world, on(world, date(2025, 3, 31))) == (4, 0)
    assert figures(world, on(world, date(2025, 4, 1))) == (3, 1)
    assert figures(world, on(world, date(2025, 7, 3))) == (2, 2)


def test_accounts_are_filtered_sorted_and_counted_by_them(world: World, contracts: list[int]) -> None:
    more: dict[str, Any] = {"field": "active_contracts", "op": "gt", "value": 2}
    query = make_query("account", filter=more, sort="-active_contracts", columns=COLUMNS)
    assert [row["id"] for row in select.select(SYSTEM, query.page(10), world.frame).rows] == [world.account]
    assert select.count(SYSTEM, query, on(world, date(2030, 1, 1))) == 0


def test_contracts_that_the_reader_may_not_see_are_not_counted(world: World, contracts: list[int]) -> None:
    book(world, owner="stranger")
    assert figures(world, world.frame)[0] == 4
    assert figures(world, world.frame, world.actor("owner"))[0] == 3
    assert figures(world, world.frame, world.actor("operations"))[0] == 4
