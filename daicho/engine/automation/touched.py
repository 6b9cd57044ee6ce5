"""Which records a command touched, as processes see it: changes of a term count as changes of its record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from daicho.engine.automation.plan_values import Happening, Occurrence
from daicho.engine.automation.readings import TERM, Reading
from daicho.engine.catalog import registry
from daicho.engine.catalog.refs import id_of
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records.changes import NetChange


@dataclass(slots=True)
class Touched:
    """The records of one object in one round of a command. `before` holds only what changed."""

    happenings: dict[int, Happening] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    before: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    new_terms: set[str] = field(default_factory=set)
    terms_before: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def only_new(self) -> bool:
        """Whether all records were created just now, so that nothing can be stored about them."""
        return all(happening == "created" for happening in self.happenings.values())


def touched(changes: Iterable[NetChange]) -> dict[str, Touched]:
    """The touched records by object."""
    parents = {spec.occurrence.object: spec for spec in registry.every() if spec.occurrence is not None}
    found: dict[str, Touched] = {}
    for change in changes:
        _add(found.setdefault(change.object, Touched()), change)
        if change.object in parents:
            spec = parents[change.object]
            _add_term(found.setdefault(spec.key, Touched()), spec, change)
    for one in found.values():
        for record_id in one.deleted:
            one.happenings.pop(record_id, None)
    return found


def occurrences(spec: ObjectSpec, record_id: int, readings: Sequence[Reading], seen: Touched) -> list[Occurrence]:
    """The record's terms with their values before the save, where they existed before."""
    if seen.happenings.get(record_id) == "created":
        return [Occurrence(one.occurrence, one.values, None, one.current) for one in readings]
    held = _held_before(readings, seen)
    return [
        Occurrence(
            one.occurrence,
            one.values,
            None if one.occurrence in seen.new_terms else _before(spec, record_id, one, seen, is_held=one is held),
            one.current,
        )
        for one in readings
    ]


def _add(one: Touched, change: NetChange) -> None:
    if change.kind == "deleted":
        one.deleted.add(change.record_id)
    elif change.kind == "created":
        one.happenings[change.record_id] = "created"
    else:
        one.happenings.setdefault(change.record_id, "saved")
        one.before[change.record_id] = {key: change.before.get(key) for key in change.changed}


def _add_term(one: Touched, spec: ObjectSpec, change: NetChange) -> None:
    assert spec.occurrence is not None
    parent = id_of(change.after.get(spec.occurrence.parent) or change.before.get(spec.occurrence.parent))
    if parent is None:
        return
    one.happenings.setdefault(parent, "saved")
    key = f"{TERM}:{change.record_id}"
    if change.kind == "created":
        one.new_terms.add(key)
    elif change.kind == "updated":
        one.terms_before[key] = {name: change.before.get(name) for name in change.changed}


def _held_before(readings: Sequence[Reading], seen: Touched) -> Reading | None:
    """The term through which the record was changed: the current one, or, where that is new, the last before it."""
    former = [one for one in readings if one.occurrence not in seen.new_terms]
    return next((one for one in former if one.current), former[-1] if former else None)


def _before(spec: ObjectSpec, record_id: int, reading: Reading, seen: Touched, *, is_held: bool) -> Mapping[str, Any]:
    record, term = seen.before.get(record_id), seen.terms_before.get(reading.occurrence)
    if not record and not term:
        return reading.values
    changed: dict[str, Any] = {}
    for one in spec.fields:
        if one.source == "occurrence":
            column = one.column or one.key
            if term and column in term:
                changed[one.key] = term[column]
            elif record and is_held and one.key in record:
                changed[one.key] = record[one.key]
        elif record and one.key in record:
            changed[one.key] = record[one.key]
    # A path through a lookup that changed led to another record, whose values are not known here.
    lost = {path: None for path in reading.values if "." in path and path.split(".", 1)[0] in changed}
    return {**reading.values, **lost, **changed}
