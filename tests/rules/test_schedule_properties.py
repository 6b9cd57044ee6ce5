"""What must hold for every line: parts sum to the total, days tile the use, whole windows cost whole amounts."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from daicho.rules import codes
from daicho.rules.lines import ScheduleLine, ScheduleSettings
from daicho.rules.pricing import line_amount, monthly_recurring
from daicho.rules.schedules import line_total, schedule
from daicho.rules.windows import posting_date, window_start
from daicho.values.months import months_needed
from tests.rules import day_by_day
from tests.rules.test_schedule_matrix import counted

ONE = timedelta(days=1)
few = settings(max_examples=120, derandomize=True, deadline=None)
recurring_policies = [policy for policy in codes.PRORATIONS if policy != "none"]


@some.composite
def lines(draw: some.DrawFn, /, **fixed: Any) -> ScheduleLine:
    start = draw(some.dates(date(2019, 1, 1), date(2031, 12, 31)))
    return ScheduleLine(
        fixed.get("price_kind") or draw(some.sampled_from([kind for kind in codes.PRICE_KINDS if kind != "usage"])),
        draw(some.decimals(0, 9_999_999, places=draw(some.sampled_from([0, 0, 2, 4])))),
        Decimal(draw(some.integers(0, 40))),
        start,
        start + timedelta(days=draw(some.integers(0, 800))),
        sales_cycle=fixed.get("sales_cycle") or draw(some.sampled_from(["monthly", "at_start", "spread"])),
        proration=fixed.get("proration") or draw(some.sampled_from(list(codes.PRORATIONS))),
        fixed_days=draw(some.integers(28, 31)),
        remainder=draw(some.sampled_from(list(codes.REMAINDERS))),
        billing_cycle=draw(some.sampled_from(list(codes.BILLING_CYCLES))),
        billing_timing=draw(some.sampled_from(list(codes.BILLING_TIMINGS))),
    )


some_settings = some.builds(
    ScheduleSettings,
    posting_day=some.integers(1, 31),
    rounding=some.sampled_from(list(codes.ROUNDINGS)),
    month_end_exempt=some.booleans(),
)


@few
@given(lines(), some_settings)
def test_the_second_way_to_count_agrees(line: ScheduleLine, settings: ScheduleSettings) -> None:
    assert [counted(entry) for entry in schedule(line, settings)] == day_by_day.rows(line, settings)


@few
@given(lines(sales_cycle="monthly"), some_settings)
def test_entries_sum_to_the_total(line: ScheduleLine, settings: ScheduleSettings) -> None:
    assert line.end_date is not None
    amount = line_amount(line.unit_price, line.quantity, "JPY", settings.rounding)
    months = months_needed(line.start_date, line.end_date)
    total = line_total(schedule(line, settings))
    if line.price_kind in ("one_time", "period"):
        assert total == amount
    elif line.price_kind == "daily":
        assert total == amount * ((line.end_date - line.start_date).days + 1)
    elif line.price_kind == "annual":
        assert abs(total - amount * months / 12) < 1
    elif line.proration == "none":
        assert total == amount * months


@few
@given(lines(price_kind="monthly"), some_settings, some.integers(1, 31))
def test_the_closing_day_moves_no_money(line: ScheduleLine, settings: ScheduleSettings, closing_day: int) -> None:
    split = ScheduleSettings(
        settings.posting_day, settings.rounding, settings.month_end_exempt, True, closing_day=closing_day
    )
    entries = schedule(line, split)
    assert line_total(entries) == line_total(schedule(line, settings))
    assert all(entry.amount >= 0 for entry in entries)


@few
@given(lines(sales_cycle="monthly"), some_settings, some.booleans())
def test_entries_tile_the_use(line: ScheduleLine, settings: ScheduleSettings, split: bool) -> None:
    entries = schedule(line, ScheduleSettings(settings.posting_day, split_at_closing_day=split, closing_day=20))
    if line.price_kind == "one_time":
        return
    assert (entries[0].period_start, entries[-1].period_end) == (line.start_date, line.end_date)
    for earlier, later in pairwise(entries):
        assert later.period_start == earlier.period_end + ONE


@few
@given(lines(price_kind="monthly", sales_cycle="monthly"), some.integers(1, 31), some.sampled_from(recurring_policies))
def test_a_whole_window_costs_a_whole_month(line: ScheduleLine, posting_day: int, policy: str) -> None:
    line = ScheduleLine("monthly", line.unit_price, line.quantity, line.start_date, line.end_date, proration=policy)
    amount = line_amount(line.unit_price, line.quantity, "JPY")
    for entry in schedule(line, ScheduleSettings(posting_day)):
        last = posting_date(entry.period_start, posting_day)
        whole = (entry.period_start, entry.period_end) == (window_start(last, posting_day), last)
        assert entry.amount == amount if whole else 0 <= entry.amount <= amount


@few
@given(lines(price_kind="daily", sales_cycle="monthly"), some.integers(1, 31))
def test_a_covered_year_has_all_its_days(line: ScheduleLine, posting_day: int) -> None:
    year = line.start_date.year + 1
    daily = ScheduleLine("daily", Decimal(1), Decimal(1), line.start_date, date(year + 1, 6, 30))
    first, last = date(year, 1, 1), date(year, 12, 31)
    spans = [(max(entry.period_start, first), min(entry.period_end, last)) for entry in
             schedule(daily, ScheduleSettings(posting_day))]  # fmt: skip
    billed = sum((last - first).days + 1 for first, last in spans if first <= last)
    assert billed == (366 if year % 4 == 0 else 365)


@few
@given(lines(), some.sampled_from(list(codes.BILLING_CYCLES)), some.sampled_from(list(codes.BILLING_TIMINGS)))
def test_billing_changes_neither_amounts_nor_recurring_revenue(line: ScheduleLine, cycle: str, timing: str) -> None:
    other = ScheduleLine(
        line.price_kind, line.unit_price, line.quantity, line.start_date, line.end_date, line.sales_cycle, None,
        line.proration, line.fixed_days, line.remainder, cycle, timing,
    )  # fmt: skip
    assert monthly_recurring(other) == monthly_recurring(line)
    assert [entry.amount for entry in schedule(other)] == [entry.amount for entry in schedule(line)]


@few
@given(lines(sales_cycle="monthly"), some_settings)
def test_billing_dates_lie_within_the_use_and_never_go_back(line: ScheduleLine, settings: ScheduleSettings) -> None:
    billed = [entry.billing_date for entry in schedule(line, settings)]
    assert line.end_date is not None
    assert billed == sorted(billed)
    assert line.start_date <= billed[0] <= billed[-1] <= line.end_date


@few
@given(lines(price_kind="monthly", sales_cycle="monthly"), some.integers(1, 31), some.integers(0, 400))
def test_without_an_end_the_first_entries_are_those_of_a_long_use(
    line: ScheduleLine, posting_day: int, ahead: int
) -> None:
    if line.billing_cycle == "once" or line.proration == "first_prorated_last_remainder":
        return
    horizon = line.start_date + timedelta(days=ahead)
    settings = ScheduleSettings(posting_day)
    long, endless = (
        ScheduleLine("monthly", line.unit_price, line.quantity, line.start_date, end, proration=line.proration,
                     billing_cycle=line.billing_cycle, billing_timing=line.billing_timing)
        for end in (horizon + timedelta(days=900), None)
    )  # fmt: skip
    expected = [entry for entry in schedule(long, settings) if entry.period_start <= horizon]
    assert list(schedule(endless, settings, horizon=horizon)) == expected
