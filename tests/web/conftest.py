"""Visitors of the pages: one a person, with the clock of the world, and contracts to look at."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from daicho.business.operations.orders.order_to_cash import confirm
from daicho.engine.access.models import User
from tests.world import World

Visit = Callable[..., Client]


@pytest.fixture
def visit(world: World, settings: Any) -> Visit:
    """Makes a browser in which one of the world's people is logged in; pages read the same moment as the world."""
    settings.DAICHO_CLOCK = world.frame.now

    def make(username: str | None = "owner", language: str = "ja") -> Client:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if username is not None:
            client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def contract(world: World) -> int:
    """The confirmed quote of the owner: 2025-07-01 to 2026-06-30, not begun yet."""
    return confirm(world.actor("owner"), world.quote(), world.frame).contract
