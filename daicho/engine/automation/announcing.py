"""Announces each mail that waits as many working days before it is really due as the process that announces says.

A process with "announce_mails" that is switched on announces the mails about its object whatever process sends them and
however their time has moved: postponed by hand, moved with a date, planned inside the days looked ahead. What was
announced is not announced again unless its time changed. A unit of background work.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time

from django.db import transaction
from django.db.models import F

from daicho.engine.automation import actions, do_announce_mails, previewing
from daicho.engine.automation.do_announce_mails import Parameters
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.automation.versions import Ready, ready_or_problem
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit

AT_ONCE = 500
MORNING = "09:00"


@dataclass(frozen=True, slots=True)
class _Announcer:
    """A step that announces: of which process, with what, and from what time of the day."""

    process: Process
    given: Parameters
    at: time


def announce(frame: Frame) -> bool:
    """One batch of mails whose announcement has come; whether there was any. Safe beside other workers and after a crash."""
    done = [_announce(one, frame) for one in _announcers()]
    return any(done)


def unit() -> Unit:
    """Announcing as a unit of work."""
    return Unit("announce mails", announce)


def _announcers() -> Iterator[_Announcer]:
    """The steps that announce of all processes that are switched on; one for each process."""
    for process in Process.objects.filter(active=True).select_related("active_version").order_by("order", "id"):
        version = process.active_version and ready_or_problem(process.active_version.definition)
        if not isinstance(version, Ready):
            continue
        for action, schedule in version.steps.values():
            if action.do == do_announce_mails.KEY:
                at = schedule.at if schedule is not None and schedule.at is not None else MORNING
                yield _Announcer(process, actions.parameters(action), time.fromisoformat(at))
                break


def _announce(one: _Announcer, frame: Frame) -> bool:
    """What one process has to announce now, at most one batch; whether there was anything."""
    if frame.now.astimezone(frame.habits.zone).time() < one.at:
        return False
    coming = do_announce_mails.coming_mails(one.process.object, one.given, frame)
    with transaction.atomic():
        claimed = coming.order_by("due_at", "id").select_for_update(skip_locked=True, of=("self",))
        rows = list(claimed.prefetch_related("process", "version")[:AT_ONCE])
        if rows:
            needs = do_announce_mails.needs(one.given, one.process.object)
            firings = {firing.action_id: firing for firing in previewing.firings_of(rows, needs, frame)}
            pairs = [(row, replace(firings[row.pk], process=one.process.name)) for row in rows if row.pk in firings]
            do_announce_mails.tell(one.given, pairs, frame)
            ScheduledAction.objects.filter(pk__in=[row.pk for row in rows]).update(announced_for=F("due_at"))
    return bool(rows)
