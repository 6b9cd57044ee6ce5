"""What keeps a line from having a schedule: its values one by one, choices that contradict each other, absurd totals."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from daicho.rules import codes
from daicho.rules.bounds import (
    LARGEST_PRICE,
    LARGEST_QUANTITY,
    LARGEST_TOTAL,
    LONGEST_TERM_MONTHS,
    NAMES,
    TERM_TOO_LONG,
    TOO_LARGE,
    UNKNOWN_CURRENCY,
    USE_END_BEFORE_START,
    check_code,
    check_date,
    check_integer,
    check_number,
    check_term,
)
from daicho.rules.lines import ScheduleLine, ScheduleSettings
from daicho.values.labels import Label, Message, Problem
from daicho.values.money import is_known_currency
from daicho.values.months import add_months

END_NEEDED = Message(
    "end_needed",
    ja="利用終了日がない明細では「{choice}」を使えません。利用終了日を入力するか、別の{name}を選んでください。",
    en="“{choice}” cannot be used on a line without an end of use. Enter an end, or choose another {name}.",
)
HORIZON_NEEDED = Message(
    "horizon_needed",
    ja="利用終了日がない明細では、いつまでの予定を作るかを指定してください。",
    en="For a line without an end of use, say up to which day its schedule is wanted.",
)
USAGE_ONLY = Message(
    "usage_only",
    ja="売上サイクル「従量」を使えるのは、金額種別「従量」の明細だけです。別の売上サイクルを選んでください。",
    en="Only a line with a usage price can have the sales cycle “Usage”. Choose another sales cycle.",
)

_LINE_CODES: tuple[tuple[str, Mapping[str, Label]], ...] = (
    ("price_kind", codes.PRICE_KINDS),
    ("sales_cycle", codes.SALES_CYCLES),
    ("proration", codes.PRORATIONS),
    ("remainder", codes.REMAINDERS),
    ("billing_cycle", codes.BILLING_CYCLES),
    ("billing_timing", codes.BILLING_TIMINGS),
)


def check_line(line: ScheduleLine, *, horizon: date | None = None) -> list[Problem]:
    """Everything that keeps `line` from having a schedule; empty when it can be computed.

    `horizon` is how far the schedule of a line without an end of use is wanted (None: not known yet).
    """
    found = check_term(line.start_date, line.end_date, USE_END_BEFORE_START)
    found += check_date("first_billing_date", line.first_billing_date)
    for field, known in _LINE_CODES:
        found += check_code(field, getattr(line, field), known)
    found += check_number("unit_price", line.unit_price, LARGEST_PRICE)
    found += check_number("quantity", line.quantity, LARGEST_QUANTITY)
    if not is_known_currency(line.currency):
        found.append(UNKNOWN_CURRENCY.problem("currency", value=line.currency))
    if line.proration == "fixed":
        found += check_integer("fixed_days", line.fixed_days, 1, 366)
    if line.sales_cycle == "spread_months":
        found += check_integer("spread_months", line.spread_months, 1, LONGEST_TERM_MONTHS)
    if found:
        return found
    return _check_combination(line) + _check_far_horizon(line, horizon) or _check_total(line, horizon)


def check_settings(settings: ScheduleSettings) -> list[Problem]:
    """What is wrong with the organisation's settings: days that are not 1–31, an unknown rounding."""
    return list(_check_settings(settings))


@lru_cache(maxsize=64)
def _check_settings(settings: ScheduleSettings) -> tuple[Problem, ...]:
    return (
        *check_integer("posting_day", settings.posting_day, 1, 31),
        *check_integer("closing_day", settings.closing_day, 1, 31),
        *check_code("rounding", settings.rounding, codes.ROUNDINGS),
    )


def _check_combination(line: ScheduleLine) -> list[Problem]:
    """Choices that contradict each other or that need an end of use."""
    if line.sales_cycle == "usage" and line.price_kind != "usage":
        return [USAGE_ONLY.problem("sales_cycle")]
    if line.end_date is not None or line.price_kind == "usage":
        return []
    found: list[Problem] = []
    one_time = line.price_kind == "one_time"
    if line.price_kind == "period":
        found.append(_end_needed("price_kind", codes.PRICE_KINDS["period"]))
    if line.sales_cycle == "spread" or (line.sales_cycle in ("at_start", "spread_months") and not one_time):
        found.append(_end_needed("sales_cycle", codes.SALES_CYCLES[line.sales_cycle]))
    if line.billing_cycle == "once" and not one_time:
        found.append(_end_needed("billing_cycle", codes.BILLING_CYCLES["once"]))
    return found


def _end_needed(field: str, choice: Label) -> Problem:
    return END_NEEDED.problem(field, name=NAMES[field], choice=choice)


def check_horizon(line: ScheduleLine, horizon: date | None) -> list[Problem]:
    """A problem when the entries of a line without an end of use are wanted but not up to which day."""
    if line.end_date is not None or horizon is not None or line.price_kind in ("usage", "one_time"):
        return []
    return [HORIZON_NEEDED.problem("end_date")]


def _check_far_horizon(line: ScheduleLine, horizon: date | None) -> list[Problem]:
    """A horizon out of range or more than 100 years after the start."""
    if line.end_date is not None or horizon is None:
        return []
    if horizon >= add_months(line.start_date, LONGEST_TERM_MONTHS):
        return [TERM_TOO_LONG.problem("end_date", start=line.start_date, end=horizon)]
    return check_date("end_date", horizon)


def _check_total(line: ScheduleLine, horizon: date | None) -> list[Problem]:
    """A line whose total over its use would be absurd."""
    end = line.end_date or horizon or line.start_date
    days = max((end - line.start_date).days + 1, 1)
    most = line.unit_price * line.quantity
    if line.price_kind == "daily":
        most *= days
    elif line.price_kind == "monthly":
        most *= days // 28 + 1
    elif line.price_kind == "annual":
        most *= days // 365 + 1
    if most > LARGEST_TOTAL:
        return [TOO_LARGE.problem("unit_price", name=NAMES["amount"], value=most, limit=LARGEST_TOTAL)]
    return []
