"""Merge fields that are no columns: links, plans, signatures, computed for many records at once by registered providers.

A provider belongs to one object and may offer fields below its key ("contract.next_amount", also in place of a column) and
below words of its own ("answer.choice"). Wiring registers providers; templates are checked and read through this module.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One text that is to be merged: its record, the occurrence row it is about, what was read, and to whom it goes.

    `occurrence` is the id of the row (a contract's term); None: the current one. `values` holds what the fields wanted
    `reads`, by path. `recipient` is the first address of the mail; "" for a notice.
    """

    record_id: int
    occurrence: int | None
    values: Values
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class ComputedField:
    """A merge field that a provider computes.

    `path` is written whole: "contract.next_amount". `reads` are field paths of the record that it needs. With `items` it is a
    list, and these are the fields of each item by their path. `internal`: for our own people only, refused in mails to
    others. `button`: the value is an address, and this is what its button says in the HTML part of a mail.
    """

    path: str
    spec: FieldSpec
    reads: frozenset[str] = frozenset()
    items: Mapping[str, FieldSpec] | None = None
    internal: bool = False
    button: Label | None = None


Compute = Callable[[Sequence[Asked], frozenset[str], Frame], Sequence[Values]]


@dataclass(frozen=True, slots=True)
class Provider:
    """Fields of one object and how they are computed.

    `compute(asked, wanted, frame)` answers one mapping for each text, by whole path, of the wanted fields; a list is a
    sequence of mappings by item path; a `Withheld` value stops the mail that prints it. Few queries, however many texts.
    """

    object: str
    fields: tuple[ComputedField, ...]
    compute: Compute = field(compare=False)


_providers: list[Provider] = []
_page: list[Callable[[str, int], str]] = []


def register(providers: Iterable[Provider]) -> None:
    """Say what is computed beside the columns, in place of what was said before; called once by wiring."""
    _providers[:] = providers


def provide_page(provider: Callable[[str, int], str]) -> None:
    """Say what the path of a record's page is (object key, id); called once by wiring."""
    _page[:] = [provider]


def page_url(object_key: str, record_id: int) -> str:
    """The address of a record's page, for our own people."""
    path = _page[0](object_key, record_id) if _page else f"/{object_key}/{record_id}"
    return f"{(settings.DAICHO_BASE_URL or '').rstrip('/')}{path}"


def fields_of(object_key: str) -> dict[str, ComputedField]:
    """What templates about records of the object may use beside its columns, by whole path; the address of its page too."""
    url = page_field(object_key)
    found = {} if url is None else {url.path: url}
    for provider in _providers:
        if provider.object == object_key:
            found.update({one.path: one for one in provider.fields})
    return found


def page_field(object_key: str) -> ComputedField | None:
    """The field "<object>.url", the page of the record; None where the object has a column of that name."""
    if registry.get(object_key).field("url") is not None:
        return None
    spec = FieldSpec("url", "url", Label("画面のアドレス（社内用）", "Page address (internal)"), made=True)
    return ComputedField(f"{object_key}.url", spec, internal=True)


def compute(object_key: str, asked: Sequence[Asked], wanted: frozenset[str], frame: Frame) -> list[dict[str, Any]]:
    """The wanted fields of each text, by whole path."""
    found: list[dict[str, Any]] = [{} for _ in asked]
    if not asked or not wanted:
        return found
    url = f"{object_key}.url"
    if url in wanted and page_field(object_key) is not None:
        for values, one in zip(found, asked, strict=True):
            values[url] = page_url(object_key, one.record_id)
    for provider in _providers:
        mine = wanted & {one.path for one in provider.fields} if provider.object == object_key else frozenset()
        if mine:
            for values, more in zip(found, provider.compute(asked, mine, frame), strict=True):
                values.update(more)
    return found
