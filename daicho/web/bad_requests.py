"""The page for requests that nothing could be read from: an address in pieces, or a form whose file could not be received."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

FORMS = (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, told by what could not be read. Needs no database."""
    return render(request, "400.html", {"form": isinstance(exception, FORMS)}, status=400)
