"""Taking in a ledger: the workbook of the tests goes in exactly, twice changes nothing, a corrected one corrects."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, SalesEntry
from daicho.business.operations.imports.ledger_import import import_ledger
from daicho.business.operations.ledger.read import read_ledger
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.parties.models import Account, Contact
from daicho.config.first_start import prepare
from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.access.models import User
from daicho.engine.automation import services
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.exchange.workbook import read_workbook
from daicho.engine.mail.models import Mail
from daicho.values.problems import Forbidden

DATA = Path(__file__).resolve().parents[3] / "data"
KINDS = {"月額": "monthly", "年額": "annual", "一括": "one_time"}


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(read_workbook(DATA / "ledger-ja.xlsx"))


@pytest.fixture
def owner(db):
    prepare("a password for admin")
    return User.objects.get(username="admin").pk


def take(owner, ledger, frame, **options):
    return import_ledger(Actor(owner, "admin", "import", permissions=EVERYTHING), ledger, frame, owner=owner, **options)


def test_every_contract_of_the_workbook_is_booked_as_it_stands(owner, ledger, frame):
    expected = json.loads((DATA / "ledger-ja.expected.json").read_text("utf-8"))
    done = take(owner, ledger, frame)
    assert (done.created, done.updated, done.unchanged) == (204, 0, 0)
    assert (Contract.objects.count(), ContractLine.objects.count(), Account.objects.count()) == (37, 82, 37)
    for record in expected["records"]:
        contract = Contract.objects.select_related("account", "contact", "owner").get(number=record["number"])
        term = contract.terms.get()
        assert contract.contact is not None
        assert term.end_date is not None
        assert (contract.account.name, contract.owner.name) == (record["account"], record["owner"])
        assert (contract.contact.name, contract.contact.email) == (record["contact"], record["email"])
        assert (term.start_date.isoformat(), term.end_date.isoformat()) == (record["start_date"], record["end_date"])
        assert (term.renewal_type == "auto") is record["auto_renew"]
        assert contract.payment_terms == record["payment_terms"]
        lines = contract.lines.order_by("position").values_list("description", "unit_price", "quantity", "price_kind")
        wanted = [
            (one["product"], one["unit_price"], one["quantity"], KINDS[one["price_kind"]]) for one in record["lines"]
        ]
        assert list(lines) == wanted


def test_the_entries_sum_to_the_lines_and_the_lines_to_the_terms(owner, ledger, frame):
    take(owner, ledger, frame)
    for line in ContractLine.objects.prefetch_related("entries"):
        assert sum(entry.amount for entry in line.entries.all()) == line.amount
    for term in ContractTerm.objects.prefetch_related("lines"):
        assert sum(line.amount for line in term.lines.all()) == term.amount


def test_a_one_time_fee_is_billed_at_its_start_and_the_contract_as_the_ledger_says(owner, ledger, frame):
    take(owner, ledger, frame)
    contract = Contract.objects.get(number="K-2025010")
    entry = contract.entries.get()
    assert (contract.billing_cycle, entry.billing_date) == ("annual", date(2025, 6, 1))


def test_the_same_file_twice_changes_nothing(owner, ledger, frame):
    take(owner, ledger, frame)
    before = [list(model.objects.order_by("id").values()) for model in (Account, Contact, Contract, SalesEntry, User)]
    done = take(owner, ledger, frame)
    assert (done.created, done.updated, done.unchanged) == (0, 0, 204)
    after = [list(model.objects.order_by("id").values()) for model in (Account, Contact, Contract, SalesEntry, User)]
    assert after == before


def test_a_dry_run_says_the_same_and_writes_nothing(owner, ledger, frame):
    done = take(owner, ledger, frame, dry_run=True)
    assert (done.created, len(done.refused)) == (204, 7)
    assert (Contract.objects.count(), User.objects.count()) == (0, 1)


def changed(ledger, **values):
    first, *others = ledger.contracts
    return replace(ledger, contracts=(replace(first, **values), *others))


def test_a_corrected_file_corrects_that_contract_alone(owner, ledger, frame):
    take(owner, ledger, frame)
    done = take(owner, changed(ledger, end=date(2026, 11, 30), payment_terms="20日締め翌月10日払い"), frame)
    assert (done.created, done.updated, done.unchanged) == (0, 1, 203)
    contract = Contract.objects.get(number="K-2025001")
    assert contract.payment_terms == "20日締め翌月10日払い"
    assert contract.terms.get().end_date == date(2026, 11, 30)


def test_a_changed_quantity_books_the_lines_anew(owner, ledger, frame):
    take(owner, ledger, frame)
    lines = ledger.contracts[0].lines
    more = (replace(lines[0], quantity=Decimal(40)), *lines[1:])
    done = take(owner, changed(ledger, lines=more), frame)
    assert (done.created, done.updated) == (0, 3)
    contract = Contract.objects.get(number="K-2025001")
    assert contract.lines.order_by("position")[0].quantity == 40
    assert contract.terms.get().amount == sum(line.amount for line in contract.lines.all())


def test_what_was_renewed_since_is_not_touched_by_an_old_file(owner, ledger, frame):
    take(owner, ledger, frame)
    contract = Contract.objects.get(number="K-2025001")
    actor = Actor(owner, "admin", permissions=EVERYTHING)
    renewal.renew(actor, contract.id, Wish(), frame)
    assert take(owner, ledger, frame).updated == 0
    done = take(owner, changed(ledger, payment_terms="都度払い"), frame)
    assert [cell.row for cell in done.refused[-3:]] == [5, 6, 7]
    assert done.refused[-1].message.code == "contract_changed_since"
    assert Contract.objects.get(number="K-2025001").payment_terms == "月末締め翌月末払い"


def test_steps_ahead_are_planned_and_nothing_overdue_is_sent(owner, ledger, frame):
    actor = Actor(owner, "admin", permissions=EVERYTHING)
    for process in Process.objects.all():
        services.activate(process.pk, actor=actor, frame=frame)
    take(owner, ledger, frame)
    states = set(ScheduledAction.objects.values_list("state", flat=True))
    assert states <= {"waiting", "skipped"}
    assert ScheduledAction.objects.filter(state="waiting").exists()
    assert not ScheduledAction.objects.filter(state="waiting", due_at__lt=frame.now).exists()
    assert Mail.objects.count() == 0


def test_owners_become_users_without_log_in_and_are_listed(owner, ledger, frame):
    done = take(owner, ledger, frame)
    made = User.objects.exclude(username="admin")
    assert sorted(user.name for user in made) == ["森田 拓也", "樋口 さくら", "石井 亮", "長谷川 恵"]
    assert not any(user.has_usable_password() for user in made)
    assert any("樋口 さくら" in note.text("ja") for note in done.notes)


def test_importing_needs_the_right(owner, ledger, frame):
    with pytest.raises(Forbidden):
        import_ledger(Actor(owner, "x"), ledger, frame, owner=owner)
    assert Contract.objects.count() == 0
