"""A worker's lease: held while it lives, free when it is given back or the process dies."""

import os
import subprocess
import sys
import time

import pytest
from django.db import connection, transaction

from daicho.engine.work import leases

pytestmark = pytest.mark.django_db(transaction=True)
HOLDER = """
import os, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["LEASE_DATABASE"]
django.setup()
from daicho.engine.work import leases
print(leases.acquire().id, flush=True)
sys.stdin.read()
"""


def free(*ids: int) -> set[int]:
    """Those that are free."""
    with transaction.atomic():
        return leases.free_among(ids)


def test_a_lease_is_held_until_it_is_given_back() -> None:
    first, second = leases.acquire(), leases.acquire()
    assert first.id != second.id
    assert (first.is_alive(), free(first.id, second.id)) == (True, set())
    first.release()
    assert free(first.id, second.id) == {first.id}
    second.release()
    assert free(first.id, second.id, 123456) == {first.id, second.id, 123456}


def test_a_killed_process_gives_its_lease_back() -> None:
    environment = os.environ | {"LEASE_DATABASE": str(connection.settings_dict["NAME"])}
    command = [sys.executable, "-c", HOLDER]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        lease_id = int(holder.stdout.readline())
        assert free(lease_id) == set()
        holder.kill()
        holder.wait()
    end = time.monotonic() + 5
    while free(lease_id) != {lease_id}:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.postgresql
def test_a_lost_session_is_noticed() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has sessions to lose")
    lease = leases.acquire()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [lease.id]
        )
    assert not lease.is_alive()
    assert free(lease.id) == {lease.id}
    lease.release()
