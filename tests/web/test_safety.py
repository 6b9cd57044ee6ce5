"""Hostile values, headers, and that no page holds a script or a style of its own."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from daicho.web.templatetags import shell
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, texts
from tests.world import World

TEMPLATES = sorted((Path(shell.__file__).resolve().parents[1] / "templates").rglob("*.html"))
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.tcartnoc",
    "{{ 7|add:7 }}{% debug %}",
    "長い名前" * 250,
    "';DROP TABLE contracts_contract;--",
    "<!--",
]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|<script(?![^>]*\ssrc=)", re.IGNORECASE)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_as_they_are_and_do_nothing(visit: Visit, world: World, name: str) -> None:
    [id_] = book(world, name=name, remarks=name)
    client = visit()
    for path in ("/contracts/", f"/contracts/{id_}/", f"/contracts/{id_}/?tab=history"):
        response = client.get(path)
        page = response.content.decode()
        assert response.status_code == 200
        assert len([one for one in elements(response, "script") if not one.get("src")]) == 0
        assert elements(response, "img") == []
        assert "<script>alert" not in page
        assert "14" not in texts(response, "bdi")
    assert name in [one["text"] for one in elements(client.get("/contracts/"), "bdi")]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_was_searched_for_is_shown_as_it_is(visit: Visit, world: World, words: str) -> None:
    response = visit().get("/contracts/", {"q": words})
    assert response.status_code == 200
    assert elements(response, "input", id="search")[0]["value"] == words.strip()[:100]
    assert elements(response, "img") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_script_or_style_of_its_own(path: Path) -> None:
    assert INLINE.findall(path.read_text("utf-8")) == []


def test_the_policy_allows_nothing_inline(visit: Visit) -> None:
    policy = visit().get("/contracts/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_error_pages_need_no_database_and_no_request(name: str) -> None:
    page = engines["django"].get_template(name).render({})
    assert "<h1>" in page


def test_a_server_error_is_answered_without_details() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "エラーが起きました" in response.content.decode()


def test_a_form_without_token_is_refused_kindly(visit: Visit) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/login/", {"username": "owner", "password": "owner password"})
    assert response.status_code == 403
    assert "送信をやり直してください" in response.content.decode()
    assert "sessionid" not in response.cookies


def test_a_contract_that_was_never_confirmed_shows_no_data_of_others(visit: Visit, world: World) -> None:
    book(world, 1, start=date(2025, 1, 1), name="他人の契約", owner="stranger")
    assert "他人の契約" not in visit("owner").get("/contracts/").content.decode()
