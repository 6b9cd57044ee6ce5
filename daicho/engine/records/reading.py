"""One record as it is shown: its values, its nested parts and the version that an editor has to name again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records.checks import NOT_FOUND
from daicho.engine.records.plans import plan_of
from daicho.engine.work.frame import Frame
from daicho.values.problems import Missing


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by path text, and the paths that they have."""

    columns: tuple[Path, ...]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class OneRecord:
    """A record that was read. `version` is None for objects that count no versions."""

    record: Rows
    parts: Mapping[str, Rows]
    version: int | None


def read_record(actor: Actor, object_key: str, record_id: int, frame: Frame, columns: Sequence[str] = ()) -> OneRecord:
    """One record with all its fields and nested parts; with `columns` only those. Raises Missing, Forbidden, Invalid.

    The version is read first: whoever changes the record in between makes the reader's version stale, not the values.
    """
    spec = registry.get(object_key)
    query = select.defaults(make_query(object_key, columns=columns))
    version = version_of(spec, record_id)
    found = select.fetch(actor, object_key, [record_id], [path.text for path in query.columns], frame)
    if record_id not in found:
        raise missing(spec, record_id)
    parts = {} if columns else _parts(actor, spec, record_id, frame)
    return OneRecord(Rows(query.columns, [found[record_id]]), parts, version)


def require_readable(actor: Actor, object_key: str, record_id: int, frame: Frame) -> None:
    """Raise Missing unless the actor may read the record."""
    spec = registry.get(object_key)
    actor.require("read", object_key, spec.label)
    if record_id not in select.readable_ids(actor, object_key, [record_id], frame):
        raise missing(spec, record_id)


def version_of(spec: ObjectSpec, record_id: int) -> int | None:
    """How often the record was saved; None for objects without versions, and where there is no such record."""
    if not plan_of(spec).stamped:
        return None
    found: int | None = spec.model.objects.filter(pk=record_id).values_list("version", flat=True).first()
    return found


def missing(spec: ObjectSpec, record_id: int) -> Missing:
    """The refusal for a record that does not exist or may not be seen."""
    return Missing(NOT_FOUND.problem(object=spec.label, id=str(record_id)))


def _parts(actor: Actor, spec: ObjectSpec, record_id: int, frame: Frame) -> dict[str, Rows]:
    found = {}
    for key, child in spec.children.items():
        if child.nested:
            theirs = {"field": child.parent, "op": "eq", "value": record_id}
            query = select.defaults(make_query(child.object, filter=theirs, sort=child.sort))
            found[key] = Rows(query.columns, select.select(actor, query, frame).rows)
    return found
