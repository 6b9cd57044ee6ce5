"""Adding, changing, deleting and restoring custom fields: each one transaction, with history, effective at once everywhere.

Whoever changes fields holds the stamp's row until the end, so two administrators follow each other. What the pages and the
API send is read in `reading`; here is what only the records know.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from daicho.engine.access import indexing, select
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.records import history
from daicho.engine.shaping import loaded, messages
from daicho.engine.shaping.definition import FieldDefinition
from daicho.engine.shaping.models import CatalogStamp, CustomField
from daicho.engine.shaping.reading import read_definition, read_key, read_type
from daicho.engine.shaping.scope import require_shaped
from daicho.engine.shaping.specs import LONGEST_INDEXED, spec_of
from daicho.engine.shaping.usages import usages
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Problem
from daicho.values.problems import Conflict, Invalid, Missing, Stale

FEATURE = "manage_fields"
MANAGE = Label("オブジェクトと項目の設定", "shape objects and fields")
REASON = "shape_fields"
MOST = 200
MOST_NAMED = 5
KEPT_DAYS = 30
"""For so long a deleted field can be restored with its values."""


def add(actor: Actor, object_key: str, raw: Mapping[str, Any], frame: Frame, source: str) -> FieldSpec:
    """Add a field: `{key, type, label, ...}`. Raises Forbidden, Missing, Invalid, and Conflict where the key is taken."""
    actor.require_feature(FEATURE, MANAGE)
    spec = require_shaped(object_key)
    key, kind = _named(raw)
    definition = read_definition(object_key, key, kind, raw)
    with _changing():
        _refuse_taken(object_key, key)
        mine = CustomField.objects.filter(object=object_key)
        if mine.count() >= MOST:
            raise Conflict(messages.TOO_MANY.problem(limit=MOST))
        row = CustomField(object=object_key, key=key, type=kind, created_at=frame.now, updated_at=frame.now)
        row.definition = definition.model_dump(mode="json")
        row.position = (mine.aggregate(last=Max("position"))["last"] or 0) + 1
        row.save()
        field = spec_of(key, kind, definition)
        if definition.with_index:
            indexing.create_index(_index(row), object_key, field)
        _note(actor, frame, source, row, "created", {})
    return registry.get(spec.key).field(key) or field


def change(
    actor: Actor, object_key: str, key: str, raw: Mapping[str, Any], frame: Frame, source: str, *, version: str = ""
) -> None:
    """Change everything but key, type and target; what `raw` leaves out is as it would be for a new field.

    `version` is what the editor saw ("" : whatever it is). Raises Forbidden, Missing, Invalid, Stale.
    """
    actor.require_feature(FEATURE, MANAGE)
    with _changing():
        row = _row(object_key, key)
        if version and version != version_of(row):
            raise Stale(messages.STALE.problem())
        before = definition_of(row)
        body = {"target": before.target, **raw}
        if body.pop("key", key) != key or body.pop("type", row.type) != row.type or body["target"] != before.target:
            raise Invalid(messages.FIXED.problem())
        after = read_definition(object_key, key, row.type, body)
        _refuse_losses(row, before, after, frame)
        old = row.definition
        row.definition, row.updated_at = after.model_dump(mode="json"), frame.now
        row.save()
        _reindex(row, before, after)
        _note(actor, frame, source, row, "updated", old)


def delete(actor: Actor, object_key: str, key: str, frame: Frame, source: str) -> None:
    """Take a field out of the catalog; its values are kept for KEPT_DAYS. Raises Conflict with what still names it."""
    actor.require_feature(FEATURE, MANAGE)
    with _changing():
        row = _row(object_key, key)
        found = usages(object_key, key)
        if found:
            named = [Label(f"{one.kind.ja}「{one.name}」", f"{one.kind.en} “{one.name}”") for one in found]
            raise Conflict(messages.STILL_USED.problem(label=definition_of(row).label.label, usages=named))
        row.deleted_at = row.updated_at = frame.now
        row.save()
        indexing.drop_index(_index(row))
        _note(actor, frame, source, row, "deleted", row.definition)


def restore(actor: Actor, object_key: str, key: str, frame: Frame, source: str) -> None:
    """Put a deleted field back with its values. Raises Missing, Conflict after KEPT_DAYS, Invalid where values repeat."""
    actor.require_feature(FEATURE, MANAGE)
    with _changing():
        row = _row(object_key, key, deleted=True)
        if row.deleted_at is None or row.deleted_at < frame.now - timedelta(days=KEPT_DAYS):
            raise Conflict(messages.TOO_LATE.problem(days=KEPT_DAYS))
        row.deleted_at, row.updated_at = None, frame.now
        row.save()
        _reindex(row, FieldDefinition(label=definition_of(row).label), definition_of(row))
        _note(actor, frame, source, row, "created", {})


def move(actor: Actor, object_key: str, key: str, step: int, frame: Frame, source: str) -> None:
    """One place up (-1) or down (1) among the added fields of the object; at the end nothing happens."""
    actor.require_feature(FEATURE, MANAGE)
    with _changing():
        row = _row(object_key, key)
        rows = list(CustomField.objects.filter(object=object_key, deleted_at=None).order_by("position", "id"))
        place = [one.pk for one in rows].index(row.pk)
        to = min(max(place + step, 0), len(rows) - 1)
        rows.insert(to, rows.pop(place))
        for position, one in enumerate(rows, start=1):
            CustomField.objects.filter(pk=one.pk).update(position=position)
        if to != place:
            pair = {"position": [place + 1, to + 1]}
            history.write_configuration(actor, frame.now, REASON, source, about(row), row.pk, "updated", pair)


def rows_of(actor: Actor, object_key: str) -> list[CustomField]:
    """The custom fields of an object in their order, deleted ones that can be restored last."""
    actor.require_feature(FEATURE, MANAGE)
    found = list(CustomField.objects.filter(object=object_key).order_by("position", "id"))
    return sorted(found, key=lambda row: row.deleted_at is not None)


def row_of(actor: Actor, object_key: str, key: str) -> CustomField:
    """One custom field that is in use. Raises Forbidden, Missing."""
    actor.require_feature(FEATURE, MANAGE)
    return _row(object_key, key)


def definition_of(row: CustomField) -> FieldDefinition:
    """The row's definition."""
    return FieldDefinition.model_validate(row.definition)


def about(row: CustomField) -> str:
    """What the history calls the fields of an object."""
    return f"custom_field:{row.object}"


def version_of(row: CustomField) -> str:
    """What an editor names again, so that nobody's change is lost."""
    return hashlib.sha256(json.dumps(row.definition, sort_keys=True).encode()).hexdigest()[:16]


@contextmanager
def _changing() -> Iterator[None]:
    """One transaction that holds the stamp's row; at its end there is another stamp, and this thread sees the new fields."""
    stamp = uuid.uuid4().hex
    with transaction.atomic():
        CatalogStamp.objects.get_or_create(pk=1)
        CatalogStamp.objects.select_for_update().get(pk=1)
        yield
        CatalogStamp.objects.filter(pk=1).update(stamp=stamp)
    loaded.use(stamp)


def _named(raw: Mapping[str, Any]) -> tuple[str, str]:
    """Key and type of a new field. Raises Invalid for both at once."""
    found: list[str] = []
    problems: list[Problem] = []
    for read, name in ((read_key, "key"), (read_type, "type")):
        try:
            found.append(read(raw.get(name)))
        except Invalid as refused:
            problems += refused.problems
    if problems:
        raise Invalid(*problems)
    return found[0], found[1]


def _refuse_taken(object_key: str, key: str) -> None:
    spec = registry.get(object_key)
    row = CustomField.objects.filter(object=object_key, key=key).first()
    if row is not None and row.deleted_at is not None:
        raise Conflict(messages.KEY_DELETED.problem("key", object=spec.label, key=key))
    if row is not None or spec.field(key) is not None or key in spec.children:
        raise Conflict(messages.KEY_TAKEN.problem("key", object=spec.label, key=key))


def _row(object_key: str, key: str, *, deleted: bool = False) -> CustomField:
    require_shaped(object_key)
    found = CustomField.objects.filter(object=object_key, key=key, deleted_at__isnull=not deleted).first()
    if found is None:
        raise Missing(messages.NO_FIELD.problem(key=key[:60]))
    return found


def _refuse_losses(row: CustomField, before: FieldDefinition, after: FieldDefinition, frame: Frame) -> None:
    """Raise Invalid where values that are there would no longer fit."""
    finest = 4
    kept, wanted = (finest if one.scale is None else one.scale for one in (before, after))
    if row.type == "number" and wanted < kept:
        raise Invalid(messages.SCALE_SHRINKS.problem("scale", scale=kept))
    codes = {one.code for one in after.options}
    for gone in (one.code for one in before.options if one.code not in codes):
        op = "contains" if row.type == "multi_picklist" else "eq"
        holding = make_query(row.object, filter={"field": row.key, "op": op, "value": gone})
        if count := select.count(SYSTEM, holding, frame):
            raise Invalid(messages.OPTION_USED.problem("options", code=gone, n=count))


def _reindex(row: CustomField, before: FieldDefinition, after: FieldDefinition) -> None:
    """Make, replace or take away the index. Raises Invalid where values repeat or are too long for one."""
    if (before.indexed, before.unique) == (after.indexed, after.unique):
        return
    indexing.drop_index(_index(row))
    if not after.with_index:
        return
    field = spec_of(row.key, row.type, after)
    if after.unique and (found := indexing.doubles(row.object, field, MOST_NAMED)):
        raise Invalid(messages.DOUBLES.problem("unique", values=[f"{value} × {times}" for value, times in found]))
    if types.kind_of(field).twinned and (n := indexing.longer_than(row.object, field, LONGEST_INDEXED)):
        raise Invalid(messages.TOO_LONG_FOR_INDEX.problem("indexed", limit=LONGEST_INDEXED, n=n))
    try:
        with transaction.atomic():
            indexing.create_index(_index(row), row.object, field)
    except IntegrityError:
        raise Invalid(messages.DOUBLES.problem("unique", values=["…"])) from None


def _index(row: CustomField) -> str:
    return f"custom_field_{row.pk}"


def _note(actor: Actor, frame: Frame, source: str, row: CustomField, kind: str, old: Mapping[str, Any]) -> None:
    """The history of the configuration: each setting before and after."""
    new = {} if kind == "deleted" else {"key": row.key, "type": row.type, **row.definition}
    names = sorted({*old, *new})
    changes = {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}
    if kind == "updated":
        changes = {name: pair for name, pair in changes.items() if name not in ("key", "type")}
    history.write_configuration(actor, frame.now, REASON, source, about(row), row.pk, kind, changes)
