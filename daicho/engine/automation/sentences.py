"""Says a process in words, as it is read: 契約終了日の90日前 09:00 に、契約担当者へ『更新のご案内』を送る."""

from daicho.engine.automation import actions
from daicho.engine.automation.definition import EVENT, Action, Definition, Node, Schedule
from daicho.engine.automation.timing import lead_of, offset_of
from daicho.engine.catalog import registry
from daicho.engine.catalog.describe import describe
from daicho.engine.catalog.filters import EVERYTHING, parse_filter
from daicho.engine.catalog.paths import resolve
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label

STARTS = {
    "on_create": Label("{object}が作成されたら", "When a {object} is created"),
    "when_becomes_true": Label("{object}が条件に合うようになったら", "When a {object} comes to meet the conditions"),
    "every_save": Label("{object}が保存されるたびに", "Whenever a {object} is saved"),
}
EVENT_LABEL = Label("実行のきっかけ", "the event")
BUSINESS_DAYS = {
    "none": Label("", ""),
    "previous": Label("（休業日のときは前営業日）", " (or the working day before)"),
    "next": Label("（休業日のときは翌営業日）", " (or the working day after)"),
}
CONDITION = Label("対象：{condition}", "For: {condition}")
AT_ONCE = Label("すぐに、{action}", "At once: {action}")


def sentences(definition: Definition, frame: Frame, language: str = "ja") -> list[str]:
    """The start, then for each node its condition and its actions with their times."""
    spec = registry.get(definition.object)
    lines = [STARTS[definition.start].text(language).format(object=spec.label.text(language))]
    for node in definition.nodes:
        lines += _condition(definition.object, node, frame, language)
        lines += [at_once(definition.object, action, language) for action in node.actions]
        lines += [
            scheduled(definition.object, schedule, action, language)
            for schedule in node.schedules
            for action in schedule.actions
        ]
    return lines


def at_once(object_key: str, action: Action, language: str = "ja") -> str:
    """An action that does not wait: すぐに、営業担当へ通知する."""
    return AT_ONCE.text(language).format(action=action_alone(object_key, action, language))


def scheduled(object_key: str, schedule: Schedule, action: Action, language: str = "ja") -> str:
    """An action with its time."""
    when, done = clock(object_key, schedule, language), action_alone(object_key, action, language)
    if language.startswith("ja"):
        return f"{when} {schedule.at} に、{done}" if schedule.at else f"{when}に、{done}"
    return f"{when} at {schedule.at}: {done}" if schedule.at else f"{when}: {done}"


def clock(object_key: str, schedule: Schedule, language: str = "ja") -> str:
    """When a schedule runs, without its time of day: 契約終了日の90日前（休業日のときは前営業日）."""
    base = EVENT_LABEL
    if schedule.field != EVENT:
        path = resolve(object_key, schedule.field)
        base = Label(path.label("ja"), path.label("en"))
    when = offset_of(schedule).describe(base, language)
    if not language.startswith("ja"):
        when = when[:1].upper() + when[1:]
    when += BUSINESS_DAYS[schedule.business_day].text(language)
    if schedule.lead is None:
        return when
    base = Label(when, when[:1].lower() + when[1:])
    earlier = lead_of(schedule.lead).describe(base, language)
    return earlier if language.startswith("ja") else earlier[:1].upper() + earlier[1:]


def step(definition: Definition, key: str, language: str = "ja") -> str:
    """One step by its key ("n1.s1.a1"); the key itself where the version has no such step."""
    for node in definition.nodes:
        for action in node.actions:
            if key == f"{node.key}.{action.key}":
                return at_once(definition.object, action, language)
        for schedule in node.schedules:
            for action in schedule.actions:
                if key == f"{node.key}.{schedule.key}.{action.key}":
                    return scheduled(definition.object, schedule, action, language)
    return key


def _condition(object_key: str, node: Node, frame: Frame, language: str) -> list[str]:
    tree = parse_filter(object_key, node.when)
    if tree == EVERYTHING:
        return []
    return [CONDITION.text(language).format(condition=describe(tree, frame, language))]


def action_alone(object_key: str, action: Action, language: str = "ja") -> str:
    """What an action does, without when: 契約担当者へ『更新のご案内』を送る."""
    return actions.get(action.do).sentence(actions.parameters(action), object_key).text(language)
