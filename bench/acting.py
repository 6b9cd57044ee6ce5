"""Due actions: thousands of mails, notices and tasks due at one minute, decided and queued, beside the bare writes."""

import random
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import psycopg

from bench import company
from bench.company import FRAME, Company
from bench.database import bare
from bench.footprint import Footprint
from bench.options import Options
from bench.report import Figure
from bench.timing import Watch
from daicho.business.contracts import booking
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.runner import BATCH, run_due_actions
from daicho.engine.records.command import command

END = date(2026, 3, 31)
DUE = FRAME.at(datetime(2025, 12, 31, 0, 0, tzinfo=UTC))
"""2025-12-31 09:00 in Tokyo, a working day: 90 days before END."""
LATE = "を過ぎているため送信していません"
"""What is said of a mail that is held back because its date for an answer has passed: decided, and not sent."""
CLAIM = """SELECT id FROM automation_scheduledaction WHERE state = 'waiting' AND due_at <= %s ORDER BY due_at, id
LIMIT %s FOR UPDATE SKIP LOCKED"""
FINISH = """UPDATE automation_scheduledaction SET state = 'done', reason = 'done', reason_params = '{}', finished_at = %s
WHERE id = ANY(%s)"""


def measure(options: Options, ours: Company, watch: Watch) -> list[Figure]:
    """Actions a second, from the first batch to the last."""
    company.switch_processes(on=True)
    everything = Footprint.begin()
    with command(actor=SYSTEM, reason="bench", frame=FRAME) as running:
        known = company.customers(running, ours, random.Random(4), 500)
        booking.book(running, company.contracts(ours, random.Random(5), known, options.actions // 2, END))
    with bare() as connection:
        connection.execute("VACUUM ANALYZE")
    due = list(ScheduledAction.objects.filter(state="waiting", due_at__lte=DUE.now).values_list("id", flat=True))
    footprint = Footprint.begin()
    seconds = watch.once(_run, "actions")
    rows = list(ScheduledAction.objects.filter(id__in=due).values_list("state", "reason_params"))
    ended = Counter(state for state, _told in rows)
    held_back = sum(state == "failed" and LATE in told.get("error", "") for state, told in rows)
    assert ended["done"] + held_back == len(due), f"of {len(due)} ended {dict(ended)}, {held_back} held back"
    batches = _batches(footprint.copied(), -(-len(due) // BATCH))
    footprint.remove()
    ScheduledAction.objects.filter(id__in=due).update(state="waiting", reason="planned", finished_at=None)
    with bare() as connection:
        connection.execute("VACUUM ANALYZE")
        floor = watch.once(lambda: _floor(connection, batches))
    everything.remove()
    what = f"{len(due):,} actions due at one minute, decided and queued"
    return [Figure(what, len(due) / seconds, len(due) / floor, "actions/s", 500, 3)]


def _run() -> None:
    while run_due_actions(DUE):
        pass


def _batches(copied: dict[str, bytes], count: int) -> list[dict[str, bytes]]:
    """The rows shared out over `count` transactions; the few of a table that others refer to (commands) in the first."""
    batches: list[dict[str, bytes]] = [{} for _ in range(count)]
    for table, text in copied.items():
        rows = text.splitlines(keepends=True)
        size = len(rows) if len(rows) <= 4 * count else -(-len(rows) // count)
        for place, batch in enumerate(batches):
            if part := rows[place * size : (place + 1) * size]:
                batch[table] = b"".join(part)
    return batches


def _floor(connection: "psycopg.Connection[Any]", batches: list[dict[str, bytes]]) -> None:
    for batch in batches:
        with connection.transaction():
            ids = [row[0] for row in connection.execute(CLAIM, [DUE.now, BATCH]).fetchall()]
            for table, rows in batch.items():
                with connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            connection.execute(FINISH, [DUE.now, ids])
