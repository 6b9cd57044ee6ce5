"""A version of a process drawn as it is read: start, diamonds with their conditions, actions at once, schedules below."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daicho.engine.access import select
from daicho.engine.automation import actions, sentences
from daicho.engine.automation.definition import Action, Definition, Node, Schedule, parse
from daicho.engine.catalog import registry
from daicho.engine.catalog.describe import describe
from daicho.engine.catalog.filters import AllOf, parse_filter
from daicho.engine.catalog.filters import Node as Tree
from daicho.values.problems import Refused
from daicho.web.visitors import Visitor

ICONS: Mapping[str, str] = {"send_alert": "mail", "notify": "bell", "create_task": "checkbox"}


@dataclass(frozen=True, slots=True)
class ActionShown:
    """One action in words; `wrong` says why it cannot be read any more ("" : it can)."""

    icon: str
    sentence: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleShown:
    """One clock: when, at what time of day, and what happens then."""

    when: str
    at: str
    actions: Sequence[ActionShown]
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class NodeShown:
    """One diamond: its name, what must hold (nothing: always), what happens at once and later."""

    label: str
    conditions: Sequence[str]
    actions: Sequence[ActionShown]
    schedules: Sequence[ScheduleShown]
    stops: bool
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole version; `wrong` says why none of it can be read ("" : it can)."""

    start: str
    nodes: Sequence[NodeShown]
    wrong: str = ""

    @property
    def sentence(self) -> str:
        """All actions as one line for lists: 契約終了日の90日前 09:00 に、…"""
        parts: list[str] = []
        for node in self.nodes:
            parts += [action.sentence for action in node.actions]
            for schedule in node.schedules:
                done = "・".join(action.sentence for action in schedule.actions)
                parts.append(f"{schedule.when} {schedule.at}　{done}".replace("  ", " "))
        return "／".join(parts)


def outline(raw: Mapping[str, Any], visitor: Visitor) -> Outline:
    """A stored definition for people. Never raises: what cannot be read says so in its place."""
    try:
        definition = parse(raw)
        spec = registry.get(definition.object)
    except Refused as refused:
        return Outline("", (), _text(refused, visitor))
    label = spec.label.text(visitor.language)
    start = sentences.STARTS[definition.start].text(visitor.language).format(object=label)
    last = len(definition.nodes) - 1
    return Outline(
        start, [_node(definition, node, number < last, visitor) for number, node in enumerate(definition.nodes)]
    )


def _node(definition: Definition, node: Node, more: bool, visitor: Visitor) -> NodeShown:
    wrong = ""
    conditions: list[str] = []
    try:
        tree = parse_filter(definition.object, node.when)
        names = select.names(visitor.actor, tree, visitor.frame)
        parts = _parts(tree)
        conditions = [describe(part, visitor.frame, visitor.language, names=names) for part in parts]
    except Refused as refused:
        wrong = _text(refused, visitor)
    return NodeShown(
        node.label,
        conditions,
        [action_shown(definition.object, one, visitor) for one in node.actions],
        [_schedule(definition.object, one, visitor) for one in node.schedules],
        node.stop_after and more,
        wrong,
    )


def _parts(tree: Tree) -> Iterator[Tree]:
    """What must hold together, "and" within "and" laid open."""
    if isinstance(tree, AllOf):
        for part in tree.parts:
            yield from _parts(part)
    else:
        yield tree


def _schedule(object_key: str, schedule: Schedule, visitor: Visitor) -> ScheduleShown:
    done = [action_shown(object_key, one, visitor) for one in schedule.actions]
    try:
        return ScheduleShown(sentences.clock(object_key, schedule, visitor.language), schedule.at or "", done)
    except Refused as refused:
        return ScheduleShown(schedule.field, schedule.at or "", done, _text(refused, visitor))


def action_shown(object_key: str, action: Action, visitor: Visitor) -> ActionShown:
    """One action in words."""
    icon = ICONS.get(action.do, "bolt")
    try:
        actions.get(action.do)
        return ActionShown(icon, sentences.action_alone(object_key, action, visitor.language))
    except Refused as refused:
        return ActionShown(icon, action.do, _text(refused, visitor))


def _text(refused: Refused, visitor: Visitor) -> str:
    return " ".join(problem.text(visitor.language) for problem in refused.problems)
