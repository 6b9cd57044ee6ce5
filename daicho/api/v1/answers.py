"""Answers as values: status, body and headers, before they become responses; ETags of record versions."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from daicho.engine.records.command import STALE
from daicho.values.labels import Label
from daicho.values.problems import Stale

JSON = "application/json; charset=utf-8"
_ETAG = re.compile(r'(?:W/)?"(\d{1,18})"')


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `body` None means an empty one."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """The response."""
        return respond(self.status, "" if self.body is None else as_text(self.body), self.headers)


def respond(status: int, text: str, headers: Mapping[str, str]) -> HttpResponse:
    """A response of JSON that is already written."""
    response = HttpResponse(text, status=status, headers=dict(headers))
    if text:
        response["Content-Type"] = JSON
    else:
        del response["Content-Type"]
    return response


def as_text(body: Any) -> str:
    """A JSON value as text; raises ValueError for what is no JSON (NaN)."""
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def etag(version: int | None) -> dict[str, str]:
    """The ETag header of a record's version; none for objects that count no versions."""
    return {} if version is None else {"ETag": f'"{version}"'}


def expected_version(request: HttpRequest, label: Label) -> int | None:
    """The version that If-Match names; None when any will do. Raises Stale for one that no record can have."""
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return None
    found = _ETAG.fullmatch(header)
    if found is None:
        raise Stale(STALE.problem(object=label))
    return int(found[1])
