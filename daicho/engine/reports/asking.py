"""Asks a report's question: its lines with their figures, the figures over everything, and the order of the lines.

Reads through access as the actor: a line, a figure and a total hold only what he may read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.query import Query
from daicho.engine.catalog.refs import Ref
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.reports.definition import NO_ORDER, sortable
from daicho.engine.work.frame import Frame
from daicho.values.problems import Invalid
from daicho.values.text import normalise


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the answer: the values of its groups and its figures, both in the order of the question."""

    values: tuple[Any, ...]
    figures: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """All lines in order, and each figure over everything: what is counted once there may stand in several lines."""

    lines: tuple[Line, ...]
    totals: tuple[Any, ...]


def ask(actor: Actor, query: Query, frame: Frame, sort: Sequence[str] = ()) -> Answer:
    """The answer to a question with groups and figures, in two statements. Raises Invalid, Forbidden, Missing."""
    order = _checked(sort, query)
    names = [figure.name for figure in query.aggregates]
    rows = select.aggregate(actor, query, frame)
    [whole] = select.aggregate(actor, replace(query, group_by=()), frame)
    lines = [
        Line(tuple(row[group.path.text] for group in query.group_by), tuple(row[name] for name in names))
        for row in rows
    ]
    return Answer(tuple(_ordered(lines, order, query)), tuple(whole[name] for name in names))


def _checked(sort: Sequence[str], query: Query) -> list[tuple[int, bool]]:
    """The places of the sort names among groups and figures, and whether they descend. Raises Invalid."""
    known = sortable(query)
    found = []
    for name in sort:
        if name.removeprefix("-") not in known:
            raise Invalid(NO_ORDER.problem("sort", name=name[:60], known=known))
        found.append((known.index(name.removeprefix("-")), name.startswith("-")))
    return found


def _ordered(lines: list[Line], order: Sequence[tuple[int, bool]], query: Query) -> list[Line]:
    """Lines in the order asked for, then by their groups; empty values come last in both directions."""
    specs = [group.path.field for group in query.group_by]
    usual = [(place, False) for place in range(len(specs))]
    for place, descending in reversed([*order, *usual]):
        spec = specs[place] if place < len(specs) else None
        keys = {id(line): _key((*line.values, *line.figures)[place], spec) for line in lines}
        filled = [line for line in lines if keys[id(line)] is not None]
        empty = [line for line in lines if keys[id(line)] is None]
        lines = [*_sorted(filled, keys, descending), *empty]
    return lines


def _sorted(lines: Iterable[Line], keys: Mapping[int, Any], descending: bool) -> list[Line]:
    """The lines by the keys that stand under their ids."""
    return sorted(lines, key=lambda line: keys[id(line)], reverse=descending)


def _key(value: Any, spec: FieldSpec | None) -> Any:
    """What a value is ordered by: names as people read them, choices in their own order; None for an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, Ref):
        return (normalise(value.name), value.name, value.id)
    if spec is not None and spec.type == "picklist":
        codes = [choice.code for choice in spec.choices]
        return codes.index(value) if value in codes else len(codes)
    return normalise(value) if isinstance(value, str) else value
