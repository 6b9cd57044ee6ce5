"""A contract by way of a reseller: an alert reaches the reseller and our people, never a person of the end user."""

import pytest

from daicho.business.contracts.mail_guard import refused
from daicho.business.operations.content import mails
from daicho.business.operations.orders.order_to_cash import confirm
from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity.models import Notification
from daicho.engine.automation import do_send_alert
from daicho.engine.automation.do_send_alert import Parameters
from daicho.engine.automation.mail_trials import firing_for
from daicho.engine.mail import alerts
from daicho.engine.mail.models import EmailAlert, Mail
from daicho.engine.records.command import command

OURS, THEIRS = "tanaka@reseller.example.jp", "sato@aoba.example.jp"


def write(world, object_key, record_id, **values):
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update(object_key, {record_id: values}, made=True)


@pytest.fixture
def reseller(world):
    """The id of a reseller's person; its account is the one after the world's."""
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        [account] = running.create("account", [{"name": "代理店", "owner": world.users["owner"]}], made=True)
        person = {"account": account, "name": "田中", "email": OURS}
        return {"account": account, "contact": running.create("contact", [person], made=True)[0]}


@pytest.fixture
def contract(world, reseller):
    """By way of the reseller, with the end user's person as its contact: somebody's mistake."""
    made = confirm(world.actor("owner"), world.quote(), world.frame).contract
    write(world, "contract", made, reseller=reseller["account"], end_user=world.account)
    return made


def send(world, contract, **recipients):
    """Send the notice to these; the addresses that it went to, and what the outcome says."""
    EmailAlert.objects.filter(name=mails.RESELLER_ALERT).update(recipients=recipients or {"to": ["contact"]})
    firing = firing_for(alerts.load(mails.RESELLER_ALERT), contract, world.frame)
    [outcome] = do_send_alert.run(Parameters(alert=mails.RESELLER_ALERT), [firing], world.frame)
    went = [one["address"] for mail in Mail.objects.all() for one in (*mail.to, *mail.cc, *mail.bcc)]
    return went, outcome


def test_a_person_of_the_end_user_is_refused_and_the_owner_is_told_why(world, contract):
    went, outcome = send(world, contract)
    assert went == []
    assert outcome.problem.text("ja").startswith(
        f"代理店経由の契約のため、エンドユーザーの宛先（{THEIRS}）には送りません。"
    )
    told = Notification.objects.get()
    assert (told.user_id, THEIRS in told.body) == (world.users["owner"], True)


def test_the_others_get_it_and_the_owner_hears_who_does_not(world, contract, reseller):
    write(world, "contract", contract, contact=reseller["contact"])
    went, outcome = send(world, contract, to=["contact"], cc=["owner", f"address:{THEIRS.upper()}"])
    assert went == [OURS, "owner@our.example.jp"]
    assert outcome.problem is None
    assert Notification.objects.get().title.startswith("一部の宛先には送っていません")


def test_without_the_reader_nobody_gets_a_copy(world, contract):
    assert send(world, contract, to=["contact"], cc=["owner"])[0] == []


@pytest.mark.parametrize("change", [{"reseller": None}, {"end_user": None}])
def test_without_a_reseller_or_an_end_user_nothing_is_refused(world, contract, change):
    write(world, "contract", contract, **change)
    assert refused({contract: {THEIRS, OURS}}) == {}


def test_a_contract_without_a_reseller_writes_to_its_contact(world, contract):
    write(world, "contract", contract, reseller=None)
    assert send(world, contract)[0] == [THEIRS]
    assert not Notification.objects.exists()


def test_somebody_who_is_the_resellers_person_too_gets_it(world, contract, reseller):
    write(world, "contact", reseller["contact"], email=THEIRS.title())
    assert send(world, contract)[0] == [THEIRS]


def test_many_contracts_are_asked_at_once(world, contract, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = refused({contract: {THEIRS, OURS}, contract + 1: {THEIRS}})
    assert found == {contract: {THEIRS}}
