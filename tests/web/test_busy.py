"""Who waits too long for another writer is told so, and nothing is half saved."""

from typing import Any

import pytest
from django.db import OperationalError

from daicho.business.operations.imports import runs as import_runs
from tests.uploads import AOBA, sheet, stored, upload, work
from tests.web.conftest import Visit
from tests.web.reading import text
from tests.world import World


def locked(said: str) -> Any:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError(said)

    return fail


@pytest.mark.parametrize("said", ["database is locked", "deadlock detected", "canceling statement due to lock timeout"])
def test_a_save_that_waited_too_long(visit: Visit, world: World, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    monkeypatch.setattr(import_runs, "drop", locked(said))
    client = visit("operations")
    answer = client.post(f"/imports/{run_id}/drop/", {"version": stored(run_id).version})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert text(answer, "h1") == "ただいま混み合っています"
    assert stored(run_id).state == "ready"
    assert client.get(f"/imports/{run_id}/").status_code == 200


def test_other_errors_of_the_database_stay_errors(visit: Visit, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = upload(world, sheet(AOBA))
    monkeypatch.setattr(import_runs, "find", locked("no such column: x"))
    client = visit("operations")
    client.raise_request_exception = False
    assert client.get(f"/imports/{run_id}/").status_code == 500
