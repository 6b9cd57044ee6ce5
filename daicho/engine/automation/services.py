"""What people do with processes: make them, give them new versions, switch them on and off, cancel what waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import Max

from daicho.engine.access.actors import Actor
from daicho.engine.automation import checking, keys, reasons, store, sweeping
from daicho.engine.automation.definition import Definition, parse, stored
from daicho.engine.automation.models import Process, ProcessVersion, ScheduledAction
from daicho.engine.automation.plan_values import EVENT_MARK, LIVE, NOT_DONE, Proposal, State
from daicho.engine.automation.store import Change, stored_row
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Message
from daicho.values.problems import Invalid, Missing

FEATURE = Label("プロセスの管理", "manage processes")
Existing = Literal["none", "waiting"] | list[int]

NO_PROCESS = Message("process_missing", ja="プロセス {id} は見つかりません。", en="There is no process {id}.")
NO_NAME = Message("process_name_missing", ja="プロセスの名前を入力してください。", en="Give the process a name.")
NO_VERSION = Message(
    "process_version_missing", ja="プロセスに版 {number} はありません。", en="The process has no version {number}."
)
OBJECT_FIXED = Message(
    "process_object_fixed",
    ja="プロセスの対象（{object}）は変えられません。別のプロセスを作ってください。",
    en="The object of a process ({object}) cannot be changed. Make another process.",
)
BAD_EXISTING = Message(
    "process_existing",
    ja='existing は "none"、"waiting"、IDの一覧 のいずれかです。',
    en='existing is "none", "waiting" or a list of ids.',
)
NO_ACTION = Message(
    "action_missing", ja="待機中のアクション {id} は見つかりません。", en="There is no scheduled action {id}."
)


@dataclass(frozen=True, slots=True)
class Activated:
    """What switching on did: waiting rows taken over from the former version, and rows made or changed by planning.

    `left` counts existing records that the worker takes up from now on; they are not among `planned` yet.
    """

    version: int
    migrated: int
    planned: int
    left: int = 0


def create_process(
    name: str, definition: Mapping[str, Any], *, actor: Actor, frame: Frame, owner_id: int | None = None
) -> Process:
    """Make a process with its first version, switched off. `owner_id` None: the actor is told of failures.

    Raises Forbidden, and Invalid with every fault of the definition at its place.
    """
    actor.require_feature("manage_processes", FEATURE)
    if not name.strip():
        raise Invalid(NO_NAME.problem("name"))
    checked = keys.with_keys(parse(definition))
    checking.check(checked)
    with transaction.atomic():
        last = Process.objects.filter(object=checked.object).aggregate(last=Max("order"))["last"] or 0
        process = Process.objects.create(
            name=name.strip(),
            object=checked.object,
            order=last + 1,
            owner_id=owner_id or actor.user_id,
            created_at=frame.now,
        )
        _add_version(process, checked, 1, actor, frame)
    return process


def rename_process(process_id: int, name: str, *, actor: Actor) -> None:
    """Call a process something else. Raises Forbidden, Missing, and Invalid for an empty name."""
    actor.require_feature("manage_processes", FEATURE)
    if not name.strip():
        raise Invalid(NO_NAME.problem("name"))
    with transaction.atomic():
        process = _locked(process_id)
        process.name = name.strip()
        process.save()


def check_definition(definition: Mapping[str, Any], previous: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The definition as it would be stored, nothing written. Raises Invalid with every fault at its place.

    `previous` is the version whose keys are kept (None: a new process).
    """
    checked = keys.with_keys(parse(definition), parse(previous) if previous is not None else None)
    checking.check(checked)
    return stored(checked)


def add_version(process_id: int, definition: Mapping[str, Any], *, actor: Actor, frame: Frame) -> ProcessVersion:
    """Give a process a new version; it holds once it is activated. Parts without key keep that of the same part before."""
    actor.require_feature("manage_processes", FEATURE)
    with transaction.atomic():
        process = _locked(process_id)
        earlier = [parse(version.definition) for version in process.versions.order_by("number")]
        taken = {key for version in earlier for key in keys.all_keys(version)}
        checked = keys.with_keys(parse(definition), earlier[-1], taken)
        checking.check(checked)
        if checked.object != process.object:
            raise Invalid(OBJECT_FIXED.problem("object", object=process.object))
        return _add_version(process, checked, len(earlier) + 1, actor, frame)


def activate(
    process_id: int, *, actor: Actor, frame: Frame, existing: Existing = "none", number: int | None = None
) -> Activated:
    """Switch a process on with a version (None: the latest). What waits of another version moves to this one.

    A process that nobody owns yet becomes the actor's: he is told of failures.

    `existing`: "none" leaves the records that exist alone, "waiting" takes up all of them, a list those with these ids;
    a step whose time has passed then follows its `late` policy.
    """
    actor.require_feature("manage_processes", FEATURE)
    if existing not in ("none", "waiting") and not isinstance(existing, list):
        raise Invalid(BAD_EXISTING.problem("existing"))
    with transaction.atomic():
        process = _locked(process_id)
        version = _version(process, number)
        switched = process.active_version_id != version.pk
        if not process.active:
            process.activated_at = frame.now
        process.active, process.active_version = True, version
        process.owner_id = process.owner_id or actor.user_id
        process.save()
        migrated = _migrate(process, version, actor, frame) if switched else 0
        planned = 0
        if existing == "waiting":
            planned = sweeping.begin(process, "adopted", actor, frame)
        elif existing != "none":
            planned = sweeping.begin(process, "chosen", actor, frame, chosen=existing)
        return Activated(version.number, migrated, planned, sweeping.left(process, frame))


def deactivate(process_id: int, *, actor: Actor, frame: Frame, waiting: Literal["keep", "cancel"] = "keep") -> int:
    """Switch a process off; what waits is kept (and still runs) or cancelled. Returns how many rows were cancelled."""
    actor.require_feature("manage_processes", FEATURE)
    with transaction.atomic():
        process = _locked(process_id)
        process.active = False
        process.save()
        if waiting == "keep":
            return 0
        rows = ScheduledAction.objects.filter(process=process, state__in=LIVE)
        return _cancel(rows.select_for_update(), reasons.PROCESS_OFF, actor, frame)


def doubt_overdue(*, actor: Actor, frame: Frame) -> int:
    """After a restore: what was due since the backup may have run, so it does not run by itself. Returns how many."""
    actor.require_feature("manage_processes", FEATURE)
    with transaction.atomic():
        overdue = ScheduledAction.objects.filter(state="waiting", due_at__lte=frame.now).select_for_update()
        return _settle(overdue, "unknown", reasons.RESTORED, actor, frame)


def waiting_count(process_id: int) -> int:
    """How many rows of a process wait or are suspended: shown before it is switched off or over."""
    return ScheduledAction.objects.filter(process_id=process_id, state__in=LIVE).count()


def _locked(process_id: int) -> Process:
    process = Process.objects.select_for_update().filter(pk=process_id).first()
    if process is None:
        raise Missing(NO_PROCESS.problem(id=process_id))
    return process


def _version(process: Process, number: int | None) -> ProcessVersion:
    versions = process.versions.order_by("-number")
    found = versions.first() if number is None else versions.filter(number=number).first()
    if found is None:
        raise Missing(NO_VERSION.problem(number=number))
    checking.check(parse(found.definition))
    return found


def _add_version(process: Process, checked: Definition, number: int, actor: Actor, frame: Frame) -> ProcessVersion:
    return ProcessVersion.objects.create(
        process=process,
        number=number,
        definition=stored(checked),
        created_at=frame.now,
        created_by_id=actor.user_id,
    )


def _migrate(process: Process, version: ProcessVersion, actor: Actor, frame: Frame) -> int:
    """Move what is not done yet to the version, and plan those records anew; returns how many rows were moved."""
    rows = ScheduledAction.objects.filter(process=process, state__in=LIVE | NOT_DONE).exclude(version=version)
    moved = rows.exclude(occurrence__contains=EVENT_MARK).update(version=version)
    sweeping.begin(process, "migrated", actor, frame)
    return moved


def _cancel(rows: Iterable[ScheduledAction], reason: Message, actor: Actor, frame: Frame) -> int:
    return _settle(rows, "cancelled", reason, actor, frame)


def _settle(rows: Iterable[ScheduledAction], state: State, reason: Message, actor: Actor, frame: Frame) -> int:
    changes = []
    for action in rows:
        row = stored_row(action)
        proposal = Proposal(row, row.step, row.occurrence, state, reason, {}, row.base, row.planned_at)
        changes.append(Change(proposal, row.process_id, row.version_id, action.object, row.record_id, row.label))
    store.write(changes, (), actor, frame.now)
    return len(changes)
