"""The derived fields of contracts and lines: the database's answer is the rule's, on every day."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from daicho.business.contracts.models import ContractLine
from daicho.business.operations.orders import order_to_cash
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.catalog.query import make_query
from daicho.engine.records.command import command
from daicho.rules.lifecycle import contract_status, line_status

DAYS = [date(2025, 6, 30), date(2025, 7, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)]
STATES = [{}, {"provisional": True}, {"cancel_date": date(2026, 3, 31)}]


def on(world, day):
    return world.frame.at(datetime.combine(day, time(12), ZoneInfo("Asia/Tokyo")))


@pytest.mark.parametrize("change", STATES)
@pytest.mark.parametrize("end", [date(2026, 6, 30), None])
def test_the_status_in_the_database_is_the_rule(world, change, end):
    quote = world.quote(lines=[{"product": world.monthly}], end_date=end)
    contract = order_to_cash.confirm(world.actor("owner"), quote, world.frame).contract
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("contract", {contract: change}, made=True)
    for day in DAYS:
        [row] = select.select(SYSTEM, make_query("contract", columns=["status"]), on(world, day)).rows
        given = (change.get("provisional", False), change.get("cancel_date"), date(2025, 7, 1), end)
        assert row["status"] == contract_status(*given, day), day


def test_the_status_of_a_line_in_the_database_is_the_rule(world):
    order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame)
    for day in DAYS:
        rows = select.select(SYSTEM, make_query("contract_line", columns=["status"]), on(world, day)).rows
        assert {row["status"] for row in rows} == {line_status(date(2025, 7, 1), date(2026, 6, 30), day)}


def test_mrr_counts_the_lines_in_use_on_the_day(world):
    lines = [{"product": world.monthly}, {"product": world.annual, "end_date": date(2025, 12, 31)}]
    order_to_cash.confirm(world.actor("owner"), world.quote(lines=lines), world.frame)
    days = [(date(2025, 6, 30), "0"), (date(2025, 12, 31), "9200"), (date(2026, 1, 1), "1200"), (date(2026, 7, 1), "0")]
    for day, mrr in days:
        [row] = select.aggregate(SYSTEM, make_query("contract", aggregates=["sum:mrr"]), on(world, day))
        assert row["sum:mrr"] == Decimal(mrr), day
    assert ContractLine.objects.count() == 2
