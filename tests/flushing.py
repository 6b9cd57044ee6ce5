"""How the tests that commit are cleaned up on PostgreSQL: rows are deleted, because truncating each table takes longer.

Django empties every table by TRUNCATE after such a test; with some fifty tables that is most of the test's time.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations


def delete_instead(operations: DatabaseOperations, style: Any, tables: Iterable[str], **_options: Any) -> list[str]:
    """The statements that empty the tables in any order: while they run, no foreign key is looked at."""
    named = [operations.quote_name(table) for table in tables]
    if not named:
        return []
    return ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {table}" for table in named)]


def may_delete() -> bool:
    """Whether this is PostgreSQL and the role may switch foreign keys off."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        return bool(cursor.fetchone()[0])
