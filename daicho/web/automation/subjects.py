"""Whose records mails and processes are about, in words."""

from daicho.engine.catalog import registry
from daicho.values.problems import Missing
from daicho.web.records.kinds import KINDS
from daicho.web.visitors import Visitor

OBJECTS = tuple(kind.object for kind in KINDS if kind.object not in ("price", "task"))


def object_label(object_key: str, visitor: Visitor) -> str:
    """The object in words; its key where there is none such."""
    try:
        return registry.get(object_key).label.text(visitor.language)
    except Missing:
        return object_key


def offered(object_key: str, visitor: Visitor) -> list[tuple[str, str]]:
    """The objects to choose from with their labels, and the one that was chosen although it is not among them."""
    return [(key, object_label(key, visitor)) for key in dict.fromkeys([*OBJECTS, object_key]) if key]
