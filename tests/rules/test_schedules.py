"""Schedules: the worked rows, the edges and the formulas of docs/rules/schedules.md, and what is not in a table."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.rules.schedules import ScheduleSettings, line_total, rolling_horizon, schedule
from daicho.values.problems import Invalid
from tests.rules.lines_of_tables import a_line, amounts, line_and_settings
from tests.worked_tables import Row, names, number, table

WORKED = table("schedules", "#", "entries")
EDGES = table("schedules", "case", "entries")
FORMULAS = table("schedules", "first formula")


def test_every_worked_row_is_there() -> None:
    assert [row["#"] for row in WORKED] == [str(n) for n in range(1, 14)]


@pytest.mark.parametrize("row", WORKED + EDGES, ids=names(WORKED, "#") + names(EDGES, "case"))
def test_row(row: Row) -> None:
    entries = schedule(*line_and_settings(row))
    assert [entry.amount for entry in entries] == amounts(row["entries"])
    assert line_total(entries) == number(row["total"])


@pytest.mark.parametrize("row", FORMULAS, ids=names(FORMULAS, "first formula", "last formula"))
def test_formula(row: Row) -> None:
    entries = schedule(*line_and_settings(row))
    assert (entries[0].formula, entries[-1].formula) == (row["first formula"], row["last formula"])


def test_entries_beyond_the_contract_end() -> None:
    line, settings = line_and_settings(WORKED[10])
    beyond = [entry for entry in schedule(line, settings) if line.end_date and entry.period_start > line.end_date]
    assert len(beyond) == 24
    assert (beyond[0].period_start, beyond[-1].period_end) == (date(2026, 4, 1), date(2028, 3, 31))


def test_windows_cut_at_the_closing_day_name_it() -> None:
    first, second = schedule(*line_and_settings(WORKED[11]))
    assert (first.period_start, first.period_end, first.closing_date) == (
        date(2025, 3, 1),
        date(2025, 3, 25),
        date(2025, 3, 25),
    )
    assert (second.period_start, second.period_end, second.closing_date) == (
        date(2025, 3, 26),
        date(2025, 3, 31),
        date(2025, 4, 25),
    )
    assert first.posting_date == second.posting_date == date(2025, 3, 31)


def test_thirteen_windows() -> None:
    entries = schedule(*line_and_settings(WORKED[12]))
    assert len(entries) == 13
    assert (entries[0].period_start, entries[0].posting_date) == (date(2021, 4, 1), date(2021, 4, 20))
    assert (entries[12].period_start, entries[12].period_end) == (date(2022, 3, 21), date(2022, 3, 31))
    assert entries[12].posting_date == date(2022, 4, 20)


def test_months_are_posted_in_the_window_of_their_first_day() -> None:
    line = a_line(start=date(2025, 4, 21), end=date(2025, 7, 20))
    posted = [entry.posting_date for entry in schedule(line, ScheduleSettings(posting_day=20))]
    assert posted == [date(2025, 5, 20), date(2025, 6, 20), date(2025, 7, 20)]


def test_usage_has_no_entries_before_it_is_closed() -> None:
    assert schedule(a_line("usage", "10")) == ()
    assert schedule(a_line("usage", "10", end=None)) == ()


def test_one_time_is_one_entry_on_the_first_day() -> None:
    (entry,) = schedule(a_line("one_time", "250000"))
    assert (entry.period_start, entry.period_end) == (date(2025, 4, 1), date(2025, 4, 1))
    assert (entry.posting_date, entry.billing_date) == (date(2025, 4, 30), date(2025, 4, 30))


def test_without_an_end_a_later_horizon_only_adds_entries() -> None:
    for kind in ("monthly", "annual", "daily"):
        line = a_line(kind, "10000", start=date(2025, 1, 31), end=None, proration="calendar")
        short = schedule(line, horizon=date(2026, 1, 30))
        longer = schedule(line, horizon=date(2027, 6, 15))
        assert longer[: len(short)] == short
        assert len(longer) > len(short) >= 12


def test_annual_without_an_end_costs_the_amount_every_twelve_months() -> None:
    entries = schedule(a_line("annual", "100000", end=None), horizon=date(2027, 3, 31))
    assert [line_total(entries[:12]), line_total(entries[12:])] == [100_000, 100_000]
    assert entries[11].amount == entries[23].amount == 8337


def test_horizon_before_the_start_gives_nothing() -> None:
    assert schedule(a_line(end=None), horizon=date(2025, 3, 31)) == ()


def test_without_an_end_the_horizon_is_needed() -> None:
    with pytest.raises(Invalid, match="up to which day"):
        schedule(a_line(end=None))


def test_bad_settings_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        schedule(a_line(), ScheduleSettings(posting_day=32, rounding="sideways"))
    assert [problem.field for problem in refused.value.problems] == ["posting_day", "rounding"]


def test_total_of_nothing_is_zero() -> None:
    assert line_total(()) == Decimal(0)


def test_the_rolling_horizon_is_twelve_months_ahead() -> None:
    assert rolling_horizon(date(2024, 1, 1), date(2025, 2, 28)) == date(2026, 2, 28)
    assert rolling_horizon(date(2025, 4, 1), date(2025, 2, 28)) == date(2026, 4, 1)
