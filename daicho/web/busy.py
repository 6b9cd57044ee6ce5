"""The answer to somebody who waited too long for another writer, such as an import that is being booked: try again."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

RETRY_SECONDS = 10
WAITED = ("database is locked", "database table is locked", "lock timeout", "deadlock detected", "could not serialize")
"""What SQLite and PostgreSQL say of a transaction that lost to another one; nothing of it was written."""


class BusyMiddleware:
    """Answers with 503 and a sentence where the database was busy; every other error stays what it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the page."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page that asks to try again; None for errors of another kind."""
        if not isinstance(error, OperationalError) or not any(words in str(error) for words in WAITED):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
