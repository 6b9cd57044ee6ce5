"""The addresses of lists, records and forms, for every object that has them."""

from django.urls import URLPattern, path, register_converter

from daicho.web.records.columns import choose_columns
from daicho.web.records.condition import add_condition
from daicho.web.records.deleting import delete_record
from daicho.web.records.detail import record
from daicho.web.records.editing import edit_record, new_record, suggest
from daicho.web.records.exporting import FORMATS
from daicho.web.records.handover import ALONG
from daicho.web.records.keeping import change_view, delete_view, keep_view, pin_view, update_view
from daicho.web.records.kinds import ACCOUNTS, CONTRACTS, KINDS, PRICES, QUOTES, Kind
from daicho.web.records.lists import export, records
from daicho.web.records.outcome import outcome
from daicho.web.records.reassigning import change_owner
from daicho.web.records.undoing import undo_edit

WITH_OWN_PAGES = (CONTRACTS, QUOTES, ACCOUNTS)
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
    many = [
        path(f"{_folder(kind)}/done/", outcome, about, name=f"{kind.section}_done"),
        path(f"{_folder(kind)}/columns/", choose_columns, about, name=f"{kind.section}_columns"),
        path(f"{_folder(kind)}/condition/", add_condition, about, name=f"{kind.section}_condition"),
        *_views(kind),
    ]
    if kind.object in ALONG:
        many.append(path(f"{_folder(kind)}/owner/", change_owner, about, name=f"{kind.section}_owner"))
    files = path(f"{_folder(kind)}/export.<table_format:extension>", export, about, name=f"{kind.section}_export")
    if kind is CONTRACTS:
        return [files, *many]
    return [path(f"{_folder(kind)}/", records, about, name=kind.section), files, *many]


def _views(kind: Kind) -> list[URLPattern]:
    """Keeping what a list shows as a view."""
    folder, about = f"{_folder(kind)}/views", {"object_key": kind.object}
    return [
        path(f"{folder}/new/", keep_view, about, name=f"{kind.section}_view"),
        path(f"{folder}/<int:view_id>/", change_view, about, name=f"{kind.section}_view_change"),
        path(f"{folder}/<int:view_id>/update/", update_view, about, name=f"{kind.section}_view_update"),
        path(f"{folder}/<int:view_id>/delete/", delete_view, about, name=f"{kind.section}_view_delete"),
        path(f"{folder}/<int:view_id>/pin/", pin_view, about, name=f"{kind.section}_view_pin"),
    ]


def _records(kind: Kind) -> list[URLPattern]:
    folder, about = _folder(kind), {"object_key": kind.object}
    found: list[URLPattern] = []
    if kind.creates:
        found.append(path(f"{folder}/<int:record_id>/delete/", delete_record, about, name=f"{kind.object}_delete"))
    if not kind.forms:
        if not kind.opens and kind not in WITH_OWN_PAGES:
            found.append(path(f"{folder}/<int:record_id>/", record, about, name=kind.object))
        return found
    found += [
        path(f"{folder}/<int:record_id>/edit/", edit_record, about, name=f"{kind.object}_edit"),
        path(f"{folder}/<int:record_id>/undo/<uuid:command>/", undo_edit, about, name=f"{kind.object}_undo"),
    ]
    if kind.creates:
        found.append(path(f"{folder}/new/", new_record, about, name=f"{kind.object}_new"))
    if kind is PRICES:
        return [*found, path(f"{folder}/<int:record_id>/", edit_record, about, name=kind.object)]
    if kind not in WITH_OWN_PAGES:
        found.append(path(f"{folder}/<int:record_id>/", record, about, name=kind.object))
    return found


def _folder(kind: Kind) -> str:
    return "contracts" if kind is CONTRACTS else kind.section or f"{kind.object}s"
