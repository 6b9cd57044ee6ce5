"""Every cell of price kind × proration × sales cycle × billing cycle × timing × posting day, against a second way to count.

The cells come from the codes themselves: a new code shows as a cell that the second implementation cannot count.
"""

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from daicho.rules import codes
from daicho.rules.checks import check_line
from daicho.rules.schedules import Entry, ScheduleLine, ScheduleSettings, schedule
from tests.rules import day_by_day
from tests.rules.lines_of_tables import a_line

USES = ((date(2024, 1, 31), date(2024, 5, 14)), (date(2025, 2, 10), date(2025, 4, 30)))
POSTING_DAYS = (1, 20, 30, 31)


def counted(entry: Entry) -> day_by_day.Row:
    return day_by_day.Row(entry.period_start, entry.period_end, entry.posting_date, entry.billing_date, entry.amount)


def cells(price_kind: str, sales_cycle: str) -> Iterator[ScheduleLine]:
    for number, (proration, billing, timing, (start, end)) in enumerate(
        product(codes.PRORATIONS, codes.BILLING_CYCLES, codes.BILLING_TIMINGS, USES)
    ):
        yield a_line(
            price_kind, "10007", start, end, sales_cycle=sales_cycle, proration=proration, spread_months=7,
            billing_cycle=billing, billing_timing=timing, remainder=("last", "first")[number % 2],
            first_billing_date=date(2024, 3, 31) if number % 3 == 0 else None,
        )  # fmt: skip


@pytest.mark.parametrize("price_kind", codes.PRICE_KINDS)
@pytest.mark.parametrize("sales_cycle", codes.SALES_CYCLES)
def test_cells(price_kind: str, sales_cycle: str) -> None:
    for number, line in enumerate(cells(price_kind, sales_cycle)):
        if sales_cycle == "usage" and price_kind != "usage":
            assert [problem.code for problem in check_line(line)] == ["usage_only"]
            continue
        settings = ScheduleSettings(POSTING_DAYS[number // 2 % 4], ("down", "half_up", "up")[number % 3])
        entries = [counted(entry) for entry in schedule(line, settings)]
        assert entries == day_by_day.rows(line, settings), (line, settings)


@pytest.mark.parametrize("posting_day", range(1, 32))
def test_every_posting_day(posting_day: int) -> None:
    settings = ScheduleSettings(posting_day, month_end_exempt=posting_day % 2 == 0)
    for proration, (start, end) in product(codes.PRORATIONS, USES):
        line = a_line("monthly", "10007", start, end, proration=proration)
        assert [counted(entry) for entry in schedule(line, settings)] == day_by_day.rows(line, settings)
