"""Seven contracts around 2025-06-02: running, cancelled, being cancelled, ended, not begun, without an end, replaced lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract
from daicho.business.organisation import numbers
from daicho.business.organisation.settings import schedule_settings
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from tests.world import World

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Ids of the contracts by their letter, and of the accounts by their number."""

    contracts: Mapping[str, int]
    accounts: Mapping[int, int]


def make_portfolio(world: World) -> Portfolio:
    """a: runs, two products. b: cancelled on 31 May. c: ended on 31 May. d: begins on 1 July. e: cancelled at the end of June, the
    same product twice. f: without an end, in dollars, a line without product. g: ten licences replaced by twenty in April."""
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        owner = {"owner": world.users["owner"]}
        second, third = running.create(
            "account", [{"name": "北風商事", **owner}, {"name": "南海物産", **owner}], made=True
        )
        accounts = {1: world.account, 2: second, 3: third}
        monthly, annual = world.monthly, world.annual
        plans = {
            "a": _contract(world, "owner", accounts[1], YEAR, [(monthly, 10), (annual, 1)]),
            "b": _contract(world, "owner", accounts[1], YEAR, [(monthly, 5)], cancel_date=date(2025, 5, 31)),
            "c": _contract(world, "owner", accounts[2], (date(2024, 6, 1), date(2025, 5, 31)), [(monthly, 3)]),
            "d": _contract(world, "colleague", accounts[2], (date(2025, 7, 1), date(2026, 6, 30)), [(monthly, 7)]),
            "e": _contract(
                world, "colleague", accounts[1], YEAR, [(annual, 2), (annual, 1)], cancel_date=date(2025, 6, 30)
            ),
            "f": _contract(
                world, "stranger", accounts[3], (date(2024, 1, 1), None), [(monthly, 4), (None, 1)], currency="USD"
            ),
            "g": _contract(world, "owner", accounts[2], YEAR, _replaced(monthly)),
        }
        named = zip(numbers.take("contract", len(plans)), plans.values(), strict=True)
        booked = booking.book(running, [PlannedContract({**one.values, "number": no}, one.terms) for no, one in named])
    return Portfolio(dict(zip(plans, booked, strict=True)), accounts)


def _replaced(product: int) -> list[tuple[Any, ...]]:
    """Ten licences until the end of March, twenty from April on."""
    before = {"start_date": YEAR[0], "end_date": date(2025, 3, 31), "replaced": True}
    return [(product, 10, before), (product, 20, {"start_date": date(2025, 4, 1), "end_date": YEAR[1]})]


def _contract(
    world: World,
    owner: str,
    account: int,
    period: tuple[date, date | None],
    lines: Sequence[tuple[Any, ...]],
    **values: Any,
) -> PlannedContract:
    currency = values.get("currency", "JPY")
    header = {
        "name": "年間契約",
        "account": account,
        "owner": world.users[owner],
        "first_start_date": period[0],
        "next_term_months": 12,
        **values,
    }
    cancelled = "cancel_date" in values
    term = {
        "number": 1,
        "start_date": period[0],
        "end_date": period[1],
        "renewal_type": "manual",
        "renewal_contact_method": "mail",
        "renewal_stage": "cancelled" if cancelled else "open",
    }
    settings, today = schedule_settings(), world.frame.today
    planned = [booking.plan_line(_line(period, *line), currency, settings, today) for line in lines]
    return PlannedContract(header, (booking.plan_term(header, term, planned),))


def _line(
    period: tuple[date, date | None], product: int | None, quantity: int, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "product": product,
        "description": "ライセンス",
        "quantity": Decimal(quantity),
        "unit_price": Decimal(100),
        "price_kind": "monthly",
        "start_date": period[0],
        "end_date": period[1],
        **(more or {}),
    }
