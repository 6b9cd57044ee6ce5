"""The portfolio, and the shipped reports by their keys."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from daicho.engine.reports.asking import Answer, ask
from daicho.engine.reports.saved import Saved, find_report
from tests.portfolio import Portfolio, make_portfolio
from tests.world import World

Asks = Callable[..., Answer]


@pytest.fixture
def portfolio(world: World) -> Portfolio:
    return make_portfolio(world)


@pytest.fixture
def product_report(world: World) -> Saved:
    return find_report(world.actor("admin"), "contracts_by_product")


@pytest.fixture
def owner_report(world: World) -> Saved:
    return find_report(world.actor("admin"), "customers_by_owner")


@pytest.fixture
def answer(world: World) -> Asks:
    """Asks a report as somebody on a day (None: the world's)."""

    def asks(report: Saved, who: str = "admin", on: date | None = None, sort: Any = None) -> Answer:
        frame = world.frame
        if on is not None:
            frame = frame.at(datetime.combine(on, time(12), frame.habits.zone))
        query = report.definition.query(report.object)
        return ask(world.actor(who), query, frame, report.definition.sort if sort is None else sort)

    return asks
