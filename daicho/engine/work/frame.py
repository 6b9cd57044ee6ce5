"""The moment and the habits by which dates are read: now, zone, week start, fiscal year, working days.

Everything that needs a date takes a Frame; only the edges (page, API, command line, worker) make one from the clock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from daicho.values.calendars import BusinessCalendar
from daicho.values.relative_dates import DateFrame


@dataclass(frozen=True, slots=True)
class Habits:
    """Settings of the organisation that decide how dates are read."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Tokyo"))
    week_start: int = 0
    fiscal_first_month: int = 4
    calendar: BusinessCalendar = field(default_factory=BusinessCalendar)


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment (aware) read with the organisation's habits."""

    now: datetime
    habits: Habits = field(default_factory=Habits)

    @property
    def today(self) -> date:
        """The business date: the day it is in the organisation's zone."""
        return self.now.astimezone(self.habits.zone).date()

    @property
    def dates(self) -> DateFrame:
        """What relative dates (THIS_MONTH) are resolved with."""
        return DateFrame(self.today, self.habits.week_start, self.habits.fiscal_first_month)

    def at(self, now: datetime) -> "Frame":
        """The same habits at another moment."""
        return replace(self, now=now)


_provider: list[Callable[[], Habits]] = []


def provide_habits(provider: Callable[[], Habits]) -> None:
    """Say where the habits come from (the organisation's settings); called once by wiring."""
    _provider[:] = [provider]


def frame_at(now: datetime) -> Frame:
    """The frame of a moment, with the organisation's habits as they are set now (defaults before wiring)."""
    return Frame(now, _provider[0]() if _provider else Habits())
