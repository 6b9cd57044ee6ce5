"""Dates and moments. A condition compares with days: a date, or a relative date such as THIS_MONTH. PURE.

`eq` = inside the days, `lt` = before their first, `gt` = after their last, `le` = not after the last, `ge` = not before
the first, `between` = from the first day of the one to the last day of the other, `in` = inside any. Moments are read in
the organisation's zone. Equality with one instant is not offered: nobody can hit it, so it needs a day as its window.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from daicho.engine.catalog.operators import EMPTINESS, EQUALITY, MEMBERSHIP, ORDER, Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_base import LONGEST_RANGES, FieldKind
from daicho.values.labels import Message
from daicho.values.parsing import NOT_A_DATETIME, plain, read_date, read_datetime, shortened
from daicho.values.periods import Period
from daicho.values.problems import Invalid
from daicho.values.relative_dates import DateFrame, describe_token, is_relative, resolve

INSTANT_EQUALITY = Message(
    "instant_equality",
    ja="「{field}」を1つの時刻と一致で比べることはできません。日付か、TODAY などの相対日付を指定してください。",
    en="{field} cannot be compared for equality with one instant. Give a date, or a relative date such as TODAY.",
)
_TOKEN_LIKE = re.compile(r"[A-Z]+_[A-Z_]+(:.*)?")
ANY_DAY = DateFrame(date(2000, 1, 1))
"""Where a relative date is tried out when it is read, so that a number beyond the calendar is refused at once."""


EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
MARK = ZoneInfo.no_cache("UTC")
"""A zone that only `_moment` uses: what comes back in it was written without an offset."""


@dataclass(frozen=True, slots=True)
class Token:
    """A relative date, as written; which days it means depends on the day of asking."""

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of moments: from `start` on, up to but without `end`; one instant when both are equal."""

    start: datetime
    end: datetime


class DateKind(FieldKind):
    """A business date."""

    operators = (*EQUALITY, *ORDER, *MEMBERSHIP, *EMPTINESS)
    aggregates = ("count", "count_distinct", "min", "max")
    longest_list = LONGEST_RANGES

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The date, from any usual way of writing one."""
        return read_date(raw)

    def to_json(self, value: Any, zone: ZoneInfo) -> Any:
        """ISO 8601."""
        return None if value is None else value.isoformat()

    def keep(self, value: Any) -> Any:
        """The ISO text, which compares like the date."""
        return None if value is None else value.isoformat()

    def kept(self, data: Any, spec: FieldSpec) -> Any:
        """The date."""
        return None if data is None else date.fromisoformat(data)

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """2025/12/31."""
        return "" if value is None else value.strftime("%Y/%m/%d")

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A string in the date format."""
        return {"type": "string", "format": "date"}

    def read_operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """A date or a Token."""
        token = _token(raw)
        return token if token is not None else read_date(raw)

    def order_key(self, operand: Any) -> Any:
        """Dates can be compared at once, relative ones only on the day."""
        return operand if type(operand) is date else None

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Compares days with days."""
        dates = viewpoint.frame.dates
        if op == "in":
            return any(days_of(item, dates).contains(value) for item in operand)
        if op == "between":
            return bool(days_of(operand[0], dates).first <= value <= days_of(operand[1], dates).last)
        days = days_of(operand, dates)
        match op:
            case "lt":
                return bool(value < days.first)
            case "le":
                return bool(value <= days.last)
            case "gt":
                return bool(value > days.last)
            case "ge":
                return bool(value >= days.first)
            case _:
                return days.contains(value)

    def show_operand(self, operand: Any, spec: FieldSpec, language: str, viewpoint: Viewpoint) -> str:
        """A relative date with the days it means."""
        if isinstance(operand, Token):
            return describe_token(operand.text, viewpoint.frame.dates, language)
        return super().show_operand(operand, spec, language, viewpoint)


class DateTimeKind(DateKind):
    """A moment, kept in UTC, read and shown in the organisation's zone."""

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The aware moment; without an offset of its own it is in `zone`."""
        moment = read_datetime(raw, zone)
        if not 1 < moment.year < 9999:
            raise Invalid(NOT_A_DATETIME.problem(value=shortened(raw)))
        return moment.astimezone(UTC)

    def to_json(self, value: Any, zone: ZoneInfo) -> Any:
        """ISO 8601 with the offset of `zone`."""
        return None if value is None else value.astimezone(zone).isoformat()

    def keep(self, value: Any) -> Any:
        """The moment as a text that compares like it."""
        return None if value is None else custom_moment(value)

    def kept(self, data: Any, spec: FieldSpec) -> Any:
        """The aware moment in UTC."""
        return None if data is None else datetime.fromisoformat(data)

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """2025/12/31 09:00."""
        if type(value) is date:
            return value.strftime("%Y/%m/%d")
        return "" if value is None else value.astimezone(zone).strftime("%Y/%m/%d %H:%M")

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A string in the date-time format."""
        return {"type": "string", "format": "date-time"}

    def read_operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """A date, a Token, or for comparisons also a moment (naive where it is written without offset)."""
        token = _token(raw)
        if token is not None:
            return token
        if not _has_time(raw):
            return read_date(raw)
        if op in ("eq", "ne"):
            raise Invalid(INSTANT_EQUALITY.problem(spec.key, field=spec.label))
        return _moment(raw)

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Compares the moment with the stretch of moments that the days are in the organisation's zone."""
        if op == "in":
            return any(_inside(value, span_of(item, viewpoint)) for item in operand)
        if op == "between":
            first, last = span_of(operand[0], viewpoint), span_of(operand[1], viewpoint)
            return bool(value >= first.start) and _not_after(value, last)
        span = span_of(operand, viewpoint)
        match op:
            case "lt":
                return bool(value < span.start)
            case "le":
                return _not_after(value, span)
            case "gt":
                return not _not_after(value, span)
            case "ge":
                return bool(value >= span.start)
            case _:
                return _inside(value, span)


def custom_moment(moment: datetime) -> str:
    """A moment as custom values keep it: UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def days_of(operand: Any, dates: DateFrame) -> Period:
    """The days that an operand means: a date is a period of one day."""
    return resolve(operand.text, dates) if isinstance(operand, Token) else Period(operand, operand)


def span_of(operand: Any, viewpoint: Viewpoint) -> Span:
    """The stretch of moments that an operand means in the organisation's zone; a moment is a stretch of its own."""
    zone = viewpoint.frame.habits.zone
    if isinstance(operand, datetime):
        moment = instant(operand, zone)
        return Span(moment, moment)
    days = days_of(operand, viewpoint.frame.dates)
    return Span(
        midnight(days.first, zone), midnight(days.last + timedelta(days=1), zone) if days.last < date.max else LATEST
    )


def instant(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC; without an offset of its own it is in `zone`."""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return EARLIEST if moment.year == 1 else LATEST


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in `zone`, in UTC; at the ends of the calendar the nearest moment there is."""
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        return EARLIEST if day.year == 1 else LATEST


def _not_after(value: datetime, span: Span) -> bool:
    return value <= span.end if span.start == span.end else value < span.end


def _inside(value: datetime, span: Span) -> bool:
    return value >= span.start and _not_after(value, span)


def _token(raw: Any) -> Token | None:
    """The relative date, when `raw` is written like one. Raises Invalid for a number beyond the calendar."""
    if isinstance(raw, Token):
        return raw
    text = plain(raw).upper() if isinstance(raw, str) else ""
    if not (is_relative(text) or _TOKEN_LIKE.fullmatch(text)):
        return None
    resolve(text, ANY_DAY)
    return Token(text)


def _has_time(raw: Any) -> bool:
    """Whether a time of day is written, be it midnight."""
    return isinstance(raw, datetime) or (isinstance(raw, str) and any(sign in plain(raw) for sign in ":時"))


def _moment(raw: Any) -> datetime:
    """A moment as written: aware with an offset of its own, else naive, to be read in the zone of the asking."""
    if isinstance(raw, datetime):
        return raw
    read = read_datetime(raw, MARK)
    return read.replace(tzinfo=None) if read.tzinfo is MARK else read
