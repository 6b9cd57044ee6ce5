"""What waiting actions would do now: the mail, notice or task of one, and whom each of many reaches. Writes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from daicho.engine.automation import actions, readings
from daicho.engine.automation.actions import Audience, Firing, Made
from daicho.engine.automation.firings import firing
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.versions import Ready, ready_or_problem
from daicho.engine.catalog import registry
from daicho.engine.mail.values import Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message, Problem
from daicho.values.problems import Conflict, Invalid, Missing, Refused

RECORD_GONE = Message(
    "preview_record_gone",
    ja="対象のレコードが削除されているため、内容を表示できません。",
    en="The record no longer exists, so there is nothing to show.",
)
STEP_GONE = Message(
    "preview_step_gone",
    ja="この版のプロセスにはもうこの段階がないため、内容を表示できません。",
    en="This version of the process has no such step any more, so there is nothing to show.",
)
NOT_SHOWN = Message(
    "preview_not_shown",
    ja="このアクションには表示できる内容がありません。",
    en="This action makes nothing that can be shown.",
)


def preview(row: ScheduledAction, frame: Frame) -> Made:
    """What the action would make now. Raises Refused (with the reason for people) where it could not be run."""
    version = ready_or_problem(row.version.definition)
    if isinstance(version, Problem):
        raise Invalid(version)
    if row.step not in version.steps:
        raise Conflict(STEP_GONE.problem())
    action = version.steps[row.step][0]
    kind = actions.get(action.do)
    if kind.preview is None:
        raise Conflict(NOT_SHOWN.problem())
    given = actions.parameters(action)
    return kind.preview(given, firing_of(row, kind.needs(given, row.object), frame), frame)


def firing_of(row: ScheduledAction, needs: Needs, frame: Frame) -> Firing:
    """The action with its record read as it is now. Raises Missing when the record is gone."""
    found = firings_of([row], needs, frame)
    if not found:
        raise Missing(RECORD_GONE.problem())
    return found[0]


def firings_of(rows: Sequence[ScheduledAction], needs: Needs, frame: Frame) -> list[Firing]:
    """Actions of records of one object as they are now; those whose record is gone are left out."""
    if not rows:
        return []
    key, ids = rows[0].object, sorted({row.record_id for row in rows})
    found = readings.read(key, ids, needs.paths | readings.surrounding_paths(registry.get(key)), frame)
    parts = readings.read_children(key, ids, needs.children, frame) if needs.children else {}
    return [firing(row, found[row.record_id], parts) for row in rows if row.record_id in found]


def audiences(rows: Sequence[ScheduledAction], frame: Frame) -> dict[int, list[str]]:
    """Names or addresses that each of the actions reaches, by its id; one reading for all records of an object."""
    steps = _audiences(rows)
    by_object: dict[str, list[ScheduledAction]] = defaultdict(list)
    for row in rows:
        if (row.version_id, row.step) in steps:
            by_object[row.object].append(row)
    found: dict[int, list[str]] = {}
    for object_key, mine in by_object.items():
        paths = {path for row in mine for path in steps[row.version_id, row.step].paths}
        paths |= readings.surrounding_paths(registry.get(object_key))
        read = readings.read(object_key, sorted({row.record_id for row in mine}), paths, frame)
        for row in mine:
            if row.record_id in read:
                values = firing(row, read[row.record_id], {}).values
                found[row.pk] = steps[row.version_id, row.step].of(values)
    return found


def _audiences(rows: Iterable[ScheduledAction]) -> dict[tuple[int, str], Audience]:
    """Whom each step reaches, by version and step; steps that cannot be read any more are absent."""
    found: dict[tuple[int, str], Audience] = {}
    for row in rows:
        key = (row.version_id, row.step)
        if key in found:
            continue
        version = ready_or_problem(row.version.definition)
        if not isinstance(version, Ready) or row.step not in version.steps:
            continue
        action = version.steps[row.step][0]
        try:
            kind = actions.get(action.do)
            if kind.audience is not None:
                found[key] = kind.audience(actions.parameters(action), row.object)
        except Refused:  # the step itself says so when it is opened or run
            continue
    return found
