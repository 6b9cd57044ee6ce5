"""Reads records for processes: the values of field paths, once for each term of a record, and the lists of its parts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation.plan_values import RECORD
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.refs import id_of
from daicho.engine.catalog.specs import ObjectSpec, Occurrence
from daicho.engine.work.frame import Frame

TERM = "term"


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as read through one of its terms. `occurrence` is "term:12", or "record" for objects without terms."""

    occurrence: str
    current: bool
    values: Mapping[str, Any]


def read(object_key: str, ids: Iterable[int], paths: Iterable[str], frame: Frame) -> dict[int, list[Reading]]:
    """Each record's readings, terms in their order; a record that does not exist is absent. One or two queries."""
    spec = registry.get(object_key)
    wanted, columns = list(ids), sorted(paths)
    if spec.occurrence is None:
        found = select.fetch(SYSTEM, object_key, wanted, columns, frame)
        return {record_id: [Reading(RECORD, True, values)] for record_id, values in found.items()}
    terms: dict[int, list[tuple[int, Mapping[str, Any]]]] = defaultdict(list)
    for record_id, term_id, values in select.select_occurrences(SYSTEM, object_key, wanted, columns, frame):
        terms[record_id].append((term_id, values))
    current = _current(spec.occurrence, [record_id for record_id, several in terms.items() if len(several) > 1], frame)
    return {
        record_id: [
            Reading(f"{TERM}:{term_id}", len(several) == 1 or term_id in current, values) for term_id, values in several
        ]
        for record_id, several in terms.items()
    }


def _current(link: Occurrence, ids: Iterable[int], frame: Frame) -> frozenset[int]:
    """The terms that hold today; asked only for records with several."""
    wanted = list(ids)
    if not wanted:
        return frozenset()
    today = frame.today.isoformat()
    holding = [
        {"field": link.parent, "op": "in", "value": wanted},
        {"field": link.valid_from, "op": "le", "value": today},
        {"field": link.valid_to, "op": "ge", "value": today},
    ]
    return frozenset(select.select_ids(SYSTEM, link.object, {"and": holding}, frame))


def read_children(
    object_key: str, ids: Iterable[int], children: Mapping[str, frozenset[str]], frame: Frame
) -> dict[int, dict[str, list[Mapping[str, Any]]]]:
    """For each record the parts in its lists, as the object defines them (filter, order). One query a list."""
    spec, wanted = registry.get(object_key), list(ids)
    result: dict[int, dict[str, list[Mapping[str, Any]]]] = {record_id: defaultdict(list) for record_id in wanted}
    for key, paths in children.items():
        part = spec.children[key]
        mine: list[Any] = [{"field": part.parent, "op": "in", "value": wanted}]
        mine += [part.filter] if part.filter else []
        query = make_query(part.object, columns=sorted(paths | {part.parent}), filter={"and": mine}, sort=part.sort)
        for row in select.select(SYSTEM, query, frame).rows:
            parent = id_of(row[part.parent])
            if parent in result:
                result[parent][key].append(row)
    return result


def occurrence_id(occurrence: str) -> int | None:
    """The id of the term that an occurrence names ("term:12", "term:12/2"); None for the record itself."""
    family = occurrence.partition("/")[0]
    kind, _, number = family.partition(":")
    return int(number) if kind == TERM and number.isdecimal() else None


def surrounding_paths(spec: ObjectSpec) -> frozenset[str]:
    """What is read of every record beside what a process asks for: its owner, and what it is called."""
    names = {*spec.lookup_keys, spec.name_field}
    return frozenset(names | ({spec.owner} if spec.owner else set()))


def owner_of(spec: ObjectSpec, values: Mapping[str, Any]) -> int | None:
    """The user who owns the record; None where nobody does."""
    return id_of(values.get(spec.owner)) if spec.owner else None


def short_label(spec: ObjectSpec, values: Mapping[str, Any]) -> str:
    """The record's number alone, where it has one, else its name; "" for neither."""
    keys = (*spec.lookup_keys, spec.name_field)
    return next(
        (str(getattr(found, "name", found)) for key in keys if (found := values.get(key)) not in (None, "")), ""
    )


def label_of(spec: ObjectSpec, values: Mapping[str, Any]) -> str:
    """What a record is called in lists and notices: its number and its name."""
    parts: Sequence[Any] = [values.get(key) for key in (*spec.lookup_keys, spec.name_field)]
    shown = (str(getattr(part, "name", part)) for part in parts if part not in (None, ""))
    return " ".join(dict.fromkeys(shown))
