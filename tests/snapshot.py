"""The world of the tests as rows: the services make it once in each process of the tests, every test gets it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from daicho.engine.work.frame import Frame
from tests.world import World, make_world


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table, as the database gave them; `last` is the highest id, None where ids are not counted."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    last: int | None

    def insert(self) -> tuple[str, list[Any]]:
        """The statement that puts the rows back, and its parameters."""
        quote = connection.ops.quote_name
        row = "(" + ", ".join(["%s"] * len(self.columns)) + ")"
        names = ", ".join(quote(column) for column in self.columns)
        statement = f"INSERT INTO {quote(self.name)} ({names}) VALUES {', '.join([row] * len(self.rows))}"
        return statement, [value for values in self.rows for value in values]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The world and all of its rows."""

    world: World
    tables: tuple[Table, ...]

    def restore(self) -> World:
        """Put the rows into an empty database. Raises IntegrityError where it is not empty."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(*table.insert())
            counted = [table for table in self.tables if table.last is not None]
            if connection.vendor == "postgresql":
                following = (f"setval(pg_get_serial_sequence('{one.name}', 'id'), {one.last})" for one in counted)
                cursor.execute(f"SELECT {', '.join(following)}")
        return self.world


def take(frame: Frame) -> Snapshot:
    """Make the world at a moment, note its rows, and leave the database as it was."""
    with transaction.atomic():
        before = {table.name: set(table.rows) for table in _tables()}
        world = make_world(frame)
        tables = tuple(_new(table, before.get(table.name, set())) for table in _tables())
        transaction.set_rollback(True)
    return Snapshot(world, tuple(table for table in tables if table.rows))


def _new(table: Table, before: set[tuple[Any, ...]]) -> Table:
    rows = tuple(row for row in table.rows if row not in before)
    return Table(table.name, table.columns, rows, table.last)


def _tables() -> Iterable[Table]:
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            columns = tuple(column[0] for column in cursor.description)
            rows = tuple(tuple(map(_storable, row)) for row in cursor.fetchall())
            counted = "id" in columns and rows and isinstance(rows[0][columns.index("id")], int)
            yield Table(name, columns, rows, max(row[columns.index("id")] for row in rows) if counted else None)


def _storable(value: Any) -> Any:
    """SQLite's driver reads dates and moments that it does not write by itself: they go back as the texts they were."""
    return str(value) if connection.vendor == "sqlite" and isinstance(value, date) else value
