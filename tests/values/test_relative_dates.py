"""Relative dates: the tables of docs/rules/relative-dates.md, their words, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from daicho.values.periods import Period
from daicho.values.problems import Invalid
from daicho.values.relative_dates import (
    COUNTED_TOKENS,
    PLAIN_TOKENS,
    DateFrame,
    describe_token,
    is_relative,
    resolve,
    token_label,
)
from tests.worked_tables import Row, day, names, tables

USUAL, OTHER, _OFFSETS = tables("relative-dates")
FRAME = DateFrame(date(2026, 1, 15))
few = settings(max_examples=150, derandomize=True, deadline=None)
frames = some.builds(
    DateFrame, some.dates(date(1950, 1, 1), date(2090, 1, 1)), some.integers(0, 6), some.integers(1, 12)
)


@pytest.mark.parametrize("row", USUAL + OTHER, ids=names(USUAL, "token", "today") + names(OTHER, "token", "today"))
def test_token(row: Row) -> None:
    week_start, first_month = int(row.get("week starts on", "0")), int(row.get("fiscal year starts in", "4"))
    period = resolve(row["token"], DateFrame(day(row["today"]), week_start, first_month))
    assert f"{period.first}…{period.last}" == row["means"]


def test_every_token_has_a_row() -> None:
    shown = {row["token"].partition(":")[0] for row in USUAL}
    assert shown == {*PLAIN_TOKENS, *COUNTED_TOKENS}


@few
@given(frames, some.sampled_from(["WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_HALF", "FISCAL_YEAR"]))
def test_last_this_and_next_follow_each_other(frame: DateFrame, unit: str) -> None:
    last, this, following = (resolve(f"{which}_{unit}", frame) for which in ("LAST", "THIS", "NEXT"))
    assert this.contains(frame.today)
    assert last.last + timedelta(days=1) == this.first
    assert following.first - timedelta(days=1) == this.last


@few
@given(frames, some.sampled_from(["WEEKS", "MONTHS", "QUARTERS", "YEARS", "FISCAL_YEARS"]), some.integers(1, 9))
def test_n_units_leave_out_the_current_one(frame: DateFrame, units: str, n: int) -> None:
    this = resolve(f"THIS_{units[:-1]}", frame)
    assert resolve(f"LAST_N_{units}:{n}", frame).last + timedelta(days=1) == this.first
    assert resolve(f"NEXT_N_{units}:{n}", frame).first - timedelta(days=1) == this.last
    assert resolve(f"NEXT_N_{units}:1", frame) == resolve(f"NEXT_{units[:-1]}", frame)


@pytest.mark.parametrize(
    "token", ["", "today", "THIS_DECADE", "LAST_N_DAYS", "LAST_N_DAYS:", "LAST_N_DAYS:-1", "LAST_N_DAYS:1.5",
              "THIS_MONTH:3", "NEXT_N_HALVES:2", "2026-01-15", "LAST_N_DAYS:１", " TODAY"]
)  # fmt: skip
def test_unknown_tokens_are_refused(token: str) -> None:
    assert not is_relative(token)
    with pytest.raises(Invalid) as refused:
        resolve(token, FRAME)
    assert refused.value.problems[0].code == "unknown_relative_date"


@pytest.mark.parametrize("token", ["NEXT_N_DAYS:0", "LAST_N_WEEKS:0", "NEXT_N_FISCAL_YEARS:0"])
def test_none_of_a_unit_is_refused(token: str) -> None:
    with pytest.raises(Invalid, match="1 or more"):
        resolve(token, FRAME)


@pytest.mark.parametrize("token", ["LAST_N_YEARS:999999", "NEXT_N_MONTHS:999999", "LAST_N_DAYS:999999"])
def test_dates_out_of_range_are_refused(token: str) -> None:
    with pytest.raises(Invalid, match="range of dates"):
        resolve(token, FRAME)


def test_words() -> None:
    assert describe_token("THIS_MONTH", FRAME) == "今月（2026/01/01～2026/01/31）"
    assert describe_token("THIS_MONTH", FRAME, "en") == "this month (2026/01/01–2026/01/31)"
    assert describe_token("TODAY", FRAME) == "今日（2026/01/15）"
    assert describe_token("NEXT_N_DAYS:90", FRAME, "en") == "next 90 days after today (2026/01/16–2026/04/15)"


def test_every_token_has_words_in_both_languages() -> None:
    labels = [token_label(token) for token in PLAIN_TOKENS] + [token_label(f"{token}:3") for token in COUNTED_TOKENS]
    for texts in ([label.ja for label in labels], [label.en for label in labels]):
        assert len(set(texts)) == len(labels)
        assert not any("{" in text for text in texts)


def test_today_is_the_given_day() -> None:
    assert resolve("TODAY", FRAME) == Period(FRAME.today, FRAME.today)
