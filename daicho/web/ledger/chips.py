"""The conditions of a list as chips: a sentence each, and the address of the list without it."""

from collections.abc import Iterable
from dataclasses import dataclass

from daicho.engine.access import select
from daicho.engine.catalog import registry
from daicho.engine.catalog.describe import describe
from daicho.engine.catalog.filters import EVERYTHING, AllOf, Node, conditions
from daicho.web.ledger.location import Location
from daicho.web.visitors import Visitor

MOST_NAMED = 2
"""Records of how many objects are named in conditions, one query each; those of more stand there as #12."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, and where to go to be rid of it."""

    text: str
    without: str


def chips(node: Node, location: Location, visitor: Visitor) -> list[Chip]:
    """A chip for each condition that all rows meet. Names of records in them are read for all at once."""
    parts = parts_of(node)
    names = _names(parts, visitor)
    return [
        Chip(
            describe(part, visitor.frame, visitor.language, visitor.actor.user_id, names),
            location.narrowed(AllOf(tuple(other for other in parts if other is not part))).link,
        )
        for part in parts
    ]


def parts_of(node: Node) -> tuple[Node, ...]:
    """What must hold together: the parts of an "and", or the one condition."""
    if isinstance(node, AllOf):
        return node.parts
    return () if node == EVERYTHING else (node,)


def _names(parts: Iterable[Node], visitor: Visitor) -> dict[tuple[str, int], str]:
    """The names of the records that conditions mention, by object and id, where the visitor may read them."""
    wanted: dict[str, set[int]] = {}
    for part in parts:
        for condition in conditions(part):
            operands = condition.operand if isinstance(condition.operand, tuple) else (condition.operand,)
            ids = {item for item in operands if isinstance(item, int)}
            if condition.path.field.type == "lookup" and condition.path.field.target and ids:
                wanted.setdefault(condition.path.field.target, set()).update(ids)
    names: dict[tuple[str, int], str] = {}
    for target, ids in list(wanted.items())[:MOST_NAMED]:
        spec = registry.get(target)
        if visitor.actor.permissions.may("read", target):
            rows = select.fetch(visitor.actor, target, ids, [spec.name_field], visitor.frame)
            names |= {(target, id_): str(row[spec.name_field]) for id_, row in rows.items()}
    return names
