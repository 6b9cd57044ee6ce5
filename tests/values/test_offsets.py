"""Distances before and after a day: the table of docs/rules/relative-dates.md, parse and format, words, moments."""

from datetime import date, datetime
from typing import cast, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from daicho.values.calendars import BusinessCalendar
from daicho.values.labels import Label
from daicho.values.offsets import Direction, Offset, Unit
from daicho.values.problems import Invalid
from tests.worked_tables import Row, day, names, table

ROWS = table("relative-dates", "distance")
CALENDAR = BusinessCalendar()
TOKYO, PARIS = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Paris")
END = Label("契約終了日", "End")


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS, "from", "distance"))
def test_apply(row: Row) -> None:
    assert Offset.parse(row["distance"]).apply(day(row["from"]), CALENDAR) == day(row["reaches"])


@given(
    some.builds(
        Offset, some.integers(0, 100_000), some.sampled_from(get_args(Unit)), some.sampled_from(get_args(Direction))
    )
)
def test_format_is_read_back(offset: Offset) -> None:
    assert Offset.parse(str(offset)) == offset


@pytest.mark.parametrize(
    "written, offset",
    [
        ("1 month before", Offset(1, "months", "before")),
        ("  90  Days  Before ", Offset(90, "days", "before")),
        ("1 business day after", Offset(1, "business_days", "after")),
        ("3 business_days before", Offset(3, "business_days", "before")),
    ],
)
def test_parse(written: str, offset: Offset) -> None:
    assert Offset.parse(written) == offset


@pytest.mark.parametrize(
    "written", ["", "90", "90 days", "-1 days before", "1.5 days before", "2 years before", "９０日前"]
)
def test_unreadable_is_refused(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        Offset.parse(written)
    assert refused.value.problems[0].code == "unreadable_offset"


@pytest.mark.parametrize("count, unit, direction", [(-1, "days", "before"), (1, "years", "before"), (1, "days", "ago")])
def test_only_known_parts(count: int, unit: str, direction: str) -> None:
    with pytest.raises(Invalid):
        Offset(count, cast(Unit, unit), cast(Direction, direction))


@pytest.mark.parametrize(
    "offset, ja, en",
    [
        (Offset(90), "契約終了日の90日前", "90 days before End"),
        (Offset(1, "months"), "契約終了日の1か月前", "1 month before End"),
        (Offset(3, "business_days", "after"), "契約終了日の3営業日後", "3 business days after End"),
        (Offset(0), "契約終了日の当日", "on End"),
        (Offset(2, "weeks"), "契約終了日の2週間前", "2 weeks before End"),
    ],
)
def test_words(offset: Offset, ja: str, en: str) -> None:
    assert (offset.describe(END), offset.describe(END, "en")) == (ja, en)


def test_a_moment_keeps_its_time_of_day() -> None:
    base = datetime(2026, 3, 31, 9, tzinfo=TOKYO)
    assert Offset(1, "months").apply_moment(base, CALENDAR) == datetime(2026, 2, 28, 9, tzinfo=TOKYO)
    assert Offset(25, "hours", "after").apply_moment(base, CALENDAR) == datetime(2026, 4, 1, 10, tzinfo=TOKYO)


def test_daylight_saving_moves_hours_but_no_day() -> None:
    base = datetime(2026, 3, 28, 9, tzinfo=PARIS)
    assert Offset(1, "days", "after").apply_moment(base, CALENDAR) == datetime(2026, 3, 29, 9, tzinfo=PARIS)
    assert Offset(24, "hours", "after").apply_moment(base, CALENDAR) == datetime(2026, 3, 29, 10, tzinfo=PARIS)


def test_leaving_the_calendar_is_refused() -> None:
    with pytest.raises(Invalid, match="range of dates"):
        Offset(100_000, "months").apply(date(2026, 1, 1), CALENDAR)
