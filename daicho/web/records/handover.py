"""What goes along when a record gets another owner: open work about it that its former owner holds. Says it and does it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.records.command import command
from daicho.values.problems import Refused
from daicho.web.visitors import Visitor

SOURCE = "web"
REASON = "reassign"


@dataclass(frozen=True, slots=True)
class Along:
    """Records of `object` that name the record in `via` ("record": as "account:12") and meet the filter."""

    object: str
    via: str
    filter: Mapping[str, Any]


OPEN_TASKS = Along("task", "record", {"field": "status", "op": "eq", "value": "open"})
DRAFTS = {"field": "status", "op": "eq", "value": "draft"}
OPEN_CHANCES = {"field": "stage", "op": "in", "value": ["open", "proposed"]}
LIVE = {"field": "status", "op": "not_in", "value": ["cancelled", "ended"]}
ALONG: Mapping[str, Sequence[Along]] = {
    "contract": (OPEN_TASKS,),
    "account": (
        Along("contract", "account", LIVE),
        Along("quote", "account", DRAFTS),
        Along("opportunity", "account", OPEN_CHANCES),
        OPEN_TASKS,
    ),
    "quote": (OPEN_TASKS,),
    "opportunity": (Along("quote", "opportunity", DRAFTS), OPEN_TASKS),
    "task": (),
}
"""The objects whose records have an owner that can be changed, with what goes along."""

Moves = dict[int, list[tuple[str, int]]]
"""What goes along, by the id of the record: object and id."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Ids that have the new owner now, how many records went along by object, and the refusals by id."""

    done: Sequence[int]
    along: Mapping[str, int]
    refused: Mapping[int, Refused]


def moves_along(object_key: str, rows: Sequence[Row], visitor: Visitor) -> Moves:
    """What would go along with each of the rows (id, owner): what its owner holds too and the visitor may edit."""
    owners = {row["id"]: row["owner"].id for row in rows if row["owner"] is not None}
    found: Moves = {}
    for along in ALONG[object_key] if owners else ():
        if visitor.actor.permissions.may("edit", along.object):
            _collect(along, object_key, owners, visitor, found)
    return found


def hand_over(object_key: str, ids: Iterable[int], owner: int, moves: Moves, visitor: Visitor) -> HandedOver:
    """Give the records and what goes along a new owner: all in one command, or each in its own where one is refused."""
    wanted = list(ids)
    try:
        _write(object_key, wanted, owner, moves, visitor)
    except Refused as refused:
        if len(wanted) == 1:
            return HandedOver((), {}, {wanted[0]: refused})
    else:
        return HandedOver(wanted, _counted(wanted, moves), {})
    done, problems = [], {}
    for record_id in wanted:
        try:
            _write(object_key, [record_id], owner, moves, visitor)
        except Refused as refused:
            problems[record_id] = refused
        else:
            done.append(record_id)
    return HandedOver(done, _counted(done, moves), problems)


def counts(moves: Moves) -> dict[str, int]:
    """How many records would go along, by object in the order of the rules."""
    return _counted(moves, moves)


def _collect(along: Along, object_key: str, owners: Mapping[int, int], visitor: Visitor, found: Moves) -> None:
    names = {(f"{object_key}:{id_}" if along.via == "record" else id_): id_ for id_ in owners}
    theirs = {"field": along.via, "op": "in", "value": list(names)}
    holders = {"field": "owner", "op": "in", "value": sorted(set(owners.values()))}
    query = make_query(along.object, columns=[along.via, "owner"], filter={"and": [theirs, holders, along.filter]})
    rows = select.select(visitor.actor, query, visitor.frame).rows
    held = [(names[_named(row[along.via])], row) for row in rows]
    mine = [(record_id, row["id"]) for record_id, row in held if row["owner"].id == owners[record_id]]
    allowed = select.readable_ids(visitor.actor, along.object, [one for _, one in mine], visitor.frame, "edit")
    for record_id, one in mine:
        if one in allowed:
            found.setdefault(record_id, []).append((along.object, one))


def _write(object_key: str, ids: Iterable[int], owner: int, moves: Moves, visitor: Visitor) -> None:
    changes: dict[str, dict[int, dict[str, int]]] = {object_key: {}}
    for record_id in ids:
        changes[object_key][record_id] = {"owner": owner}
        for other, other_id in moves.get(record_id, ()):
            changes.setdefault(other, {})[other_id] = {"owner": owner}
    with command(actor=visitor.actor, reason=REASON, frame=visitor.frame, source=SOURCE) as running:
        for key, change in changes.items():
            running.update(key, change)


def _counted(ids: Iterable[int], moves: Moves) -> dict[str, int]:
    objects = [object_key for record_id in ids for object_key, _ in moves.get(record_id, ())]
    return {spec.key: objects.count(spec.key) for spec in registry.every() if spec.key in objects}


def _named(value: Any) -> Any:
    return getattr(value, "id", value)
