"""A database of the benchmark's own, made and dropped by it, and bare connections to it for the floors."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def address(server: str, name: str) -> str:
    """The address of a database on the server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@contextmanager
def database(server: str, keep: str) -> Iterator[str]:
    """The address of a fresh database, dropped at the end; one called `keep` stays and is used as it is when it exists."""
    name = keep or f"daicho_bench_{os.getpid()}"
    with psycopg.connect(address(server, "postgres"), autocommit=True) as admin:
        known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
    try:
        yield address(server, name)
    finally:
        if not keep:
            with psycopg.connect(address(server, "postgres"), autocommit=True) as admin:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def bare() -> "psycopg.Connection[tuple[object, ...]]":
    """A connection set up like Django's (nothing prepared, no JIT); each statement its own transaction unless one is opened."""
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=None, options="-c jit=off")
