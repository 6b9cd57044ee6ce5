"""Finds what no database can keep in texts: the NUL character and lone surrogates. PURE; refusing is left to the caller."""

from collections.abc import Mapping
from typing import Any


def is_storable(text: str) -> bool:
    """Whether PostgreSQL and SQLite both keep the text: no NUL character, no half of a surrogate pair."""
    if text.isascii():
        return "\x00" not in text
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def unstorable_place(value: Any, place: str = "") -> str | None:
    """Where in a JSON value the first text stands that cannot be kept, e.g. "lines.0.name"; None when all can.

    The name of a key that cannot be kept itself is not repeated: its place is that of the object around it.
    """
    if isinstance(value, str):
        return None if is_storable(value) else place
    if isinstance(value, Mapping):
        if not all(is_storable(str(key)) for key in value):
            return place
        parts: Any = value.items()
    elif isinstance(value, list | tuple):
        parts = enumerate(value)
    else:
        return None
    for key, part in parts:
        found = unstorable_place(part, f"{place}.{key}" if place else str(key))
        if found is not None:
            return found
    return None
