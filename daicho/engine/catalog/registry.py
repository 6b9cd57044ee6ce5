"""The one list of objects. Filled by name from the composition root; read by everybody. PURE."""

from collections.abc import Iterable
from dataclasses import replace

from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.values.labels import Message
from daicho.values.problems import Missing

UNKNOWN_OBJECT = Message(
    "unknown_object",
    ja="「{object}」というオブジェクトはありません。使えるもの：{known}。",
    en="There is no object “{object}”. Known objects: {known}.",
)

_objects: dict[str, ObjectSpec] = {}


def register(specs: Iterable[ObjectSpec]) -> None:
    """Add objects; the same key twice replaces the former (wiring runs once, tests may run it again)."""
    for spec in specs:
        _objects[spec.key] = spec


def extend(key: str, fields: Iterable[FieldSpec]) -> None:
    """Add fields to an object that is registered: what a later part knows of it (an account's contracts)."""
    spec = get(key)
    _objects[key] = replace(spec, fields=(*spec.fields, *fields))


def get(key: str) -> ObjectSpec:
    """The object with this key. Raises Missing, naming the known ones."""
    found = _objects.get(key)
    if found is None:
        raise Missing(UNKNOWN_OBJECT.problem(object=key, known=sorted(_objects)))
    return found


def every() -> tuple[ObjectSpec, ...]:
    """All objects in the order of registration."""
    return tuple(_objects.values())
