"""Imports as people start, decide, stop and take them back; what takes long is left to the worker (`imports.work`).

Whoever may import sees his own imports. Those of others are seen by those who see every contract, and are decided by those
who may change every contract: a file holds the customers of everybody.
"""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from daicho.business.operations.imports import decisions
from daicho.business.operations.imports.decisions import Decided
from daicho.business.operations.imports.ledger_import import IMPORT
from daicho.business.operations.imports.states import CHOOSABLE, LABELS, UNSETTLED, ImportState
from daicho.business.operations.models import ImportRun
from daicho.engine.access.actors import Actor
from daicho.engine.access.models import User
from daicho.engine.records import files
from daicho.engine.records.files import FileKind
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Conflict, Forbidden, Missing, Stale

ALLOWED: Collection[FileKind] = (FileKind.XLSX, FileKind.XLS, FileKind.ODS, FileKind.CSV)
MOST_BYTES = 20_000_000
UNDO_DAYS = 7
OBJECT = "contract"

NO_IMPORT = Message("import_missing", ja="インポート {id} は見つかりません。", en="There is no import {id}.")
NOT_YOURS = Message(
    "import_not_yours",
    ja="このインポートを始めた人か、すべての契約を編集できる人だけが操作できます。",
    en="Only who started this import, or somebody who may edit every contract, can do this.",
)
MOVED_ON = Message(
    "import_moved_on",
    ja="このインポートはすでに「{state}」になっています。今の状態を確認してからもう一度操作してください。",
    en="This import has moved on: {state}. Look at it as it is now, then try again.",
)
TOO_LATE = Message(
    "import_undo_too_late",
    ja="登録から{days}日を過ぎたため、まとめて取り消すことはできません。契約のページで1件ずつ変更してください。",
    en="More than {days} days have passed, so it cannot be taken back as a whole. Change the contracts on their pages.",
)


def start(actor: Actor, *, name: str, content: bytes, frame: Frame) -> int:
    """Keep an uploaded file and let the worker read it; returns the id of the import.

    The same file again, while an import of it by the same person is not settled yet, is that import. Raises Forbidden,
    and Invalid at "file" for a file that is empty, larger than 20 MB or no table.
    """
    actor.require_feature("import", IMPORT)
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user_id or 0)  # so that a click twice is one import
        same = ImportRun.objects.filter(user=user, sha256=digest, state__in=list(UNSETTLED)).first()
        if same is not None:
            return int(same.pk)
        run = ImportRun.objects.create(
            user=user,
            name=files.clean_name(name),
            size=len(content),
            sha256=digest,
            created_at=frame.now,
        )
        kept = files.keep(
            name=name,
            content=content,
            allowed=ALLOWED,
            most_bytes=MOST_BYTES,
            at=frame.now,
            by_id=actor.user_id,
            about=f"import:{run.pk}",
            field="file",
        )
        ImportRun.objects.filter(pk=run.pk).update(file_id=kept.pk, name=kept.name)
    return int(run.pk)


def visible(actor: Actor) -> QuerySet[ImportRun]:
    """The imports that the actor may see, latest first. Raises Forbidden without the right to import."""
    actor.require_feature("import", IMPORT)
    every = ImportRun.objects.order_by("-id").select_related("user", "undone_by")
    return every if actor.permissions.may("view_all", OBJECT) else every.filter(user=actor.user_id or 0)


def find(actor: Actor, run_id: int) -> ImportRun:
    """One import. Raises Forbidden without the right to import, Missing where the actor may not see it."""
    run = visible(actor).filter(pk=run_id).first()
    if run is None:
        raise Missing(NO_IMPORT.problem(id=run_id))
    return run


def may_decide(actor: Actor, run: ImportRun) -> bool:
    """Whether the actor may do more than look."""
    return run.user_id == actor.user_id or actor.permissions.may("modify_all", OBJECT)


def decide(actor: Actor, run_id: int, version: int, choices: Decided) -> None:
    """Read the file anew as decided. Raises Invalid for choices that contradict each other, Stale for an old page."""
    decisions.check(choices)
    stored = decisions.kept(choices)
    _move(actor, run_id, version, CHOOSABLE, ImportState.WAITING, choices=stored, problems=[], attempts=0)


def approve(actor: Actor, run_id: int, version: int) -> None:
    """Let the worker book what the dry run found. Raises Stale for an old page, Conflict once it was decided."""
    _move(actor, run_id, version, {ImportState.READY}, ImportState.QUEUED, attempts=0)


def drop(actor: Actor, run_id: int, version: int) -> None:
    """Give up an import of which nothing was booked; its files go."""
    run = _move(actor, run_id, version, CHOOSABLE, ImportState.DROPPED, file_id=None, problems_file_id=None)
    files.remove(one for one in (run.file_id, run.problems_file_id) if one is not None)


def ask_undo(actor: Actor, run_id: int, version: int, frame: Frame) -> None:
    """Let the worker take back what the import made. Raises Conflict after seven days."""
    run = find(actor, run_id)
    if run.state == ImportState.DONE and not may_undo(run, frame):
        raise Conflict(TOO_LATE.problem(days=UNDO_DAYS))
    _move(actor, run_id, version, {ImportState.DONE}, ImportState.UNDO_QUEUED, attempts=0, undone_by_id=actor.user_id)


def may_undo(run: ImportRun, frame: Frame) -> bool:
    """Whether an import was booked at most seven days ago."""
    recent = run.finished_at is not None and frame.now - run.finished_at <= timedelta(days=UNDO_DAYS)
    return run.state == ImportState.DONE and recent


def _move(
    actor: Actor, run_id: int, version: int, before: Collection[str], after: ImportState, **values: Any
) -> ImportRun:
    """Set the state where it still is one of `before`; returns the import as it was."""
    run = find(actor, run_id)
    if not may_decide(actor, run):
        raise Forbidden(NOT_YOURS.problem())
    if run.state not in before:
        raise Conflict(MOVED_ON.problem(state=LABELS[run.state]))
    mine = ImportRun.objects.filter(pk=run_id, version=version, state__in=list(before))
    if mine.update(state=after, version=F("version") + 1, worker=None, **values) != 1:
        raise Stale(MOVED_ON.problem(state=LABELS[ImportRun.objects.get(pk=run_id).state]))
    return run
