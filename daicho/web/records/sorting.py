"""The orders that a list can be put into: the heads of its columns, and the same as choices where there are no heads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from daicho.engine.catalog import types
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.query import Query, SortKey
from daicho.web.records.location import Location
from daicho.web.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, how it is sorted now ("", ascending, descending, other: by nearness to today), and the address
    that sorts by it."""

    key: str
    label: str
    kind: str
    sorted: str
    link: str


@dataclass(frozen=True, slots=True)
class SortChoice:
    """One order in words; `code` as addresses name it ("" : the view's own)."""

    code: str
    label: str
    chosen: bool


def column(path: Path, query: Query, location: Location, visitor: Visitor) -> Column:
    """The head of a column; one that cannot be sorted by has no address."""
    now = query.sort[0] if query.sort else None
    direction = "" if now is None or now.path.text != path.text else _direction(now)
    link = ""
    if types.sorting(path.field) != "none":
        shown_now = location if location.sort or not direction else location.start(sort=now.text if now else "")
        link = shown_now.sorted_by(path.text).link
    kind = "money" if path.field.type == "currency" else "number" if path.field.type == "number" else path.field.type
    return Column(path.text, path.label(visitor.language), kind, direction, link)


def sort_choices(query: Query, visible: Sequence[Path], location: Location, visitor: Visitor) -> list[SortChoice]:
    """The view's own order, then each column up and down, dates by nearness too. The order that holds is always among them."""
    found = dict(_offered(visible, visitor))
    if location.sort and location.sort not in found and query.sort:
        found[location.sort] = _words(query.sort[0], visitor)
    return [
        SortChoice("", _own(query, location, visitor), not location.sort),
        *(SortChoice(code, label, code == location.sort) for code, label in found.items()),
    ]


def _own(query: Query, location: Location, visitor: Visitor) -> str:
    """The view's own order; in words while it holds."""
    if location.sort or not query.sort:
        return gettext("ビューの並び順")
    return gettext("ビューの並び順：%(order)s") % {"order": _words(query.sort[0], visitor)}


def _offered(visible: Sequence[Path], visitor: Visitor) -> Iterator[tuple[str, str]]:
    for path in visible:
        if types.sorting(path.field) == "none":
            continue
        keys = [SortKey(path), SortKey(path, descending=True)]
        if path.field.type == "date":
            keys.insert(0, SortKey(path, nearest=True))
        yield from ((key.text, _words(key, visitor)) for key in keys)


def _direction(key: SortKey) -> str:
    return "other" if key.nearest else "descending" if key.descending else "ascending"


def _words(key: SortKey, visitor: Visitor) -> str:
    """The order for people, e.g. 契約終了日（今日に近い順）."""
    words = {"other": gettext("今日に近い順"), "ascending": gettext("昇順"), "descending": gettext("降順")}
    return gettext("%(field)s（%(order)s）") % {
        "field": key.path.label(visitor.language),
        "order": words[_direction(key)],
    }
