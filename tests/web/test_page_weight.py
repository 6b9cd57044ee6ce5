"""What a page weighs when a browser fetches it for the first time: the page and everything it names, as they are sent."""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements
from tests.world import World

MOST_BYTES = 300_000
"""Compressed, without charts and grids."""
PATHS = (
    "/contracts/",
    "/quotes/new/",
    "/quotes/",
    "/accounts/{account}/",
    "/accounts/new/",
    "/contracts/{contract}/",
    "/contracts/{contract}/?tab=sales",
    "/tasks/",
    "/notifications/",
)


def weight(client: Client, path: str) -> dict[str, int]:
    """Bytes by address: the page, and each style sheet, script and icon sheet that it names, once."""
    response = client.get(path)
    assert response.status_code == 200
    named = [one["href"] for one in elements(response, "link", rel="stylesheet")]
    named += [one["src"] for one in elements(response, "script") if one.get("src")]
    named += [one["href"] for one in elements(response, "use")]
    statics = {urlsplit(address).path for address in named}
    return {path: len(gzip.compress(response.content))} | {one: static_bytes(one) for one in statics}


def static_bytes(address: str) -> int:
    """How much is sent for a file: its compressed twin, or what compressing it gives."""
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    twin = Path(f"{found}.gz")
    return twin.stat().st_size if twin.exists() else len(gzip.compress(Path(found).read_bytes()))


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_light(visit: Visit, world: World, contract: int, path: str) -> None:
    book(world, 60)
    parts = weight(visit(), path.format(account=world.account, contract=contract))
    assert len(parts) > 4
    assert sum(parts.values()) <= MOST_BYTES, parts
