"""When the amounts of a line are planned to be billed (請求予定日), independently of when they are posted as sales."""

from collections.abc import Iterable
from datetime import date

from daicho.rules.codes import BILLING_CYCLE_MONTHS, MIXED_BILLING_CYCLE
from daicho.rules.lines import ScheduleLine
from daicho.values.months import DAY, add_months, months_between, months_needed


def contract_billing_cycle(cycles: Iterable[str]) -> str | None:
    """The billing cycle of a contract: that of its lines, mixed when they differ, None without lines."""
    different = set(cycles)
    if len(different) > 1:
        return MIXED_BILLING_CYCLE
    return different.pop() if different else None


class BillingDates:
    """The billing date of each day of one line; remembers the date of each cycle.

    Cycle k covers n months from use start + k·n months. The last cycle of the use ends with it; later cycles, which only
    entries beyond the use have, go on whole. With `once` everything is in cycle 0, which is the whole use.
    """

    __slots__ = ("_dates", "_last_cycle", "_line", "_months")

    def __init__(self, line: ScheduleLine) -> None:
        self._line = line
        self._months = BILLING_CYCLE_MONTHS[line.billing_cycle]
        self._dates: dict[int, date] = {}
        self._last_cycle: int | None = None
        if self._months is not None and line.end_date is not None:
            self._last_cycle = (months_needed(line.start_date, line.end_date) - 1) // self._months

    def cycle(self, period_start: date) -> int:
        """The number of the cycle that holds `period_start`; 0 is the first."""
        if self._months is None:
            return 0
        number = months_between(self._line.start_date, period_start) // self._months
        end = self._line.end_date
        if self._last_cycle is not None and end is not None and period_start <= end:
            return min(number, self._last_cycle)
        return number

    def date_for(self, period_start: date) -> date:
        """The billing date of an entry that begins on `period_start`, which is not before the use start."""
        number = self.cycle(period_start)
        found = self._dates.get(number)
        if found is None:
            found = self._dates[number] = self._date(number)
        return found

    def _date(self, number: int) -> date:
        line, months = self._line, self._months
        if line.first_billing_date is not None:
            return add_months(line.first_billing_date, number * (months or 0))
        if months is None:
            return line.start_date if line.billing_timing == "advance" or line.end_date is None else line.end_date
        if line.billing_timing == "advance":
            return add_months(line.start_date, number * months)
        if number == self._last_cycle and line.end_date is not None:
            return line.end_date
        return add_months(line.start_date, (number + 1) * months) - DAY
