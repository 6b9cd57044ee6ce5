"""Somebody who calls the API with a token, and what he gets."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

ROOT = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Caller:
    """`language` is what Accept-Language says ("" for nothing)."""

    client: Client
    token: str
    language: str = "en"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The response of any request (as Django's client gives it); a body that is no bytes is sent as JSON."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        known = {"Authorization": f"Bearer {self.token}"}
        if self.language:
            known["Accept-Language"] = self.language
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, ROOT + path, sent, "application/json", headers={**known, **given})

    def get(self, path: str, **headers: str) -> Any:
        """The body of a GET that succeeds."""
        return self._done(self.call("GET", path, **headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """The body of a POST that succeeds."""
        return self._done(self.call("POST", path, body, **headers))

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        """The body of a PATCH that succeeds."""
        return self._done(self.call("PATCH", path, body, **headers))

    def refused(
        self, status: int, method: str, path: str, body: Any = None, **headers: str
    ) -> list[tuple[str | None, str]]:
        """(field, code) of each error of a request that must be refused with the status."""
        response = self.call(method, path, body, **headers)
        assert response.status_code == status, response.content.decode()
        assert response["Content-Type"] == "application/problem+json"
        problem = json.loads(response.content)
        assert problem["status"] == status
        assert problem["detail"]
        return [(item["field"], item["code"]) for item in problem["errors"]]

    def _done(self, response: HttpResponse) -> Any:
        assert response.status_code < 300, response.content.decode()
        return json.loads(response.content)
