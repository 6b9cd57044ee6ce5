"""Taking back what an import made, as far as nobody has changed or used it since; what stays is named with its reason."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import PROTECT, Count, ForeignObjectRel, Q

from daicho.business.contracts.models import Contract, ContractLine, SalesEntry
from daicho.engine.access.actors import Actor
from daicho.engine.activity.models import Task
from daicho.engine.catalog import registry
from daicho.engine.mail import outbox
from daicho.engine.mail.states import State
from daicho.engine.records import files
from daicho.engine.records.checks import referred_to
from daicho.engine.records.command import Command, command
from daicho.engine.records.models import ChangeEntry
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label

CHANGED = Label("登録のあとに変更された", "it was changed since")
RENEWED = Label("登録のあとに更新・契約変更・解約の操作があった", "it was renewed, changed or cancelled since")
CLOSED = Label("締め済みまたは請求済みの売上がある", "some of its sales are closed or billed")
MAILED = Label("お客様にメールを送った", "a mail about it was sent")
FILED = Label("ファイルが付いている", "files were attached to it")
USED = Label("ほかのレコードから使われている", "other records use it")
PARTIES = ("contact", "account", "product", "user")
"""What is taken back after the contracts, in this order: contacts belong to accounts, everything to its owner."""
AT_ONCE = 500
LEFT_OUR_HANDS = (State.QUEUED, State.SENDING, State.SENT, State.UNKNOWN)


@dataclass(slots=True)
class Undone:
    """What was taken back, by object, and what stays: (object, name, why)."""

    removed: dict[str, int] = field(default_factory=dict)
    kept: list[tuple[str, str, Label]] = field(default_factory=list)


def take_back(actor: Actor, made_by: UUID, booked_at: datetime, frame: Frame) -> Undone:
    """Delete what the command `made_by` (of the moment `booked_at`) created. Contracts that it corrected stay as they are.

    One command: either all that can go is gone afterwards, with what waited for it called off, or nothing.
    """
    done = Undone()
    with command(actor=actor, reason="undo_import", frame=frame, source="import") as running:
        contracts = _made(made_by, "contract")
        _remove(running, done, "contract", contracts, _contracts_in_use(contracts, made_by, booked_at, frame))
        for key in PARTIES:
            ids = _made(made_by, key)
            _remove(running, done, key, ids, _parties_in_use(key, ids, made_by, frame))
    return done


def _made(command_id: UUID, object_key: str) -> list[int]:
    """Those records that the command made and that are still there, locked: what is found out about them now stays true."""
    entries = ChangeEntry.objects.filter(command=command_id, object=object_key, kind="created")
    ids = list(entries.order_by("record_id").values_list("record_id", flat=True))
    model = registry.get(object_key).model
    there = (model.objects.filter(pk__in=part).order_by("pk").select_for_update() for part in _parts(ids))
    return [one for rows in there for one in rows.values_list("pk", flat=True)]


def _contracts_in_use(ids: Sequence[int], made_by: UUID, booked_at: datetime, frame: Frame) -> dict[int, Label]:
    """Why contracts stay; those that may go are absent. The first reason found counts."""
    reasons: dict[int, Label] = {}
    for part in _parts(ids):
        own = Q(contract__in=part)
        moved = Contract.objects.filter(pk__in=part).annotate(n=Count("terms")).filter(n__gt=1)
        new_lines = ContractLine.objects.filter(own).exclude(created_at=booked_at, updated_at=booked_at)
        closed = SalesEntry.objects.filter(own).exclude(status="planned")
        found: list[tuple[Label, Iterable[Any]]] = [
            (RENEWED, moved.values_list("pk", flat=True)),
            (CLOSED, closed.order_by().values_list("contract", flat=True).distinct()),
            (MAILED, outbox.mentioned("contract", part, LEFT_OUR_HANDS)),
            (RENEWED, _referred("contract", part, frame)),
            (CHANGED, _changed_since("contract", part, made_by)),
            (CHANGED, new_lines.order_by().values_list("contract", flat=True).distinct()),
            (FILED, _with_files("contract", part)),
        ]
        for reason, touched in found:
            for contract in touched:
                reasons.setdefault(int(contract), reason)
    return reasons


def _parties_in_use(object_key: str, ids: Sequence[int], made_by: UUID, frame: Frame) -> dict[int, Label]:
    reasons: dict[int, Label] = {}
    for part in _parts(ids):
        for record in _referred(object_key, part, frame):
            reasons.setdefault(record, USED)
        for record in _changed_since(object_key, part, made_by):
            reasons.setdefault(record, CHANGED)
        for record in _with_files(object_key, part):
            reasons.setdefault(record, FILED)
    return reasons


def _changed_since(object_key: str, ids: Sequence[int], made_by: UUID) -> set[int]:
    others = ChangeEntry.objects.filter(object=object_key, record_id__in=ids).exclude(command=made_by)
    return set(others.order_by().values_list("record_id", flat=True).distinct())


def _referred(object_key: str, ids: Sequence[int], frame: Frame) -> set[int]:
    """Those to which other records refer that would not go with them."""
    found = referred_to(registry.get(object_key), ids, frame)
    for relation in registry.get(object_key).model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            field = relation.field
            rows = field.model._default_manager.filter(**{f"{field.name}__in": ids})  # noqa: SLF001 Django's own word
            found.update(rows.order_by().values_list(field.name, flat=True).distinct())
    return found


def _with_files(object_key: str, ids: Iterable[int]) -> set[int]:
    prefix = f"{object_key}:"
    return {int(about.removeprefix(prefix)) for about in files.having_files(f"{prefix}{one}" for one in ids)}


def _remove(running: Command, done: Undone, object_key: str, ids: Sequence[int], kept: dict[int, Label]) -> None:
    going = [one for one in ids if one not in kept]
    for part in _parts(going):
        if object_key == "contract":
            about = [f"contract:{one}" for one in part]
            open_tasks = Task.objects.filter(record__in=about, status="open").values_list("pk", flat=True)
            running.delete("task", list(open_tasks), made=True)
        running.delete(object_key, part, made=True)
    if going:
        done.removed[object_key] = len(going)
    spec = registry.get(object_key)
    names: dict[int, str] = defaultdict(str)
    for part in _parts(list(kept)):
        name = "number" if object_key == "contract" else spec.name_field
        names |= dict(spec.model.objects.filter(pk__in=part).values_list("pk", name))
    done.kept += [(object_key, names[one], reason) for one, reason in kept.items()]


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
