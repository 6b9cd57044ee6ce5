"""The stable keys of nodes, schedules and actions: made when left out, kept from version to version. PURE.

A key decides what counts as "the same step" when a process gets a new version: the waiting rows of a step that is kept
move to the new version, and what a step has done it does not do again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from daicho.engine.automation.definition import Definition, Node, Schedule
from daicho.values.labels import Message
from daicho.values.problems import Invalid

KEY_TWICE = Message(
    "process_key_twice",
    ja="キー「{key}」が2回使われています。キーは同じ場所で1度だけ使えます。",
    en="The key “{key}” is used twice. A key may be used once in one place.",
)


def with_keys(definition: Definition, previous: Definition | None = None, taken: Iterable[str] = ()) -> Definition:
    """`definition` with a key everywhere.

    What has no key takes that of the equal, else of the most similar part of `previous`; what is new gets a key that is
    not among `taken` (the keys of all earlier versions, so that a step thrown away is never mistaken for a new one).
    Raises Invalid when siblings share a key.
    """
    used = set(taken) | set(all_keys(definition)) | (set(all_keys(previous)) if previous else set())
    nodes = _keyed("n", "nodes", definition.nodes, previous.nodes if previous else (), used)
    finished = []
    for place, (node, former) in enumerate(nodes):
        finished.append(_keyed_node(node, former, used, f"nodes.{place}."))
    return definition.model_copy(update={"nodes": tuple(finished)})


def all_keys(definition: Definition) -> Iterator[str]:
    """Every key that the definition holds."""
    for node in definition.nodes:
        yield node.key
        yield from (action.key for action in node.actions)
        for schedule in node.schedules:
            yield schedule.key
            yield from (action.key for action in schedule.actions)


def _keyed_node(node: Node, former: Node | None, used: set[str], place: str) -> Node:
    actions = _keyed("a", place + "actions", node.actions, former.actions if former else (), used)
    schedules = _keyed("s", place + "schedules", node.schedules, former.schedules if former else (), used)
    return node.model_copy(
        update={
            "actions": tuple(action for action, _ in actions),
            "schedules": tuple(
                _keyed_schedule(schedule, before, used, f"{place}schedules.{index}.")
                for index, (schedule, before) in enumerate(schedules)
            ),
        }
    )


def _keyed_schedule(schedule: Schedule, former: Schedule | None, used: set[str], place: str) -> Schedule:
    actions = _keyed("a", place + "actions", schedule.actions, former.actions if former else (), used)
    return schedule.model_copy(update={"actions": tuple(action for action, _ in actions)})


def _keyed(letter: str, place: str, parts: Sequence[Any], former: Sequence[Any], used: set[str]) -> list[Any]:
    """Each part with its key, beside the part of the previous version that it continues (None: new)."""
    given = [part.key for part in parts if part.key]
    for key in given:
        if given.count(key) > 1:
            raise Invalid(KEY_TWICE.problem(place, key=key))
    free = [part for part in former if part.key not in given]
    by_key = {part.key: part for part in former}
    chosen: dict[int, Any] = {index: by_key.get(part.key) for index, part in enumerate(parts) if part.key}
    for same in (_equal, _alike, _same_kind):
        for index, part in enumerate(parts):
            match = next((candidate for candidate in free if same(part, candidate)), None)
            if index not in chosen and match is not None:
                chosen[index] = match
                free.remove(match)
    result = []
    for index, part in enumerate(parts):
        match = chosen.get(index)
        key = part.key or (match.key if match is not None else _fresh(letter, used))
        result.append((part.model_copy(update={"key": key}), match))
    return result


def _equal(part: Any, former: Any) -> bool:
    return bool(_bare(part) == _bare(former))


def _alike(part: Any, former: Any) -> bool:
    return bool(_core(part) == _core(former))


def _same_kind(part: Any, former: Any) -> bool:
    return bool(_kind(part) == _kind(former))


def _bare(part: Any) -> Any:
    return _without_keys(part.model_dump())


def _core(part: Any) -> Any:
    """What a part does, without when: the actions of a schedule, the condition of a node, the whole of an action."""
    if isinstance(part, Schedule):
        return _without_keys([action.model_dump() for action in part.actions]), part.field
    return part.when if isinstance(part, Node) else _bare(part)


def _kind(part: Any) -> Any:
    """When a schedule runs; the type of an action. Any node that is left continues a node that is left."""
    if isinstance(part, Schedule):
        return part.offset, part.unit, part.direction, part.field
    return "node" if isinstance(part, Node) else part.do


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_keys(item) for name, item in value.items() if name != "key"}
    return [_without_keys(item) for item in value] if isinstance(value, list | tuple) else value


def _fresh(letter: str, used: set[str]) -> str:
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    used.add(f"{letter}{number}")
    return f"{letter}{number}"
