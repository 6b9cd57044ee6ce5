"""Conditions, decisions, terms and repetition: statements 4, 5, 9 and 18, and R3."""

from datetime import date
from typing import Any

import pytest

from daicho.engine.automation.plan import plan_deleted
from daicho.engine.automation.plan_values import Step
from tests.engine.automation.plans import MAIL, Ledger, days_from, mail_at, node, process

YEAR_END = date(2025, 12, 31)
STARTS = ["on_create", "when_becomes_true", "every_save"]
MAILED: dict[str, Any] = {"end_date": YEAR_END, "method": "mail"}


@pytest.mark.parametrize("start", STARTS)
def test_statement_04_condition_lost_cancels_and_matching_again_makes_a_new_one(start):
    ledger = Ledger(process(node(mail_at(), method="mail", label="メールで案内"), start=start))
    ledger.create("2025-06-01 10:00", **MAILED)
    planned = ledger.save("2025-06-02 10:00", end_date=YEAR_END, method="call")
    assert planned.proposals[0].params == {"node": "メールで案内"}
    assert (ledger.states, ledger.reasons[-1]) == ([("term:1", "cancelled")], "condition_lost")
    ledger.save("2025-06-03 10:00", **MAILED)
    assert ledger.states == [("term:1", "cancelled"), ("term:1/2", "waiting")]


@pytest.mark.parametrize("start", STARTS)
def test_statement_04_done_is_not_done_again(start):
    ledger = Ledger(process(node(mail_at(), method="mail"), start=start))
    ledger.create("2025-06-01 10:00", **MAILED)
    ledger.finish()
    ledger.save("2025-11-02 10:00", end_date=YEAR_END, method="call")
    ledger.save("2025-11-03 10:00", **MAILED)
    assert ledger.states == [("term:1", "done")]


def test_repeat_each_match_runs_again_after_the_condition_was_lost():
    ledger = Ledger(process(node(mail_at("run", repeat="each_match"), method="mail"), start="every_save"))
    ledger.create("2025-06-01 10:00", **MAILED)
    ledger.finish()
    ledger.save("2025-11-01 10:00", **MAILED)
    assert ledger.states == [("term:1", "done")]
    ledger.save("2025-11-02 10:00", end_date=YEAR_END, method="call")
    ledger.save("2025-11-03 10:00", **MAILED)
    assert ledger.states == [("term:1", "done"), ("term:1/2", "waiting")]


def test_repeat_each_date_runs_again_for_another_date_only():
    ledger = Ledger(process(node(mail_at("run", repeat="each_date"))))
    ledger.create("2025-06-01 10:00", end_date=YEAR_END)
    ledger.finish()
    ledger.save("2025-11-01 10:00", end_date=YEAR_END, name="x")
    assert ledger.states == [("term:1", "done")]
    ledger.save("2025-11-02 10:00", end_date=date(2026, 12, 31))
    assert ledger.states == [("term:1", "done"), ("term:1/2", "waiting")]


def test_statement_04_every_save_on_a_record_that_still_matches_adds_no_row():
    ledger = Ledger(process(start="every_save"))
    ledger.create("2025-06-01 10:00", **MAILED)
    for day in days_from("2025-06-02", 5):
        assert ledger.save(day, remarks=day, **MAILED).proposals == []
    assert ledger.states == [("term:1", "waiting")]


def test_on_create_a_record_that_did_not_match_then_is_not_taken_up_later():
    ledger = Ledger(process(node(mail_at(), method="mail"), start="on_create"))
    ledger.create("2025-06-01 10:00", end_date=YEAR_END, method="call")
    ledger.save("2025-06-02 10:00", **MAILED)
    assert ledger.states == []


def test_when_becomes_true_starts_at_the_change_and_not_at_other_saves():
    ledger = Ledger(process(node(mail_at(), method="mail"), start="when_becomes_true"))
    ledger.seen = {"term:1": MAILED}
    ledger.save("2025-06-01 10:00", **MAILED, remarks="x")
    assert ledger.states == []
    ledger.save("2025-06-02 10:00", end_date=YEAR_END, method="call")
    ledger.save("2025-06-03 10:00", **MAILED)
    assert ledger.states == [("term:1", "waiting")]


@pytest.mark.parametrize("stage", ["renewed", "cancelled"])
@pytest.mark.parametrize("start", STARTS)
def test_statement_05_decided_contracts_get_no_please_renew(start, stage):
    ledger = Ledger(process(start=start))
    ledger.create("2025-06-01 10:00", end_date=YEAR_END, stage="open")
    ledger.save("2025-09-01 10:00", end_date=YEAR_END, stage=stage)
    assert (ledger.states, ledger.reasons[-1]) == ([("term:1", "cancelled")], "decided")
    assert ledger.run("2026-01-01 09:00") == []


def test_statement_05_a_deleted_record_cancels_what_waits():
    ledger = Ledger(process(node(mail_at(), now=(Step("n1.a1", MAIL, None, lambda: "run"),))))
    ledger.create("2025-06-01 10:00", **MAILED)
    found = plan_deleted(ledger.rows)
    assert [(item.occurrence, item.state) for item in found] == [
        ("term:1", "cancelled"),
        ("term:1/event-created", "cancelled"),
    ]


def test_statement_09_a_worker_down_for_days_does_what_daily_runs_would_have_done():
    daily, down = Ledger(process()), Ledger(process())
    for ledger in (daily, down):
        ledger.create("2025-06-01 10:00", **MAILED)
    ran = [found for day in days_from("2025-09-25", 20) for found in daily.run(day)]
    down.save("2025-10-10 10:00", remarks="saved while the worker was down", **MAILED)
    assert ran == down.run("2025-10-14 09:05") == ["term:1"]
    assert daily.states == down.states == [("term:1", "done")]


def test_statement_18_renewal_makes_a_new_occurrence_of_each_step():
    ledger = Ledger(process())
    ledger.create("2025-06-01 10:00", end_date=YEAR_END)
    ledger.run("2025-10-02 09:05")
    renewed: dict[str, Any] = {"end_date": YEAR_END, "stage": "renewed"}
    ledger.save_terms("2025-11-01 10:00", {"term:1": renewed, "term:2": {"end_date": date(2026, 12, 31)}})
    assert ledger.states == [("term:1", "done"), ("term:2", "waiting")]
    assert ledger.due_at() == "2026-10-02 09:00"


def test_statement_18_correcting_a_date_never_repeats_a_done_one():
    ledger = Ledger(process())
    ledger.create("2025-06-01 10:00", end_date=YEAR_END)
    ledger.run("2025-10-02 09:05")
    ledger.save("2025-10-05 10:00", end_date=date(2026, 3, 31))
    assert ledger.states == [("term:1", "done")]


def test_statement_18_a_term_taken_back_takes_its_steps_with_it():
    ledger = Ledger(process())
    ledger.create("2025-06-01 10:00", end_date=YEAR_END)
    both: dict[str, Any] = {
        "term:1": {"end_date": YEAR_END, "stage": "renewed"},
        "term:2": {"end_date": date(2026, 12, 31)},
    }
    ledger.save_terms("2025-07-01 10:00", both)
    ledger.save("2025-07-02 10:00", end_date=YEAR_END, stage="open")
    assert ledger.states == [("term:1", "cancelled"), ("term:2", "cancelled"), ("term:1/2", "waiting")]
    assert "occurrence_gone" in ledger.reasons


def test_statement_18_terms_ended_before_the_process_was_switched_on_get_nothing():
    ledger = Ledger(process(active_from=date(2025, 6, 1)))
    terms: dict[str, Any] = {
        "term:1": {"end_date": date(2023, 12, 31), "stage": "renewed"},
        "term:2": {"end_date": date(2024, 12, 31)},
        "term:3": {"end_date": YEAR_END},
    }
    ledger.save_terms("2025-06-01 10:00", terms, "adopted")
    assert ledger.states == [("term:3", "waiting")]


def test_statement_18_a_contract_imported_with_an_ended_term_gets_its_steps_with_the_next_one():
    ledger = Ledger(process(active_from=date(2025, 6, 1)))
    ended: dict[str, Any] = {"end_date": date(2025, 5, 31), "stage": "open"}
    ledger.create("2025-06-10 10:00", **ended)
    assert (ledger.states, ledger.entered) == ([], True)
    assert ledger.save("2025-06-11 10:00", remarks="x", **ended).started == ()
    both: dict[str, Any] = {"term:1": {**ended, "stage": "renewed"}, "term:2": {"end_date": date(2026, 5, 31)}}
    ledger.save_terms("2025-06-12 10:00", both)
    assert (ledger.states, ledger.due_at()) == ([("term:2", "waiting")], "2026-03-02 09:00")


def test_nodes_are_asked_in_order_until_one_that_stops():
    first = node(mail_at(), method="mail", stop_after=True)
    always = node(Step("n2.s1.a1", MAIL, mail_at().schedule, lambda: "skip"), key="n2")
    ledger = Ledger(process(first, always))
    ledger.create("2025-06-01 10:00", **MAILED)
    assert [row.step for row in ledger.rows] == ["n1.s1.a1"]
    through = Ledger(process(node(mail_at(), method="mail", stop_after=False), always))
    through.create("2025-06-01 10:00", **MAILED)
    assert [row.step for row in through.rows] == ["n1.s1.a1", "n2.s1.a1"]


def test_cancelled_by_hand_stays_cancelled():
    ledger = Ledger(process(start="every_save"))
    ledger.create("2025-06-01 10:00", **MAILED)
    ledger.finish(0, "cancelled")
    ledger.rows[0] = type(ledger.rows[0])(1, "n1.s1.a1", "term:1", "cancelled", "by_hand", "2025-12-31", None)
    ledger.save("2025-06-02 10:00", **MAILED, remarks="x")
    assert ledger.states == [("term:1", "cancelled")]
