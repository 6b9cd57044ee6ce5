"""The API itself: its routers, its parser, its errors; every address that it does not have is a problem document too."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from daicho.api.v1 import catalog, contracts, errors, openapi, processes, queries, quotes, records, schedules
from daicho.api.v1 import scheduled_actions as actions
from daicho.api.v1.authentication import Token
from daicho.api.v1.strict_json import StrictParser
from daicho.engine.shaping import loaded

DESCRIPTION = """\
Amounts are decimal texts, dates ISO 8601, moments ISO 8601 with the organisation's offset, lookups ids (or an object with
one unique field when written). Errors are problem details (RFC 9457) in Japanese or English (`Accept-Language`).
`daicho token USER` makes a token."""


class DaichoApi(NinjaAPI):
    """Ninja's API with our OpenAPI document, and with problem documents also where no operation is reached."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document of the catalog as it is now."""
        loaded.use(loaded.stamp_now())
        return openapi.complete(super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params))

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            pattern.callback = _with_problems(pattern.callback)
        return [*patterns, re_path(r"^.*$", _unknown_address)]


def _with_problems(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return errors.missing(request)
        if response.status_code == 405:
            return errors.not_allowed(request, response["Allow"])
        return response

    return answered


@csrf_exempt
def _unknown_address(request: HttpRequest) -> HttpResponse:
    return errors.missing(request)


def make_api() -> DaichoApi:
    """The API with everything that it offers."""
    made = DaichoApi(
        title="Daicho",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api-1",
        docs_url=None,
        auth=Token(),
        parser=StrictParser(),
    )
    errors.install(made)
    made.add_router("", catalog.router)
    made.add_router("", queries.router)
    made.add_router("", schedules.router)
    made.add_router("", actions.router)
    made.add_router("/records", records.router)
    made.add_router("/quotes", quotes.router)
    made.add_router("/contracts", contracts.router)
    made.add_router("/processes", processes.router)
    return made


api = make_api()
