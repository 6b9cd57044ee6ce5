"""Raw rows in, records out: create one or many, change, delete, update or insert. What the API and forms share.

Parsing is in `parsing`, writing in `command`; here they are put together, each call one use case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.paths import field_of
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records import checks, history
from daicho.engine.records.command import command
from daicho.engine.records.parsing import Parsed, at, parse_many, parse_values
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message, Problem
from daicho.values.problems import Conflict, Invalid, Refused

MOST_NAMED = 100
"""Records that a conflict names."""

KEY_EMPTY = Message(
    "upsert_key_empty",
    ja="「{label}」の値がないため、レコードを特定できません。",
    en="“{label}” has no value, so no record can be found by it.",
)
KEY_UNUSABLE = Message(
    "upsert_key_unusable",
    ja="「{label}」ではレコードを探せません。取引先コードのような項目を指定してください。",
    en="Records cannot be found by “{label}”. Name a field such as the account code.",
)
SEVERAL_MATCH = Message(
    "several_match",
    ja="「{label}」が「{value}」の{object}が{n}件あるため、どれを更新するか決められません。",
    en="{n} records of {object} have the {label} “{value}”, so it is not clear which one to update.",
)


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row of many: the new record's id, or why there is none (`refused`)."""

    id: int | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Upserted:
    """The record that was found or made."""

    id: int
    created: bool


def create_one(
    actor: Actor, object_key: str, raw: Mapping[str, Any], frame: Frame, source: str, *, token: UUID | None = None
) -> int:
    """Create a record with its nested parts; returns its id. Raises Invalid, Forbidden, Conflict, Missing.

    With a `token` the same request sent again, even at the same moment, creates nothing more and gives the same id.
    """
    spec = registry.get(object_key)
    checks.may_create(actor, spec)
    if token is not None and (made := history.record_created_by(token, object_key)) is not None:
        return made
    values = parse_values(spec, raw, actor, frame)
    try:
        with command(actor=actor, reason="create", frame=frame, source=source) as running:
            running.id = token or running.id
            [record_id] = running.create(object_key, [values])
    except IntegrityError:
        made = history.record_created_by(token, object_key) if token is not None else None
        if made is None:
            raise
        return made
    return record_id


def create_each(
    actor: Actor, object_key: str, rows: Sequence[Any], frame: Frame, source: str, *, atomic: bool = False
) -> list[RowResult]:
    """Create many records; a row that fails is one row.

    With `atomic` nothing is created when a row fails, and Invalid names every problem with its row ("3.name"). Raises
    Forbidden and Conflict when the actor may not create such records at all.
    """
    spec = registry.get(object_key)
    checks.may_create(actor, spec)
    parsed = parse_many(spec, rows, actor, frame)
    if not any(row.problems for row in parsed):
        try:
            with command(actor=actor, reason="create", frame=frame, source=source) as running:
                ids = running.create(object_key, [row.values for row in parsed])
            return [RowResult(record_id) for record_id in ids]
        except Refused:
            pass  # which row it was shows when they are written one by one
    with transaction.atomic():
        results = [_create_alone(actor, spec, row, frame, source) for row in parsed]
        if atomic:
            _refuse_any(results)
    return results


def change(
    actor: Actor,
    object_key: str,
    record_id: int,
    raw: Mapping[str, Any],
    frame: Frame,
    source: str,
    *,
    version: int | None = None,
) -> None:
    """Change fields of one record. `version` is the one the editor saw (None: whatever it is); Stale when it moved on."""
    spec = registry.get(object_key)
    checks.may_correct(spec)
    checks.may_write(actor, spec, [record_id], "edit", frame)
    values = parse_values(spec, raw, actor, frame, creating=False)
    with command(actor=actor, reason="edit", frame=frame, source=source) as running:
        running.update(object_key, {record_id: values}, versions=_versions(record_id, version))


def remove(
    actor: Actor, object_key: str, record_id: int, frame: Frame, source: str, *, version: int | None = None
) -> None:
    """Delete one record. `version` as in `change`. Raises Conflict where others refer to it or an operation makes it."""
    with command(actor=actor, reason="delete", frame=frame, source=source) as running:
        running.delete(object_key, [record_id], versions=_versions(record_id, version))


def upsert(actor: Actor, object_key: str, key: str, raw: Mapping[str, Any], frame: Frame, source: str) -> Upserted:
    """Update the one record that the actor sees with the row's value in the field `key`, or create it.

    Raises Conflict with the ids when several have it; nothing is written then. Where another one creates it at the same
    moment, that record is updated.
    """
    spec = registry.get(object_key)
    found = _with_key(actor, spec, key, raw, frame)
    if not found:
        try:
            return Upserted(create_one(actor, object_key, raw, frame, source), created=True)
        except (IntegrityError, Invalid):
            found = _with_key(actor, spec, key, raw, frame)
            if not found:
                raise
    change(actor, object_key, found, raw, frame, source)
    return Upserted(found, created=False)


def _with_key(actor: Actor, spec: ObjectSpec, key: str, raw: Mapping[str, Any], frame: Frame) -> int | None:
    """The id of the record with the row's value of `key`; None when there is none."""
    field = field_of(spec, key)
    if "eq" not in types.operators(field):
        raise Invalid(KEY_UNUSABLE.problem("key", label=field.label))
    value = raw.get(key)
    parsed = types.parse(field, value, frame.habits.zone)
    if parsed is None:
        raise Invalid(KEY_EMPTY.problem(key, label=field.label))
    given = types.to_json(field, parsed, frame.habits.zone) if field.type != "lookup" else value
    ids = select.select_ids(actor, spec.key, {"field": key, "op": "eq", "value": given}, frame)
    if len(ids) > 1:
        message = SEVERAL_MATCH.problem(key, label=field.label, value=str(value), object=spec.label, n=len(ids))
        raise Conflict(message, ids=tuple(ids[:MOST_NAMED]))
    return ids[0] if ids else None


def _create_alone(actor: Actor, spec: ObjectSpec, row: Parsed, frame: Frame, source: str) -> RowResult:
    if row.problems:
        return RowResult(refused=Invalid(*row.problems))
    try:
        with command(actor=actor, reason="create", frame=frame, source=source) as running:
            [record_id] = running.create(spec.key, [row.values])
    except Refused as refused:
        return RowResult(refused=refused)
    return RowResult(record_id)


def _refuse_any(results: Sequence[RowResult]) -> None:
    problems: list[Problem] = []
    for number, result in enumerate(results):
        if result.refused is not None:
            problems += [
                at(item, f"{number}.{item.field}" if item.field else str(number)) for item in result.refused.problems
            ]
    if problems:
        raise Invalid(*problems)


def _versions(record_id: int, version: int | None) -> dict[int, int] | None:
    return None if version is None else {record_id: version}
