"""A worker's sign of life: a lock that the system frees when the process dies. Says nothing about what the worker does.

PostgreSQL: an advisory lock on a session of its own. SQLite: a locked file beside the database. Real time, no expiry.
"""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ADVISORY_CLASS = 0x64616963
LARGEST_ID = 2**31 - 1


class Lease(Protocol):
    """A lock that this process holds; `id` is written on the rows that it works on."""

    id: int

    def is_alive(self) -> bool:
        """Whether the lock is still held (a lost database session frees it)."""
        ...

    def release(self) -> None:
        """Give the lock back."""
        ...


class SessionLease:
    """An advisory lock on its own database session, which nothing else uses."""

    def __init__(self, lease_id: int, session: BaseDatabaseWrapper) -> None:
        self.id = lease_id
        self._session = session
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [ADVISORY_CLASS, lease_id])

    def is_alive(self) -> bool:
        """Whether the session still answers."""
        try:
            with self._session.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return False
        return True

    def release(self) -> None:
        """Unlock (the end of a session alone frees the lock a moment later) and end the session."""
        with suppress(DatabaseError), self._session.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ADVISORY_CLASS, self.id])
        self._session.close()


class FileLease:
    """A locked file; the lock ends with the process."""

    def __init__(self, lease_id: int) -> None:
        self.id = lease_id
        self._path = _lock_path(lease_id)
        self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def is_alive(self) -> bool:
        """Always: a file stays locked as long as the process lives."""
        return True

    def release(self) -> None:
        """Remove the file and with it the lock."""
        self._path.unlink(missing_ok=True)
        os.close(self._descriptor)


def acquire() -> Lease:
    """A new lease of this process."""
    lease_id = secrets.randbelow(LARGEST_ID) + 1
    if connection.vendor == "postgresql":
        return SessionLease(lease_id, connection.copy())
    return FileLease(lease_id)


def free_among(ids: Iterable[int]) -> set[int]:
    """Those leases that nobody holds any more. Call it in the transaction that acts on the answer.

    On PostgreSQL each free lease is locked until that transaction ends, so that only one worker acts on it.
    """
    if connection.vendor != "postgresql":
        return {lease_id for lease_id in ids if _is_file_free(lease_id)}
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("free_among needs a transaction")
    free = set()
    with connection.cursor() as cursor:
        for lease_id in ids:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [ADVISORY_CLASS, lease_id])
            if cursor.fetchone()[0]:
                free.add(lease_id)
    return free


def _lock_path(lease_id: int) -> Path:
    """The file of a lease: beside the database, or in the temporary folder for one that lies in memory."""
    name = str(connection.settings_dict["NAME"])
    base = Path(tempfile.gettempdir()) / "daicho" if ":memory:" in name or "mode=memory" in name else Path(name)
    return base.with_name(f"{base.name}.worker-{lease_id}.lock")


def _is_file_free(lease_id: int) -> bool:
    """Whether nobody holds the file; a free one is removed."""
    path = _lock_path(lease_id)
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
