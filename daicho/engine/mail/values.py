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
from daicho.engine.mail import merge
from daicho.engine.mail.merge_parser import MergeTemplate

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Needs:
    """Field paths of a record, and for each list of its parts ("lines") the field paths of the parts."""

    paths: frozenset[str] = frozenset()
    children: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __or__(self, other: "Needs") -> "Needs":
        keys = {*self.children, *other.children}
        children = {key: self.children.get(key, frozenset()) | other.children.get(key, frozenset()) for key in keys}
        return Needs(self.paths | other.paths, children)


NOTHING = Needs()


def needs_of(parsed: MergeTemplate, object_key: str) -> Needs:
    """What a template about records of the object reads of them. Its paths have been checked when it was saved."""
    paths: set[str] = set()
    children: dict[str, set[str]] = {}
    for segments in merge.paths(parsed):
        root, _, rest = segments[0].partition(".")
        if root != object_key:
            continue
        if len(segments) == 1 and rest not in registry.get(object_key).children:
            paths.add(rest)
        elif len(segments) == 2:
            children.setdefault(rest, set()).add(segments[1])
    return Needs(frozenset(paths), {key: frozenset(found) for key, found in children.items()})


def nested(
    object_key: str,
    values: Values,
    children: Mapping[str, Sequence[Values]],
    needs: Needs,
    language: str,
    zone: ZoneInfo,
) -> dict[str, Any]:
    """The record as a template sees it, below its object key: `{"contract": {"account": {"name": ...}, "lines": [...]}}`."""
    spec = registry.get(object_key)
    record = _tree(object_key, values, needs.paths, language, zone)
    for key, paths in needs.children.items():
        part = spec.children[key].object
        record[key] = [_tree(part, row, paths, language, zone) for row in children.get(key, ())]
    return {object_key: record}


def _tree(object_key: str, values: Values, paths: Iterable[str], language: str, zone: ZoneInfo) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for text in paths:
        path = _resolved(object_key, text)
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
    """A typed value as templates take it: a choice as its label, a reference as its name, a moment in `zone`."""
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
def _resolved(object_key: str, text: str) -> Path:
    return resolve(object_key, text)
