"""はじめに: for administrators of a ledger that nobody has begun, once; one answer, kept whole or not at all."""

import pytest
from django.test import Client

from daicho.business.operations.demo.beginning import make_wanted_demo
from daicho.business.organisation.models import Beginning, Organisation
from daicho.config.first_start import prepare
from daicho.engine.access.models import User

PAGE = "/start/"
FILLED = {"name": "株式会社台帳", "fiscal_first_month": "10", "posting_day": "20"}


@pytest.fixture
def fresh(db, settings, frame):
    """The browser of the administrator of a fresh database."""
    settings.DAICHO_CLOCK = frame.now
    prepare("a password for admin")
    return logged_in("admin", settings)


def logged_in(username, settings):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ja"
    client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return client


def log_in(client, **goal):
    return client.post("/login/", {"username": "admin", "password": "a password for admin", **goal})


@pytest.mark.parametrize("goal, place", [({}, PAGE), ({"next": "/"}, PAGE), ({"next": "/products/"}, "/products/")])
def test_logging_in_leads_to_the_first_start(fresh, goal, place):
    assert log_in(Client(), **goal)["Location"] == place


def test_afterwards_it_never_shows_again(fresh):
    fresh.post(PAGE, {**FILLED, "choice": "empty"})
    assert log_in(Client())["Location"] == "/"
    assert fresh.get(PAGE)["Location"] == "/"
    answer = fresh.post(PAGE, {"name": "ほかの会社", "choice": "empty"})
    assert answer["Location"] == "/"
    assert Organisation.objects.get(pk=1).name == "株式会社台帳"


@pytest.mark.parametrize("choice, place", [("empty", "/"), ("import", "/imports/"), ("demo", PAGE), ("nonsense", "/")])
def test_the_answers_are_kept_and_lead_on(fresh, choice, place):
    answer = fresh.post(PAGE, {**FILLED, "choice": choice})
    assert (answer.status_code, answer["Location"]) == (303, place)
    row = Organisation.objects.get(pk=1)
    assert (row.fiscal_first_month, row.posting_day) == (10, 20)
    assert row.name == ("" if choice == "demo" else "株式会社台帳")


@pytest.mark.parametrize(
    "given, said",
    [
        ({"name": " "}, "会社名を入力してください。"),
        ({"fiscal_first_month": "0"}, "1 以上で入力"),
        ({"posting_day": "月末"}, "月末"),
        ({"name": "a\0b"}, "保存できない文字"),
        ({"choice": "demo", "password": "short"}, "パスワード"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_begun(fresh, given, said):
    answer = fresh.post(PAGE, {**FILLED, "choice": "empty", **given})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Beginning.objects.exists()
    assert Organisation.objects.get(pk=1).fiscal_first_month == 4


def test_the_demo_is_waited_for_and_then_left(fresh, frame):
    fresh.post(PAGE, {"choice": "demo", "fiscal_first_month": "4", "posting_day": "31"})
    assert "デモデータを作成しています" in fresh.get(PAGE).content.decode()
    part = {"HX-Request": "true", "HX-Target": "start-state"}
    waiting = fresh.get(PAGE, headers=part).content.decode()
    assert "順番を待っています" in waiting
    assert "<html" not in waiting
    make_wanted_demo(frame, contracts=10)
    done = fresh.get(PAGE, headers=part)
    assert done["HX-Redirect"] == "/"
    assert "デモデータを入れました。" in fresh.get("/contracts/").content.decode()
    assert fresh.get(PAGE)["Location"] == "/"


def test_a_demo_that_failed_says_so_and_another_way_is_open(fresh, frame):
    fresh.post(PAGE, {"choice": "demo", "fiscal_first_month": "4", "posting_day": "31"})
    Beginning.objects.update(state="demo_failed", problem={"ja": "止まりました", "en": "stopped"})
    assert "止まりました" in fresh.get(PAGE).content.decode()
    assert fresh.get(PAGE, headers={"HX-Request": "true", "HX-Target": "start-state"})["HX-Redirect"] == PAGE
    assert fresh.post(PAGE, {**FILLED, "choice": "empty"})["Location"] == "/"


@pytest.mark.parametrize("username, status", [("admin", 302), ("owner", 403), (None, 302)])
def test_a_ledger_in_use_shows_it_to_nobody(world, visit, username, status):
    assert visit(username).get(PAGE).status_code == status
    assert visit(username).post(PAGE, {"name": "乗っ取り", "choice": "empty"}).status_code == status
    assert Organisation.objects.get(pk=1).name == "株式会社ダイチョウ"
