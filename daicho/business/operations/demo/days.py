"""The demo company's last hundred days, played by the services that people and the worker use: mails, answers, renewals, orders.

What the pages show of the demo (sent and waiting mails, answers, failures, history) has come about this way; nothing is
painted. Mails are only recorded.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from daicho.business.contracts.models import ContractTerm
from daicho.business.operations.demo import answers, names
from daicho.business.operations.demo.parties import OPERATIONS, Known
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Quote
from daicho.engine.access.actors import Actor
from daicho.engine.access.people import actor_for
from daicho.engine.activity.models import Task
from daicho.engine.records.command import command
from daicho.engine.work import loop, units
from daicho.engine.work.frame import Frame
from daicho.values.months import add_months
from daicho.values.problems import Conflict

DAYS = 100
ORDERS_A_WEEK = 0.006
"""New contracts a week for each that there is."""
FORGOTTEN = 14
"""One in so many renewals is overlooked."""
TASKS_DONE = 0.8
OPEN_QUOTES = 12


def contracts_before(contracts: int) -> int:
    """How many contracts there must be on the first day for about `contracts` on the last."""
    return round(contracts / (1 + ORDERS_A_WEEK * DAYS / 7))


def first_day(frame: Frame) -> Frame:
    """The morning on which the company starts, `DAYS` days before the frame's."""
    return _at(frame, frame.today - timedelta(days=DAYS), time(9, 30))


def play(chance: random.Random, known: Known, contracts: int, frame: Frame) -> None:
    """Live through the days up to the frame's moment."""
    company = _Company(chance, known, frame)
    for before in range(DAYS - 1, -1, -1):
        day = frame.today - timedelta(days=before)
        morning = _at(frame, day, time(9, 0))
        if morning.now > frame.now:
            break
        _work(morning)
        company.listen(_at(frame, day, time(14, 0)))
        if day.weekday() == 2:
            company.sell(_at(frame, day, time(11, 0)), int(contracts * ORDERS_A_WEEK + chance.random()))
        if day.weekday() == 4:
            company.tick_off(_at(frame, day, time(15, 0)))
            company.renew_what_ends(_at(frame, day, time(16, 0)))
    company.leave_quotes_open()
    _work(frame)


def _work(frame: Frame) -> None:
    """Everything that is due at this moment."""
    loop.run_due(lambda: frame, units.every())


def _at(frame: Frame, day: date, hour: time) -> Frame:
    return frame.at(datetime.combine(day, hour, frame.habits.zone))


class _Company:
    """Its people at work."""

    def __init__(self, chance: random.Random, known: Known, frame: Frame) -> None:
        self._chance = chance
        self._known = known
        self._frame = frame
        self._actors = {user_id: actor_for(user_id) for user_id in known.people.values()}

    @property
    def _clerk(self) -> Actor:
        return self._actors[self._known.people[OPERATIONS]]

    def sell(self, frame: Frame, orders: int) -> None:
        """New business: quotes of this week, confirmed by their sales owners."""
        start = add_months(frame.today.replace(day=1), self._chance.choice([0, 1, 1, 2]))
        for quote_id, owner in self._quotes(frame, start, orders):
            order_to_cash.confirm(self._actors[owner], quote_id, frame, source="demo")

    def listen(self, frame: Frame) -> None:
        """Customers answer on working days."""
        if frame.habits.calendar.is_working_day(frame.today):
            answers.hear(self._chance, self._actors, frame)

    def leave_quotes_open(self) -> None:
        """Drafts on which the reps are working now, some soon out of date."""
        start = add_months(self._frame.today.replace(day=1), 1)
        self._quotes(self._frame, start, OPEN_QUOTES)

    def tick_off(self, frame: Frame) -> None:
        """Most of the ToDos that have been open for a week are done."""
        due = Task.objects.filter(status="open", due_at__lt=frame.now + timedelta(days=3)).order_by("id")
        done = [task for task in due.values_list("id", flat=True) if self._chance.random() < TASKS_DONE]
        with command(actor=self._clerk, reason="demo", frame=frame, source="demo") as running:
            running.update("task", {task: {"status": "done"} for task in done}, made=True)

    def renew_what_ends(self, frame: Frame) -> None:
        """The clerk renews what ends within the month, but for the few that are forgotten."""
        for contract_id in self._ending(frame):
            if contract_id % FORGOTTEN == 0:
                continue
            drafted = Quote.objects.filter(
                opportunity__contract=contract_id, opportunity__kind="renewal", status="draft"
            )
            quote = drafted.order_by("-id").first()
            try:
                if quote is not None:
                    order_to_cash.confirm(self._clerk, quote.pk, frame, source="demo")
                else:
                    renewal.renew(self._clerk, contract_id, Wish(), frame, source="demo")
            except Conflict:
                continue  # nothing on it renews: such a contract runs out

    def _ending(self, frame: Frame) -> Sequence[int]:
        """Contracts whose running term ends within ten days or ended in the last three, or renews as answered, unsettled."""
        days = (frame.today - timedelta(days=3), frame.today + timedelta(days=10))
        terms = ContractTerm.objects.filter(end_date__range=days, valid_to__gt=frame.today)
        undecided = terms.exclude(renewal_stage__in=["renewed", "cancelled", "cancel_wanted"])
        heard = ContractTerm.objects.filter(
            renewal_stage__in=["will_renew", "change_wanted"], renewal_answered_at__lt=frame.now - timedelta(days=14)
        )
        return sorted({*undecided.values_list("contract_id", flat=True), *heard.values_list("contract_id", flat=True)})

    def _quotes(self, frame: Frame, start: date, count: int) -> list[tuple[int, int]]:
        """Save quotes for customers picked by chance; (quote id, its owner)."""
        picked = [self._chance.choice(self._known.customers) for _ in range(count)]
        rows = []
        for customer in picked:
            months = self._chance.choice([12, 12, 12, 24])
            lines = []
            for i in sorted(self._chance.sample(range(len(names.PRODUCTS)), self._chance.choice([1, 2, 3]))):
                quantity = Decimal(self._chance.choice(names.PRODUCTS[i].quantities))
                lines.append({"product": self._known.products[i], "quantity": quantity})
            rows.append(
                {
                    "account": customer.account,
                    "contact": customer.contact,
                    "owner": customer.owner,
                    "start_date": start,
                    "end_date": add_months(start, months) - timedelta(days=1),
                    "valid_until": frame.today + timedelta(days=self._chance.choice([5, 12, 30, 30])),
                    "operations_user": self._known.people[OPERATIONS],
                    "lines": lines,
                }
            )
        with command(actor=self._clerk, reason="demo", frame=frame, source="demo") as running:
            ids = running.create("quote", rows, made=True)
        return [(quote_id, customer.owner) for quote_id, customer in zip(ids, picked, strict=True)]
