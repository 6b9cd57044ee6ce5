"""The first start: asked once, the demo whole or not at all, its people without a known password."""

import pytest
from django.contrib.auth.hashers import make_password

from daicho.business.contracts.models import Contract
from daicho.business.operations.demo import beginning
from daicho.business.operations.demo.beginning import DONE, FAILED, WANTED, begin, is_fresh, make_wanted_demo
from daicho.business.operations.demo.company import make_demo
from daicho.business.organisation.models import Beginning, Organisation
from daicho.business.parties.models import Account
from daicho.config.first_start import prepare
from daicho.engine.access.models import User
from daicho.engine.access.people import actor_for
from daicho.values.problems import Conflict, Forbidden, Invalid

VALUES = {"name": "株式会社台帳", "fiscal_first_month": 10, "posting_day": 20}


@pytest.fixture
def admin(db):
    prepare("a password for admin")
    return actor_for(User.objects.get(username="admin").pk)


@pytest.mark.parametrize("choice", ["import", "empty"])
def test_a_fresh_database_is_begun_once(admin, frame, choice):
    assert is_fresh()
    begin(admin, choice, VALUES, frame)
    row = Organisation.objects.get(pk=1)
    assert (row.name, row.fiscal_first_month, row.posting_day) == ("株式会社台帳", 10, 20)
    assert not is_fresh()
    with pytest.raises(Conflict):
        begin(admin, "demo", {"name": "もう一度"}, frame)
    assert Organisation.objects.get(pk=1).name == "株式会社台帳"
    assert Beginning.objects.get().state == DONE


def test_a_ledger_in_use_is_not_fresh(world):
    assert not is_fresh()


@pytest.mark.parametrize("name", ["", "　 "])
def test_without_a_name_nothing_is_kept(admin, frame, name):
    with pytest.raises(Invalid):
        begin(admin, "empty", {**VALUES, "name": name}, frame)
    assert is_fresh()
    assert Organisation.objects.get(pk=1).fiscal_first_month == 4


def test_only_who_may_change_settings_begins(admin, frame):
    somebody = User.objects.make("somebody", at=frame.now, permission_sets=["sales_operations"])
    with pytest.raises(Forbidden):
        begin(actor_for(somebody.pk), "empty", VALUES, frame)
    assert is_fresh()


def test_the_demo_is_made_by_the_worker_under_our_name_and_password(admin, frame):
    begin(admin, "demo", VALUES, frame, password=make_password("our own password"))
    assert (Beginning.objects.get().state, Account.objects.count()) == (WANTED, 0)
    assert make_wanted_demo(frame, contracts=10)
    assert Contract.objects.exists()
    row = Organisation.objects.get(pk=1)
    assert (row.name, row.delivery_mode, row.fiscal_first_month) == ("株式会社台帳", "capture", 10)
    assert User.objects.get(username="higuchi").check_password("our own password")
    kept = Beginning.objects.get()
    assert (kept.state, kept.password, kept.attempts) == (DONE, "", 1)
    assert not make_wanted_demo(frame, contracts=10)


def test_without_a_password_nobody_of_the_demo_logs_in(admin, frame):
    begin(admin, "demo", {}, frame)
    make_wanted_demo(frame, contracts=10)
    assert not User.objects.get(username="higuchi").check_password("daicho-demo")
    assert not User.objects.get(username="higuchi").has_usable_password()
    assert Organisation.objects.get(pk=1).name == "株式会社ダイチョウソフト"


def test_a_demo_that_breaks_leaves_nothing_and_is_given_up_after_three_times(admin, frame, monkeypatch):
    begin(admin, "demo", {}, frame)

    def breaks(*given):
        make_demo(*given)
        raise RuntimeError("the machine is tired")

    monkeypatch.setattr(beginning, "make_demo", breaks)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            make_wanted_demo(frame, contracts=5)
        assert (Account.objects.count(), User.objects.filter(username="higuchi").count()) == (0, 0)
    assert not make_wanted_demo(frame, contracts=5)
    row = Beginning.objects.get()
    assert row.state == FAILED
    assert "3回止まった" in row.problem["ja"]
    begin(admin, "empty", VALUES, frame)
    assert Beginning.objects.get().state == DONE


def test_a_demo_that_is_refused_says_why(admin, frame, monkeypatch):
    begin(admin, "demo", {}, frame)
    monkeypatch.setattr(beginning, "make_demo", lambda *_: (_ for _ in ()).throw(Conflict(beginning.BEGUN.problem())))
    assert make_wanted_demo(frame)
    assert (Beginning.objects.get().state, "in use already" in Beginning.objects.get().problem["en"]) == (FAILED, True)
