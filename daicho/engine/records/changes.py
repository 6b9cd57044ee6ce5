"""Net changes: what one command did to each record in the end, however many times it wrote it. PURE."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["created", "updated", "deleted"]


@dataclass(slots=True)
class NetChange:
    """One record's change: values before (empty when created) and after (empty when deleted), by field key, typed."""

    object: str
    record_id: int
    kind: Kind
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    made: bool = False

    @property
    def changed(self) -> frozenset[str]:
        """Keys whose value differs between before and after."""
        keys = set(self.before) | set(self.after)
        return frozenset(key for key in keys if self.before.get(key) != self.after.get(key))

    def copy(self) -> "NetChange":
        """Another one with the same values, which may be merged with later ones."""
        return NetChange(self.object, self.record_id, self.kind, self.before, self.after, self.made)


@dataclass(slots=True)
class Collected:
    """The changes of one round, in the order of their first write."""

    by_record: dict[tuple[str, int], NetChange] = field(default_factory=dict)

    def add(self, change: NetChange) -> None:
        """Merge a write into the record's net change; created and then deleted in one round leaves nothing."""
        key = (change.object, change.record_id)
        known = self.by_record.get(key)
        if known is None:
            self.by_record[key] = change
        elif change.kind == "deleted" and known.kind == "created":
            del self.by_record[key]
        elif change.kind == "deleted":
            self.by_record[key] = NetChange(change.object, change.record_id, "deleted", known.before, {}, known.made)
        else:
            known.after = {**known.after, **change.after}

    def take(self) -> list[NetChange]:
        """The changes that really changed something; the collection is empty afterwards."""
        taken = [change for change in self.by_record.values() if change.kind != "updated" or change.changed]
        self.by_record = {}
        return taken


Listener = Callable[[Any, list[NetChange]], None]
_listeners: list[Listener] = []


def listen(listeners: Iterable[Listener]) -> None:
    """Set the listeners, in the order in which they are called; called once by wiring."""
    _listeners[:] = list(listeners)


def listeners() -> tuple[Listener, ...]:
    """The listeners in their order."""
    return tuple(_listeners)
