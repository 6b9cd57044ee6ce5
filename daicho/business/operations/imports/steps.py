"""The steps of an import that take long: reading a file and trying it, booking it, taking it back, and stopping with a reason.

Each is called with a run in this worker's hands, and leaves its outcome with the run.
"""

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.db.models import F

from daicho.business.operations.imports import decisions, remembered
from daicho.business.operations.imports import reports as import_reports
from daicho.business.operations.imports import undo as import_undo
from daicho.business.operations.imports.decisions import Decided
from daicho.business.operations.imports.ledger_import import IMPORT, import_ledger
from daicho.business.operations.imports.ledger_parties import Meant
from daicho.business.operations.imports.problem_sheet import problem_workbook
from daicho.business.operations.imports.reports import both
from daicho.business.operations.imports.states import ImportState
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
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Conflict, Missing

MOST_PROBLEM_BYTES = 200_000_000
MOST_LISTED = 200

NO_FILE = Message(
    "import_file_gone",
    ja="ファイルがもうありません。もう一度アップロードしてください。",
    en="The file is not there any more. Upload it again.",
)
TAKEN = Message("import_taken", ja="ほかのワーカーが処理しています。", en="Another worker has taken it.")


def read(run: ImportRun, frame: Frame) -> None:
    """Recognise and try: what would be booked, and what could not be. Nothing stays written but the run itself."""
    began = time.monotonic()
    actor, decided, workbook = _actor(run), decisions.decided(run), _workbook(run)
    again = None if run.choices else remembered.recall(run, workbook)
    decided, seen = again or (decided, survey(workbook, decided.reading))
    if not seen.tables or any(table.missing for table in seen.tables):
        problems = why_not(workbook, look(workbook, decided.reading))
        found = {"survey": import_reports.surveyed(seen), "problems": [both(one) for one in problems]}
        _settle(run, ImportState.UNCLEAR, **found, **_choices(decided, again), trial=None)
        tell(run, ImportState.UNCLEAR, frame, seconds=time.monotonic() - began)
        return
    ledger = read_ledger(workbook, choices=decided.reading)
    decided = remembered.of_this_file(decided, ledger) if again else decided
    tried = time.monotonic()
    owner = decided.owner or run.user_id
    done = import_ledger(actor, ledger, frame, owner=owner, meant=_meant(decided), dry_run=True)
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
        _settle(
            run, ImportState.READY, problems_file_id=kept.pk if kept else None, **values, **_choices(decided, again)
        )
        files.remove([run.problems_file_id] if run.problems_file_id else [])
        tell(run, ImportState.READY, frame, seconds=time.monotonic() - began)


def _choices(decided: Decided, again: object) -> dict[str, Any]:
    """What is to be kept of the decisions: those of an earlier import become this one's."""
    return {"choices": decisions.kept(decided)} if again else {}


def _meant(decided: Decided) -> Meant:
    return Meant(decided.owners, decided.accounts, decided.products)


def book(run: ImportRun, frame: Frame) -> None:
    """Read the file again and book it; the note that it is done is in the same transaction."""
    actor, decided = _actor(run), decisions.decided(run)
    ledger = read_ledger(_workbook(run), choices=decided.reading)
    with transaction.atomic():
        owner = decided.owner or run.user_id
        done = import_ledger(actor, ledger, frame, owner=owner, meant=_meant(decided))
        assert done.command is not None
        result = import_reports.report(ledger, done)
        result |= import_reports.compared(done.accepted, result["sums"])
        result["contract_ids"] = import_reports.made_contracts(done.command)
        _settle(run, ImportState.DONE, result=result, command=done.command, finished_at=frame.now, problems=[])
        tell(run, ImportState.DONE, frame, counts=result)


def undo(run: ImportRun, frame: Frame) -> None:
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


def fail(run: ImportRun, problems: list[dict[str, str]], frame: Frame) -> None:
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
