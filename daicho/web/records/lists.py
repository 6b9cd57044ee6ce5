"""The page of a list: reads the address, asks, renders the whole page or only its list; and its export as a file."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from daicho.values.labels import Label
from daicho.web.addresses import address
from daicho.web.navigation import told_of
from daicho.web.records.empty import EmptyState, empty_state
from daicho.web.records.exporting import FORMATS, exported
from daicho.web.records.handover import ALONG
from daicho.web.records.keeping import may_change
from daicho.web.records.kinds import CONTRACTS, Kind, kind_of
from daicho.web.records.listing import Listing, read_asked, read_listing
from daicho.web.records.location import read_location
from daicho.web.records.selection import narrowed
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
    """What the list at the same address shows, all pages of it or its ticked rows, as a file. Needs the right to export."""
    visitor.actor.require_feature("export", EXPORT)
    kind = kind_of(object_key)
    asked = read_asked(kind, read_location(request.GET), visitor)
    chosen = replace(asked, query=narrowed(asked, request.GET))
    return exported(kind, chosen, FORMATS[extension], visitor)


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
        "importing": address("imports") if kind is CONTRACTS and permissions.has_feature("import") else "",
        "new": address(f"{kind.object}_new") if kind.creates and permissions.may("create", kind.object) else "",
        "exports": export_links(listing) if permissions.has_feature("export") and listing.rows else (),
        "may_keep_view": permissions.may("create", "list_view"),
        "may_change_view": may_change(listing.view, visitor),
        "view_pinned": listing.view.id in {view[0] for view in told_of(request).views},
        "bulk": bulk_actions(kind, visitor) if listing.rows else (),
    }
    template = "partials/list/list_alone.html" if wants_part(request, PART) else "pages/list.html"
    return render(request, template, context)


def bulk_actions(kind: Kind, visitor: Visitor) -> list[tuple[str, str, str]]:
    """What can be done with chosen rows: icon, name, address."""
    may, found = visitor.actor.permissions, []
    if kind is CONTRACTS and may.has_feature("renew") and may.may("edit", kind.object):
        found.append(("refresh", gettext("契約更新"), address("ledger_renew")))
    if kind.object in ALONG and may.may("edit", kind.object):
        found.append(("user", gettext("担当変更"), address(f"{kind.section}_owner")))
    if may.has_feature("export"):
        found += [
            ("download", gettext("エクスポート") + f"（{name}）", address(f"{kind.section}_export", extension))
            for name, extension in (("Excel", "xlsx"), ("CSV", "csv"))
        ]
    return found


def export_links(listing: Listing) -> list[tuple[str, str]]:
    """Name and address of each kind of file."""
    section = listing.kind.section
    return [(name, f"{address(f'{section}_export', name)}{listing.location.start().link}") for name in FORMATS]
