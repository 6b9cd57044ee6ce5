"""The demo company's own people, its products, and its customers with their contacts: who there is before anything is sold."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from daicho.business.operations.demo import names
from daicho.engine.access.models import User
from daicho.engine.records.command import Command
from daicho.engine.work.frame import Frame

PASSWORD = "daicho-demo"  # noqa: S105 - the demo company's; printed at the start, never used elsewhere
OPERATIONS = "okada"
METHODS = ("mail", "mail", "mail", "call")
WITHOUT_ADDRESS, LEFT = 0.03, 0.03
"""How many contacts have no e-mail address, and how many have left their company."""


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer: ids of the account, its contact and its sales owner; how it is told about renewals and when it pays."""

    account: int
    contact: int
    owner: int
    method: str
    closing_day: int
    terms: str


@dataclass(frozen=True, slots=True)
class Known:
    """Everybody and everything that contracts are made of. `people` are user ids by log-in name."""

    people: Mapping[str, int]
    products: Sequence[int]
    customers: Sequence[Customer]
    resellers: Sequence[Customer]

    @property
    def operations(self) -> int:
        """The user who does the renewals."""
        return self.people[OPERATIONS]


def make_people(frame: Frame) -> dict[str, int]:
    """The users, ids by log-in name; the first sales rep is the manager of the others."""
    made: dict[str, User] = {}
    for position, (username, name, permission_set, manager) in enumerate(names.PEOPLE, start=1):
        made[username] = User.objects.make(
            username,
            at=frame.now,
            password=PASSWORD,
            name=name,
            email=f"{username}@daicho.example.jp",
            phone=f"03-0000-10{position:02}",
            permission_sets=[permission_set],
            manager=made.get(manager or ""),
        )
    return {username: user.pk for username, user in made.items()}


def make_parties(running: Command, chance: random.Random, people: Mapping[str, int], count: int) -> Known:
    """Products and `count` customers with their contacts, some of them without an address or gone."""
    products = running.create(
        "product",
        [
            {
                "code": one.code,
                "name": one.name,
                "list_price": one.price,
                "price_kind": one.price_kind,
                "auto_renew": one.price_kind != "one_time",
            }
            for one in names.PRODUCTS
        ],
        made=True,
    )
    reps = [user for username, user in people.items() if username != OPERATIONS]
    resellers = [_account(chance, company, reps) for company in names.RESELLERS]
    for values, _ in resellers:
        values |= {"is_customer": False, "is_reseller": True, "renewal_contact_method": "reseller"}
    customers = [_account(chance, company, reps) for company in islice(cycle(names.companies()), count)]
    made = _customers(running, chance, [*resellers, *customers])
    return Known(people, products, made[len(resellers) :], made[: len(resellers)])


def _customers(
    running: Command, chance: random.Random, rows: Sequence[tuple[dict[str, Any], str]]
) -> Sequence[Customer]:
    """Make the accounts, each with one contact."""
    accounts = running.create("account", [row for row, _ in rows], made=True)
    contacts = running.create(
        "contact", [_contact(chance, account, number) for number, account in enumerate(accounts, start=1)], made=True
    )
    return [
        Customer(account, contact, row["owner"], row["renewal_contact_method"], row["closing_day"], terms)
        for account, contact, (row, terms) in zip(accounts, contacts, rows, strict=True)
    ]


def _account(chance: random.Random, company: tuple[str, str], reps: Sequence[int]) -> tuple[dict[str, Any], str]:
    """The values of one account, and the payment terms of its contracts."""
    closing, month, day, terms = chance.choice(
        [
            (31, 1, 31, "月末締め翌月末払い"),
            (31, 1, 31, "月末締め翌月末払い"),
            (20, 1, 10, "20日締め翌月10日払い"),
            (31, 2, 31, "月末締め翌々月末払い"),
        ]
    )
    name, kana = company
    values = {
        "name": name,
        "name_kana": kana,
        "owner": chance.choice(reps),
        "phone": f"0{chance.randrange(3, 10)}-0000-{chance.randrange(10_000):04}",
        "closing_day": closing,
        "payment_month": month,
        "payment_day": day,
        "renewal_contact_method": chance.choice(METHODS),
    }
    return values, terms


def _contact(chance: random.Random, account: int, number: int) -> dict[str, Any]:
    family, given = chance.choice(names.FAMILIES), chance.choice(names.GIVENS)
    return {
        "account": account,
        "name": f"{family[0]} {given[0]}",
        "name_kana": f"{family[1]} {given[1]}",
        "department": chance.choice(names.DEPARTMENTS) or None,
        "title": chance.choice(names.TITLES) or None,
        "email": f"tanto{number}@customer.example.jp" if chance.random() >= WITHOUT_ADDRESS else None,
        "state": "left" if chance.random() < LEFT else "active",
        "roles": ["contract"],
    }
