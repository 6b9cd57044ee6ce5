"""A demo company that has worked for a while: customers, contracts with their past, mails, answers, failures. The same for the same day.

Everything is made by the services that people and the worker use, with the shipped processes switched on; only an empty
database takes it, and nothing ever leaves the machine.
"""

import random

from daicho.business.contracts.models import Contract
from daicho.business.operations.content.processes import PROCESSES
from daicho.business.operations.demo import contracts as past
from daicho.business.operations.demo import days, parties
from daicho.business.parties.models import Account
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Conflict

COMPANY = "株式会社ダイチョウソフト"
OURS = {
    "name": COMPANY,
    "postal_code": "100-0000",
    "address": "東京都千代田区架空町1-2-3 台帳ビル8階",
    "phone": "03-0000-1000",
    "registration_number": "T9999999999999",
    "sender_address": "info@daicho.example.jp",
    "delivery_mode": "capture",
}
PASSWORD = parties.PASSWORD
NOT_EMPTY = Message(
    "database_not_empty",
    ja="データベースにはすでに取引先か契約があるため、デモデータは入れられません。空のデータベースを使ってください。",
    en="The database already has accounts or contracts, so no demo data is added. Use an empty database.",
)
CONTRACTS_AN_ACCOUNT = 10 / 3


def make_demo(frame: Frame, contracts: int) -> None:
    """Fill an empty database with about `contracts` contracts. Raises Conflict when it has accounts or contracts already."""
    if Contract.objects.exists() or Account.objects.exists():
        raise Conflict(NOT_EMPTY.problem())
    chance = random.Random(20250401)  # noqa: S311 - demo data, the same each time
    start = days.first_day(frame)
    people = parties.make_people(start)
    with command(actor=SYSTEM, reason="demo", frame=start, source="demo") as running:
        running.update("organisation", {1: OURS}, made=True)
        customers = max(1, round(contracts / CONTRACTS_AN_ACCOUNT))
        known = parties.make_parties(running, chance, people, customers)
        past.book_contracts(running, chance, known, days.contracts_before(contracts))
    for process in Process.objects.filter(name__in=PROCESSES).order_by("order", "id"):
        services.activate(process.pk, actor=SYSTEM, frame=start, existing="waiting")
    days.play(chance, known, contracts, frame)
