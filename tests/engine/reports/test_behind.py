"""The records behind a number: as many as the number says, and only those that somebody may read."""

from datetime import date, datetime, time
from typing import Any

import pytest

from daicho.engine.access import select
from daicho.engine.catalog.query import make_query
from daicho.engine.reports.asking import ask
from daicho.engine.reports.behind import behind, figure_named, key_of, last_day, of_line
from daicho.engine.reports.saved import Saved
from daicho.values.problems import Invalid
from tests.portfolio import Portfolio
from tests.world import World

DAYS = [None, date(2025, 3, 31), date(2025, 7, 1)]


@pytest.mark.parametrize("who", ["admin", "owner", "stranger"])
@pytest.mark.parametrize("on", DAYS)
def test_every_count_is_that_of_its_list(
    world: World, portfolio: Portfolio, product_report: Saved, owner_report: Saved, who: str, on: date | None
) -> None:
    actor, frame = world.actor(who), world.frame
    frame = frame if on is None else frame.at(datetime.combine(on, time(12), frame.habits.zone))
    for report, counts in ((product_report, 1), (owner_report, 2)):
        query = report.definition.query(report.object)
        for line in ask(actor, query, frame).lines:
            one = of_line(query, {query.group_by[0].path.text: key_of(query.group_by[0], line.values[0])})
            for figure, value in list(zip(query.aggregates, line.figures, strict=True))[:counts]:
                found = behind(actor, one, figure, frame)
                listed = select.count(actor, make_query(found.object).where(found.node), frame)
                hidden = (found.counted or 0) - listed
                assert listed + hidden == value
                assert found.object == {"contract_line": "contract"}.get(report.object, found.object)
                assert hidden == 0 or (who == "stranger" and found.object == "account")


def test_an_account_that_one_may_not_read_is_counted_and_not_listed(
    world: World, portfolio: Portfolio, owner_report: Saved
) -> None:
    query, actor = owner_report.definition.query("contract"), world.actor("stranger")
    found = behind(actor, query, figure_named(query, "count_distinct:account"), world.frame)
    assert found.counted == 1
    assert select.count(actor, make_query("account").where(found.node), world.frame) == 0


def test_a_sum_leads_to_its_rows(world: World, portfolio: Portfolio, product_report: Saved) -> None:
    query = of_line(product_report.definition.query("contract_line"), {"product": str(world.annual)})
    found = behind(world.actor("admin"), query, figure_named(query, "sum:quantity"), world.frame)
    rows = select.select(
        world.actor("admin"), make_query(found.object, columns=["quantity"]).where(found.node), world.frame
    ).rows
    assert found.object == "contract_line"
    assert sorted(row["quantity"] for row in rows) == [1, 1, 2]


@pytest.mark.parametrize("key", ["x", "0x1", "1.5", "-1", "9" * 30])
def test_a_line_that_cannot_be_read_is_refused(world: World, product_report: Saved, key: str) -> None:
    with pytest.raises(Invalid):
        of_line(product_report.definition.query("contract_line"), {"product": key})


def test_a_figure_that_is_not_there_is_refused(world: World, product_report: Saved) -> None:
    with pytest.raises(Invalid):
        figure_named(product_report.definition.query("contract_line"), "sum:amount")


def test_a_month_holds_its_days(world: World, portfolio: Portfolio) -> None:
    groups: list[Any] = [{"field": "end_date", "granularity": "month"}]
    query = make_query("contract", group_by=groups, aggregates=["count"])
    for line in ask(world.actor("admin"), query, world.frame).lines:
        one = of_line(query, {"end_date": key_of(query.group_by[0], line.values[0])})
        assert (
            select.count(world.actor("admin"), make_query("contract").where(one.filter), world.frame) == line.figures[0]
        )


@pytest.mark.parametrize(
    ("granularity", "last"),
    [
        ("day", date(2025, 1, 1)),
        ("week", date(2025, 1, 7)),
        ("month", date(2025, 1, 31)),
        ("quarter", date(2025, 3, 31)),
        ("fiscal_half", date(2025, 6, 30)),
        ("year", date(2025, 12, 31)),
    ],
)
def test_the_last_day_of_a_stretch(granularity: str, last: date) -> None:
    assert last_day(date(2025, 1, 1), granularity) == last
