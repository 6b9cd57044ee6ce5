"""Switching on for many records: the first at once, the rest by the worker in batches, none twice, none lost."""

import pytest

from daicho.engine.automation import services, sweeping, trial
from daicho.engine.automation.models import ScheduledAction, Sweep
from daicho.engine.automation.sweeping import go_on
from daicho.engine.records.command import command
from tests.engine.automation.conftest import mail_process
from tests.engine.automation.test_trial import made


@pytest.fixture(autouse=True)
def two_at_once(monkeypatch):
    monkeypatch.setattr(sweeping, "AT_ONCE", 2)
    monkeypatch.setattr(trial, "MOST", 2)


def planned():
    return sorted(ScheduledAction.objects.values_list("record_id", flat=True))


def test_the_rest_is_taken_up_by_the_worker(office):
    booked = [office.book() for _ in range(5)]
    process, _ = made(office)
    done = services.activate(process.pk, actor=office.admin, frame=office.frame, existing="waiting")
    assert (done.planned, done.left, planned()) == (2, 3, booked[:2])
    assert go_on(office.frame)
    assert (planned(), sweeping.left(process, office.frame)) == (booked[:4], 1)
    assert go_on(office.frame)
    assert not go_on(office.frame)
    assert planned() == booked


def test_chosen_records_are_taken_up_by_the_worker_too_and_no_others(office):
    booked = [office.book() for _ in range(7)]
    process, _ = made(office)
    chosen = [*reversed(booked[1:6]), 999_999]
    done = services.activate(process.pk, actor=office.admin, frame=office.frame, existing=chosen)
    assert (done.planned, done.left, planned()) == (2, 3, booked[1:3])
    assert go_on(office.frame)
    assert (planned(), sweeping.left(process, office.frame)) == (booked[1:5], 1)
    assert go_on(office.frame)
    assert not go_on(office.frame)
    assert planned() == booked[1:6]


def test_a_second_choice_forgets_nothing_of_the_first(office):
    booked = [office.book() for _ in range(7)]
    process, _ = made(office)
    for chosen in (booked[:4], booked[4:6]):
        services.activate(process.pk, actor=office.admin, frame=office.frame, existing=chosen)
    while go_on(office.frame):
        pass
    assert planned() == booked[:6]


def test_a_chosen_record_that_is_gone_meanwhile_is_passed_over(office):
    booked = [office.book() for _ in range(4)]
    process, _ = made(office)
    services.activate(process.pk, actor=office.admin, frame=office.frame, existing=booked)
    with command(actor=office.admin, reason="test", frame=office.frame) as running:
        running.delete("contract", [booked[3]], made=True)
    while go_on(office.frame):
        pass
    assert planned() == booked[:3]


@pytest.mark.parametrize("nobody", ["none", []])
def test_none_chosen_takes_up_none(office, nobody):
    office.book()
    process, _ = made(office)
    done = services.activate(process.pk, actor=office.admin, frame=office.frame, existing=nobody)
    assert (done.planned, done.left, planned()) == (0, 0, [])


def test_a_process_that_was_switched_off_takes_up_no_more(office):
    booked = [office.book() for _ in range(3)]
    process, _ = made(office)
    services.activate(process.pk, actor=office.admin, frame=office.frame, existing="waiting")
    services.deactivate(process.pk, actor=office.admin, frame=office.frame)
    assert go_on(office.frame)
    assert (planned(), Sweep.objects.count()) == (booked[:2], 0)


def test_another_version_moves_what_waits_in_batches_too(office):
    process, _ = made(office)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    for _ in range(3):
        office.book()
    services.add_version(process.pk, mail_process(offset=30), actor=office.admin, frame=office.frame)
    done = services.activate(process.pk, actor=office.admin, frame=office.frame)
    assert (done.migrated, done.left) == (3, 1)
    while go_on(office.frame):
        pass
    assert {due for _, _, due in office.waiting()} == {"2026-05-31 09:00"}


def test_the_trial_of_many_looks_at_some_and_says_so(office):
    for _ in range(5):
        office.book()
    process, version = made(office)
    found = trial.try_activation(process, version, office.frame)
    assert (found.total, found.looked_at, found.records) == (5, 2, 2)
    assert ScheduledAction.objects.count() == 0
