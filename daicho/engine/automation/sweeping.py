"""Takes a process through the records that exist: the first ones at once, the rest in the background, batch by batch.

Switching a process on for 100,000 records is so a short request. Planning is repeatable: a batch that was cut off by a crash
is planned again and changes nothing twice.
"""

from collections.abc import Sequence
from typing import Literal

from django.db import transaction

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.automation.models import Process, Sweep
from daicho.engine.automation.planner import Occasion, plan_records
from daicho.engine.automation.touched import Touched
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit

Sweeping = Literal["adopted", "migrated"]
AT_ONCE = 2_000
"""Records that are planned in one transaction, also in the request that switches a process on."""


def begin(process: Process, happening: Sweeping, actor: Actor, frame: Frame) -> int:
    """Plan the first records in the caller's transaction and leave the rest to the worker; returns how many rows changed."""
    ids = _ids(process, happening, frame)
    Sweep.objects.filter(process=process, happening=happening).delete()
    if len(ids) > AT_ONCE:
        Sweep.objects.create(process=process, happening=happening, after=ids[AT_ONCE - 1])
    return plan(process, ids[:AT_ONCE], happening, actor, frame)


def plan(process: Process, ids: Sequence[int], happening: Sweeping, actor: Actor, frame: Frame) -> int:
    """Plan these records; returns how many rows were made or changed."""
    return plan_records(process.object, [process], Touched(dict.fromkeys(ids, happening)), Occasion(actor, frame))


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
        happening: Sweeping = "migrated" if sweep.happening == "migrated" else "adopted"
        plan(process, ids, happening, SYSTEM, frame)
        if len(ids) < AT_ONCE:
            sweep.delete()
        else:
            sweep.after = ids[-1]
            sweep.save(update_fields=["after"])
    return True


def unit() -> Unit:
    """Taking processes through existing records as a unit of work."""
    return Unit("take up existing records", go_on)


def _after(sweep: Sweep, frame: Frame) -> list[int]:
    return [one for one in _ids(sweep.process, sweep.happening, frame) if one > sweep.after]


def _ids(process: Process, happening: str, frame: Frame) -> list[int]:
    if happening == "adopted":
        return sorted(select.select_ids(SYSTEM, process.object, None, frame))
    known = set(process.actions.values_list("record_id", flat=True))
    return sorted(known | set(process.runs.values_list("record_id", flat=True)))
