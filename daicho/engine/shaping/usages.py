"""Where a field is used: lists, reports, processes, templates. Each part of the program says it of itself; filled in wiring."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from daicho.engine.catalog.paths import passes, resolve
from daicho.values.labels import Label
from daicho.values.problems import Refused


@dataclass(frozen=True, slots=True)
class Usage:
    """One thing that names the field: what kind of thing it is, and its name."""

    kind: Label
    name: str


Provider = Callable[[str, str], Iterable[Usage]]
"""Everything of one kind that names a field, given the keys of its object and of the field."""
_providers: list[Provider] = []


def provide(providers: Iterable[Provider]) -> None:
    """Say who knows of usages; called once by wiring."""
    _providers[:] = list(providers)


def usages(object_key: str, field_key: str) -> list[Usage]:
    """Everything that names the field, whoever it belongs to."""
    return [usage for provider in _providers for usage in provider(object_key, field_key)]


TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")


def named_in(stored: Any, of_object: str, object_key: str, field_key: str) -> bool:
    """Whether a stored definition about records of `of_object` names the field: as a path, in a filter, in a merge field.

    Every text of it is looked through. A word that is the key but leads nowhere counts too: rather one refusal too many.
    """
    return any(_leads_there(token, of_object, object_key, field_key) for token in _tokens(stored, field_key))


def _tokens(stored: Any, field_key: str) -> Iterator[str]:
    """Everything in the texts that looks like a path and has the key among its parts."""
    if isinstance(stored, Mapping):
        parts: Iterable[Any] = [*stored.keys(), *stored.values()]
    elif isinstance(stored, list | tuple):
        parts = stored
    else:
        words = TOKEN.findall(stored) if isinstance(stored, str) and field_key in stored else ()
        yield from (word for word in words if field_key in word.split("."))
        return
    for part in parts:
        yield from _tokens(part, field_key)


def _leads_there(token: str, of_object: str, object_key: str, field_key: str) -> bool:
    for text in (token, token.partition(".")[2]):  # templates write the object before the path
        try:
            return passes(resolve(of_object, text), object_key, field_key)
        except Refused:
            continue
    return True
