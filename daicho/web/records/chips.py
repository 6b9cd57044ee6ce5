"""The conditions of a list as chips: a sentence each, and the address of the list without it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.engine.catalog.describe import describe
from daicho.engine.catalog.filters import EVERYTHING, AllOf, Node, conditions
from daicho.engine.catalog.refs import Ref
from daicho.web.records.location import Location
from daicho.web.visitors import Visitor

MOST_NAMED = 1
"""Records of how many objects that no row names are looked up, one query each; those of more stand there as #12."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, and where to go to be rid of it."""

    text: str
    without: str


def chips(node: Node, location: Location, visitor: Visitor, rows: Sequence[Row] = ()) -> list[Chip]:
    """A chip for each condition that all rows meet. Records in them are named as the rows do, or read for all at once."""
    parts = parts_of(node)
    names = _names(parts, visitor, rows)
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


def _names(parts: Iterable[Node], visitor: Visitor, rows: Sequence[Row]) -> dict[tuple[str, int], str]:
    """The names of the records that conditions mention, by object and id, where the visitor may read them."""
    wanted: dict[str, set[int]] = {}
    names: dict[tuple[str, int], str] = {}
    for part in parts:
        for condition in conditions(part):
            path, operand = condition.path, condition.operand
            target = path.field.target or ""
            ids = {item for item in (operand if isinstance(operand, tuple) else (operand,)) if isinstance(item, int)}
            if path.field.type == "lookup" and ids:
                wanted.setdefault(target, set()).update(ids)
                refs = (row.get(path.text) for row in rows)
                names |= {(target, ref.id): ref.name for ref in refs if isinstance(ref, Ref) and ref.id in ids}
    unknown = {target: {one for one in ids if (target, one) not in names} for target, ids in wanted.items()}
    for target, ids in [(target, ids) for target, ids in unknown.items() if ids][:MOST_NAMED]:
        spec = registry.get(target)
        if visitor.actor.permissions.may("read", target):
            found = select.fetch(visitor.actor, target, ids, [spec.name_field], visitor.frame)
            names |= {(target, id_): str(row[spec.name_field]) for id_, row in found.items()}
    return names
