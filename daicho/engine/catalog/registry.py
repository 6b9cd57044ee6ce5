"""The one list of objects: those that code declares, with the fields that people added. Read by everybody. PURE.

Code fills it once, by name, from the composition root. What people added changes while the program runs: `use` says what
holds from now on for this thread (one request, one unit of work), so that nothing changes in the middle of one.
"""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.values.labels import Message
from daicho.values.problems import Missing

UNKNOWN_OBJECT = Message(
    "unknown_object",
    ja="「{object}」というオブジェクトはありません。使えるもの：{known}。",
    en="There is no object “{object}”. Known objects: {known}.",
)

Number = Callable[[list[dict[str, Any]]], None]


@dataclass(frozen=True, slots=True)
class Additions:
    """The fields that people added, by object; `stamp` changes whenever one of them does ("" : none were ever added).

    `number` fills the automatic numbers among them in new rows of an object.
    """

    stamp: str = ""
    fields: Mapping[str, tuple[FieldSpec, ...]] = field(default_factory=dict)
    number: Mapping[str, Number] = field(default_factory=dict)
    merged: dict[str, tuple[ObjectSpec, ObjectSpec]] = field(default_factory=dict, compare=False, repr=False)

    def to(self, spec: ObjectSpec) -> ObjectSpec:
        """The object with its added fields; the same value each time, because plans are kept for it."""
        if spec.key not in self.fields:
            return spec
        known = self.merged.get(spec.key)
        if known is None or known[0] is not spec:
            fields = (*spec.fields, *self.fields[spec.key])
            merged = replace(spec, fields=fields, number=self.number.get(spec.key))
            known = self.merged[spec.key] = (spec, merged)
        return known[1]


_objects: dict[str, ObjectSpec] = {}
_NONE = Additions()
_last: list[Additions] = [_NONE]
_used: ContextVar[Additions | None] = ContextVar("additions", default=None)


def register(specs: Iterable[ObjectSpec]) -> None:
    """Add objects; the same key twice replaces the former (wiring runs once, tests may run it again)."""
    for spec in specs:
        _objects[spec.key] = spec


def extend(key: str, fields: Iterable[FieldSpec]) -> None:
    """Add fields to an object that is registered: what a later part knows of it (an account's contracts)."""
    spec = _declared(key)
    _objects[key] = replace(spec, fields=(*spec.fields, *fields))


def use(additions: Additions) -> None:
    """From now on these hold in this thread, and in others that have not said which."""
    _last[0] = additions
    _used.set(additions)


def forget() -> None:
    """Only what code declares holds again in this thread and by default: for tests."""
    use(_NONE)


def additions() -> Additions:
    """What people added, as this thread sees it."""
    return _used.get() or _last[0]


def stamp() -> str:
    """What tells one state of the catalog from another: for values that are kept between requests."""
    return additions().stamp


def get(key: str) -> ObjectSpec:
    """The object with this key. Raises Missing, naming the known ones."""
    return additions().to(_declared(key))


def every() -> tuple[ObjectSpec, ...]:
    """All objects in the order of registration."""
    now = additions()
    return tuple(now.to(spec) for spec in _objects.values()) if now.fields else tuple(_objects.values())


def _declared(key: str) -> ObjectSpec:
    found = _objects.get(key)
    if found is None:
        raise Missing(UNKNOWN_OBJECT.problem(object=key, known=sorted(_objects)))
    return found
