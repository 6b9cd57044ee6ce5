"""Answers to a renewal: the tables of docs/rules/renewal-answers.md."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from daicho.rules.codes import RENEWAL_ANSWERS, RENEWAL_STAGES
from daicho.rules.renewal_answers import EFFECTS, answer_due, due_has_passed, link_works_until, may_answer
from daicho.values.calendars import BusinessCalendar
from tests.worked_tables import Row, day, day_or_none, names, table

DUE = table("renewal-answers", "reminded", "due")
LINKS = table("renewal-answers", "works until")
CHOICES = table("renewal-answers", "settles")
MAY = table("renewal-answers", "may answer")
CALENDAR = BusinessCalendar()
few = settings(max_examples=200, derandomize=True, deadline=None)
days = some.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("row", DUE, ids=names(DUE, "deadline", "end", "reminded", "answered on", "planned on"))
def test_due(row: Row) -> None:
    found = answer_due(
        day_or_none(row["deadline"]),
        day_or_none(row["end"]),
        CALENDAR,
        reminded=row["reminded"] == "yes",
        answered_on=day_or_none(row["answered on"]),
        planned_on=day_or_none(row["planned on"]),
    )
    assert found == day_or_none(row["due"])


@pytest.mark.parametrize("row", LINKS, ids=names(LINKS, "end"))
def test_links(row: Row) -> None:
    assert link_works_until(day_or_none(row["end"])) == day_or_none(row["works until"])


@pytest.mark.parametrize("row", CHOICES, ids=names(CHOICES, "answer"))
def test_what_each_answer_does(row: Row) -> None:
    effect = EFFECTS[row["answer"]]
    assert effect.stage == (row["stage"] or None)
    assert effect.settles == (row["settles"] == "yes")
    assert effect.drafts == row["drafts"]
    assert effect.asks_work == (row["asks work"] == "yes")


def test_every_answer_has_its_effect_and_every_stage_exists() -> None:
    assert [row["answer"] for row in CHOICES] == list(EFFECTS) == list(RENEWAL_ANSWERS)
    assert {effect.stage for effect in EFFECTS.values() if effect.stage} <= set(RENEWAL_STAGES)


@pytest.mark.parametrize("row", MAY, ids=names(MAY, "given before", "due", "today"))
def test_may_answer(row: Row) -> None:
    found = may_answer(row["given before"], day_or_none(row["due"]), day_or_none(row["end"]), day(row["today"]))
    assert found == (row["may answer"] == "yes")


def test_a_mail_on_the_due_day_is_not_late() -> None:
    assert not due_has_passed(date(2026, 5, 15), date(2026, 5, 15))
    assert due_has_passed(date(2026, 5, 15), date(2026, 5, 16))
    assert not due_has_passed(None, date(2026, 5, 16))


@few
@given(days, some.none() | some.integers(0, 400), some.booleans(), some.none() | days, some.none() | days)
def test_never_after_the_end(
    end: date, notice: int | None, reminded: bool, answered: date | None, planned: date | None
) -> None:
    deadline = None if notice is None else end - timedelta(days=notice)
    due = answer_due(deadline, end, CALENDAR, reminded=reminded, answered_on=answered, planned_on=planned)
    assert due is not None
    assert due <= end
    usual = answer_due(deadline, end, CALENDAR)
    assert usual is not None
    assert usual <= due
    assert CALENDAR.is_working_day(usual)
