"""The states of an import with their names for people, and what may be done in each. PURE."""

from collections.abc import Mapping
from enum import StrEnum

from daicho.values.labels import Label


class ImportState(StrEnum):
    """waiting → reading → unclear or ready → queued → running → done → undo_queued → undoing → undone; failed, dropped."""

    WAITING = "waiting"
    READING = "reading"
    UNCLEAR = "unclear"
    READY = "ready"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"
    UNDO_QUEUED = "undo_queued"
    UNDOING = "undoing"
    UNDONE = "undone"


LABELS: Mapping[str, Label] = {
    ImportState.WAITING: Label("読み取り待ち", "Waiting to be read"),
    ImportState.READING: Label("読み取り中", "Being read"),
    ImportState.UNCLEAR: Label("列の確認待ち", "Columns to be chosen"),
    ImportState.READY: Label("登録の確認待ち", "Waiting for your go"),
    ImportState.QUEUED: Label("登録待ち", "Waiting to be booked"),
    ImportState.RUNNING: Label("登録中", "Being booked"),
    ImportState.DONE: Label("登録済み", "Booked"),
    ImportState.FAILED: Label("中止", "Stopped"),
    ImportState.DROPPED: Label("取りやめ", "Dropped"),
    ImportState.UNDO_QUEUED: Label("取り消し待ち", "Waiting to be taken back"),
    ImportState.UNDOING: Label("取り消し中", "Being taken back"),
    ImportState.UNDONE: Label("取り消し済み", "Taken back"),
}
COLOURS: Mapping[str, str] = {
    ImportState.UNCLEAR: "amber",
    ImportState.READY: "amber",
    ImportState.DONE: "green",
    ImportState.FAILED: "red",
    ImportState.WAITING: "blue",
    ImportState.READING: "blue",
    ImportState.QUEUED: "blue",
    ImportState.RUNNING: "blue",
    ImportState.UNDO_QUEUED: "blue",
    ImportState.UNDOING: "blue",
}
"""The rest is grey."""
STEPS: Mapping[str, str] = {
    ImportState.WAITING: ImportState.READING,
    ImportState.QUEUED: ImportState.RUNNING,
    ImportState.UNDO_QUEUED: ImportState.UNDOING,
}
"""What a worker takes up, and what it is called while he has it."""
BACK: Mapping[str, str] = {held: waiting for waiting, held in STEPS.items()}
"""What becomes of a step whose worker died: it is taken up again."""
BUSY = frozenset({*STEPS, *BACK})
"""States that change by themselves."""
CHOOSABLE = frozenset({ImportState.UNCLEAR, ImportState.READY, ImportState.FAILED})
"""States in which the reading may be decided anew; one that has failed can be tried again."""
UNSETTLED = (BUSY | CHOOSABLE) - {ImportState.FAILED, ImportState.UNDO_QUEUED, ImportState.UNDOING}
"""States of an import that is still to be booked."""
