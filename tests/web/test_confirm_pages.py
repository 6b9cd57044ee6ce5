"""Pages that ask before a deed: opening them, as browsers do ahead of a click too, writes nothing and locks nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.world import World

WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN", "LOCK")


@pytest.mark.parametrize(
    "path",
    [
        "/contracts/renew/?id={0}&id={1}&id={2}",
        "/contracts/owner/?id={0}&id={1}",
        "/contracts/{0}/renew/",
        "/contracts/views/new/?view=contract.active",
        "/accounts/{account}/delete/",
    ],
)
def test_a_page_that_asks_first_only_reads(visit: Visit, world: World, path: str) -> None:
    contracts = book(world, 3)
    client = visit("admin")
    address = path.format(*contracts, account=world.account)
    client.get("/contracts/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    statements = [one["sql"].lstrip().upper() for one in asked]
    assert [one for one in statements if one.startswith(WRITES) or " FOR UPDATE" in one] == []
