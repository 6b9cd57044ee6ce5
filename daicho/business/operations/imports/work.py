"""The worker's part of imports: reads a file and tries it, books it, takes it back; one import a turn.

A run in hand carries the worker's lease. Booking and the note that it is done are one transaction, so a worker that dies has
booked all or nothing and the run is taken up again; one that brings down three workers is stopped.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from daicho.business.operations.imports import reports as import_reports
from daicho.business.operations.imports import runs as import_runs
from daicho.business.operations.imports import undo as import_undo
from daicho.business.operations.imports.ledger_import import IMPORT, import_ledger
from daicho.business.operations.imports.problem_sheet import problem_workbook
from daicho.business.operations.imports.reports import both
from daicho.business.operations.imports.states import BACK, STEPS, ImportState
from daicho.business.operations.imports.telling import tell
from daicho.business.operations.ledger.read import read_ledger
from daicho.business.operations.ledger.recognise import look, why_not
from daicho.business.operations.ledger.survey import survey
from daicho.business.operations.models import ImportRun
from daicho.engine.access.actors import Actor
from daicho.engine.access.people import actor_for
from daicho.engine.exchange.sheets import Workbook
from daicho.engine.exchange.workbook import read_workbook
from daicho.engine.records import files
from daicho.engine.records.files import FileKind
from daicho.engine.work import leases
from daicho.engine.work.frame import Frame
from daicho.engine.work.leases import Lease
from daicho.engine.work.units import Unit
from daicho.values.labels import Message
from daicho.values.problems import Conflict, Missing, Refused

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
MOST_PROBLEM_BYTES = 200_000_000
MOST_LISTED = 200

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
NO_FILE = Message(
    "import_file_gone",
    ja="ファイルがもうありません。もう一度アップロードしてください。",
    en="The file is not there any more. Upload it again.",
)
TAKEN = Message("import_taken", ja="ほかのワーカーが処理しています。", en="Another worker has taken it.")


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
        steps: dict[str, Callable[[ImportRun, Frame], None]] = {
            ImportState.READING: _read,
            ImportState.RUNNING: _book,
            ImportState.UNDOING: _undo,
        }
        try:
            steps[run.state](run, frame)
        except DatabaseError:  # the database's trouble, not the file's: it is taken up again
            raise
        except Refused as refused:
            _fail(run, [both(problem) for problem in refused.problems], frame)
        except Exception as error:  # whatever one file does, the worker goes on and the run says so
            logger.exception("import failed", extra={"import_run": run.pk})
            _fail(run, [both(UNEXPECTED.problem(error=type(error).__name__))], frame)
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


def _read(run: ImportRun, frame: Frame) -> None:
    """Recognise and try: what would be booked, and what could not be. Nothing stays written but the run itself."""
    began = time.monotonic()
    actor, decided = _actor(run), import_runs.decided(run)
    workbook = _workbook(run)
    seen = survey(workbook, decided.reading)
    if not seen.tables or any(table.missing for table in seen.tables):
        problems = why_not(workbook, look(workbook, decided.reading))
        found = {"survey": import_reports.surveyed(seen), "problems": [both(one) for one in problems]}
        _settle(run, ImportState.UNCLEAR, **found, trial=None)
        tell(run, ImportState.UNCLEAR, frame, seconds=time.monotonic() - began)
        return
    ledger = read_ledger(workbook, choices=decided.reading)
    tried = time.monotonic()
    owner = decided.owner or run.user_id
    done = import_ledger(actor, ledger, frame, owner=owner, owners=decided.owners, dry_run=True)
    seconds = time.monotonic() - tried
    trial = import_reports.report(ledger, done)
    with transaction.atomic():
        kept = None
        if done.refused:
            content = problem_workbook(workbook, seen, done.refused, actor.language)
            kept = files.keep(
                name=f"{Path(run.name).stem}_{_problems_word(actor.language)}.xlsx",
                content=content, allowed=(FileKind.XLSX,), most_bytes=MOST_PROBLEM_BYTES,
                at=frame.now, by_id=run.user_id, about=f"import:{run.pk}",
            )  # fmt: skip
        values = {"survey": import_reports.surveyed(seen), "trial": trial, "seconds": seconds, "problems": []}
        _settle(run, ImportState.READY, problems_file_id=kept.pk if kept else None, **values)
        files.remove([run.problems_file_id] if run.problems_file_id else [])
        tell(run, ImportState.READY, frame, seconds=time.monotonic() - began)


def _book(run: ImportRun, frame: Frame) -> None:
    """Read the file again and book it; the note that it is done is in the same transaction."""
    actor, decided = _actor(run), import_runs.decided(run)
    ledger = read_ledger(_workbook(run), choices=decided.reading)
    with transaction.atomic():
        owner = decided.owner or run.user_id
        done = import_ledger(actor, ledger, frame, owner=owner, owners=decided.owners)
        assert done.command is not None
        result = import_reports.report(ledger, done)
        result |= import_reports.compared(done.accepted, result["sums"])
        result["contract_ids"] = import_reports.made_contracts(done.command)
        _settle(run, ImportState.DONE, result=result, command=done.command, finished_at=frame.now, problems=[])
        tell(run, ImportState.DONE, frame, counts=result)


def _undo(run: ImportRun, frame: Frame) -> None:
    """Take back what can be taken back, and keep a list of the rest."""
    assert run.command is not None
    assert run.finished_at is not None
    actor = replace(actor_for(run.undone_by_id or run.user_id), kind="import")
    with transaction.atomic():
        undone = import_undo.take_back(actor, run.command, run.finished_at, frame)
        kept = [
            {"object": key, "name": name, "reason": both(reason)} for key, name, reason in undone.kept[:MOST_LISTED]
        ]
        found = {"removed": undone.removed, "kept": kept, "kept_count": len(undone.kept)}
        result = {**(run.result or {}), "undone": found}
        _settle(run, ImportState.UNDONE, result=result, undone_at=frame.now, problems=[])
        tell(run, ImportState.UNDONE, frame, counts=found)


def _settle(run: ImportRun, state: ImportState, **values: Any) -> None:
    """Store what became of the run. Raises Conflict where it is in other hands by now: then nothing is written."""
    mine = ImportRun.objects.filter(pk=run.pk, worker=run.worker, state=run.state)
    if mine.update(state=state, worker=None, version=F("version") + 1, **values) != 1:
        raise Conflict(TAKEN.problem())


def _fail(run: ImportRun, problems: list[dict[str, str]], frame: Frame) -> None:
    """Stop with what went wrong; an import that could not be taken back stays booked."""
    state = ImportState.DONE if run.state == ImportState.UNDOING else ImportState.FAILED
    mine = ImportRun.objects.filter(pk=run.pk, worker=run.worker, state=run.state)
    if mine.update(state=state, worker=None, version=F("version") + 1, problems=problems) == 1:
        tell(run, ImportState.FAILED, frame, problems=problems)


def _actor(run: ImportRun) -> Actor:
    """Who started it, with the rights that he has now. Raises Missing when he is no active user any more."""
    actor = replace(actor_for(run.user_id), kind="import")
    actor.require_feature("import", IMPORT)
    return actor


def _workbook(run: ImportRun) -> Workbook:
    """The kept file, read. Raises Invalid for what is no workbook, Missing when it is gone."""
    file = files.find(run.file_id) if run.file_id is not None else None
    if file is None:
        raise Missing(NO_FILE.problem())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(files.content_of(file))
        return read_workbook(path, run.name)


def _problems_word(language: str) -> str:
    return "問題のある行" if language.startswith("ja") else "problems"
