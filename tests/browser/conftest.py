"""The system's Chromium on a live server with a small company in it; whatever a page complains about fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from daicho.business.operations.orders.order_to_cash import confirm
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.models import User
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from tests.browser.days import Days, is_complaint
from tests.engine.mail.sink import running_sink
from tests.web.contracts import book
from tests.world import World

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the thread of the tests

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Where the browser may be found; the one without windows is the quickest."""
ROWS = 60

Open = Callable[..., Page]


def chromium() -> str | None:
    """The path of the system's Chromium; DAICHO_CHROMIUM names another. None where there is none."""
    named = os.environ.get("DAICHO_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium found: install one, or name it in DAICHO_CHROMIUM, to run the browser tests")
    return {"executable_path": path, "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """The product as it serves itself: WhiteNoise gives out the static files, compressed, and browsers keep them."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = lambda application: application  # type: ignore[assignment]  # called like the class
    server.start()
    yield server
    server.stop()


@pytest.fixture
def company(transactional_db: None, world: World, settings: Any) -> int:
    """Sixty contracts, one quote confirmed with the processes on; the id of the confirmed contract."""
    settings.DAICHO_CLOCK = world.frame.now
    book(world, ROWS, start=date(2024, 6, 20))
    for process in Process.objects.all():
        services.activate(process.pk, actor=SYSTEM, frame=world.frame)
    return confirm(world.actor("owner"), world.quote(), world.frame).contract


def session_of(username: str) -> str:
    """The key of a new session in which the user is logged in."""
    client = Client()
    client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


@pytest.fixture
def complaints() -> list[str]:
    """What pages complained about: errors in scripts and on the console, among them what the policy blocked."""
    return []


@pytest.fixture
def open_page(company: int, live_server: LiveServer, browser: Browser, complaints: list[str]) -> Iterator[Open]:
    """Opens a browser of a width, language and theme in which the owner is logged in (or nobody), at a path."""
    contexts: list[BrowserContext] = []

    def make(path: str, *, width: int = 1280, language: str = "ja", theme: str = "light", who: str = "owner") -> Page:
        height = 844 if width < 500 else 800
        size: ViewportSize = {"width": width, "height": height}
        context = browser.new_context(viewport=size, locale=language, base_url=live_server.url)
        contexts.append(context)
        for name, value in (("daicho_language", language), ("daicho_theme", theme)):
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.set_default_navigation_timeout(30_000)  # the first page of a cold server on a busy machine
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        if who:
            context.add_cookies([{"name": "sessionid", "value": session_of(who), "url": live_server.url}])
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def days(
    transactional_db: None, world: World, settings: Any, browser: Browser, live_server: LiveServer
) -> Iterator[Days]:
    """The world of the tests with a mail server and every shipped process on; it is 2025-06-02, noon."""
    cache.clear()
    with running_sink() as sink:
        found = Days(world, settings, sink, browser, live_server.url, session_of)
        yield found
        found.close()
