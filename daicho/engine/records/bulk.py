"""Writing many rows at once: ids taken beforehand, then COPY on PostgreSQL and executemany on SQLite.

Only `command.py` and the modules that own an internal table use it. Leaves values, twins and history to its callers.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from daicho.engine.catalog.fields import ScaledDecimalField, scaled

# The sequence stands in a subquery so that it is looked up once, not for each id.
NEXT_IDS = "SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id')::regclass)) FROM generate_series(1, %s)"
_ENCODER = DjangoJSONEncoder(ensure_ascii=False)


def allocate_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for `count` new rows, never used before; must be called inside the transaction that inserts them."""
    if count <= 0:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(NEXT_IDS, [f'"{table}"', count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        if row:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [first + count - 1, table])
        else:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first + count - 1])
    return list(range(first, first + count))


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of typed values; `columns` are model attribute names (`account_id`), in the order of the values."""
    fields = [_field(model, column) for column in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    table = f'"{model._meta.db_table}"'
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", [_copy_encoder(field) for field in fields], rows)
        return
    marks = ", ".join(["%s"] * len(fields))
    prepared = [_prepared(fields, row) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", prepared)  # noqa: S608 - names of models


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[int, Sequence[Any]]]) -> None:
    """Set `columns` of each row (id, values)."""
    if not rows:
        return
    fields = [_field(model, column) for column in columns]
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    prepared = [[*_prepared(fields, values), row_id] for row_id, values in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "id" = %s', prepared)  # noqa: S608 - names of models


def _prepared(fields: Sequence["models.Field[Any, Any]"], values: Sequence[Any]) -> list[Any]:
    """The values as the database takes them. None needs no preparing, and the connection is looked up once, not for each."""
    database = connections[DEFAULT_DB_ALIAS]
    return [
        None if value is None else field.get_db_prep_save(value, database)
        for field, value in zip(fields, values, strict=True)
    ]


def _field(model: type[models.Model], column: str) -> "models.Field[Any, Any]":
    return _columns(model)[column]


@cache
def _columns(model: type[models.Model]) -> "dict[str, models.Field[Any, Any]]":
    return {field.attname: field for field in model._meta.concrete_fields}


def _copy(statement: str, encoders: list[Any], rows: Iterable[Sequence[Any]]) -> None:
    """COPY is psycopg's own, so its errors (a value that is taken) become Django's here."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        raw: Any = cursor
        with raw.copy(statement) as copy:
            for row in rows:
                copy.write_row(
                    [
                        value if value is None or encode is None else encode(value)
                        for encode, value in zip(encoders, row, strict=True)
                    ]
                )


def _copy_encoder(field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, ScaledDecimalField):
        return scaled
    if isinstance(field, models.JSONField):
        return _json
    return None


def _json(value: Any) -> str:
    return "{}" if value == {} else _ENCODER.encode(value)
