"""Versions made ready: a stored definition with its filters parsed, its steps by key, and the fields that it reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from daicho.engine.automation import actions
from daicho.engine.automation.definition import EVENT, Action, Definition, Late, Schedule, parse
from daicho.engine.automation.plan_values import Condition, NodePlan, ProcessPlan, Step
from daicho.engine.catalog import registry
from daicho.engine.catalog.filters import Node, parse_filter, paths_of
from daicho.engine.catalog.lookups import resolve_filter
from daicho.engine.catalog.matches import matches
from daicho.engine.work.frame import Frame
from daicho.values.labels import Problem
from daicho.values.problems import Invalid, Refused


@dataclass(frozen=True, slots=True)
class Ready:
    """A version without its moment. `steps` maps step keys ("n1.s1.a1", at once "n1.a1") to action and schedule."""

    definition: Definition
    trees: tuple[Node, ...]
    decided: Node | None
    paths: frozenset[str]
    steps: Mapping[str, tuple[Action, Schedule | None]]


def ready(definition: Mapping[str, Any]) -> Ready:
    """The version of a stored definition; kept as long as no field changes, because versions never do."""
    return _ready(json.dumps(definition, ensure_ascii=False, sort_keys=True), registry.stamp())


def ready_or_problem(definition: Mapping[str, Any]) -> Ready | Problem:
    """The version, or why it cannot be used any more (a field that it names is gone)."""
    try:
        return ready(definition)
    except Refused as refused:
        return refused.problems[0]


def process_plan(version: Ready, frame: Frame, active_from: date | None) -> ProcessPlan:
    """The version at a moment, as the planner takes it. `active_from` None: whatever has ended counts too."""

    def condition(tree: Node) -> Condition:
        resolved = _with_ids(tree)
        return lambda values: matches(resolved, values, frame)

    nodes = tuple(
        NodePlan(
            node.key,
            node.label,
            condition(tree),
            frozenset(path.text for path in paths_of(tree)),
            node.stop_after,
            tuple(_step(f"{node.key}.{action.key}", action, None) for action in node.actions),
            tuple(
                _step(f"{node.key}.{schedule.key}.{action.key}", action, schedule)
                for schedule in node.schedules
                for action in schedule.actions
            ),
        )
        for node, tree in zip(version.definition.nodes, version.trees, strict=True)
    )
    decided = None if version.decided is None else condition(version.decided)
    return ProcessPlan(version.definition.start, nodes, decided, active_from)


def late_default(action: Action) -> Late:
    """What holds where a schedule names no policy: people who are no users get nothing late, all else runs."""
    kind = actions.get(action.do)
    return "skip" if kind.to_outsiders(actions.parameters(action)) else "run"


def _with_ids(tree: Node) -> Node:
    """The tree with records named by key as ids; a record that is gone since then is equal to nothing."""
    try:
        return resolve_filter(tree)
    except Invalid:
        return tree


def _step(key: str, action: Action, schedule: Schedule | None) -> Step:
    def late() -> Late:
        return schedule.late if schedule is not None and schedule.late is not None else late_default(action)

    return Step(key, action, schedule, late)


@lru_cache(maxsize=512)
def _ready(text: str, _stamp: str) -> Ready:
    definition = parse(json.loads(text))
    spec = registry.get(definition.object)
    trees = tuple(parse_filter(spec.key, node.when) for node in definition.nodes)
    decided = None if spec.decided is None else parse_filter(spec.key, spec.decided)
    paths = {path.text for tree in (*trees, decided) if tree is not None for path in paths_of(tree)}
    steps: dict[str, tuple[Action, Schedule | None]] = {}
    for node in definition.nodes:
        steps.update({f"{node.key}.{action.key}": (action, None) for action in node.actions})
        for schedule in node.schedules:
            paths |= {schedule.field} - {EVENT}
            steps.update({f"{node.key}.{schedule.key}.{one.key}": (one, schedule) for one in schedule.actions})
    return Ready(definition, trees, decided, frozenset(paths), steps)
