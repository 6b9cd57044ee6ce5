"""The tables and the catalog of the sampler, for the tests of several packages."""

import pytest

from daicho.engine.catalog import registry
from tests.engine.catalog.sampler import models


@pytest.fixture
def catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sampler's objects only, for the duration of a test."""
    monkeypatch.setattr(registry, "_objects", {})
    registry.register(models.OBJECTS)


@pytest.fixture
def samples(db: None, catalog: None) -> None:
    """The sampler's tables (made by its migrations) and objects."""
