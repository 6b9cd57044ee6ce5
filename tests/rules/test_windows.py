"""Sales windows: the table of docs/rules/windows.md, tiling, cuts at a closing day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from daicho.rules.windows import posting_date, split_days, window_start, windows
from tests.worked_tables import Row, day, names, table

ROWS = table("windows", "posting day")
ONE = timedelta(days=1)
dates = some.dates(date(2000, 1, 1), date(2050, 12, 31))
few = settings(max_examples=200, derandomize=True, deadline=None)


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS, "start", "posting day"))
def test_row(row: Row) -> None:
    found = windows(day(row["start"]), day(row["end"]), int(row["posting day"]))
    assert len(found) == int(row["windows in use"])
    for window, cell in ((found[0], row["first window"]), (found[-1], row["last window"])):
        assert f"{window.first}…{window.last} of {window.full_first}…{window.full_last}" == cell


@few
@given(dates, some.integers(0, 900), some.integers(1, 31))
def test_windows_tile_the_use(start: date, length: int, posting_day: int) -> None:
    end = start + timedelta(days=length)
    found = windows(start, end, posting_day)
    assert (found[0].first, found[-1].last) == (start, end)
    assert sum(window.days for window in found) == length + 1
    for earlier, later in pairwise(found):
        assert later.first == later.full_first == earlier.last + ONE == earlier.full_last + ONE
    assert all(window.is_whole for window in found[1:-1])


@few
@given(dates, some.integers(1, 31))
def test_a_short_first_window_is_measured_by_the_whole_one(start: date, posting_day: int) -> None:
    first = windows(start, start + timedelta(days=60), posting_day)[0]
    assert first.full_first <= first.first <= first.full_last
    assert 28 <= first.full_days <= 31
    assert posting_date(first.full_first, posting_day) == first.full_last
    assert window_start(first.full_last, posting_day) == first.full_first


@few
@given(dates, some.integers(0, 60), some.integers(1, 31))
def test_pieces_tile_the_days(first: date, length: int, closing_day: int) -> None:
    last = first + timedelta(days=length)
    pieces = split_days(first, last, closing_day)
    assert (pieces[0][0], pieces[-1][1]) == (first, last)
    for earlier, later in pairwise(pieces):
        assert earlier[1] == earlier[2]
        assert later[0] == earlier[1] + ONE
    assert all(begun <= ended <= closing for begun, ended, closing in pieces)


def test_without_an_end_windows_go_on_to_the_horizon() -> None:
    found = windows(date(2025, 4, 18), None, 31, date(2025, 6, 1))
    assert [(window.first, window.last) for window in found] == [
        (date(2025, 4, 18), date(2025, 4, 30)),
        (date(2025, 5, 1), date(2025, 5, 31)),
        (date(2025, 6, 1), date(2025, 6, 30)),
    ]


def test_neither_end_nor_horizon_is_an_error() -> None:
    with pytest.raises(ValueError, match="horizon"):
        windows(date(2025, 4, 1), None, 31)
