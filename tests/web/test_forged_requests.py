"""Requests that a visitor never meant: posts of other sites, and a session that somebody else knew before the log-in."""

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from daicho.business.contracts.models import Contract
from daicho.business.sales.models import Quote
from daicho.engine.access.models import User
from tests.web.addresses import Ids, places, secrets_of_the_owner
from tests.world import World

BACKEND = "django.contrib.auth.backends.ModelBackend"
WITHOUT_TOKEN = "answer/"
"""Pages that customers open from a mail, often in a browser that keeps no cookies: the link itself is the right."""
API = "api/v1/"


@pytest.fixture
def ids(world: World) -> Ids:
    return secrets_of_the_owner(world)


def guarded(username: str) -> Client:
    """A browser in which somebody is logged in, at a site that wants its token."""
    client = Client(enforce_csrf_checks=True)
    client.raise_request_exception = False
    client.force_login(User.objects.get(username=username), BACKEND)
    return client


def exempt(patterns: list[URLPattern | URLResolver], above: str = "") -> set[str]:
    found = set[str]()
    for one in patterns:
        route = above + str(one.pattern)
        if isinstance(one, URLResolver):
            found |= exempt(one.url_patterns, route)
        elif getattr(one.callback, "csrf_exempt", False):
            found.add(route)
    return found


def test_only_the_answer_page_and_the_api_ask_for_no_token() -> None:
    pages = {route for route in exempt(get_resolver().url_patterns) if not route.startswith(API)}
    assert {route for route in pages if not route.startswith(WITHOUT_TOKEN)} == set()


@pytest.mark.parametrize("who", ["admin", "owner"])
def test_no_page_takes_a_post_without_its_token(world: World, ids: Ids, settings: Any, who: str) -> None:
    settings.DAICHO_CLOCK = world.frame.now
    client = guarded(who)
    before = (Contract.objects.count(), Quote.objects.count(), User.objects.get(username=who).last_login)
    asked = [place for place in places() if not place.route.startswith((API, WITHOUT_TOKEN))]
    taken = {place.route: client.post(place.path(ids)).status_code for place in asked}
    assert {route: status for route, status in taken.items() if status != 403} == {}
    assert len(taken) > 50
    assert (Contract.objects.count(), Quote.objects.count(), User.objects.get(username=who).last_login) == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_takes_no_session_for_a_right(world: World, ids: Ids, method: str) -> None:
    client = guarded("admin")
    asked = [place for place in places() if place.route.startswith(API)]
    taken = {place.route: getattr(client, method)(place.path(ids)).status_code for place in asked}
    assert {route: status for route, status in taken.items() if status not in (401, 403, 405)} == {}


def test_logging_in_gives_a_session_that_nobody_knew_before(world: World, client: Client, settings: Any) -> None:
    known = SessionStore()
    known["planted"] = "by somebody else"
    known.save()
    settings.DAICHO_CLOCK = world.frame.now
    user = User.objects.get(username="owner")
    user.set_password("a long password of mine")
    user.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(known.session_key)
    client.post("/login/", {"username": "owner", "password": "a long password of mine"})
    assert client.session.session_key != known.session_key
    assert client.get("/contracts/").status_code == 200
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = str(known.session_key)
    assert thief.get("/contracts/").status_code == 302
    assert not SessionStore().exists(str(known.session_key))


def test_another_person_in_the_same_browser_keeps_nothing_of_the_first(world: World, client: Client) -> None:
    client.force_login(User.objects.get(username="owner"), BACKEND)
    first = client.session.session_key
    client.force_login(User.objects.get(username="stranger"), BACKEND)
    assert client.session.session_key != first
    assert not SessionStore().exists(str(first))
