"""The page of a list: reads the address, asks, renders the whole page or only its list; and its export as a file."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from daicho.values.labels import Label
from daicho.web.addresses import address
from daicho.web.records.empty import EmptyState, empty_state
from daicho.web.records.exporting import FORMATS, exported
from daicho.web.records.kinds import Kind, kind_of
from daicho.web.records.listing import Listing, read_asked, read_listing
from daicho.web.records.location import read_location
from daicho.web.visitors import Visitor, page, wants_part

PART = "list"
EXPORT = Label("エクスポート", "export")
EmptyWords = Callable[[Listing, Visitor], EmptyState]


@page
def records(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """The list of an object."""
    return list_page(request, visitor, kind_of(object_key), empty_state)


@page
def export(request: HttpRequest, visitor: Visitor, object_key: str, extension: str) -> HttpResponseBase:
    """What the list at the same address shows, all pages of it, as a file. Needs the right to export."""
    visitor.actor.require_feature("export", EXPORT)
    kind = kind_of(object_key)
    asked = read_asked(kind, read_location(request.GET), visitor)
    return exported(kind, asked, FORMATS[extension], visitor)


def list_page(request: HttpRequest, visitor: Visitor, kind: Kind, empty_words: EmptyWords) -> HttpResponse:
    """The list at the address of the request, or only its part."""
    listing = read_listing(kind, read_location(request.GET), visitor)
    permissions = visitor.actor.permissions
    context = {
        "section": kind.section,
        "kind": kind,
        "listing": listing,
        "empty": None if listing.rows else empty_words(listing, visitor),
        "search": listing.location.search,
        "new": address(f"{kind.object}_new") if kind.creates and permissions.may("create", kind.object) else "",
        "exports": export_links(listing) if permissions.has_feature("export") and listing.rows else (),
    }
    template = "partials/list/list_alone.html" if wants_part(request, PART) else "pages/list.html"
    return render(request, template, context)


def export_links(listing: Listing) -> list[tuple[str, str]]:
    """Name and address of each kind of file."""
    section = listing.kind.section
    return [(name, f"{address(f'{section}_export', name)}{listing.location.start().link}") for name in FORMATS]
