"""Units of background work: named functions that each do one bounded batch. What they do stands where they are defined."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from daicho.engine.work.frame import Frame


@dataclass(frozen=True, slots=True)
class Unit:
    """One kind of background work.

    `run` takes a bounded batch of what is due at the frame's moment, does it in one transaction and returns whether it
    did anything: after True it is asked again, False means that nothing is due. It must be safe beside a second worker and
    after a crash. `close` gives back what it holds (connections, leases) when the worker ends.
    """

    name: str
    run: Callable[[Frame], bool]
    close: Callable[[], None] | None = None


_units: dict[str, Unit] = {}


def register(units: Iterable[Unit]) -> None:
    """Add units in the order in which they run; the same name twice replaces the former. Called by wiring."""
    for unit in units:
        _units[unit.name] = unit


def every() -> tuple[Unit, ...]:
    """All units in their order."""
    return tuple(_units.values())
