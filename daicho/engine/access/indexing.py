"""Indexes of custom fields: of exactly the expression that questions are compiled to, so that the database takes them.

Raw DDL, because an index over JSON that Django writes is never used by SQLite, and PostgreSQL refuses a cast to a date.
The key is a checked literal of the expression. Leaves which fields have one to its caller.
"""

from typing import Any

from django.db import connection, models
from django.db.models import Count, F
from django.db.models.functions import Length
from django.db.models.sql import Query

from daicho.engine.catalog import registry
from daicho.engine.catalog.compile.sql_types import sql_kind
from daicho.engine.catalog.specs import FieldSpec


def create_index(name: str, object_key: str, field: FieldSpec) -> None:
    """Make the index, a unique one where the field's values never repeat. Locks the table while it is built."""
    model: type[models.Model] = registry.get(object_key).model
    query = Query(model, alias_cols=False)
    compiler = query.get_compiler(connection=connection)
    sql, parameters = compiler.compile(_compared(field).resolve_expression(query))
    assert not parameters, "an index takes no parameters"
    quote = connection.ops.quote_name
    unique = "UNIQUE " if field.unique else ""
    _settle()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE {unique}INDEX {quote(name)} ON {quote(model._meta.db_table)} (({sql}))")


def drop_index(name: str) -> None:
    """Take the index away, if there is one."""
    _settle()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(name)}")


def doubles(object_key: str, field: FieldSpec, limit: int) -> list[tuple[Any, int]]:
    """Values that several records have, as they are compared, with how many; the most frequent first."""
    rows = _filled(object_key, field).values("compared").annotate(times=Count("pk")).filter(times__gt=1)
    return list(rows.order_by("-times", "compared").values_list("compared", "times")[:limit])


def longer_than(object_key: str, field: FieldSpec, limit: int) -> int:
    """How many records have a text of more than so many characters."""
    return _filled(object_key, field).filter(q_length__gt=limit).count()


def _settle() -> None:
    """PostgreSQL changes no table on which checks of this transaction still wait: let them run now."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _filled(object_key: str, field: FieldSpec) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = models.QuerySet(registry.get(object_key).model)
    compared = _compared(field)
    rows = rows.annotate(compared=compared, q_length=Length(compared))
    return rows.filter(compared__isnull=False)


def _compared(field: FieldSpec) -> Any:
    return sql_kind(field, None).custom_compared(F("custom"), field.key)
