"""Which days are working days: weekends, Japanese public holidays, the year's turn and a company's own days."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import holidays

from daicho.values.labels import Message
from daicho.values.problems import Invalid

Shift = Literal["none", "previous", "next"]

UNKNOWN_SHIFT = Message(
    "unknown_business_day_rule",
    ja="休業日の扱い「{value}」はありません。none、previous、next のいずれかを指定してください。",
    en="There is no holiday rule “{value}”. Use none, previous or next.",
)
NO_WORKING_DAY = Message(
    "no_working_day",
    ja="{day} の前後1年に営業日がありません。休業日の設定を確認してください。",
    en="There is no working day within a year of {day}. Check the days off of the calendar.",
)
_DAY = timedelta(days=1)
_LONGEST_CLOSURE = 366


@lru_cache(maxsize=512)
def public_holidays(year: int) -> frozenset[date]:
    """The Japanese public holidays of a year, substitutes included; empty before 1949 and after 2099."""
    return frozenset(holidays.country_holidays("JP", years=year))


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The organisation's calendar. `days_off` are its own closed days, `days_on` days worked although they look closed.

    `weekend` holds weekday numbers (0 Monday … 6 Sunday).
    """

    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})
    year_end_closed: bool = True
    japanese_holidays: bool = True

    def is_working_day(self, day: date) -> bool:
        """Whether people work on `day`."""
        if day in self.days_on:
            return True
        if day.weekday() in self.weekend or day in self.days_off:
            return False
        if self.year_end_closed and (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}:
            return False
        return not (self.japanese_holidays and day in public_holidays(day.year))

    def shift(self, day: date, how: Shift) -> date:
        """`day` itself when it is a working day or `how` is none, else the previous or the next working day.

        Raises Invalid for an unknown `how` or when there is no working day within a year.
        """
        if how not in ("none", "previous", "next"):
            raise Invalid(UNKNOWN_SHIFT.problem(value=how))
        if how == "none" or self.is_working_day(day):
            return day
        return self._neighbour(day, -1 if how == "previous" else 1)

    def add_working_days(self, day: date, n: int) -> date:
        """The `n`-th working day after `day` (before, when negative); `day` itself need not be one and is not counted.

        0 gives `day` unchanged. Raises Invalid when there is no working day within a year.
        """
        for _ in range(abs(n)):
            day = self._neighbour(day, 1 if n > 0 else -1)
        return day

    def _neighbour(self, day: date, step: int) -> date:
        """The nearest working day after (`step` 1) or before (-1) `day`."""
        candidate = day
        for _ in range(_LONGEST_CLOSURE):
            candidate += step * _DAY
            if self.is_working_day(candidate):
                return candidate
        raise Invalid(NO_WORKING_DAY.problem(day=day))
