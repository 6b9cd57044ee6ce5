"""What most tests share: a prepared database, a frame at a fixed moment, and a small world to act in."""

from collections.abc import Iterator
from datetime import UTC, datetime

import hypothesis
import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from pytest_django import DjangoDbBlocker

from daicho.engine.catalog import registry
from daicho.engine.work.frame import Frame
from tests.flushing import delete_instead, may_delete
from tests.snapshot import Snapshot, take
from tests.world import World, make_world

hypothesis.settings.register_profile("daicho", deadline=None, derandomize=True)
hypothesis.settings.load_profile("daicho")

NOON = datetime(2025, 6, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database of the tests, cleaned up the quick way."""
    with django_db_blocker.unblock():
        if may_delete():
            DatabaseOperations.sql_flush = delete_instead  # type: ignore[assignment,method-assign]


@pytest.fixture(autouse=True)
def default_language() -> None:
    """No test begins in the language that the one before it left behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def declared_fields() -> Iterator[None]:
    """No test sees the fields that people added in the one before it."""
    yield
    registry.forget()


@pytest.fixture
def frame() -> Frame:
    """2025-06-02 (a Monday), noon in Tokyo."""
    return Frame(NOON)


@pytest.fixture(scope="session")
def snapshot(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Snapshot:
    """The rows of the world at NOON, made by the services once."""
    with django_db_blocker.unblock():
        return take(Frame(NOON))


@pytest.fixture
def world(db: None, frame: Frame, snapshot: Snapshot) -> World:
    """Users (owner, colleague, manager, stranger, reader), one account with contact and products."""
    return snapshot.restore() if frame == snapshot.world.frame else make_world(frame)
