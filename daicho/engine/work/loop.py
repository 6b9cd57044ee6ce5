"""The worker: runs the units once until nothing is due, or for ever. One unit's error never stops the others.

Sleeping, back-off and signals use real time; what is due is decided by the frame that each turn is given.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections

from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit

logger = logging.getLogger(__name__)
FrameSource = Callable[[], Frame]
LONGEST_PAUSE = 60.0
stopping = threading.Event()


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: how many batches did something, and the units that ended with an error (see the log)."""

    batches: int
    failed: tuple[str, ...]


def run_due(frame_source: FrameSource, units: Sequence[Unit]) -> Report:
    """Run all units in turn until a whole round found nothing due. A unit that raises is left out from then on."""
    batches = 0
    failed: list[str] = []
    busy = True
    try:
        while busy and not stopping.is_set():
            busy = False
            for unit in units:
                if unit.name in failed or stopping.is_set():
                    continue
                did = _attempt(unit, frame_source)
                if did is None:
                    failed.append(unit.name)
                busy = busy or bool(did)
                batches += bool(did)
    finally:
        _close(units)
    return Report(batches, tuple(failed))


def run_forever(frame_source: FrameSource, units: Sequence[Unit], *, idle_seconds: float = 1.0) -> None:
    """Run the units until `stopping` is set; a round without work is followed by a pause of `idle_seconds`.

    A unit that raises pauses 1, 2, 4 ... 60 seconds while the others go on.
    """
    errors: dict[str, int] = {}
    again_at: dict[str, float] = {}
    try:
        while not stopping.is_set():
            busy = False
            for unit in units:
                if stopping.is_set() or time.monotonic() < again_at.get(unit.name, 0.0):
                    continue
                did = _attempt(unit, frame_source)
                errors[unit.name] = errors.get(unit.name, 0) + 1 if did is None else 0
                if did is None:
                    again_at[unit.name] = time.monotonic() + min(LONGEST_PAUSE, 2.0 ** (errors[unit.name] - 1))
                busy = busy or bool(did)
            if not busy:
                stopping.wait(idle_seconds)
    finally:
        _close(units)


def end_on_signals() -> None:
    """From now on SIGTERM and SIGINT end the worker after the current item. Only in the main thread."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())


def _attempt(unit: Unit, frame_source: FrameSource) -> bool | None:
    """Whether the unit did something; None when it raised."""
    did: list[bool] = []
    return did[0] if _guarded(unit, lambda: did.append(unit.run(frame_source()))) else None


def _close(units: Sequence[Unit]) -> None:
    """Let every unit give back what it holds; one that cannot does not keep the others from it."""
    for unit in units:
        if unit.close is not None:
            _guarded(unit, unit.close)


def _guarded(unit: Unit, step: Callable[[], None]) -> bool:
    """Whether the step ended without an error."""
    try:
        step()
    except Exception:  # whatever one unit does, the others must go on; it is logged and tried again later
        logger.exception("unit of work failed", extra={"unit": unit.name})
        close_old_connections()
        return False
    return True
