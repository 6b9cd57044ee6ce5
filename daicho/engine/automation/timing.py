"""When a scheduled action is due: from the date it hangs on, in the organisation's zone and calendar. PURE.

Leaves to others: what happens when that moment has passed (`plan`), and where the date comes from.
"""

from datetime import UTC, date, datetime, time

from daicho.engine.automation.definition import Lead, Schedule
from daicho.engine.work.frame import Habits
from daicho.values.offsets import Offset
from daicho.values.problems import Invalid

MORNING = time(9, 0)


def due(schedule: Schedule, base: date | datetime, habits: Habits) -> datetime | None:
    """The moment (UTC) at which the schedule is due for a base date or moment (aware); None beyond the range of dates.

    Hours count real time from the base; all other units count days of the organisation's calendar and keep the time of
    day, also across a change of the clock. A time of day moves a moment to that time of its own day first.
    """
    try:
        moment = offset_of(schedule).apply_moment(_start(schedule, base, habits), habits.calendar)
        if schedule.business_day != "none":
            day = habits.calendar.shift(moment.date(), schedule.business_day)
            moment = datetime.combine(day, moment.timetz())
        if schedule.lead is not None:
            moment = lead_of(schedule.lead).apply_moment(moment, habits.calendar)
        return moment.astimezone(UTC)
    except (Invalid, OverflowError):
        return None


def offset_of(schedule: Schedule) -> Offset:
    """The schedule's distance from its date."""
    return Offset(schedule.offset, schedule.unit, schedule.direction)


def lead_of(lead: Lead) -> Offset:
    """How long before its time a schedule runs."""
    return Offset(lead.offset, lead.unit, "before")


def _start(schedule: Schedule, base: date | datetime, habits: Habits) -> datetime:
    local = base.astimezone(habits.zone) if isinstance(base, datetime) else None
    clock = local.time() if local else MORNING
    clock = clock if schedule.at is None else time.fromisoformat(schedule.at)
    return datetime.combine(local.date() if local else base, clock, habits.zone)
