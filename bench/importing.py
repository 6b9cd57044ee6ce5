"""Ledger import: licence rows a second, with customers, schedules, history and waiting actions, beside COPY of those rows."""

import random
import tempfile
from functools import partial
from pathlib import Path

from bench import company, workbook
from bench.company import FRAME, LINES, Company
from bench.database import bare
from bench.footprint import Footprint, copy_in
from bench.options import Options
from bench.report import Figure
from bench.timing import Watch
from daicho.business.contracts import booking
from daicho.business.operations.imports.ledger_import import import_ledger
from daicho.business.operations.ledger.read import read_ledger
from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.exchange.workbook import read_workbook
from daicho.engine.records.command import command

IMPORTER = Actor(None, "import", "import", permissions=EVERYTHING)
CONTRACTS_A_CUSTOMER = 4


def take_in(ours: Company, chance: random.Random, count: int) -> None:
    """Book `count` contracts with their customers in one command, as the import does."""
    with command(actor=IMPORTER, reason="ledger_import", frame=FRAME, source="import") as running:
        known = company.customers(running, ours, chance, -(-count // CONTRACTS_A_CUSTOMER))
        booking.book(running, company.contracts(ours, chance, known, count))


def measure(options: Options, ours: Company, watch: Watch) -> list[Figure]:
    """The rate of one import, after a small one to warm up; all its rows are taken away again."""
    contracts = options.licences // LINES
    company.switch_processes(on=True)
    everything = Footprint.begin()
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.xlsx", Path(folder) / "large.xlsx"
        workbook.write(small, 100, "S")
        workbook.write(large, contracts, "L")
        _import(ours, small)
        footprint = Footprint.begin()
        seconds = watch.once(partial(_import, ours, large), "import")
        reading = watch.once(partial(_read, large))
    copied = footprint.copied()
    footprint.remove()
    with bare() as connection:
        floor = watch.once(partial(copy_in, connection, copied))
    everything.remove()
    licences = contracts * LINES
    rows = sum(text.count(b"\n") for text in copied.values()) / licences
    return [
        Figure(f"import of an Excel ledger, {licences:,} licences, all", licences / seconds, licences / floor, "licences/s", 1_500, 3),
        Figure(f"- of which booking ({rows:.0f} rows a licence)", licences / (seconds - reading), licences / floor, "licences/s", None, 3),
        Figure("- of which reading the workbook", licences / reading, None, "licences/s"),
    ]  # fmt: skip


def _import(ours: Company, path: Path) -> None:
    done = import_ledger(IMPORTER, read_ledger(read_workbook(path)), FRAME, owner=ours.admin)
    assert not done.refused, done.refused[:3]
    assert done.created, "nothing was imported"


def _read(path: Path) -> None:
    read_ledger(read_workbook(path))
