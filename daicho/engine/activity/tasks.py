"""Tasks made by the system: many in one command, so that their history says who made them and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from daicho.engine.access.actors import Actor
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to make. `due_at` None: no due time; `record` is like "contract:12", `kind` as in the table."""

    subject: str
    owner_id: int
    due_at: datetime | None = None
    record: str = ""
    kind: str = ""


def create(tasks: Iterable[NewTask], *, actor: Actor, reason: str, frame: Frame) -> list[int]:
    """Make tasks, open; returns their ids in order."""
    rows = [
        {
            "subject": one.subject,
            "owner": one.owner_id,
            "due_at": one.due_at,
            "record": one.record,
            "status": "open",
            "kind": one.kind,
        }
        for one in tasks
    ]
    if not rows:
        return []
    with command(actor=actor, reason=reason, frame=frame, source="process") as running:
        return running.create("task", rows, made=True)
