"""Rows of the outbox while they are being sent: claimed by one worker, started, settled, recovered. No SMTP here.

A worker first reserves a batch (still `queued`, its lease id on it), then commits `sending` for one mail at a time
together with the result of the one before, so that at most one mail is in flight whenever it is killed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import State
from daicho.engine.work import leases

RETRY_MINUTES = (15, 30, 60, 120, 240)
# Both rows in one statement, which is its own transaction: this runs for every mail. A result is also written where the
# row was taken for unknown meanwhile, because this worker does know.
TURN = """
UPDATE mail_mail SET
    state = CASE id WHEN %(done)s THEN %(state)s ELSE 'sending' END,
    worker = CASE id WHEN %(done)s THEN NULL ELSE worker END,
    mode = CASE id WHEN %(done)s THEN %(mode)s ELSE mode END,
    attempts = CASE id WHEN %(done)s THEN %(attempts)s ELSE attempts END,
    error = CASE id WHEN %(done)s THEN %(error)s ELSE error END,
    to_tell = CASE id WHEN %(done)s THEN %(to_tell)s ELSE to_tell END,
    next_attempt_at = CASE id WHEN %(done)s THEN %(next_attempt_at)s ELSE next_attempt_at END,
    sent_at = CASE id WHEN %(done)s THEN %(sent_at)s ELSE sent_at END
WHERE id IN (%(done)s, %(next)s)
  AND ((id = %(done)s AND worker = %(done_worker)s AND state IN ('sending', 'unknown'))
    OR (id = %(next)s AND worker = %(worker)s AND state = 'queued'))
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a hand-over. sent (`error`: recipients that were refused), retry, failed, or unknown."""

    state: State
    error: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """A hand-over whose result is not committed yet. `at` is its moment."""

    mail: Mail
    worker: int
    outcome: Outcome
    mode: str
    at: datetime


def claim(worker: int, now: datetime, limit: int) -> list[Mail]:
    """Reserve up to `limit` due mails that no other worker has, the earliest first; they stay queued."""
    free = Q(worker__isnull=True) | Q(worker=worker)
    with transaction.atomic():
        due = Mail.objects.filter(free, state=State.QUEUED, next_attempt_at__lte=now)
        mails = list(due.order_by("next_attempt_at", "id").select_for_update(skip_locked=True)[:limit])
        if mails:
            Mail.objects.filter(id__in=[mail.pk for mail in mails]).update(worker=worker)
    return mails


def release(worker: int) -> None:
    """Give back what is reserved and not started."""
    Mail.objects.filter(worker=worker, state=State.QUEUED).update(worker=None)


def turn(done: Done | None, following: Mail | None, worker: int) -> bool:
    """Commit the result of one mail and `sending` of the next in one statement; whether the next is really this worker's.

    It is not when somebody cancelled it meanwhile. None: there is none.
    """
    if done is None or following is None:
        if done is not None:
            mine = Q(id=done.mail.pk, worker=done.worker, state__in=[State.SENDING, State.UNKNOWN])
            Mail.objects.filter(mine).update(worker=None, mode=done.mode, **_result(done))
            return False
        queued = (
            Mail.objects.filter(id=following.pk, state=State.QUEUED, worker=worker)
            if following
            else Mail.objects.none()
        )
        return queued.update(state=State.SENDING) == 1
    values = _result(done)
    for moment in ("next_attempt_at", "sent_at"):
        values[moment] = connection.ops.adapt_datetimefield_value(values[moment]) if values[moment] else None
    rows = {"done": done.mail.pk, "done_worker": done.worker, "next": following.pk, "worker": worker, "mode": done.mode}
    with connection.cursor() as cursor:
        cursor.execute(TURN, values | rows)
        return any(row[0] == following.pk for row in cursor.fetchall())


def divert(mails: Sequence[Mail], worker: int, *, state: State, mode: str, error: str) -> None:
    """Keep reserved mails back because the delivery mode changed after they were queued."""
    mine = Mail.objects.filter(id__in=[mail.pk for mail in mails], worker=worker, state=State.QUEUED)
    mine.update(state=state, mode=mode, error=error, worker=None)


def postpone_due(worker: int, now: datetime, error: str) -> None:
    """No server answers: every due mail that no other worker has has failed once more."""
    free = Q(worker__isnull=True) | Q(worker=worker)
    with transaction.atomic():
        due = Mail.objects.filter(free, state=State.QUEUED, next_attempt_at__lte=now)
        for attempts in range(len(RETRY_MINUTES), -1, -1):
            outcome = Outcome(State.QUEUED, error)
            due.filter(attempts=attempts).update(worker=None, **_attempted(attempts, outcome, now))


def recover(worker: int) -> bool:
    """Mails in the hands of dead workers: one in flight is unknown from now on, reserved ones are free. Whether any was.

    Called by a worker that has nothing in flight, so a mail that is `sending` under its own lease is unknown too.
    """
    stranded = Q(state=State.SENDING) | Q(state=State.QUEUED) & ~Q(worker=worker)
    held = Mail.objects.filter(stranded, worker__isnull=False).order_by()
    owners = {owner for owner in held.values_list("worker", flat=True).distinct() if owner is not None}
    if not owners:
        return False
    with transaction.atomic():
        dead = leases.free_among(owners - {worker}) | (owners & {worker})
        changed = Mail.objects.filter(worker__in=dead, state=State.SENDING).update(state=State.UNKNOWN, to_tell=True)
        changed += Mail.objects.filter(worker__in=dead, state=State.QUEUED).update(worker=None)
    return changed > 0


def _result(done: Done) -> dict[str, Any]:
    """All columns that a result decides."""
    kept = {"next_attempt_at": done.mail.next_attempt_at, "sent_at": done.mail.sent_at}
    return kept | _attempted(done.mail.attempts, done.outcome, done.at)


def _attempted(attempts: int, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The columns after one more attempt; a retry beyond the last pause is a failure."""
    state = outcome.state
    values: dict[str, Any] = {"attempts": attempts + 1, "error": outcome.error}
    if state == State.QUEUED and attempts < len(RETRY_MINUTES):
        values["next_attempt_at"] = now + timedelta(minutes=RETRY_MINUTES[attempts])
    elif state == State.QUEUED:
        state = State.FAILED
    if state == State.SENT:
        values["sent_at"] = now
    to_tell = state in {State.FAILED, State.UNKNOWN} or bool(state == State.SENT and outcome.error)
    return values | {"state": state, "to_tell": to_tell}
