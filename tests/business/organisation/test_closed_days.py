"""Closed days: written as people write them, kept as dates, shown as short lines again."""

import pytest

from daicho.business.organisation.closed_days import read_days, written_days
from daicho.values.problems import Invalid


@pytest.mark.parametrize(
    "text, days",
    [
        ("", []),
        ("2026/12/29\n\n2026-08-13", ["2026-08-13", "2026-12-29"]),
        ("2026/12/30～2027/01/02", ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]),
        ("R8.12.29、２０２６年１２月３０日", ["2026-12-29", "2026-12-30"]),
        ("2026/12/29 から 2026/12/30\r\n2026/12/30", ["2026-12-29", "2026-12-30"]),
    ],
)
def test_days_are_read(text, days):
    assert read_days(text) == days


@pytest.mark.parametrize(
    "text, codes",
    [
        ("年末年始", ["closed_days_unreadable"]),
        ("2026/13/01\n2026/02/30", ["closed_days_unreadable", "closed_days_unreadable"]),
        ("2026/12/30～2026/12/01", ["closed_days_reversed"]),
        ("2026/01/01～2027/12/31", ["closed_days_too_long"]),
        ("2026/01/01～2026/01/02～2026/01/03", ["closed_days_unreadable"]),
        ("\n".join(f"{year}/01/01～{year}/12/31" for year in range(2020, 2026)), ["closed_days_too_many"]),
    ],
)
def test_what_cannot_be_read_is_named_line_by_line(text, codes):
    with pytest.raises(Invalid) as refused:
        read_days(text)
    assert [problem.code for problem in refused.value.problems] == codes
    assert {problem.field for problem in refused.value.problems} == {"closed_days"}


def test_days_in_a_row_are_written_as_one_line():
    days = ["2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01", "2026-08-13"]
    assert written_days(days) == "2026/08/13\n2026/12/29～2027/01/01"
    assert read_days(written_days(days)) == sorted(days)
