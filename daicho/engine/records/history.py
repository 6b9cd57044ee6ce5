"""The history of every record: written once a command, read for one record. The only writer of its two tables."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from daicho.engine.access.actors import Actor
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records import bulk
from daicho.engine.records.changes import NetChange
from daicho.engine.records.models import ChangeEntry, CommandEntry

EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One change of one record as people read it: `changes` maps field keys to [before, after] in JSON form."""

    command: uuid.UUID
    at: datetime
    actor_id: int | None
    actor_name: str
    actor_kind: str
    reason: str
    source: str
    kind: str
    changes: Mapping[str, Any]


def write_command(command_id: uuid.UUID, at: datetime, actor: Actor, reason: str, source: str) -> None:
    """Record the command itself; `at` is business time, the real time is kept beside it."""
    CommandEntry.objects.create(
        id=command_id,
        at=at,
        recorded_at=timezone.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        actor_kind=actor.kind,
        reason=reason,
        source=source,
    )


def write_changes(command_id: uuid.UUID, changes: Iterable[NetChange]) -> None:
    """One entry for each changed record of a tracked object; lines and entries have their command as their history."""
    rows = []
    for change in changes:
        spec = registry.get(change.object)
        if spec.tracked:
            rows.append((command_id, change.object, change.record_id, change.kind, _shown(spec, change)))
    if rows:
        bulk.insert(ChangeEntry, ("command_id", "object", "record_id", "kind", "changes"), rows)


def write_configuration(
    actor: Actor, at: datetime, reason: str, source: str, what: str, row_id: int, kind: str, changes: Mapping[str, Any]
) -> None:
    """The entry of a change of configuration: `what` names its kind (custom_field), `changes` maps names to [before, after]."""
    command_id = uuid.uuid4()
    write_command(command_id, at, actor, reason, source)
    bulk.insert(
        ChangeEntry,
        ("command_id", "object", "record_id", "kind", "changes"),
        [(command_id, what, row_id, kind, changes)],
    )


def of_record(object_key: str, record_id: int) -> list[HistoryItem]:
    """Everything that happened to one record, latest first. The caller has checked that it may be read."""
    entries = (
        ChangeEntry.objects.filter(object=object_key, record_id=record_id).select_related("command").order_by("-id")
    )
    return [_item(entry) for entry in entries]


def of_records(object_key: str, ids: Iterable[int]) -> dict[int, list[HistoryItem]]:
    """What happened to several records by id, latest first; one query. The caller has checked that they may be read."""
    entries = ChangeEntry.objects.filter(object=object_key, record_id__in=list(ids)).select_related("command")
    found: dict[int, list[HistoryItem]] = defaultdict(list)
    for entry in entries.order_by("-id"):
        found[entry.record_id].append(_item(entry))
    return found


def latest(object_key: str, record_id: int) -> HistoryItem | None:
    """The last thing that happened to one record; None without a history. The caller has checked that it may be read."""
    entries = ChangeEntry.objects.filter(object=object_key, record_id=record_id).select_related("command")
    found = entries.order_by("-id").first()
    return None if found is None else _item(found)


def _item(entry: ChangeEntry) -> HistoryItem:
    return HistoryItem(
        entry.command.id,
        entry.command.at,
        entry.command.actor_id,
        entry.command.actor_name,
        entry.command.actor_kind,
        entry.command.reason,
        entry.command.source,
        entry.kind,
        entry.changes,
    )


def record_created_by(command_id: uuid.UUID, object_key: str) -> int | None:
    """The record of an object that a command made; None when there was no such command. The caller checks who may read it."""
    made = ChangeEntry.objects.filter(command=command_id, object=object_key, kind="created").values_list("record_id")
    found = made.first()
    return None if found is None else int(found[0])


def _shown(spec: ObjectSpec, change: NetChange) -> dict[str, list[Any]]:
    result: dict[str, list[Any]] = {}
    for key in sorted(change.changed):
        field = spec.field(key)
        if field is None:
            continue
        before, after = change.before.get(key), change.after.get(key)
        if before in EMPTY and after in EMPTY:
            continue
        result[key] = [types.to_json(field, before), types.to_json(field, after)]
    return result
