"""What a template reads of a record, and its typed values made plain for it: labels of choices, local times, names.

Leaves reading the record to the caller: `needs_of` says which field paths, `nested` takes their values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import Path, resolve
from daicho.engine.catalog.refs import Ref
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.mail import computed, merge, several
from daicho.engine.mail.merge_filters import Withheld
from daicho.engine.mail.merge_parser import MergeTemplate
from daicho.values.labels import Label

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Needs:
    """Field paths of a record, for each list of its parts ("lines") the field paths of the parts, and computed fields.

    `computed` are whole paths ("contract.next_amount"); what they read of the record is among `paths`.
    """

    paths: frozenset[str] = frozenset()
    children: Mapping[str, frozenset[str]] = field(default_factory=dict)
    computed: frozenset[str] = frozenset()

    def __or__(self, other: "Needs") -> "Needs":
        keys = {*self.children, *other.children}
        children = {key: self.children.get(key, frozenset()) | other.children.get(key, frozenset()) for key in keys}
        return Needs(self.paths | other.paths, children, self.computed | other.computed)


NOTHING = Needs()


def needs_of(parsed: MergeTemplate, object_key: str) -> Needs:
    """What a template about records of the object reads of them. Its paths have been checked when it was saved."""
    paths: set[str] = set()
    children: dict[str, set[str]] = {}
    offered = computed.fields_of(object_key)
    found: set[str] = set()
    for used in merge.paths(parsed):
        segments = several.of_one(used, object_key)
        if segments[0] in offered:
            found.add(segments[0])
            paths |= offered[segments[0]].reads
            continue
        root, _, rest = segments[0].partition(".")
        if root != object_key:
            continue
        if len(segments) == 1 and rest not in registry.get(object_key).children:
            paths.add(rest)
        elif len(segments) == 2:
            part = children.setdefault(rest, set())
            part.add(segments[1])
            part |= {registry.get(object_key).children[rest].instead.get(segments[1], segments[1])}
    return Needs(frozenset(paths), {key: frozenset(part) for key, part in children.items()}, frozenset(found))


def nested(
    object_key: str,
    values: Values,
    children: Mapping[str, Sequence[Values]],
    needs: Needs,
    language: str,
    zone: ZoneInfo,
    more: Values | None = None,
    *,
    for_us: bool = True,
) -> dict[str, Any]:
    """The record as a template sees it, below its object key: `{"contract": {"account": {"name": ...}, "lines": [...]}}`.

    `more` are computed values by whole path. `for_us`: a withheld value is shown all the same.
    """
    spec = registry.get(object_key)
    record = _tree(object_key, values, needs.paths, language, zone)
    for key, paths in needs.children.items():
        part = spec.children[key].object
        rows = (_completed(row, spec.children[key].instead) for row in children.get(key, ()))
        record[key] = [_tree(part, row, paths, language, zone) for row in rows]
    tree = {object_key: record}
    offered = computed.fields_of(object_key) if more else {}
    for path, value in (more or {}).items():
        _plant(tree, path, _plain_computed(offered[path], value, language, zone, for_us=for_us))
    return tree


def _plant(tree: dict[str, Any], path: str, value: Any) -> None:
    """Put a value where its path says; what stands on the way as a name becomes a record with that name."""
    *names, last = path.split(".")
    place = tree
    for name in names:
        below = place.get(name)
        if not isinstance(below, dict):
            below = place[name] = {} if below is None else {"name": below}
        place = below
    place[last] = value


def _plain_computed(one: computed.ComputedField, value: Any, language: str, zone: ZoneInfo, *, for_us: bool) -> Any:
    if isinstance(value, Withheld):
        return plain(one.spec, value.value, language, zone) if for_us else value
    if one.items is None:
        return plain(one.spec, value, language, zone)
    rows = []
    for item in value or ():
        row: dict[str, Any] = {}
        for path, spec in one.items.items():
            _plant(row, path, plain(spec, item.get(path), language, zone))
        rows.append(row)
    return rows


def _completed(row: Values, instead: Mapping[str, str]) -> Values:
    """The row with other fields in place of empty ones, where the list says so."""
    found = {path: row.get(other) for path, other in instead.items() if not row.get(path)}
    return {**row, **found} if found else row


def _tree(object_key: str, values: Values, paths: Iterable[str], language: str, zone: ZoneInfo) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for text in paths:
        path = _resolved(object_key, text, registry.stamp())
        names = text.split(".")
        place = tree
        for name in names[:-1]:
            place = place.setdefault(name, {})
        value = plain(path.field, values.get(text), language, zone)
        if path.field.type == "lookup":
            place.setdefault(names[-1], {}).setdefault("name", value)
        else:
            place[names[-1]] = value
    return tree


def plain(spec: FieldSpec, value: Any, language: str, zone: ZoneInfo) -> Any:
    """A typed value as templates take it: a choice as its label, a reference as its name, a moment in `zone`.

    What is written in two languages (a label) is taken in this one.
    """
    if isinstance(value, Label):
        return value.text(language)
    if isinstance(value, Ref):
        return value.name
    if isinstance(value, datetime):
        return value.astimezone(zone)
    if spec.choices and isinstance(value, str):
        choice = spec.choice(value)
        return choice.label.text(language) if choice else value
    if spec.choices and isinstance(value, list | tuple):
        return [plain(spec, item, language, zone) for item in value]
    return value


@lru_cache(maxsize=4096)
def _resolved(object_key: str, text: str, _stamp: str) -> Path:
    """The path, kept as long as nobody changes a field (`_stamp`)."""
    return resolve(object_key, text)
