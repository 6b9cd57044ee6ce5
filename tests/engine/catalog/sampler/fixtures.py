"""The tables and the catalog of the sampler, for the tests of several packages."""

from typing import Any

import pytest
from django.db import connection

from daicho.engine.catalog import registry
from tests.engine.catalog.sampler import models


@pytest.fixture(scope="session")
def sampler_tables(django_db_setup: None, django_db_blocker: Any) -> None:
    """Made once a run, after the migrations."""
    with django_db_blocker.unblock():
        known = set(connection.introspection.table_names())
        with connection.schema_editor() as editor:
            for model in models.MODELS:
                if model._meta.db_table not in known:
                    editor.create_model(model)


@pytest.fixture
def catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sampler's objects only, for the duration of a test."""
    monkeypatch.setattr(registry, "_objects", {})
    registry.register(models.OBJECTS)


@pytest.fixture
def samples(db: None, sampler_tables: None, catalog: None) -> None:
    """The sampler's tables and objects."""
