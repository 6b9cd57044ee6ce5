"""Small values that stand for records and people: a reference, a reference still to be looked up, the asking user. PURE."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from daicho.engine.work.frame import Frame


@dataclass(frozen=True, slots=True)
class Ref:
    """A lookup's value as it is read: the record's id and its name for people. Two are equal when their ids are."""

    id: int
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class LookupKey:
    """A record named by one of its unique fields, e.g. code A-900; the database says which id that is."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Who asks and when: the frame in which relative dates are read, and the user whom ME means (None: nobody)."""

    frame: Frame
    user_id: int | None = None


class Me:
    """The one value ME: the user who asks."""

    def __repr__(self) -> str:
        return "ME"


ME: Final = Me()


def id_of(value: Any) -> int | None:
    """The id in a Ref, an id, or `{"id": ...}`; None for an empty lookup."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        found: int | None = value.get("id")
        return found
    id_: int = value.id
    return id_
