"""How Django speaks to each database: what SQLite needs to serve several processes, and PostgreSQL to stay connected."""

from typing import Any

from daicho.config.environment import Database

BUSY_SECONDS = 20
PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=NORMAL;"
    "PRAGMA foreign_keys=ON;"
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000};"
    "PRAGMA cache_size=-32000;"
)


def database_settings(database: Database) -> dict[str, Any]:
    """The entry of Django's DATABASES.

    SQLite begins every transaction as a writer: one that starts as a reader and then writes would be refused at once,
    without waiting, when another process wrote in between.
    """
    if database.kind == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": database.name,
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": BUSY_SECONDS, "init_command": PRAGMAS},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.name,
        "USER": database.user,
        "PASSWORD": database.password,
        "HOST": database.host,
        "PORT": database.port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # jit=off: compiling a list's query takes longer than running it.
        "OPTIONS": {"connect_timeout": 10, "application_name": "daicho", "options": "-c jit=off"}
        | dict(database.options),
    }
