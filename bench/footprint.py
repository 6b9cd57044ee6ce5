"""What a piece of work left in the database, row by row: to take it away, and to write the same rows again bare."""

from dataclasses import dataclass
from typing import Any

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql
from psycopg.types.json import Jsonb

from bench.database import bare

JSONB = 3802
Statement = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Footprint:
    """The rows made since it was taken: by table the column that only grows and its last value then (None: no row)."""

    last: dict[str, tuple[str, Any]]

    @classmethod
    def begin(cls) -> "Footprint":
        """Remember the present state."""
        with bare() as connection:
            return cls({table: (key, _last(connection, table, key)) for table, key in _growing().items()})

    def copied(self) -> dict[str, bytes]:
        """The new rows of each table as COPY writes them."""
        found: dict[str, bytes] = {}
        with bare() as connection:
            for table in self.last:
                query = sql.SQL("COPY (SELECT * FROM {} WHERE {}) TO STDOUT").format(
                    sql.Identifier(table), self._new(table)
                )
                with connection.cursor().copy(query) as copy:
                    rows = b"".join(bytes(part) for part in copy)
                if rows:
                    found[table] = rows
        return found

    def inserts(self) -> list[Statement]:
        """One INSERT a table with all its new rows."""
        statements: list[Statement] = []
        with bare() as connection:
            for table in self.last:
                query = sql.SQL("SELECT * FROM {} WHERE {}").format(sql.Identifier(table), self._new(table))
                cursor = connection.execute(query)
                rows = cursor.fetchall()
                kinds = [column.type_code for column in cursor.description or ()]
                if rows:
                    marks = ",".join(["(" + ",".join(["%s"] * len(kinds)) + ")"] * len(rows))
                    statements.append(
                        (f'INSERT INTO "{table}" VALUES {marks}', [v for row in rows for v in _stored(row, kinds)])
                    )
        return statements

    def remove(self) -> None:
        """Take the new rows away and the room they took."""
        with bare() as connection:
            with connection.transaction():
                connection.execute("SET CONSTRAINTS ALL DEFERRED")
                for table in self.last:
                    connection.execute(
                        sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(table), self._new(table))
                    )
            connection.execute("VACUUM ANALYZE")

    def _new(self, table: str) -> sql.Composable:
        key, last = self.last[table]
        return sql.SQL("TRUE") if last is None else sql.SQL("{} > {}").format(sql.Identifier(key), sql.Literal(last))


def copy_in(connection: "psycopg.Connection[Any]", copied: dict[str, bytes]) -> None:
    """Write rows with COPY, in one transaction."""
    with connection.transaction():
        for table, rows in copied.items():
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                copy.write(rows)


def _last(connection: "psycopg.Connection[Any]", table: str, key: str) -> Any:
    found = connection.execute(
        sql.SQL("SELECT max({}) FROM {}").format(sql.Identifier(key), sql.Identifier(table))
    ).fetchone()
    return found[0] if found else None


def _growing() -> dict[str, str]:
    found: dict[str, str] = {}
    for model in apps.get_models(include_auto_created=True):
        key = model._meta.pk
        if isinstance(key, models.AutoField):
            found[model._meta.db_table] = key.attname
        elif any(field.name == "recorded_at" for field in model._meta.concrete_fields):
            found[model._meta.db_table] = "recorded_at"
    return found


def _stored(row: tuple[Any, ...], kinds: list[int]) -> list[Any]:
    return [
        Jsonb(value) if kind == JSONB and value is not None else value for value, kind in zip(row, kinds, strict=True)
    ]
