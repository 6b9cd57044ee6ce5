"""A mail server for a test, and a worker's delivery that talks to it."""

from collections.abc import Iterator

import pytest

from daicho.engine.mail import modes, troubles
from daicho.engine.mail.delivery import Delivery
from tests.engine.mail.sink import Sink, running_sink


@pytest.fixture(autouse=True)
def no_wiring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a mode chosen in the app nor hooks, whatever wiring did."""
    monkeypatch.setattr(modes, "_chosen", [])
    monkeypatch.setattr(modes, "_users", [])
    monkeypatch.setattr(troubles, "_hooks", [])


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    with running_sink() as sink:
        settings.DAICHO_EMAIL_URL = sink.url
        yield sink


@pytest.fixture
def delivery() -> Iterator[Delivery]:
    delivery = Delivery()
    yield delivery
    delivery.close()
