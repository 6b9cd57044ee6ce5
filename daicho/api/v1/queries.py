"""Questions by body: columns, filter, sort, groups and figures of one object."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from daicho.api.v1 import asking
from daicho.api.v1.authentication import caller_of
from daicho.api.v1.schemas import PageOut, QueryIn, answers

router = Router(tags=["query"])


@router.post("/query", response=answers(ok=PageOut))
def run_query(request: HttpRequest, query: QueryIn) -> HttpResponse:
    """Rows, or with `group_by` or `aggregates` groups: each with its group values and figures (`count`, `sum:amount`)."""
    return asking.answer_query(caller_of(request), query.model_dump()).response()
