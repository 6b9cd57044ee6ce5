"""The page of the ledger: the list of contracts with its own words where it is empty."""

from django.http import HttpRequest, HttpResponse

from daicho.web.ledger.empty import empty_state
from daicho.web.records.kinds import CONTRACTS
from daicho.web.records.lists import list_page
from daicho.web.visitors import Visitor, page


@page
def ledger(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """契約台帳."""
    return list_page(request, visitor, CONTRACTS, empty_state)
