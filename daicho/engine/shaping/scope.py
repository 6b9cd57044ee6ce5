"""To which objects people may add fields. Filled in wiring: the engine knows no business noun."""

from collections.abc import Iterable

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.shaping import messages
from daicho.values.problems import Invalid

_keys: list[str] = []


def provide(keys: Iterable[str]) -> None:
    """Say which objects; called once by wiring."""
    _keys[:] = list(keys)


def shaped() -> tuple[ObjectSpec, ...]:
    """The objects to which fields may be added, in the order of the pages."""
    return tuple(registry.get(key) for key in _keys)


def require_shaped(object_key: str) -> ObjectSpec:
    """The object. Raises Missing when there is none such, Invalid when it takes no fields."""
    spec = registry.get(object_key)
    if object_key not in _keys:
        raise Invalid(messages.NOT_SHAPED.problem(object=spec.label, known=[one.label for one in shaped()]))
    return spec
