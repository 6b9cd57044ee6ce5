"""Which mails that wait are to be one: of an alert that groups, to the same people, due on one day of the organisation.

Whoever runs one of them runs them all, also those that are due later that day. A time that somebody chose by hand for one
of them stands, and what is run by hand takes along only what is due already.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import Q

from daicho.engine.automation import actions, readings, reasons
from daicho.engine.automation.firings import reading_of
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.versions import Ready, ready_or_problem
from daicho.engine.catalog import registry
from daicho.engine.mail import alerts
from daicho.engine.mail.models import EmailAlert
from daicho.engine.work.frame import Frame
from daicho.values.problems import Refused

MAIL = "send_alert"
MOST = 20_000
"""How many actions of a day are looked at for a batch."""
People = tuple[Any, ...]


class Joint:
    """Knows which steps send mails that are to be one with others; each step is read once."""

    def __init__(self) -> None:
        self._alerts: dict[int | str, alerts.Alert | None] = {}
        self._steps: dict[tuple[int, str], alerts.Alert | None] = {}

    def alert_of(self, row: ScheduledAction) -> int | None:
        """The id of the alert that groups; None for any other action."""
        found = self.of(row)
        return None if found is None else found.id

    def of(self, row: ScheduledAction) -> alerts.Alert | None:
        """The alert that groups; None for any other action, and for a step that cannot be read any more."""
        if row.do != MAIL:
            return None
        key = (row.version_id, row.step)
        if key not in self._steps:
            self._steps[key] = self._read(row)
        return self._steps[key]

    def _read(self, row: ScheduledAction) -> alerts.Alert | None:
        version = ready_or_problem(row.version.definition)
        if not isinstance(version, Ready) or row.step not in version.steps:
            return None
        try:
            name = actions.parameters(version.steps[row.step][0]).alert
            if name not in self._alerts:
                found = alerts.load(name)
                self._alerts[name] = found if found.grouped else None
        except Refused:  # the step says so when it is run
            return None
        return self._alerts[name]


def completed(rows: Sequence[ScheduledAction], frame: Frame) -> list[ScheduledAction]:
    """The claimed rows with all that are to be one mail with one of them; those that another worker has in hand are left out.

    Called in the transaction that claimed the rows. An alert that groups is in the hands of one worker at a time.
    """
    joint = Joint()
    grouping = [row for row in rows if joint.of(row) is not None]
    if not grouping:
        return list(rows)
    wanted = {alert for row in grouping if (alert := joint.alert_of(row)) is not None}
    alerts_held = EmailAlert.objects.filter(pk__in=wanted).order_by("id").select_for_update(skip_locked=True)
    mine = {alert.pk for alert in alerts_held}
    own = [row for row in grouping if joint.alert_of(row) in mine]
    people = _people(own, joint, frame)
    ahead = {people[row.pk] for row in own if row.pk in people and row.reason != reasons.RUN_BY_HAND.code}
    present = {people[row.pk] for row in own if row.pk in people}
    others = [row for row in _others(own, frame) if joint.alert_of(row) in mine]
    theirs = _people(others, joint, frame)
    more = [
        row for row in others if theirs.get(row.pk) in (present if row.due_at and row.due_at <= frame.now else ahead)
    ]
    found = _locked(row.pk for row in more)
    elsewhere = {theirs[pk] for pk in {row.pk for row in more} - {row.pk for row in found}}
    mine_now = {row.pk for row in own if people.get(row.pk) not in elsewhere}
    left = {row.pk for row in grouping} - mine_now
    return [row for row in rows if row.pk not in left] + [row for row in found if theirs[row.pk] not in elsewhere]


def companions(row: ScheduledAction, frame: Frame) -> list[ScheduledAction]:
    """The others that would be one mail with this one as things stand now; nothing is claimed."""
    joint = Joint()
    if joint.of(row) is None or row.due_at is None or row.state != "waiting":
        return []
    day = max(row.due_at, frame.now)
    others = [one for one in _others([row], frame, day) if joint.alert_of(one) == joint.alert_of(row)]
    people = _people([row, *others], joint, frame)
    return [one for one in others if one.pk in people and people[one.pk] == people.get(row.pk)]


def _others(rows: Sequence[ScheduledAction], frame: Frame, day: datetime | None = None) -> list[ScheduledAction]:
    """The mails that wait for a time of that day (None: today) beside these, the earliest first."""
    if not rows:
        return []
    local = (day or frame.now).astimezone(frame.habits.zone).date()
    last = datetime.combine(local, time.max, frame.habits.zone)
    first = datetime.combine(local, time.min, frame.habits.zone)
    same_day = Q(due_at__lte=last) if first <= frame.now else Q(due_at__gte=first, due_at__lte=last)
    chosen = Q(due_at__gt=frame.now) & (Q(postponed_until__isnull=False) | Q(attempts__gt=0))
    waiting = ScheduledAction.objects.filter(
        same_day, object__in={row.object for row in rows}, do=MAIL, state="waiting"
    )
    others = waiting.exclude(chosen).exclude(pk__in=[row.pk for row in rows])
    return list(others.order_by("due_at", "id").prefetch_related("process", "version")[:MOST])


def _people(rows: Sequence[ScheduledAction], joint: Joint, frame: Frame) -> dict[int, People]:
    """By action whom its mail is for: the alert, its recipients, and the owner in whose name it is sent."""
    by_object: dict[str, list[ScheduledAction]] = defaultdict(list)
    for row in rows:
        by_object[row.object].append(row)
    found: dict[int, People] = {}
    for key, mine in by_object.items():
        spec = registry.get(key)
        known = {row.pk: alert for row in mine if (alert := joint.of(row)) is not None}
        paths = {path for alert in known.values() for path in alerts.recipient_paths(alert)}
        paths |= {spec.owner} if spec.owner else set()
        read = readings.read(key, sorted({row.record_id for row in mine}), paths, frame)
        for row in mine:
            if row.record_id in read and row.pk in known:
                values = reading_of(row, read[row.record_id]).values
                alert = known[row.pk]
                found[row.pk] = (alert.id, alerts.recipients(alert, values), readings.owner_of(spec, values))
    return found


def _locked(ids: Iterable[int]) -> list[ScheduledAction]:
    wanted = ScheduledAction.objects.filter(pk__in=list(ids), state="waiting").order_by("due_at", "id")
    return list(wanted.select_for_update(skip_locked=True, of=("self",)).prefetch_related("process", "version"))
