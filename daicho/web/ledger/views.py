"""The page of the ledger: reads the address, asks, renders the whole page or only its list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from daicho.web.ledger.empty import empty_state
from daicho.web.ledger.listing import read_listing
from daicho.web.ledger.location import read_location
from daicho.web.visitors import Visitor, page, wants_part

PART = "list"


@page
def ledger(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """契約台帳."""
    listing = read_listing(read_location(request.GET), visitor)
    empty = None if listing.rows else empty_state(listing, visitor)
    part = wants_part(request, PART)
    template = "partials/ledger/list_alone.html" if part else "pages/ledger.html"
    context = {"section": "ledger", "listing": listing, "empty": empty, "search": listing.location.search}
    return render(request, template, context)
