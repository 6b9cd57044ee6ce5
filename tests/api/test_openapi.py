"""The OpenAPI document: complete, true to the catalog, and nothing it allows makes the server fail."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from daicho.engine.catalog import registry
from tests.api.callers import Caller
from tests.world import World


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests of the WSGI handler stay in the test's transaction, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture
def document(client: Client, db: None) -> dict[str, Any]:
    """The document as anybody gets it."""
    found: dict[str, Any] = json.loads(client.get("/api/v1/openapi.json").content)
    return found


def test_every_operation_names_its_errors_and_its_security(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["security"] == [{"Token": []}], (path, method)
            assert {"401", "403", "404", "422", "500"} <= set(operation["responses"]), (path, method)
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]
    assert document["components"]["securitySchemes"]["Token"] == {"type": "http", "scheme": "bearer"}


def test_the_catalog_is_described(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert {f"{spec.key}_{kind}" for spec in registry.every() for kind in ("record", "input", "change")} <= set(schemas)
    account = schemas["account_input"]["properties"]
    assert account["closing_day"]["anyOf"] == [{"type": "string"}, {"type": "number"}, {"type": "null"}]
    assert account["renewal_contact_method"]["anyOf"][0]["enum"] == ["mail", "call", "reseller", "none"]
    process = document["paths"]["/api/v1/processes"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert process["required"] == ["name", "object", "start", "nodes"]
    assert "mrr" not in schemas["contract_change"]["properties"]
    assert "quote" not in schemas["quote_input"]["properties"]["lines"]["items"]["properties"]


def test_it_offers_what_exists_and_nothing_else(document: dict[str, Any]) -> None:
    offered = {path.removeprefix("/api/v1/") for path in document["paths"]}
    assert {"query", "schedules/preview", "quotes/{record_id}/confirm", "contracts/{record_id}/renew"} <= offered
    assert {name for path in offered for name in ("cancel", "reserve", "imports", "rehearse") if name in path} == set()


@pytest.mark.usefixtures("one_connection")
def test_nothing_that_the_document_allows_makes_the_server_fail(world: World, caller: Callable[..., Caller]) -> None:
    admin = caller("admin")
    world.quote()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())

    @settings(max_examples=250, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=schema.as_strategy())
    def ask(case: Any) -> None:
        if "record_id" in case.path_parameters:
            case.path_parameters["record_id"] %= 3
        if case.method == "DELETE" and case.path_parameters["object_key"] == "user":
            case.path_parameters["object_key"] = "task"  # whoever asks must not delete himself
        response = case.call(headers={"Authorization": f"Bearer {admin.token}", "Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    ask()
