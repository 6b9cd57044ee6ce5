"""What a schedule is made from and of: the line, the organisation's settings, the entries. Holds no calculation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One licence line as the schedule sees it; codes are those of `daicho.rules.codes`.

    `unit_price` is net and excludes tax, in the major unit of `currency`. `start_date` and `end_date` are the first and
    last day of use (both inclusive); None: evergreen, without an end. `spread_months` counts only with the sales cycle
    spread_months, `fixed_days` only with the proration fixed. `first_billing_date` None: the cycle decides.
    """

    price_kind: str
    unit_price: Decimal
    quantity: Decimal
    start_date: date
    end_date: date | None
    sales_cycle: str = "monthly"
    spread_months: int | None = None
    proration: str = "none"
    fixed_days: int = 30
    remainder: str = "last"
    billing_cycle: str = "monthly"
    billing_timing: str = "arrears"
    first_billing_date: date | None = None
    currency: str = "JPY"


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """Settings of the organisation. `posting_day` and `closing_day` are 1–31; 31, and a day a month lacks, is its end.

    `month_end_exempt`: a line that ends on a month end is not prorated at all. `split_at_closing_day`: windows are also
    cut at `closing_day`. `rounding` rounds line amounts, annual totals and prorated parts.
    """

    posting_day: int = 31
    rounding: str = "down"
    month_end_exempt: bool = False
    split_at_closing_day: bool = False
    closing_day: int = 31


@dataclass(frozen=True, slots=True)
class Entry:
    """One amount of one line: its days (both inclusive), when it is posted as sales, when it is planned to be billed.

    `formula` says in numbers how the amount came about. `closing_date` is the closing day that the days belong to, None
    unless windows are cut at the closing day.
    """

    period_start: date
    period_end: date
    posting_date: date
    billing_date: date
    amount: Decimal
    formula: str
    closing_date: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a line's total before it has its billing date: its days, its posting date, its amount and why."""

    first: date
    last: date
    posting_date: date
    amount: Decimal
    formula: str
    closing_date: date | None = None
