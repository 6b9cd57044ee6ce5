"""Filters on the calculated status find exactly the contracts that show it, on every day and in every state."""

from datetime import date, datetime, time
from decimal import Decimal
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.catalog.query import make_query
from daicho.engine.records.command import command
from daicho.rules.codes import CONTRACT_STATUSES
from daicho.rules.lines import ScheduleSettings

CODES = sorted(choice for choice in CONTRACT_STATUSES)
DAYS = [date(2025, 6, 30), date(2025, 7, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)]
STATES = [{}, {"provisional": True}, {"cancel_date": date(2026, 3, 31)}, {"cancel_date": date(2026, 12, 31)}]
ENDS = [date(2026, 6, 30), None]


def on(world, day):
    return world.frame.at(datetime.combine(day, time(12), ZoneInfo("Asia/Tokyo")))


def planned(world, number, state, end):
    line = {"product": world.monthly, "unit_price": Decimal(1200), "quantity": Decimal(1), "price_kind": "monthly"}
    period = {"start_date": date(2025, 7, 1), "end_date": end}
    values = {"number": number, "name": number, "account": world.account, "owner": world.users["owner"], **state}
    values["first_start_date"] = date(2025, 7, 1)
    lines = [booking.plan_line({**line, **period}, "JPY", ScheduleSettings(), world.frame.today)]
    return PlannedContract(values, (booking.plan_term(values, {"number": 1, **period}, lines),))


@pytest.fixture
def contracts(world):
    """One contract for each state and end."""
    every = [planned(world, f"S-{i}{j}", s, e) for i, s in enumerate(STATES) for j, e in enumerate(ENDS)]
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        booking.book(running, every)
    return world


def found(world, day, tree):
    return {row["id"] for row in select.select(SYSTEM, make_query("contract", filter=tree), on(world, day)).rows}


@pytest.mark.parametrize("day", DAYS)
def test_the_filter_agrees_with_the_column(contracts, day):
    shown = select.select(SYSTEM, make_query("contract", columns=["status"]), on(contracts, day)).rows
    for codes in [*([code] for code in CODES), *map(list, combinations(CODES, 2)), CODES]:
        wanted = {row["id"] for row in shown if row["status"] in codes}
        others = {row["id"] for row in shown} - wanted
        condition = {"field": "status", "op": "in", "value": codes}
        assert found(contracts, day, condition) == wanted, codes
        assert found(contracts, day, {"not": condition}) == others, codes
        assert found(contracts, day, {**condition, "op": "not_in"}) == others, codes
        assert found(contracts, day, {"not": {**condition, "op": "not_in"}}) == wanted, codes
        assert select.count(SYSTEM, make_query("contract", filter=condition), on(contracts, day)) == len(wanted)


def test_every_status_occurs(contracts):
    seen = set()
    for day in DAYS:
        rows = select.select(SYSTEM, make_query("contract", columns=["status"]), on(contracts, day)).rows
        seen |= {row["status"] for row in rows}
    assert seen == set(CODES)


def test_pages_sorted_by_a_value_that_is_never_empty(contracts):
    query = make_query("contract", columns=["mrr"], sort="-mrr,number", limit=3)
    seen, cursor = [], None
    for _ in range(3):
        page = select.select(SYSTEM, query.page(3, cursor), on(contracts, DAYS[3]))
        seen += [(row["mrr"], row["id"]) for row in page.rows]
        cursor = page.next_cursor
    assert cursor is None
    assert [mrr for mrr, _ in seen] == [Decimal(1200)] * 6 + [Decimal(0)] * 2
    assert len({record_id for _, record_id in seen}) == 8


def test_pages_sorted_by_a_date_that_the_filter_asks_for(contracts):
    tree = {"field": "end_date", "op": "ge", "value": "2026-01-01"}
    query = make_query("contract", columns=["end_date"], filter=tree, sort="end_date,id", limit=3)
    first = select.select(SYSTEM, query, on(contracts, DAYS[0]))
    second = select.select(SYSTEM, query.page(3, first.next_cursor), on(contracts, DAYS[0]))
    assert [len(first.rows), len(second.rows), second.next_cursor] == [3, 1, None]
    assert {row["end_date"] for row in first.rows + second.rows} == {date(2026, 6, 30)}
