"""Every address of the site, read and posted to by everybody, with ids that exist and ids that do not.

Nothing answers with a server error, and nobody outside the owner's team ever reads the word that stands in all the
owner's records. What a visit changed is taken back before the next one.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from daicho.business.contracts.models import Contract
from daicho.engine.access import tokens
from daicho.engine.access.models import User
from tests.web.addresses import SECRET, Ids, Place, places, secrets_of_the_owner, shapes
from tests.web.conftest import Visit
from tests.world import World

EVERYBODY = {"owner": places(), "stranger": places(), None: places(), "colleague": shapes(), "reader": shapes()}
MAY_READ = ("owner", "colleague", "reader")
NO_IDS = [str(2**63), "9" * 300]
NAMES = ("version", "name", "q", "columns", "sort", "page", "do", "step", "id", "cursor", "value", "row", "on", "tab")
HOSTILE = [
    {
        **dict.fromkeys(NAMES, "\x00<b>\u202e{{ 7*7 }}=1+1"),
        "filter": '{"field": "name", "op": "eq", "value": "\\ud800"}',
        "next": "//evil.example.com/",
        "back": "https://evil.example.com/",
    },
    {**{name: ["9" * 5000, "-1", "NaN", ""] for name in NAMES}, "filter": "[" * 50_000, "all": "1"},
]


@pytest.fixture
def ids(world: World) -> Ids:
    return secrets_of_the_owner(world)


def enter(visit: Visit, world: World, who: str | None) -> Client:
    """The person's browser, which also carries his token for the API."""
    client = visit(who)
    client.raise_request_exception = False
    if who is not None:
        plain = tokens.issue(User.objects.get(username=who), at=world.frame.now - timedelta(days=1))
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {plain}"
    return client


def asked(client: Client, method: str, path: str, data: Any = None) -> Any:
    """The answer, with its body read in `whole`; what the request changed is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(path, data)
        parts = response.streaming_content if response.streaming else [response.content]
        response.whole = b"".join(parts)
        transaction.set_rollback(True)
    return response


def tells(body: bytes) -> bool:
    """Whether the secret stands in a page, a file, or one of the files in a packed one."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return any(SECRET.encode() in packed.read(name) for name in packed.namelist())
    return SECRET.encode() in body or SECRET.encode("unicode_escape") in body


def visits(client: Client, ids: Ids, where: Sequence[Place], data: Any = None) -> Iterator[tuple[str, Any]]:
    """The answer of each address to reading it and to posting to it."""
    for place in where:
        for method in ("get", "post"):
            path = place.path(ids)
            yield f"{method} {path}", asked(client, method, path, data)


@pytest.mark.parametrize("who", EVERYBODY, ids=str)
def test_no_address_fails_and_none_tells_a_secret(visit: Visit, world: World, ids: Ids, who: str | None) -> None:
    failed, told = [], []
    for name, response in visits(enter(visit, world, who), ids, EVERYBODY[who]):
        if response.status_code >= 500:
            failed.append(name)
        if tells(response.whole) and "/answer/" not in name:
            told.append(name)
    assert failed == []
    assert [name for name in told if who not in MAY_READ] == []
    assert (len(told) > 20) == (who in MAY_READ)


@pytest.mark.parametrize("data", HOSTILE, ids=["texts", "numbers"])
def test_hostile_values_are_refused_and_lead_nowhere_else(visit: Visit, world: World, ids: Ids, data: Any) -> None:
    failed = []
    for name, response in visits(enter(visit, world, "owner"), ids, shapes(), data):
        if response.status_code >= 500 or "evil.example.com" in response.get("Location", ""):
            failed.append((name, response.status_code))
    assert failed == []


@pytest.mark.parametrize("instead", NO_IDS, ids=["large", "huge"])
def test_ids_that_nobody_gave_do_no_harm(visit: Visit, world: World, ids: Ids, instead: str) -> None:
    client = enter(visit, world, "owner")
    for place in shapes():
        if place.parts:
            assert asked(client, "get", place.path(ids, instead)).status_code < 500, place.route


@pytest.mark.parametrize("who", ["reader", "stranger"])
def test_who_may_not_write_changes_no_contract(visit: Visit, world: World, ids: Ids, who: str) -> None:
    client = enter(visit, world, who)
    before = list(Contract.objects.order_by("id").values())
    for place in places():
        client.post(place.path(ids), {"name": "改名", "answer": "renew", "do": "save", "version": "1", "all": "1"})
    assert list(Contract.objects.order_by("id").values()) == before
