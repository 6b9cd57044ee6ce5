"""受注確定 of quotes of three lines and twelve months, and its preview, beside the same rows in bare SQL."""

import random
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg

from bench import company
from bench.company import FRAME, LICENCES, MONTHS, Company
from bench.database import bare
from bench.footprint import Footprint, Statement
from bench.options import Options
from bench.report import Figure
from bench.timing import Watch, percentile
from daicho.business.operations.orders import order_to_cash
from daicho.engine.records.command import command
from daicho.values.months import add_months

READ = "SELECT * FROM sales_quoteline WHERE quote_id = %s ORDER BY position, id"
LOCK = "SELECT * FROM sales_quote WHERE id = %s FOR UPDATE"
CONFIRMED = "UPDATE sales_quote SET status = 'confirmed', version = version + 1, updated_at = now() WHERE id = %s"
NUMBER = "UPDATE organisation_numbersequence SET next_value = next_value + 1 WHERE key = %s RETURNING next_value"


def measure(options: Options, ours: Company, watch: Watch) -> list[Figure]:
    """p50 and p95 of confirm and preview over many quotes, each confirmed once."""
    company.switch_processes(on=True)
    actor = ours.administrator
    quotes = _quotes(ours, options.rounds + 10)
    for quote in quotes[:10]:
        order_to_cash.preview(actor, quote, FRAME)
        order_to_cash.confirm(actor, quote, FRAME)
    quotes = quotes[10:]
    previews = watch.many([partial(order_to_cash.preview, actor, quote, FRAME) for quote in quotes], "preview")
    reads = _floor(watch, [(quote, []) for quote in quotes], _preview)
    whole = Footprint.begin()
    seconds, written = [], []
    for quote in quotes:
        one = Footprint.begin()
        seconds += watch.many([partial(order_to_cash.confirm, actor, quote, FRAME)])
        written.append((quote, one.inserts()))
    if options.profile:
        more = _quotes(ours, 100)
        watch.many([partial(order_to_cash.confirm, actor, quote, FRAME) for quote in more], "confirm")
    whole.remove()
    floors = _floor(watch, written, _confirm)
    return [
        Figure("preview of 3 lines × 12 months, p95", percentile(previews, 95), percentile(reads, 95), "ms", 15),
        Figure("confirm of 3 lines × 12 months, p50", percentile(seconds, 50), percentile(floors, 50), "ms", None, 3),
        Figure("confirm of 3 lines × 12 months, p95", percentile(seconds, 95), percentile(floors, 95), "ms", 40, 3),
    ]


def _quotes(ours: Company, count: int) -> list[int]:
    start = add_months(FRAME.today.replace(day=1), 1)
    with command(actor=ours.administrator, reason="bench", frame=FRAME) as running:
        known = company.customers(running, ours, random.Random(3), count)
        lines = [
            {"product": product, "quantity": quantity, "unit_price": price, "price_kind": "monthly"}
            for product, (price, quantity) in zip(ours.products, LICENCES, strict=True)
        ]
        return running.create(
            "quote",
            [
                {
                    "account": account,
                    "contact": contact,
                    "owner": owner,
                    "start_date": start,
                    "end_date": add_months(start, MONTHS) - timedelta(days=1),
                    "lines": [dict(line) for line in lines],
                }
                for account, contact, owner in known
            ],
        )


def _floor(watch: Watch, works: list[tuple[int, list[Statement]]], work: Any) -> list[float]:
    with bare() as connection:
        for quote, _ in works[:5]:
            _preview(connection, quote, [])
        return watch.many([partial(work, connection, quote, rows) for quote, rows in works])


def _preview(connection: "psycopg.Connection[Any]", quote: int, _rows: list[Statement]) -> None:
    connection.execute("SELECT * FROM sales_quote WHERE id = %s", [quote]).fetchall()
    connection.execute(READ, [quote]).fetchall()


def _confirm(connection: "psycopg.Connection[Any]", quote: int, rows: list[Statement]) -> None:
    with connection.transaction():
        connection.execute(LOCK, [quote]).fetchall()
        connection.execute(READ, [quote]).fetchall()
        for key in ("contract", "order"):
            connection.execute(NUMBER, [key]).fetchall()
        for statement, values in rows:
            connection.execute(statement, values)
        connection.execute(CONFIRMED, [quote])
