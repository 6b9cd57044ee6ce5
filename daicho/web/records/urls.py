"""The addresses of lists, records and forms, for every object that has them."""

from django.urls import URLPattern, path, register_converter

from daicho.web.records.detail import record
from daicho.web.records.editing import edit_record, new_record, suggest
from daicho.web.records.exporting import FORMATS
from daicho.web.records.kinds import CONTRACTS, KINDS, PRICES, QUOTES, Kind
from daicho.web.records.lists import export, records

WITH_OWN_PAGES = (CONTRACTS, QUOTES)
"""Objects whose own modules have the page of a record."""


class FormatConverter:
    """The extension of a file that lists are exported to."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        """As it is written."""
        return value

    def to_url(self, value: str) -> str:
        """As it is written."""
        return value


register_converter(FormatConverter, "table_format")


def paths() -> list[URLPattern]:
    """The addresses of all objects, and of the suggestions of lookups."""
    found = [path("lookup/<slug:object_key>/<slug:field_key>/", suggest, name="record_suggest")]
    for kind in KINDS:
        found += [*_lists(kind), *_records(kind)]
    return found


def _lists(kind: Kind) -> list[URLPattern]:
    """The list and its files; the ledger has a page of its own."""
    if not kind.section:
        return []
    about = {"object_key": kind.object}
    files = path(f"{_folder(kind)}/export.<table_format:extension>", export, about, name=f"{kind.section}_export")
    return [files] if kind is CONTRACTS else [path(f"{_folder(kind)}/", records, about, name=kind.section), files]


def _records(kind: Kind) -> list[URLPattern]:
    if not kind.forms:
        return []
    folder, about = _folder(kind), {"object_key": kind.object}
    found = [path(f"{folder}/<int:record_id>/edit/", edit_record, about, name=f"{kind.object}_edit")]
    if kind.creates:
        found.append(path(f"{folder}/new/", new_record, about, name=f"{kind.object}_new"))
    if kind is PRICES:
        return [*found, path(f"{folder}/<int:record_id>/", edit_record, about, name=kind.object)]
    if kind not in WITH_OWN_PAGES:
        found.append(path(f"{folder}/<int:record_id>/", record, about, name=kind.object))
    return found


def _folder(kind: Kind) -> str:
    return "contracts" if kind is CONTRACTS else kind.section or f"{kind.object}s"
