"""The worker's part of imports: reads a file and tries it, books it, takes it back; one import a turn.

A run in hand carries the worker's lease. Booking and the note that it is done are one transaction, so a worker that dies has
booked all or nothing and the run is taken up again; one that brings down three workers is stopped.
"""

import logging
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from daicho.business.operations.imports import steps
from daicho.business.operations.imports.reports import both
from daicho.business.operations.imports.states import BACK, STEPS, ImportState
from daicho.business.operations.models import ImportRun
from daicho.engine.work import leases
from daicho.engine.work.frame import Frame
from daicho.engine.work.leases import Lease
from daicho.engine.work.units import Unit
from daicho.values.labels import Message
from daicho.values.problems import Refused

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 3

GAVE_UP = Message(
    "import_gave_up",
    ja="このファイルの処理中に{count}回停止しました。何も登録していません。行を分けて小さくし、もう一度お試しください。",
    en="Processing this file stopped {count} times. Nothing was booked. Split it into smaller files and try again.",
)
UNDO_GAVE_UP = Message(
    "import_undo_gave_up",
    ja="取り消しの途中で停止したため、取り消していません。もう一度お試しください。",
    en="Taking it back stopped on the way, so nothing was taken back. Try again.",
)
UNEXPECTED = Message(
    "import_unexpected",
    ja="予期しないエラーのため中止しました（{error}）。何も変更していません。もう一度試しても同じときは管理者に知らせてください。",
    en="It was stopped by an unexpected error ({error}). Nothing was changed. If it happens again, tell an administrator.",
)


class ImportWork:
    """One worker's imports: its lease, and the run in its hands."""

    def __init__(self) -> None:
        self._lease: Lease | None = None

    def unit(self) -> Unit:
        """This as a unit of work."""
        return Unit("take in ledgers", self.run, self.close)

    def run(self, frame: Frame) -> bool:
        """Free what dead workers held, then do one step of one import; whether anything was done."""
        worker = self._worker()
        recovered = recover(worker)
        run = claim(worker)
        if run is None:
            return recovered
        step: dict[str, Callable[[ImportRun, Frame], None]] = {
            ImportState.READING: steps.read,
            ImportState.RUNNING: steps.book,
            ImportState.UNDOING: steps.undo,
        }
        try:
            step[run.state](run, frame)
        except DatabaseError:  # the database's trouble, not the file's: it is taken up again
            raise
        except Refused as refused:
            steps.fail(run, [both(problem) for problem in refused.problems], frame)
        except Exception as error:  # whatever one file does, the worker goes on and the run says so
            logger.exception("import failed", extra={"import_run": run.pk})
            steps.fail(run, [both(UNEXPECTED.problem(error=type(error).__name__))], frame)
        return True

    def close(self) -> None:
        """Give back the lease."""
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    def _worker(self) -> int:
        if self._lease is not None and not self._lease.is_alive():
            self.close()
        if self._lease is None:
            self._lease = leases.acquire()
        return self._lease.id


def recover(worker: int) -> bool:
    """Runs in the hands of dead workers wait again, or are stopped when they were tried often enough; whether any was.

    Called by a worker that has nothing in hand, so what carries its own lease is stranded too.
    """
    held = ImportRun.objects.filter(state__in=list(BACK), worker__isnull=False)
    owners = {owner for owner in held.values_list("worker", flat=True) if owner is not None}
    if not owners:
        return False
    with transaction.atomic():
        dead = leases.free_among(owners - {worker}) | (owners & {worker})
        stranded = list(held.filter(worker__in=dead).select_for_update())
        for run in stranded:
            _free(run)
    return bool(stranded)


def claim(worker: int) -> ImportRun | None:
    """The import that waits longest, now in this worker's hands; None: none waits."""
    with transaction.atomic():
        waiting = ImportRun.objects.filter(state__in=list(STEPS)).order_by("id")
        run = waiting.select_for_update(skip_locked=True).first()
        if run is None:
            return None
        run.state, run.worker, run.started_at = STEPS[run.state], worker, timezone.now()
        run.attempts += 1
        run.version += 1
        run.save(update_fields=["state", "worker", "started_at", "attempts", "version"])
    return run


def _free(run: ImportRun) -> None:
    """Let a stranded run wait again; after three workers died of it, it is stopped."""
    state, problems = BACK[run.state], run.problems
    if run.attempts >= MOST_ATTEMPTS:
        undoing = run.state == ImportState.UNDOING
        state = ImportState.DONE if undoing else ImportState.FAILED
        problems = [both(UNDO_GAVE_UP.problem() if undoing else GAVE_UP.problem(count=run.attempts))]
    ImportRun.objects.filter(pk=run.pk).update(state=state, problems=problems, worker=None, version=F("version") + 1)
