"""Callers of the API: one a person, with the clock of the world."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daicho.engine.access import tokens
from daicho.engine.access.models import User
from tests.api.callers import Caller
from tests.world import World


@pytest.fixture
def caller(world: World, settings: Any) -> Callable[..., Caller]:
    """Makes a caller of one of the world's people; the API reads the same moment as the world."""
    settings.DAICHO_CLOCK = world.frame.now

    def make(username: str, language: str = "en") -> Caller:
        user = User.objects.get(username=username)
        plain = tokens.issue(user, at=world.frame.now - timedelta(days=1))
        return Caller(Client(), plain, language)

    return make


@pytest.fixture
def owner(caller: Callable[..., Caller]) -> Caller:
    """The sales owner of the world's account."""
    return caller("owner")
