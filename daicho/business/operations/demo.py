"""A demo company: users, customers, products, contracts around today and a few quotes. The same for the same day.

Booked by the same services as real ones, with the shipped processes switched on; only an empty database takes it.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract, PlannedLine
from daicho.business.contracts.models import Contract
from daicho.business.operations import demo_names as names
from daicho.business.operations.demo_names import DemoProduct
from daicho.business.operations.shipped_processes import PROCESSES
from daicho.business.organisation import numbers
from daicho.business.organisation.settings import schedule_settings
from daicho.business.parties.models import Account
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.models import User
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from daicho.engine.records.command import Command, command
from daicho.engine.work.frame import Frame
from daicho.rules.lines import ScheduleSettings
from daicho.values.labels import Message
from daicho.values.months import add_months
from daicho.values.problems import Conflict

COMPANY = "株式会社ダイチョウソフト"
PASSWORD = "daicho-demo"  # noqa: S105 - the demo company's; printed at the start, never used elsewhere
NOT_EMPTY = Message(
    "database_not_empty",
    ja="データベースにはすでに取引先か契約があるため、デモデータは入れられません。空のデータベースを使ってください。",
    en="The database already has accounts or contracts, so no demo data is added. Use an empty database.",
)
TERM_MONTHS = (12, 12, 12, 12, 6, 24)
CYCLES = ("monthly", "monthly", "annual", "quarterly")
METHODS = ("mail", "mail", "call")


def make_demo(frame: Frame, contracts: int) -> None:
    """Fill an empty database. Raises Conflict when it has accounts or contracts already."""
    if Contract.objects.exists() or Account.objects.exists():
        raise Conflict(NOT_EMPTY.problem())
    chance = random.Random(20250401)  # noqa: S311 - demo data, the same each time
    people = _people(frame)
    with command(actor=SYSTEM, reason="demo", frame=frame, source="demo") as running:
        running.update("organisation", {1: {"name": COMPANY, "sender_address": "info@daicho.example.jp"}}, made=True)
        products = _products(running)
        accounts = _accounts(running, chance, people, max(1, contracts * 3 // 10))
        contacts = _contacts(running, chance, accounts)
        _contracts(running, chance, frame, contracts, (people, products, accounts, contacts))
        _quotes(running, frame, people, products, accounts)
    for process in Process.objects.filter(name__in=PROCESSES).order_by("order", "id"):
        services.activate(process.pk, actor=SYSTEM, frame=frame, existing="waiting")


def _people(frame: Frame) -> dict[str, int]:
    made: dict[str, User] = {}
    for username, name, permission_set, manager in names.PEOPLE:
        made[username] = User.objects.make(
            username,
            at=frame.now,
            password=PASSWORD,
            name=name,
            email=f"{username}@daicho.example.jp",
            phone="03-0000-0000",
            permission_sets=[permission_set],
            manager=made.get(manager or ""),
        )
    return {username: user.pk for username, user in made.items()}


def _products(running: Command) -> list[int]:
    return running.create(
        "product",
        [{"code": p.code, "name": p.name, "list_price": p.price, "price_kind": p.price_kind} for p in names.PRODUCTS],
        made=True,
    )


def _accounts(running: Command, chance: random.Random, people: dict[str, int], count: int) -> list[int]:
    combinations = [(place, trade) for place in names.PLACES for trade in names.TRADES]
    chance.shuffle(combinations)
    reps = [user for username, user in people.items() if username != "okada"]
    rows: list[dict[str, Any]] = []
    for position in range(count):
        place, trade = combinations[position % len(combinations)]
        branch = f"第{position // len(combinations) + 1}" if position >= len(combinations) else ""
        name = f"株式会社{place}{branch}{trade}" if chance.random() < 0.5 else f"{place}{branch}{trade}株式会社"
        closing = chance.choice([(31, 1, 31), (31, 1, 31), (20, 1, 10), (31, 2, 31)])
        rows.append(
            {
                "name": name,
                "owner": chance.choice(reps),
                "closing_day": closing[0],
                "payment_month": closing[1],
                "payment_day": closing[2],
                "renewal_contact_method": chance.choice(METHODS),
            }
        )
    return running.create("account", rows, made=True)


def _contacts(running: Command, chance: random.Random, accounts: Sequence[int]) -> list[int]:
    rows = []
    for position, account in enumerate(accounts):
        family, given = chance.choice(names.FAMILIES), chance.choice(names.GIVENS)
        rows.append(
            {
                "account": account,
                "name": f"{family[0]} {given[0]}",
                "name_kana": f"{family[1]} {given[1]}",
                "department": chance.choice(names.DEPARTMENTS) or None,
                "title": chance.choice(names.TITLES) or None,
                "email": f"tanto{position + 1}@customer.example.jp" if chance.random() < 0.95 else None,
                "roles": ["contract"],
            }
        )
    return running.create("contact", rows, made=True)


def _contracts(
    running: Command,
    chance: random.Random,
    frame: Frame,
    count: int,
    known: tuple[dict[str, int], list[int], list[int], list[int]],
) -> None:
    people, products, accounts, contacts = known
    rows = {account.id: account for account in Account.objects.filter(id__in=accounts)}
    settings = schedule_settings()
    planned = []
    for number in numbers.take("contract", count):
        position = chance.randrange(len(accounts))
        account = rows[accounts[position]]
        header = {
            "number": number,
            "account": account.id,
            "contact": contacts[position],
            "owner": account.owner_id,
            "operations_user": people["okada"],
            "payment_terms": "月末締め翌月末払い" if account.closing_day == 31 else "20日締め翌月10日払い",
            "closing_day": account.closing_day,
        }
        planned.append(_contract(chance, frame, header, (account, products, settings)))
    booking.book(running, planned)


def _contract(
    chance: random.Random, frame: Frame, header: dict[str, Any], known: tuple[Account, list[int], ScheduleSettings]
) -> PlannedContract:
    account, products, settings = known
    months = chance.choice(TERM_MONTHS)
    first = frame.today.replace(day=1)
    start = add_months(first, chance.randrange(-months - 1, 1))
    end = add_months(start, months) - timedelta(days=1)
    recurring = [i for i, product in enumerate(names.PRODUCTS) if product.price_kind != "one_time"]
    chosen = sorted({chance.choice(recurring), *chance.sample(range(len(products)), chance.choice([0, 1, 2, 3]))})
    cycle = chance.choice(CYCLES)
    lines = [_line(chance, names.PRODUCTS[i], products[i], cycle, (start, end), settings, frame.today) for i in chosen]
    values = {
        **header,
        "name": f"{names.PRODUCTS[chosen[0]].name.split()[0]} {months}か月契約",
        "order_date": start - timedelta(days=14),
        "first_start_date": start,
        "next_term_months": months,
        "notice_months": chance.choice([None, None, 1, 3]),
        "billing_cycle": cycle,
    }
    term = {
        "number": 1,
        "start_date": start,
        "end_date": end,
        "renewal_type": chance.choice(["manual", "manual", "auto"]),
        "renewal_contact_method": account.renewal_contact_method,
        "renewal_stage": "open",
    }
    return PlannedContract(values, (booking.plan_term(values, term, lines),))


def _line(
    chance: random.Random,
    product: DemoProduct,
    product_id: int,
    cycle: str,
    period: tuple[date, date],
    settings: ScheduleSettings,
    today: date,
) -> PlannedLine:
    once = product.price_kind == "one_time"
    values = {
        "product": product_id,
        "description": product.name,
        "quantity": Decimal(chance.choice(product.quantities)),
        "unit_price": product.price,
        "price_kind": product.price_kind,
        "sales_cycle": "at_start" if once else "monthly",
        "billing_cycle": "once" if once else cycle,
        "billing_timing": "advance" if once else "arrears",
        "start_date": period[0],
        "end_date": period[1],
        "auto_renew": not once,
    }
    return booking.plan_line(values, "JPY", settings, today)


def _quotes(
    running: Command, frame: Frame, people: dict[str, int], products: list[int], accounts: Sequence[int]
) -> None:
    start = add_months(frame.today.replace(day=1), 1)
    end = add_months(start, 12) - timedelta(days=1)
    running.create(
        "quote",
        [
            {
                "account": account,
                "start_date": start,
                "end_date": end,
                "operations_user": people["okada"],
                "lines": [{"product": products[0], "quantity": Decimal(10)}, {"product": products[5]}],
            }
            for account in accounts[:3]
        ],
        made=True,
    )
