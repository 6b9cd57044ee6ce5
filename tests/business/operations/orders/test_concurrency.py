"""Ten people press 受注確定, or 契約更新, at the same moment: one effect."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from daicho.business.contracts.models import Contract, ContractTerm, SalesEntry
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Order
from daicho.engine.records import intake
from daicho.values.problems import Conflict
from tests.world import make_world

AT_ONCE = 10
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time; run on PostgreSQL"
    ),
]


def together(act: Callable[[], Any]) -> list[Any]:
    """What ten threads, each with its own connection, got or were refused with."""
    answers: list[Any] = []
    start = threading.Barrier(AT_ONCE, timeout=20)

    def run() -> None:
        try:
            start.wait()
            answers.append(act())
        except Conflict as refused:
            answers.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_ten_confirms_of_one_quote_make_one_contract(frame):
    world = make_world(frame)
    quote, actor = world.quote(), world.actor("owner")
    answers = together(lambda: order_to_cash.confirm(actor, quote, frame))
    assert len(answers) == AT_ONCE
    assert len({(answer.order, answer.contract) for answer in answers}) == 1
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 9
    assert (Contract.objects.count(), Order.objects.count(), SalesEntry.objects.count()) == (1, 1, 25)


def test_ten_confirms_of_ten_quotes_take_ten_numbers_in_a_row(frame):
    world = make_world(frame)
    quotes, actor = iter([world.quote() for _ in range(AT_ONCE)]), world.actor("owner")
    lock = threading.Lock()

    def confirm_next() -> Any:
        with lock:
            quote = next(quotes)
        return order_to_cash.confirm(actor, quote, frame)

    assert len(together(confirm_next)) == AT_ONCE
    numbers = list(Contract.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"K-{number:06d}" for number in range(1, AT_ONCE + 1)]


def test_ten_renewals_book_one_term(frame):
    world = make_world(frame)
    actor = world.actor("owner")
    contract = order_to_cash.confirm(actor, world.quote(), frame).contract
    answers = together(lambda: renewal.renew(actor, contract, Wish(), frame))
    assert [isinstance(answer, Conflict) for answer in answers].count(True) == 9
    assert ContractTerm.objects.count() == 2


def test_ten_upserts_of_one_new_code_make_one_record(frame):
    world = make_world(frame)
    actor, row = world.actor("owner"), {"code": "A-777", "name": "白樺工業株式会社"}
    answers = together(lambda: intake.upsert(actor, "account", "code", row, frame, "test"))
    assert len({answer.id for answer in answers}) == 1
    assert sorted(answer.created for answer in answers) == [False] * 9 + [True]
