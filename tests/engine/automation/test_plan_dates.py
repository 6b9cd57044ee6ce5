"""Dates that move, dates already past, dates cleared: statements 1 to 3."""

from datetime import date

import pytest

from daicho.engine.automation.definition import RunIfWithin
from daicho.engine.automation.timing import due
from daicho.engine.work.frame import Habits
from tests.engine.automation.plans import Ledger, mail_at, node, process, schedule, tokyo

YEAR_END = date(2025, 12, 31)
STARTS = ["on_create", "when_becomes_true", "every_save"]


@pytest.mark.parametrize("start", STARTS)
def test_statement_01_the_date_moves_the_action_moves(start):
    ledger = Ledger(process(start=start))
    ledger.create("2025-06-01 10:00", end_date=YEAR_END)
    assert (ledger.states, ledger.due_at()) == ([("term:1", "waiting")], "2025-10-02 09:00")
    planned = ledger.save("2025-06-02 10:00", end_date=date(2026, 3, 31))
    assert (ledger.states, ledger.due_at()) == ([("term:1", "waiting")], "2025-12-31 09:00")
    assert planned.proposals[0].params == {"old": "2025-12-31", "new": "2026-03-31"}
    assert ledger.reasons == ["planned", "date_moved"]


@pytest.mark.parametrize("start", STARTS)
def test_statement_01_frozen_at_creation_does_not_move(start):
    ledger = Ledger(process(node(mail_at(freeze=True)), start=start))
    ledger.create("2025-06-01 10:00", end_date=YEAR_END)
    ledger.save("2025-06-02 10:00", end_date=date(2026, 3, 31))
    ledger.save("2025-06-03 10:00", end_date=None)
    assert (ledger.states, ledger.due_at()) == ([("term:1", "waiting")], "2025-10-02 09:00")


TIMES = [
    # offset, unit, direction, further settings, base, due (Tokyo)
    (90, "days", "before", {}, date(2025, 12, 31), "2025-10-02 09:00"),
    (1, "months", "before", {}, date(2026, 3, 31), "2026-02-28 09:00"),
    (1, "months", "after", {}, date(2024, 1, 31), "2024-02-29 09:00"),
    (2, "weeks", "after", {"at": "18:30"}, date(2026, 1, 1), "2026-01-15 18:30"),
    (0, "days", "before", {"at": None}, date(2026, 1, 5), "2026-01-05 09:00"),
    (3, "hours", "before", {}, date(2026, 1, 5), "2026-01-05 06:00"),
    (3, "business_days", "before", {}, date(2026, 1, 7), "2025-12-26 09:00"),
    (90, "days", "before", {"business_day": "previous"}, date(2026, 3, 31), "2025-12-26 09:00"),
    (90, "days", "before", {"business_day": "next"}, date(2026, 3, 31), "2026-01-05 09:00"),
    (1, "days", "after", {"at": None}, tokyo("2026-01-05 14:20"), "2026-01-06 14:20"),
    (2, "hours", "after", {"at": None}, tokyo("2026-01-05 23:20"), "2026-01-06 01:20"),
    (1, "days", "after", {"at": "09:00"}, tokyo("2026-01-05 23:20"), "2026-01-06 09:00"),
]


@pytest.mark.parametrize("offset, unit, direction, more, base, expected", TIMES)
def test_when_a_schedule_is_due(offset, unit, direction, more, base, expected):
    given = schedule(offset=offset, unit=unit, direction=direction, **more)
    assert due(given, base, Habits()) == tokyo(expected)


def test_beyond_the_range_of_dates_nothing_is_due_and_the_save_goes_through():
    ledger = Ledger(process(node(mail_at(direction="after"))))
    ledger.create("2025-06-01 10:00", end_date=date(9999, 12, 31))
    assert ledger.states == [("term:1", "suspended")]


LATE = [
    ("skip", "2025-10-02 09:00", "waiting"),
    ("skip", "2025-10-02 09:01", "skipped"),
    ("run", "2025-11-20 10:00", "waiting"),
    (RunIfWithin(run_if_within_days=7), "2025-10-09 09:00", "waiting"),
    (RunIfWithin(run_if_within_days=7), "2025-10-09 09:01", "skipped"),
]


@pytest.mark.parametrize("late, at, state", LATE)
def test_statement_02_created_inside_the_window(late, at, state):
    ledger = Ledger(process(node(mail_at(late=late))))
    ledger.create(at, end_date=YEAR_END)
    assert (ledger.states, ledger.due_at()) == ([("term:1", state)], "2025-10-02 09:00")


@pytest.mark.parametrize("late, at, state", LATE)
def test_statement_02_moved_so_that_its_time_is_past(late, at, state):
    ledger = Ledger(process(node(mail_at(late=late))))
    ledger.create("2025-06-01 10:00", end_date=date(2026, 12, 31))
    ledger.save(at, end_date=YEAR_END)
    assert (ledger.states, ledger.due_at()) == ([("term:1", state)], "2025-10-02 09:00")


def test_statement_02_a_skipped_one_waits_again_when_its_date_moves_ahead():
    ledger = Ledger(process())
    ledger.create("2025-11-01 10:00", end_date=YEAR_END)
    ledger.save("2025-11-02 10:00", end_date=date(2026, 12, 31))
    assert (ledger.states, ledger.due_at()) == ([("term:1", "waiting")], "2026-10-02 09:00")


def test_statement_03_cleared_is_suspended_and_entered_again_is_waiting():
    ledger = Ledger(process())
    ledger.create("2025-06-01 10:00", end_date=YEAR_END)
    ledger.save("2025-06-02 10:00", end_date=None)
    assert (ledger.states, ledger.due[1]) == ([("term:1", "suspended")], None)
    assert ledger.run("2030-01-01 09:00") == []
    ledger.save("2025-06-03 10:00", end_date=date(2026, 1, 31))
    assert (ledger.states, ledger.due_at()) == ([("term:1", "waiting")], "2025-11-02 09:00")
    assert ledger.reasons == ["planned", "date_cleared", "date_entered"]


@pytest.mark.parametrize("start", STARTS)
def test_statement_03_also_when_the_condition_asks_for_the_date(start):
    asking = node(mail_at(), fields=frozenset({"end_date"}))
    asking = type(asking)(
        "n1", "", lambda values: values["end_date"] is not None, asking.fields, True, (), asking.later
    )
    ledger = Ledger(process(asking, start=start))
    ledger.create("2025-06-01 10:00", end_date=YEAR_END)
    ledger.save("2025-06-02 10:00", end_date=None)
    assert ledger.states == [("term:1", "suspended")]
    ledger.save("2025-06-03 10:00", end_date=YEAR_END)
    assert (ledger.states, ledger.due_at()) == ([("term:1", "waiting")], "2025-10-02 09:00")


def test_statement_03_created_without_a_date_waits_for_it():
    ledger = Ledger(process())
    ledger.create("2025-06-01 10:00", end_date=None)
    assert ledger.states == [("term:1", "suspended")]
    ledger.save("2025-06-03 10:00", end_date=YEAR_END)
    assert ledger.states == [("term:1", "waiting")]
