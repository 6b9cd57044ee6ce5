"""Actions that run at once, and the property that planning twice changes nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.engine.automation.plan_values import Step
from tests.engine.automation.plans import MAIL, Ledger, mail_at, node, process

YEAR_END = date(2025, 12, 31)
NOW = Step("n1.a1", MAIL, None, lambda: "run")


@pytest.mark.parametrize(
    "start, expected",
    [
        ("on_create", ["term:1/event-created"]),
        ("when_becomes_true", ["term:1/event-save1", "term:1/event-save4"]),
        ("every_save", ["term:1/event-save1", "term:1/event-save2", "term:1/event-save4"]),
    ],
)
def test_actions_at_once_run_once_a_record_and_event(start, expected):
    ledger = Ledger(process(node(now=(NOW,), method="mail"), start=start))
    ledger.create("2025-06-01 10:00", method="mail")
    ledger.save("2025-06-02 10:00", method="mail", remarks="x")
    ledger.save("2025-06-03 10:00", method="call")
    ledger.save("2025-06-04 10:00", method="mail")
    assert [row.occurrence for row in ledger.rows] == expected
    assert ledger.due_at(0) == "2025-06-01 10:00"


def test_what_runs_at_once_is_not_taken_back_by_the_decision_that_started_it():
    thanks = node(now=(NOW,))
    thanks = type(thanks)("n1", "", lambda values: values.get("stage") == "renewed", frozenset(), True, (NOW,), ())
    ledger = Ledger(process(thanks, start="when_becomes_true"))
    ledger.create("2025-06-01 10:00", stage="open")
    ledger.save("2025-06-02 10:00", stage="renewed")
    ledger.save("2025-06-02 10:01", stage="renewed", remarks="x")
    assert ledger.states == [("term:1/event-save2", "waiting")]


def test_a_new_term_alone_starts_nothing_at_once():
    ledger = Ledger(process(node(now=(NOW,), method="mail"), start="when_becomes_true"))
    ledger.seen = {"term:1": {"method": "mail"}}
    ledger.save_terms("2025-06-02 10:00", {"term:1": {"method": "mail"}, "term:2": {"method": "mail"}})
    assert ledger.states == []


def test_a_schedule_after_the_event_counts_from_the_first_save():
    ledger = Ledger(
        process(node(mail_at("run", field="event", offset=3, direction="after", at=None)), start="every_save")
    )
    ledger.create("2025-06-01 10:00", name="a")
    ledger.save("2025-06-02 11:00", name="b")
    assert (ledger.states, ledger.due_at()) == ([("term:1", "waiting")], "2025-06-04 10:00")


DATES = st.none() | st.integers(0, 900).map(lambda day: date(2025, 1, 1) + timedelta(days=day))
VALUES = st.fixed_dictionaries(
    {"end_date": DATES, "method": st.sampled_from(["mail", "call"]), "stage": st.sampled_from(["open", "renewed"])}
)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    start=st.sampled_from(["on_create", "when_becomes_true", "every_save"]),
    repeat=st.sampled_from(["once", "each_match", "each_date"]),
    saves=st.lists(st.tuples(VALUES, st.booleans()), min_size=1, max_size=6),
)
def test_planning_twice_changes_nothing(start, repeat, saves):
    ledger = Ledger(process(node(mail_at(repeat=repeat), method="mail"), start=start))
    for number, (values, ran) in enumerate(saves):
        at = f"2025-0{number + 1}-01 10:00"
        before = dict(ledger.seen)
        ledger.save(at, "created" if number == 0 else "saved", **values)
        ledger.seen, ledger.saves = before, ledger.saves - 1
        again = ledger.save(at, "created" if number == 0 else "saved", **values)
        assert again.proposals == []
        if ran:
            ledger.run(at)
    live = [row for row in ledger.rows if row.state in ("waiting", "suspended")]
    assert len(live) <= 1
    assert all(ledger.due[row.id] is not None for row in live if row.state == "waiting")
