"""What most tests share: a prepared database, a frame at a fixed moment, and a small world to act in."""

from datetime import UTC, datetime

import hypothesis
import pytest

from daicho.engine.work.frame import Frame
from tests.world import World, make_world

hypothesis.settings.register_profile("daicho", deadline=None, derandomize=True)
hypothesis.settings.load_profile("daicho")

NOON = datetime(2025, 6, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def frame() -> Frame:
    """2025-06-02 (a Monday), noon in Tokyo."""
    return Frame(NOON)


@pytest.fixture
def world(db: None, frame: Frame) -> World:
    """Users (owner, colleague, manager, stranger, reader), one account with contact and products."""
    return make_world(frame)
