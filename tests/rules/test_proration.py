"""Proration: the tables of docs/rules/proration.md."""

from datetime import date, timedelta

import pytest

from daicho.rules import codes
from daicho.rules.proration import is_prorated
from daicho.rules.schedules import ScheduleLine, ScheduleSettings, line_total, schedule
from daicho.rules.windows import windows
from tests.rules.lines_of_tables import a_line
from tests.worked_tables import Row, day, names, number, table

POLICIES = table("proration", "days in use")
ROUNDINGS = table("proration", "currency")
END = date(2026, 3, 31)


def test_every_policy_and_rounding_has_a_column() -> None:
    assert set(codes.PRORATIONS) - {"none"} <= POLICIES[0].keys()
    assert set(codes.ROUNDINGS) <= ROUNDINGS[0].keys()


@pytest.mark.parametrize("policy", [policy for policy in codes.PRORATIONS if policy != "none"])
@pytest.mark.parametrize("row", POLICIES, ids=names(POLICIES, "start"))
def test_first_window(row: Row, policy: str) -> None:
    line = a_line("monthly", "31000", day(row["start"]), END, proration=policy)
    assert schedule(line)[0].amount == number(row[policy])
    window = windows(line.start_date, END, 31)[0]
    assert f"{window.days} of {window.full_days}" == row["days in use"]


@pytest.mark.parametrize("rounding", codes.ROUNDINGS)
@pytest.mark.parametrize("row", ROUNDINGS, ids=names(ROUNDINGS, "price", "currency"))
def test_rounding(row: Row, rounding: str) -> None:
    price = row["price"].replace(",", "")
    line = a_line("monthly", price, date(2025, 3, 31), END, proration="calendar", currency=row["currency"])
    assert schedule(line, ScheduleSettings(rounding=rounding))[0].amount == number(row[rounding])


def test_the_last_window_pays_what_the_first_left_whatever_the_rounding() -> None:
    for rounding in codes.ROUNDINGS:
        line = a_line("monthly", "10000", date(2025, 3, 31), date(2025, 6, 29),
                      proration="first_prorated_last_remainder")  # fmt: skip
        entries = schedule(line, ScheduleSettings(rounding=rounding))
        assert entries[0].amount + entries[-1].amount == 10_000
        assert line_total(entries) == 30_000


def test_month_end_exemption_spares_only_lines_that_end_on_one() -> None:
    exempting = ScheduleSettings(month_end_exempt=True)
    ends = [date(2026, 3, 31), date(2026, 2, 28), date(2024, 2, 28), date(2024, 2, 29), date(2026, 3, 30), None]
    prorated = [is_prorated(a_line(end=end, start=date(2023, 1, 1), proration="half"), exempting) for end in ends]
    assert prorated == [False, False, True, False, True, True]


def test_one_day_less_costs_one_day_less() -> None:
    def total(end: date) -> object:
        line: ScheduleLine = a_line("monthly", "31000", date(2025, 3, 1), end, proration="calendar")
        return line_total(schedule(line))

    ends = [date(2025, 3, 31) - timedelta(days=n) for n in range(31)]
    assert [total(end) for end in ends] == [1000 * n for n in range(31, 0, -1)]
