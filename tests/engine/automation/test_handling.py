"""Run now, postpone and cancel by hand: what each does, who may, and what a chosen time outlives."""

from datetime import date, datetime

import pytest

from daicho.engine.automation import handling, services
from daicho.engine.automation.models import ScheduledAction, ScheduledActionEvent
from daicho.engine.automation.runner import run_due_actions
from daicho.engine.mail.models import Mail
from daicho.values.problems import Forbidden, Invalid, Missing
from tests.engine.automation.conftest import at, mail_process
from tests.engine.automation.plans import TOKYO

USUAL = "2026-04-01 09:00"


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.fixture
def waiting(office):
    """A contract whose customer is mailed on 2026-04-01, and the waiting action."""
    office.alert()
    process = services.create_process("案内", mail_process(), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    contract = office.book()
    return contract, ScheduledAction.objects.get().pk


def postpone(office, action, until, who="owner"):
    return handling.postpone([action], moment(until), actor=office.world.actor(who), frame=office.frame)


def test_the_owner_postpones_and_a_save_that_leaves_the_date_alone_changes_nothing(office, waiting):
    contract, action = waiting
    assert postpone(office, action, "2026-05-01 10:00") == handling.Handled(1, 0)
    office.change(contract, remarks="x")
    assert office.waiting() == [("n1.s1.a1", "waiting", "2026-05-01 10:00")]
    row = ScheduledAction.objects.get()
    assert (row.reason, row.planned_due_at) == ("postponed", moment(USUAL))
    event = ScheduledActionEvent.objects.get()
    assert (event.old_due_at, event.new_due_at, event.who) == (
        moment(USUAL),
        moment("2026-05-01 10:00"),
        "樋口 さくら",
    )


def test_a_date_that_moves_to_before_the_chosen_time_keeps_the_chosen_time_and_says_so(office, waiting):
    contract, action = waiting
    postpone(office, action, "2026-05-01 10:00")
    office.change(contract, end_date=date(2026, 6, 15))
    row = ScheduledAction.objects.get()
    assert (row.due_at, row.reason) == (moment("2026-05-01 10:00"), "postpone_kept")
    assert row.planned_due_at == moment("2026-03-17 09:00")


def test_a_date_that_moves_to_behind_the_chosen_time_moves_the_action_and_says_so(office, waiting):
    contract, action = waiting
    postpone(office, action, "2026-05-01 10:00")
    office.change(contract, end_date=date(2026, 8, 31))
    row = ScheduledAction.objects.get()
    assert (row.due_at, row.reason, row.postponed_until) == (moment("2026-06-02 09:00"), "postpone_dropped", None)
    assert row.reason_params["until"] == "2026/05/01 10:00"


def test_a_chosen_time_outlives_a_cleared_date(office, waiting):
    contract, action = waiting
    postpone(office, action, "2026-05-01 10:00")
    office.change(contract, end_date=None)
    assert office.waiting() == [("n1.s1.a1", "suspended", "")]
    office.change(contract, end_date=date(2026, 6, 30))
    assert office.waiting() == [("n1.s1.a1", "waiting", "2026-05-01 10:00")]


def test_a_postponed_mail_leaves_at_the_chosen_time_only(office, waiting):
    _, action = waiting
    postpone(office, action, "2026-05-01 10:00")
    run_due_actions(at("2026-04-30 09:00"))
    assert Mail.objects.count() == 0
    run_due_actions(at("2026-05-01 10:00"))
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("until", ["2025-06-02 11:59", "2025-06-02 12:00", "2036-01-01 09:00"])
def test_a_time_that_has_passed_or_is_far_away_is_refused(office, waiting, until):
    with pytest.raises(Invalid):
        postpone(office, waiting[1], until)
    assert office.waiting() == [("n1.s1.a1", "waiting", USUAL)]


def test_run_now_lets_the_worker_send_it_and_only_once(office, waiting):
    _, action = waiting
    handling.run_now([action], actor=office.world.actor("owner"), frame=office.frame)
    run_due_actions(office.frame)
    assert Mail.objects.count() == 1
    done = handling.run_now([action], actor=office.world.actor("owner"), frame=office.frame)
    assert done == handling.Handled(0, 1)
    run_due_actions(office.frame)
    assert Mail.objects.count() == 1


def test_run_now_of_what_no_longer_meets_the_conditions_sends_nothing(office, waiting):
    contract, action = waiting
    office.change(contract, renewal_contact_method="call")
    assert handling.run_now([action], actor=office.admin, frame=office.frame) == handling.Handled(0, 1)
    assert office.waiting() == [("n1.s1.a1", "cancelled", USUAL)]


def test_what_was_skipped_as_late_can_be_run(office):
    office.alert()
    process = services.create_process("案内", mail_process(offset=500), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    office.book()
    row = ScheduledAction.objects.get()
    assert row.state == "skipped"
    handling.run_now([row.pk], actor=office.world.actor("owner"), frame=office.frame)
    run_due_actions(office.frame)
    assert [mail.to[0]["address"] for mail in Mail.objects.all()] == ["sato@aoba.example.jp"]


def test_what_is_cancelled_by_hand_does_not_come_back(office, waiting):
    contract, action = waiting
    handling.cancel([action], actor=office.world.actor("owner"), frame=office.frame)
    office.change(contract, end_date=date(2026, 8, 31))
    assert [state for _, state, _ in office.waiting()] == ["cancelled"]


@pytest.mark.parametrize("who", ["colleague", "reader"])
def test_others_may_do_nothing(office, waiting, who):
    actor = office.world.actor(who)
    for deed in (handling.run_now, handling.cancel):
        with pytest.raises(Forbidden):
            deed([waiting[1]], actor=actor, frame=office.frame)
    with pytest.raises(Forbidden):
        postpone(office, waiting[1], "2026-05-01 10:00", who)
    assert office.waiting() == [("n1.s1.a1", "waiting", USUAL)]


def test_strangers_do_not_learn_that_it_exists(office, waiting):
    with pytest.raises(Missing):
        handling.cancel([waiting[1]], actor=office.world.actor("stranger"), frame=office.frame)
    assert office.waiting() == [("n1.s1.a1", "waiting", USUAL)]


def test_the_owner_may_not_touch_what_is_no_mail(office):
    notice = {"do": "notify", "to": ["owner"], "text": "{{ contract.number }}"}
    definition = mail_process(actions=[notice])
    process = services.create_process("通知", definition, actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    office.book()
    action = ScheduledAction.objects.get().pk
    with pytest.raises(Forbidden):
        handling.cancel([action], actor=office.world.actor("owner"), frame=office.frame)
    assert handling.cancel([action], actor=office.admin, frame=office.frame) == handling.Handled(1, 0)


def test_one_forbidden_among_several_leaves_all_alone(office, waiting):
    other = ScheduledAction.objects.get()
    other.pk, other.step, other.do = None, "n1.s1.a9", "notify"
    other.save()
    with pytest.raises(Forbidden):
        handling.cancel([waiting[1], other.pk], actor=office.world.actor("owner"), frame=office.frame)
    assert {state for _, state, _ in office.waiting()} == {"waiting"}
