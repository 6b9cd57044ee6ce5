"""The demo company's contracts as they stood before the days that are played: with their former terms, ended ones too."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract, PlannedLine, PlannedTerm
from daicho.business.operations.demo import names
from daicho.business.operations.demo.parties import Customer, Known
from daicho.business.organisation import numbers
from daicho.business.organisation.settings import schedule_settings
from daicho.engine.records.command import Command
from daicho.rules.lines import ScheduleSettings
from daicho.rules.renewal import term_period
from daicho.values.months import add_months
from daicho.values.periods import Period

TERM_MONTHS = (12, 12, 12, 12, 12, 6, 24)
CYCLES = ("monthly", "monthly", "annual", "quarterly")
NOTICE_MONTHS = (None, None, None, None, 1, 1, 1, 1, 2, 2, 2, 3)
"""With three months' notice the mail 90 days before the end comes too late; such a mail is held back and its owner told."""
OLDEST_MONTHS = 40
"""The longest time since a contract first started."""
RENEWED = 0.9
"""How many of the terms that came to their end were followed by another."""
THROUGH_RESELLER = 0.05
"""How many contracts were sold by a reseller."""
RECURRING = tuple(i for i, product in enumerate(names.PRODUCTS) if product.price_kind != "one_time")


@dataclass(frozen=True, slots=True)
class Bought:
    """One licence of a contract: the position of its product, and how many."""

    product: int
    quantity: Decimal


def book_contracts(running: Command, chance: random.Random, known: Known, count: int) -> list[int]:
    """Book `count` contracts as somebody who registers them on the command's day would find them; their ids."""
    planner = _Planner(chance, known, running.frame.today, schedule_settings())
    return booking.book(running, [planner.contract(number) for number in numbers.take("contract", count)])


@dataclass(frozen=True, slots=True)
class _Planner:
    """Plans contracts by chance; `today` is the day on which they are registered."""

    chance: random.Random
    known: Known
    today: date
    settings: ScheduleSettings

    def contract(self, number: str) -> PlannedContract:
        """One contract with all its terms up to today's."""
        user = self.chance.choice(self.known.customers)
        through = self.chance.random() < THROUGH_RESELLER
        customer = self.chance.choice(self.known.resellers) if through else user
        months = self.chance.choice(TERM_MONTHS)
        first = add_months(self.today.replace(day=1), -self.chance.randrange(OLDEST_MONTHS))
        periods = list(self._periods(first, months))
        cancelled = periods[-1].last < self.today
        bought = self._bought()
        cycle = self.chance.choice(CYCLES)
        values = {
            **self._header(customer, number),
            "name": f"{names.PRODUCTS[bought[0].product].name.split()[0]} {months}か月契約",
            "order_date": first - timedelta(days=14),
            "first_start_date": first,
            "next_term_months": months,
            "notice_months": self.chance.choice(NOTICE_MONTHS),
            "billing_cycle": cycle,
        }
        if cancelled:
            values |= {"cancel_date": periods[-1].last, "cancel_reason": self.chance.choice(names.CANCEL_REASONS)}
        if through:
            values |= {"end_user": user.account, "reseller": customer.account}
        renewal_type = self.chance.choice(["manual", "manual", "manual", "auto"])
        terms = []
        for position, period in enumerate(periods):
            last = position == len(periods) - 1
            stage = ("cancelled" if cancelled else "open") if last else "renewed"
            term = {
                "number": position + 1,
                "start_date": period.first,
                "end_date": period.last,
                "renewal_type": renewal_type,
                "renewal_contact_method": customer.method,
                "renewal_stage": stage,
            }
            terms.append(self._term(values, term, bought, cycle))
            bought = self._grown(bought)
        return PlannedContract(values, tuple(terms))

    def _periods(self, first: date, months: int) -> Iterator[Period]:
        """Term after term until the one that holds today, or until the customer left."""
        period = term_period(first, first, months)
        yield period
        while period.last < self.today and self.chance.random() < RENEWED:
            period = term_period(first, period.last + timedelta(days=1), months)
            yield period

    def _bought(self) -> list[Bought]:
        main = self.chance.choice(RECURRING)
        others = self.chance.sample(range(len(names.PRODUCTS)), self.chance.choice([0, 1, 1, 2, 3]))
        return [Bought(i, Decimal(self.chance.choice(names.PRODUCTS[i].quantities))) for i in sorted({main, *others})]

    def _grown(self, bought: list[Bought]) -> list[Bought]:
        """What is carried into the next term: nothing that is sold once, and now and then more of something."""
        carried = [one for one in bought if one.product in RECURRING]
        if self.chance.random() < 0.3:
            one = carried[0]
            more = Decimal(self.chance.choice([1, 2, 5, 10, -1]))
            carried[0] = Bought(one.product, max(Decimal(1), one.quantity + more))
        return carried

    def _header(self, customer: Customer, number: str) -> dict[str, Any]:
        return {
            "number": number,
            "account": customer.account,
            "contact": customer.contact,
            "owner": customer.owner,
            "operations_user": self.known.operations,
            "payment_terms": customer.terms,
            "closing_day": customer.closing_day,
        }

    def _term(self, contract: dict[str, Any], term: dict[str, Any], bought: list[Bought], cycle: str) -> PlannedTerm:
        lines = [self._line(one, position, term, cycle) for position, one in enumerate(bought, start=1)]
        return booking.plan_term(contract, term, lines)

    def _line(self, bought: Bought, position: int, term: dict[str, Any], cycle: str) -> PlannedLine:
        product = names.PRODUCTS[bought.product]
        once = product.price_kind == "one_time"
        values = {
            "position": position,
            "product": self.known.products[bought.product],
            "description": product.name,
            "quantity": bought.quantity,
            "unit_price": product.price,
            "price_kind": product.price_kind,
            "sales_cycle": "at_start" if once else "monthly",
            "billing_cycle": "once" if once else cycle,
            "billing_timing": "advance" if once else "arrears",
            "start_date": term["start_date"],
            "end_date": term["end_date"],
            "auto_renew": not once,
        }
        return booking.plan_line(values, "JPY", self.settings, self.today)
