"""Takes a process through the records that exist: the first ones at once, the rest in the background, batch by batch.

Switching a process on for 100,000 records is so a short request. Planning is repeatable: a batch that was cut off by a crash
is planned again and changes nothing twice.
"""

from collections.abc import Collection, Sequence
from typing import Literal

from django.db import transaction

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.automation.models import Process, Sweep
from daicho.engine.automation.planner import Occasion, plan_records
from daicho.engine.automation.touched import Touched
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit

Sweeping = Literal["adopted", "chosen", "migrated"]
AT_ONCE = 2_000
"""Records that are planned in one transaction, also in the request that switches a process on."""


def begin(process: Process, happening: Sweeping, actor: Actor, frame: Frame, *, chosen: Collection[int] = ()) -> int:
    """Plan the first records in the caller's transaction and leave the rest to the worker; returns how many rows changed.

    `chosen` are the records of "chosen"; those of an earlier choice that are left are taken up with them.
    """
    former = Sweep.objects.filter(process=process, happening=happening)
    if happening == "chosen":
        waiting = {one for sweep in former for one in _after(sweep, frame)}
        ids = _there(process, waiting.union(chosen), frame)
    else:
        ids = _ids(process, happening, frame)
    former.delete()
    first, rest = ids[:AT_ONCE], ids[AT_ONCE:]
    if rest:
        kept = rest if happening == "chosen" else []
        Sweep.objects.create(process=process, happening=happening, after=first[-1], ids=kept)
    return _plan(process, first, happening, actor, frame)


def left(process: Process, frame: Frame) -> int:
    """How many records the worker has still to take up or to move."""
    return sum(len(_after(one, frame)) for one in Sweep.objects.filter(process=process).select_related("process"))


def go_on(frame: Frame) -> bool:
    """One batch of one sweep; whether there was any. What a process that was switched off meanwhile had left is dropped."""
    with transaction.atomic():
        waiting = Sweep.objects.order_by("id").first()
        if waiting is None:
            return False
        # The process first, as switching it on and off does: whoever holds it decides what is left.
        free = Process.objects.select_for_update(skip_locked=True, of=("self",)).select_related("active_version")
        process = free.filter(pk=waiting.process_id).first()
        if process is None:
            return False
        sweep = Sweep.objects.filter(pk=waiting.pk).select_related("process").first()
        if sweep is None:
            return True
        ids = _after(sweep, frame)[:AT_ONCE] if process.active else []
        there = _there(process, ids, frame) if sweep.happening == "chosen" else ids
        _plan(process, there, sweep.happening, SYSTEM, frame)
        if len(ids) < AT_ONCE:
            sweep.delete()
        else:
            sweep.after = ids[-1]
            sweep.save(update_fields=["after"])
    return True


def unit() -> Unit:
    """Taking processes through existing records as a unit of work."""
    return Unit("take up existing records", go_on)


def _plan(process: Process, ids: Sequence[int], happening: str, actor: Actor, frame: Frame) -> int:
    """Plan these records; returns how many rows were made or changed."""
    event: Literal["adopted", "migrated"] = "migrated" if happening == "migrated" else "adopted"
    return plan_records(process.object, [process], Touched(dict.fromkeys(ids, event)), Occasion(actor, frame))


def _there(process: Process, ids: Collection[int], frame: Frame) -> list[int]:
    """Those of the records that exist, in order."""
    return sorted(select.readable_ids(SYSTEM, process.object, ids, frame))


def _after(sweep: Sweep, frame: Frame) -> list[int]:
    ids = sweep.ids if sweep.happening == "chosen" else _ids(sweep.process, sweep.happening, frame)
    return [one for one in ids if one > sweep.after]


def _ids(process: Process, happening: str, frame: Frame) -> list[int]:
    if happening == "adopted":
        return sorted(select.select_ids(SYSTEM, process.object, None, frame))
    known = set(process.actions.values_list("record_id", flat=True))
    return sorted(known | set(process.runs.values_list("record_id", flat=True)))
