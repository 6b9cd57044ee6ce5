"""The organisation's settings as other modules take them: habits for dates, schedule settings, its name and sender."""

from datetime import date
from zoneinfo import ZoneInfo

from daicho.business.organisation.models import Organisation
from daicho.engine.work.frame import Habits
from daicho.rules.lines import ScheduleSettings
from daicho.values.calendars import BusinessCalendar


def organisation() -> Organisation:
    """The one row; a default one (not saved) before the first start."""
    return Organisation.objects.filter(pk=1).first() or Organisation(pk=1)


def habits() -> Habits:
    """How dates are read: zone, week start, fiscal year, working days."""
    return habits_of(organisation())


def habits_of(row: Organisation) -> Habits:
    """The habits in a row that was read already."""
    closed = frozenset(date.fromisoformat(day) for day in row.closed_days)
    return Habits(ZoneInfo(row.zone), row.week_start, row.fiscal_first_month, BusinessCalendar(days_off=closed))


def schedule_settings(closing_day: int = 31) -> ScheduleSettings:
    """How schedules are cut and rounded; `closing_day` (1–31, 31 = month end) is the quote's or contract's."""
    row = organisation()
    return ScheduleSettings(
        posting_day=row.posting_day,
        rounding=row.rounding,
        month_end_exempt=row.month_end_exempt,
        split_at_closing_day=row.split_at_closing_day,
        closing_day=closing_day,
    )
