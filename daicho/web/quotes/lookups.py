"""What is found while somebody types into a field that names a record, as JSON. Only what the visitor may read."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from daicho.engine.catalog import registry
from daicho.engine.records.checks import NOT_FOUND
from daicho.values.problems import Missing
from daicho.web.records.references import of_account, suggestions
from daicho.web.visitors import Visitor, page

NAMED = frozenset({"account", "contact", "opportunity", "product", "user"})
"""Objects that a field of the editor names."""


@page
def suggest(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """`{"found": [{"id", "name", "beside"}]}` for `?q=`, of one `?account=` where the object belongs to accounts.

    Missing for objects that no field of the editor names.
    """
    if object_key not in NAMED:
        raise Missing(NOT_FOUND.problem(object=registry.get("quote").label, id=object_key[:40]))
    visitor.actor.require("read", object_key, registry.get(object_key).label)
    narrowing = of_account(object_key, request.GET.get("account", ""))
    rows = suggestions(object_key, request.GET.get("q", ""), visitor, narrowing)
    return JsonResponse({"found": [{"id": row.id, "name": row.text, "beside": row.detail} for row in rows]})
