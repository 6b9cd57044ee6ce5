"""Logging in and out, the lock-out, language and theme."""

from typing import Any

import pytest
from django.test import Client

from daicho.business.organisation.models import Organisation
from daicho.engine.access.models import User
from tests.web.conftest import Visit
from tests.web.reading import elements, text
from tests.world import World

RIGHT = {"username": "owner", "password": "owner password"}


def test_logging_in_goes_where_one_wanted_to_go(visit: Visit) -> None:
    client = visit(None)
    response = client.post("/login/", {**RIGHT, "next": "/contracts/?view=contract.mine"})
    assert (response.status_code, response["Location"]) == (302, "/contracts/?view=contract.mine")
    assert client.get("/contracts/").status_code == 200


@pytest.mark.parametrize("wrong", [{"password": "x"}, {"username": "nobody"}, {"username": "", "password": ""}])
def test_a_wrong_password_says_so_and_lets_nobody_in(visit: Visit, wrong: dict[str, str]) -> None:
    client = visit(None)
    response = client.post("/login/", {**RIGHT, **wrong})
    assert response.status_code == 200
    assert len(elements(response, "div", role="alert")) == 1
    assert client.get("/contracts/").status_code == 302


def test_an_inactive_user_is_not_let_in(visit: Visit, world: World) -> None:
    client = visit("owner")
    assert client.get("/contracts/").status_code == 200
    User.objects.filter(pk=world.users["owner"]).update(is_active=False)
    assert client.get("/contracts/").status_code == 302
    assert visit(None).post("/login/", RIGHT).status_code == 200


def test_after_too_many_tries_a_page_says_so(visit: Visit, settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    client = visit(None)
    answers = [client.post("/login/", {**RIGHT, "password": "x"}) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert text(answers[-1], "h1") == "しばらくログインできません"
    assert client.post("/login/", RIGHT).status_code == 429


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_no_form_leads_elsewhere(visit: Visit, place: str) -> None:
    client = visit(None)
    assert client.post("/login/", {**RIGHT, "next": place})["Location"] == "/"
    assert client.post("/theme/", {"theme": "dark", "next": place})["Location"] == "/"
    assert "evil" not in client.post("/language/", {"language": "en", "next": place})["Location"]


def test_logging_out_is_a_post(visit: Visit) -> None:
    client = visit()
    assert client.get("/logout/").status_code == 405
    assert client.get("/contracts/").status_code == 200
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/contracts/").status_code == 302


def test_the_language_of_the_user_holds_until_another_is_chosen(world: World, settings: Any) -> None:
    settings.DAICHO_CLOCK = world.frame.now
    client = Client(headers={"Accept-Language": "en"})
    assert text(client.get("/login/"), "h1") == "Log in"
    client.post("/login/", RIGHT)
    assert elements(client.get("/contracts/"), "html")[0]["lang"] == "ja"
    client.post("/language/", {"language": "en", "next": "/contracts/"})
    assert elements(client.get("/contracts/"), "html")[0]["lang"] == "en"


@pytest.mark.parametrize(
    ("chosen", "kept", "shown"), [("dark", "dark", "dark"), ("light", "light", "light"), ("x", "auto", "light")]
)
def test_the_theme_is_kept(visit: Visit, chosen: str, kept: str, shown: str) -> None:
    client = visit()
    response = client.post("/theme/", {"theme": chosen, "next": "/contracts/?q=a"})
    assert response["Location"] == "/contracts/?q=a"
    [root] = elements(client.get("/contracts/"), "html")
    assert (root["data-theme"], root["data-bs-theme"]) == (kept, shown)


def test_a_cookie_that_somebody_spoilt_does_no_harm(visit: Visit) -> None:
    client = visit()
    client.cookies["daicho_theme"] = '"><script>'
    client.cookies["daicho_sidebar"] = "narrow"
    response = client.get("/contracts/")
    assert elements(response, "html")[0]["data-theme"] == "auto"
    assert len(elements(response, "div", class_="narrow")) == 1


@pytest.mark.parametrize(
    ("mode", "address", "says"),
    [
        ("", "", "記録のみ：メールは送信されません。"),
        ("off", "", "停止中：メールは送信されず、保留されます。"),
    ],
)
def test_the_banner_says_when_mails_do_not_leave(
    visit: Visit, world: World, mode: str, address: str, says: str
) -> None:
    chosen(world, mode, address)
    assert says in text(visit().get("/contracts/"), "section", class_="banner")


@pytest.mark.parametrize(
    ("mode", "address", "says"),
    [
        ("internal", "", "社内のみ：社外あてのメールは送信されません。"),
        ("redirect", "test@our.example.jp", "テスト転送中：すべてのメールを test@our.example.jp に送っています。"),
        ("live", "", ""),
    ],
)
def test_with_a_mail_server(visit: Visit, world: World, settings: Any, mode: str, address: str, says: str) -> None:
    settings.DAICHO_EMAIL_URL = "smtp://localhost:2525"
    chosen(world, mode, address)
    shown = elements(visit().get("/contracts/"), "section", class_="banner")
    assert [" ".join(one["text"].split()) for one in shown] == ([says] if says else [])


def chosen(world: World, mode: str, address: str) -> None:
    Organisation.objects.update(delivery_mode=mode, redirect_address=address)


def test_a_wrong_password_is_said_in_our_words(client: Client, db: None) -> None:
    answer = client.post("/login/", {"username": "nobody", "password": "wrong"})
    assert "ログイン名かパスワードが正しくありません" in answer.content.decode()
    assert "username" not in answer.content.decode().split("<form")[0]
