"""The company that is measured: users, products, customers; and contracts for it, the same ones each time."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract
from daicho.business.operations.demo import names
from daicho.business.organisation import numbers
from daicho.business.organisation.settings import schedule_settings
from daicho.business.products.models import Product
from daicho.config.first_start import prepare
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.access.models import User
from daicho.engine.access.people import actor_for
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from daicho.engine.records.command import Command, command
from daicho.engine.work.frame import Frame
from daicho.rules.lines import ScheduleSettings
from daicho.values.months import add_months

FRAME = Frame(datetime(2025, 6, 2, 3, 0, tzinfo=UTC))
"""2025-06-02 (a Monday), noon in Tokyo."""
LINES, MONTHS = 3, 12
TEAMS, TEAM = 4, 5
LICENCES = ((Decimal(1_200), Decimal(20)), (Decimal(480), Decimal(35)), (Decimal(15_000), Decimal(1)))


@dataclass(frozen=True, slots=True)
class Company:
    """Ids. `reps` are the salespeople, five to a manager."""

    admin: int
    reps: tuple[int, ...]
    products: tuple[int, ...]

    @property
    def administrator(self) -> Actor:
        return actor_for(self.admin)

    @property
    def salesperson(self) -> Actor:
        """Sees his own contracts and his team's: a quarter of all."""
        return actor_for(self.reps[0])


def found() -> Company:
    """Make the company in an empty database, or read it from a kept one."""
    prepare("a password for the benchmark")
    admin = User.objects.get(username="admin").pk
    if not User.objects.filter(username="rep0").exists():
        _make()
    reps = User.objects.filter(username__startswith="rep").order_by("id").values_list("pk", flat=True)
    products = Product.objects.order_by("id").values_list("pk", flat=True)
    return Company(admin, tuple(reps), tuple(products))


def _make() -> None:
    for team in range(TEAMS):
        manager = User.objects.make(f"manager{team}", at=FRAME.now, name=f"部長 {team}", permission_sets=["sales"])
        for one in range(TEAM):
            number = team * TEAM + one
            User.objects.make(
                f"rep{number}",
                at=FRAME.now,
                password="a password for the benchmark",
                name=f"営業 {number}",
                email=f"rep{number}@our.example.jp",
                permission_sets=["sales"],
                manager_id=manager.pk,
            )
    with command(actor=SYSTEM, reason="bench", frame=FRAME) as running:
        running.update(
            "organisation", {1: {"name": "株式会社台帳", "sender_address": "info@our.example.jp"}}, made=True
        )
        kinds = names.PRODUCTS[:LINES]
        products = [{"name": one.name, "list_price": one.price, "price_kind": one.price_kind} for one in kinds]
        running.create("product", products, made=True)


def switch_processes(*, on: bool) -> None:
    """Switch the shipped processes on or off."""
    for process in Process.objects.order_by("id"):
        if on:
            services.activate(process.pk, actor=SYSTEM, frame=FRAME)
        elif process.active:
            services.deactivate(process.pk, actor=SYSTEM, frame=FRAME)


def customers(running: Command, company: Company, chance: random.Random, count: int) -> list[tuple[int, int, int]]:
    """Customers with one contact each: (account, contact, owner)."""
    owners = [chance.choice(company.reps) for _ in range(count)]
    mails = [chance.choice(["mail", "call"]) for _ in range(count)]
    accounts = running.create(
        "account",
        [
            {
                "name": f"株式会社{chance.choice(names.PLACES)[0]}{chance.choice(names.TRADES)[0]}{chance.randrange(10_000)}",
                "owner": owner,
                "renewal_contact_method": method,
            }
            for owner, method in zip(owners, mails, strict=True)
        ],
        made=True,
    )
    contacts = running.create(
        "contact",
        [
            {
                "account": account,
                "name": f"{chance.choice(names.FAMILIES)[0]} {chance.choice(names.GIVENS)[0]}",
                "email": f"tanto{account}@customer.example.jp",
            }
            for account in accounts
        ],
        made=True,
    )
    return list(zip(accounts, contacts, owners, strict=True))


def contracts(
    company: Company, chance: random.Random, known: Sequence[tuple[int, int, int]], count: int, end: date | None = None
) -> list[PlannedContract]:
    """Contracts of three lines and twelve months around today; `end` gives all the same last day."""
    settings = schedule_settings()
    return [
        _contract(company, chance, known[place % len(known)], number, end, settings)
        for place, number in enumerate(numbers.take("contract", count))
    ]


def _contract(
    company: Company,
    chance: random.Random,
    customer: tuple[int, int, int],
    number: str,
    end: date | None,
    settings: ScheduleSettings,
) -> PlannedContract:
    account, contact, owner = customer
    start = add_months(FRAME.today.replace(day=1), chance.randrange(-MONTHS - 1, 1))
    if end is not None:
        start = add_months(end + timedelta(days=1), -MONTHS)
    last = add_months(start, MONTHS) - timedelta(days=1)
    lines = [
        booking.plan_line(_line(place, company.products[place], chance, start, last), "JPY", settings, FRAME.today)
        for place in range(LINES)
    ]
    product = chance.choice(names.PRODUCTS)
    values = {
        "number": number,
        "name": f"{product.name.split()[0]} {chance.choice(names.PLACES)[0]} 契約",
        "account": account,
        "contact": contact,
        "owner": owner,
        "order_date": start - timedelta(days=14),
        "first_start_date": start,
        "next_term_months": MONTHS,
        "notice_months": chance.choice([None, 1, 3]),
        "billing_cycle": "monthly",
        "payment_terms": "月末締め翌月末払い",
    }
    term = {
        "number": 1,
        "start_date": start,
        "end_date": last,
        "renewal_type": chance.choice(["manual", "manual", "auto", "none"]),
        "renewal_contact_method": chance.choice(["mail", "call"]),
        "renewal_stage": chance.choice(["open", "open", "open", "informed", "renewed"]) if end is None else "open",
    }
    return PlannedContract(values, (booking.plan_term(values, term, lines),))


def _line(place: int, product: int, chance: random.Random, start: date, end: date) -> dict[str, Any]:
    price, quantity = LICENCES[place]
    return {
        "position": place + 1,
        "product": product,
        "description": names.PRODUCTS[place].name,
        "quantity": quantity + chance.randrange(10),
        "unit_price": price,
        "price_kind": "monthly",
        "start_date": start,
        "end_date": end,
    }
