"""What is found while somebody types into a field that names a record, as JSON. Only what the visitor may read."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse, JsonResponse

from daicho.engine.catalog import registry
from daicho.engine.records.checks import NOT_FOUND
from daicho.values.money import money_text
from daicho.values.problems import Missing
from daicho.web.quotes.finding import SEARCHED, find
from daicho.web.visitors import Visitor, page


@page
def suggest(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """`{"found": [{"id", "name", "beside"}]}` for `?q=`. Missing for objects that no field of the editor names."""
    if object_key not in SEARCHED:
        raise Missing(NOT_FOUND.problem(object=registry.get("quote").label, id=object_key[:40]))
    visitor.actor.require("read", object_key, registry.get(object_key).label)
    rows = find(visitor, object_key, request.GET.get("q", ""))
    found = [{"id": row["id"], "name": row["name"], "beside": _beside(row, visitor)} for row in rows]
    return JsonResponse({"found": found})


def _beside(row: dict[str, object], visitor: Visitor) -> str:
    """The code, and the list price of a product."""
    parts = [str(row["code"])]
    price = row.get("list_price")
    if isinstance(price, Decimal):
        parts.append(money_text(price, "JPY", visitor.language))
    return "・".join(parts)
