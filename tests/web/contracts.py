"""Contracts in numbers, booked at once: enough for several pages."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract
from daicho.business.organisation import numbers
from daicho.business.organisation.settings import schedule_settings
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from daicho.values.months import add_months
from tests.world import World

FIRST = date(2024, 7, 1)


def book(
    world: World, count: int = 1, *, start: date = FIRST, owner: str = "owner", endless: bool = False, **values: Any
) -> list[int]:
    """That many contracts of one year (or without an end), one monthly licence each, from `start` on, a day apart."""
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        planned = [_planned(world, start + timedelta(days=n), owner, values, endless) for n in range(count)]
        named = zip(numbers.take("contract", count), planned, strict=True)
        return booking.book(running, [PlannedContract({**one.values, "number": no}, one.terms) for no, one in named])


def _planned(world: World, start: date, owner: str, values: dict[str, Any], endless: bool) -> PlannedContract:
    end = None if endless else add_months(start, 12) - timedelta(days=1)
    line = {
        "product": world.monthly,
        "description": "帳票クラウド 基本ライセンス",
        "quantity": Decimal(10),
        "unit_price": Decimal(1200),
        "price_kind": "monthly",
        "start_date": start,
        "end_date": end,
    }
    header = {
        "name": "帳票クラウド年間契約",
        "account": world.account,
        "contact": world.contact,
        "owner": world.users[owner],
        "first_start_date": start,
        "next_term_months": 12,
        **values,
    }
    term = {
        "number": 1,
        "start_date": start,
        "end_date": end,
        "renewal_type": "manual",
        "renewal_contact_method": "mail",
        "renewal_stage": "open",
    }
    lines = [booking.plan_line(line, "JPY", schedule_settings(), world.frame.today)]
    return PlannedContract(header, (booking.plan_term(header, term, lines),))
