"""Gives every request an id, answers with it, and logs how it ended and how long it took; leaves errors to Django."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from daicho.config.logs import REQUEST_ID

HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9_.-]{1,64}")

logger = logging.getLogger("daicho.requests")


class RequestIdMiddleware:
    """Takes the id that a proxy gave when it is a plain word, otherwise makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the rest, with the id as a header."""
        given = request.headers.get(HEADER, "")
        token = REQUEST_ID.set(given if ACCEPTED.fullmatch(given) else secrets.token_hex(8))
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response[HEADER] = REQUEST_ID.get()
            if not request.path.startswith(("/static/", "/healthz", "/readyz")):
                milliseconds = round((time.monotonic() - started) * 1000)
                logger.info(
                    "%s %s %s %sms",
                    request.method,
                    request.path,
                    response.status_code,
                    milliseconds,
                    extra={"status": response.status_code, "milliseconds": milliseconds},
                )
            return response
        finally:
            REQUEST_ID.reset(token)
