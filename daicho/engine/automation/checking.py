"""Checks a definition against the catalog: its object, conditions, dates and actions, each fault at its place."""

from collections.abc import Callable, Iterator
from functools import partial

from daicho.engine.automation import actions
from daicho.engine.automation.definition import EVENT, Action, Definition
from daicho.engine.catalog import registry
from daicho.engine.catalog.filters import parse_filter
from daicho.engine.catalog.paths import resolve
from daicho.values.labels import Message, Problem
from daicho.values.problems import Invalid, Refused

NO_DATE_FIELD = Message(
    "process_no_date_field",
    ja="「{field}」は日付の項目ではありません。日付か日時の項目、または event を指定してください。",
    en="“{field}” is no date. Name a date or date-time field, or event.",
)
NOTHING_TO_DO = Message(
    "process_nothing_to_do",
    ja="アクションがありません。すぐに実行するアクションか、スケジュールを1つ以上加えてください。",
    en="There is nothing to do. Add an action or a schedule.",
)


def check(definition: Definition) -> None:
    """Raise Invalid with every fault, each at its place ("nodes.0.schedules.1.field")."""
    problems = _at("object", lambda: registry.get(definition.object))
    if not problems:
        problems = list(_problems(definition))
    if problems:
        raise Invalid(*problems)


def _problems(definition: Definition) -> Iterator[Problem]:
    key = definition.object
    for number, node in enumerate(definition.nodes):
        place = f"nodes.{number}"
        yield from _at(f"{place}.when", partial(parse_filter, key, node.when))
        yield from _actions(key, node.actions, place)
        for index, schedule in enumerate(node.schedules):
            yield from _date(key, schedule.field, f"{place}.schedules.{index}.field")
            yield from _actions(key, schedule.actions, f"{place}.schedules.{index}")
    if not any(node.actions or node.schedules for node in definition.nodes):
        yield NOTHING_TO_DO.problem("nodes")


def _date(object_key: str, field: str, place: str) -> Iterator[Problem]:
    if field == EVENT:
        return
    problems = _at(place, lambda: resolve(object_key, field))
    yield from problems
    if not problems and resolve(object_key, field).field.type not in ("date", "datetime"):
        yield NO_DATE_FIELD.problem(place, field=field)


def _actions(object_key: str, given: tuple[Action, ...], place: str) -> Iterator[Problem]:
    for number, action in enumerate(given):
        here = f"{place}.actions.{number}"
        problems = _at(None, partial(actions.parameters, action, here))
        yield from problems
        if not problems:
            found = actions.get(action.do).check(actions.parameters(action), object_key)
            yield from (Problem(one.message, f"{here}.{one.field or ''}".rstrip("."), one.params) for one in found)


def _at(place: str | None, attempt: Callable[[], object]) -> list[Problem]:
    """The problems that an attempt raises, at `place` (None: where they say)."""
    try:
        attempt()
    except Refused as refused:
        return [Problem(one.message, place or one.field, one.params) for one in refused.problems]
    return []
