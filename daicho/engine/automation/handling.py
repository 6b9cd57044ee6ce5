"""What people do with single actions: run them now, give them another time, call them off. One or many at once.

Allowed with the feature manage_processes; mails to customers also by those who may edit the record (its owner and those
above him). An action that has been run or called off meanwhile is left alone and counted as such.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Q, Value, When

from daicho.engine.access import select
from daicho.engine.access.about import about_readable
from daicho.engine.access.actors import Actor
from daicho.engine.automation import reasons, store
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.services import NO_ACTION
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Forbidden, Invalid, Missing

FEATURE = "manage_processes"
RUNNABLE = ("waiting", "suspended", "skipped", "missed", "failed", "unknown")
"""States from which somebody may run an action: also what did not run by itself."""
POSTPONABLE = ("waiting",)
CANCELLABLE = ("waiting", "suspended", "skipped", "missed", "failed")
FARTHEST = timedelta(days=3660)
COLUMNS = ("state", "due_at", "postponed_until", "reason", "reason_params", "attempts", "finished_at")

NOT_HIS = Message(
    "action_not_his",
    ja="このアクションを操作する権限がありません。プロセスの管理者か、レコードの営業担当（お客様あてメールのみ）が操作できます。",
    en="You may not change this action. People who manage processes may, and for mails to customers the owner of the record.",
)
NOT_AHEAD = Message(
    "postpone_not_ahead",
    ja="{until} はすでに過ぎています。現在（{now}）より後の日時を入力してください。",
    en="{until} has passed already. Enter a time after now ({now}).",
)
TOO_FAR = Message(
    "postpone_too_far",
    ja="{until} は先すぎます。10年以内の日時を入力してください。",
    en="{until} is too far away. Enter a time within ten years.",
)

Values = Callable[[ScheduledAction], Sequence[Any]]
"""The new values of COLUMNS for a row."""


@dataclass(frozen=True, slots=True)
class Handled:
    """How many actions were changed, and how many were left alone because their state did not allow it any more."""

    changed: int
    left: int


def run_now(ids: Collection[int], *, actor: Actor, frame: Frame) -> Handled:
    """Let the worker run them in its next turn; also what was skipped, missed or failed. The record is read again then:
    what no longer meets the conditions is cancelled with the reason. Raises Missing, Forbidden; nothing is done then.
    """
    values = ("waiting", frame.now, None, reasons.RUN_BY_HAND.code, {"who": actor.name}, 0, None)
    return _change(ids, RUNNABLE, lambda row: values, actor, frame)


def postpone(ids: Collection[int], until: datetime, *, actor: Actor, frame: Frame) -> Handled:
    """Wait until another moment (aware) instead of the one by the rule.

    It stands through every save that leaves the rule's own time alone. When that time changes (the date moves, a new
    version), the later of both holds, and the reason says so. Raises Invalid for a moment that has passed or is more
    than ten years away, and what `run_now` raises.
    """
    shown = _shown(until, frame)
    if until <= frame.now:
        raise Invalid(NOT_AHEAD.problem("until", until=shown, now=_shown(frame.now, frame)))
    if until - frame.now > FARTHEST:
        raise Invalid(TOO_FAR.problem("until", until=shown))

    def values(row: ScheduledAction) -> Sequence[Any]:
        old = _shown(row.due_at, frame) if row.due_at else "–"
        return ("waiting", until, until, reasons.POSTPONED.code, {"who": actor.name, "old": old}, row.attempts, None)

    return _change(ids, POSTPONABLE, values, actor, frame)


def cancel(ids: Collection[int], *, actor: Actor, frame: Frame) -> Handled:
    """Call them off for good: no later save brings them back. Raises what `run_now` raises."""

    def values(row: ScheduledAction) -> Sequence[Any]:
        return ("cancelled", row.due_at, None, reasons.BY_HAND.code, {}, row.attempts, frame.now)

    return _change(ids, CANCELLABLE, values, actor, frame)


def may_handle(actor: Actor, rows: Iterable[ScheduledAction], frame: Frame) -> frozenset[int]:
    """The ids of those that the actor may run, postpone and cancel. One query for each object."""
    wanted = list(rows)
    if actor.permissions.has_feature(FEATURE):
        return frozenset(row.pk for row in wanted)
    mails = [row for row in wanted if row.do == "send_alert"]
    by_object: dict[str, list[ScheduledAction]] = defaultdict(list)
    for row in mails:
        by_object[row.object].append(row)
    return frozenset(
        row.pk
        for key, mine in by_object.items()
        for editable in [select.readable_ids(actor, key, {row.record_id for row in mine}, frame, "edit")]
        for row in mine
        if row.record_id in editable
    )


def marked(actor: Actor, frame: Frame) -> dict[str, Any]:
    """For a query of actions: `handled` is whether the actor may run, postpone and cancel each. The same rule as above."""
    if actor.permissions.has_feature(FEATURE):
        return {"handled": Value(True)}
    mine = Q(do="send_alert") & about_readable(actor, frame, "edit")
    return {"handled": Case(When(mine, then=Value(True)), default=Value(False))}


def _change(ids: Collection[int], states: Sequence[str], values: Values, actor: Actor, frame: Frame) -> Handled:
    with transaction.atomic():
        readable = about_readable(actor, frame)
        visible = set(ScheduledAction.objects.filter(readable, pk__in=ids).values_list("pk", flat=True))
        gone = sorted(set(ids) - visible)
        if gone:
            raise Missing(NO_ACTION.problem(id=str(gone[0])))
        rows = list(ScheduledAction.objects.filter(pk__in=visible).order_by("id").select_for_update())
        if may_handle(actor, rows, frame) != visible:
            raise Forbidden(NOT_HIS.problem())
        mine = [row for row in rows if row.state in states]
        store.change_by_hand([(row, dict(zip(COLUMNS, values(row), strict=True))) for row in mine], actor, frame.now)
        return Handled(len(mine), len(rows) - len(mine))


def _shown(moment: datetime, frame: Frame) -> str:
    return moment.astimezone(frame.habits.zone).strftime("%Y/%m/%d %H:%M")
