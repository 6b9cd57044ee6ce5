"""The settings under test: the product's own, on a database for tests, with a password hasher that is quick."""

import os
from pathlib import Path
from tempfile import gettempdir

from daicho.config.databases import database_settings
from daicho.config.environment import read_database
from daicho.config.settings import *

_database = read_database(os.environ.get("DAICHO_TEST_DATABASE", "sqlite:///var/tests/daicho.sqlite3"), Path.cwd())
DATABASES = {"default": database_settings(_database)}
if _database.kind == "sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(gettempdir()) / f"daicho-test-{os.getpid()}.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"]["options"] += (
        " -c synchronous_commit=off"  # a test's commits need not outlive a power cut
    )
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DAICHO_CLOCK = None
DAICHO_EMAIL_URL = "capture:"
AXES_ENABLED = False
WHITENOISE_MAX_AGE = 3600  # as in production
INSTALLED_APPS = [*INSTALLED_APPS, "tests.engine.catalog.sampler"]
