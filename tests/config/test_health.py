"""The health answers, the request id, and the safety headers of every answer."""

import json
import logging
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client

from daicho.config.logs import JsonFormatter, RequestIdFilter


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_the_database_is_migrated(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_named: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database does not answer\n")


def test_the_id_of_a_request_is_kept_when_it_is_a_plain_word_and_made_otherwise(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-17"})["X-Request-ID"] == "proxy-17"
    made = client.get("/healthz", headers={"X-Request-ID": "two words\u2028"})["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{16}", made)


def test_every_answer_forbids_inline_scripts_and_framing(client: Client) -> None:
    answer = client.get("/healthz")
    policy = answer["Content-Security-Policy"]
    directives = {part.strip() for part in policy.split(";")}
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= directives
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_line_of_the_log_is_json_with_what_was_given() -> None:
    record = logging.makeLogRecord(
        {"name": "daicho", "msg": "送信 %s", "args": ("1件",), "levelname": "INFO", "mails": 1}
    )
    RequestIdFilter().filter(record)
    line = json.loads(JsonFormatter().format(record))
    assert {key: line[key] for key in ("level", "logger", "message", "request_id", "mails")} == {
        "level": "info",
        "logger": "daicho",
        "message": "送信 1件",
        "request_id": "-",
        "mails": 1,
    }
