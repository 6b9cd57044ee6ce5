"""A travelling clock, a client that speaks the API, a real SMTP server, and the worker run by hand."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from daicho.config.first_start import prepare
from daicho.engine.access.models import User
from daicho.engine.access.tokens import issue
from daicho.engine.work import clock, loop, units
from daicho.engine.work.frame import frame_at
from tests.engine.mail.sink import Sink, running_sink


class Story:
    """One company's life: `at` moves the clock, `post`, `get`, `patch` speak the API, `work` runs the worker once."""

    def __init__(self, settings: Any, sink: Sink) -> None:
        self.settings = settings
        self.sink = sink
        self.at("2025-04-01T10:00+09:00")
        prepare("a password for admin")
        self.token = issue(User.objects.get(username="admin"), at=clock.now())
        self.client = Client()

    def at(self, moment: str) -> None:
        """It is now that moment."""
        self.settings.DAICHO_CLOCK = datetime.fromisoformat(moment)

    def work(self) -> int:
        """Everything that is due now is done; how many batches did something."""
        report = loop.run_due(lambda: frame_at(clock.now()), units.every())
        assert report.failed == ()
        return report.batches

    def call(self, method: str, path: str, body: Any = None, expect: int = 200, **query: Any) -> Any:
        """The answer's JSON (None without a body). Fails on another status."""
        answer = self.client.generic(
            method,
            f"/api/v1/{path}",
            data=b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"authorization": f"Bearer {self.token}", "accept-language": "ja"},
            query_params={key: value if isinstance(value, str) else json.dumps(value) for key, value in query.items()},
        )
        assert answer.status_code == expect, answer.content.decode()
        return json.loads(answer.content) if answer.content else None

    def post(self, path: str, body: Any = None, expect: int = 200, **query: Any) -> Any:
        """POST."""
        return self.call("POST", path, body, expect, **query)

    def make(self, object_key: str, **values: Any) -> int:
        """A new record; its id."""
        return int(self.post(f"records/{object_key}", values, 201)["id"])

    def get(self, path: str, **query: Any) -> Any:
        """GET."""
        return self.call("GET", path, **query)

    def actions(self, contract: int, *, process: int | None = None) -> list[tuple[str, str | None]]:
        """State and due time of what waits and waited for a contract, in the order of due times."""
        items = self.get("scheduled-actions", record=f"contract:{contract}")["items"]
        chosen = [item for item in items if process is None or item["process"] in (process, {"id": process})]
        return sorted((item["state"], item["due_at"]) for item in chosen)


@pytest.fixture
def story(transactional_db: None, settings: Any) -> Iterator[Story]:
    """A fresh company on 2025-04-01 with a mail server."""
    with running_sink() as sink:
        settings.DAICHO_EMAIL_URL = sink.url
        yield Story(settings, sink)
    assert django_settings.DAICHO_EMAIL_URL
