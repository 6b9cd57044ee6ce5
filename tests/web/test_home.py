"""ホーム: what stands there for whom, that each number is that of its list, and how little it asks."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daicho.business.contracts.models import ContractTerm
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.models import User
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from daicho.engine.mail.models import Mail
from daicho.engine.records.command import command
from daicho.web.home.attention import read_attention
from daicho.web.visitors import Visitor
from tests.portfolio import make_portfolio
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, text, texts
from tests.world import World

NUMBERS = "/?numbers=1"
PART = {"HX-Request": "true", "HX-Target": "home-numbers"}


@pytest.fixture
def busy(world: World) -> list[int]:
    """Three contracts of the owner to be renewed this month, one overdue that was answered, one of a stranger, all of one year."""
    ids = book(world, 3, start=date(2024, 6, 10))
    [late] = book(world, 1, start=date(2024, 5, 1))
    [other] = book(world, 1, start=date(2024, 6, 15), owner="stranger")
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("contract", {late: {"renewal_answer": "renew", "renewal_answer_source": "phone"}}, made=True)
    return [*ids, late, other]


def count(client: Client, tile: str) -> int:
    """The number of a tile; 0 where it says that nothing waits."""
    found = [one for one in elements(client.get("/"), "section") if f"tile-{tile}" in (one.get("class") or "").split()]
    [only] = found
    return counted(only)


def counted(tile: dict[str, Any]) -> int:
    found = re.search(r"([\d,]+)件", tile["text"])
    return int(found[1].replace(",", "")) if found else 0


def of_list(client: Client, link: str) -> int:
    """How many records the list behind a tile has."""
    response = client.get(link)
    assert response.status_code == 200
    return int("".join(filter(str.isdigit, texts(response, "p", class_="list-count")[0])))


def test_the_owner_sees_what_he_must_do(visit: Visit, world: World, busy: list[int]) -> None:
    client = visit("owner")
    assert {tile: count(client, tile) for tile in ("renewals", "overdue", "answered")} == {
        "renewals": 3,
        "overdue": 1,
        "answered": 1,
    }
    assert "¥432,000" in texts(client.get("/"), "span", class_="tile-amount")


@pytest.mark.parametrize(
    ("who", "renewals"),
    [("owner", 3), ("colleague", 0), ("stranger", 1), ("operations", 4), ("admin", 4), ("reader", 4)],
)
def test_each_sees_his_own_or_all(visit: Visit, busy: list[int], who: str, renewals: int) -> None:
    assert count(visit(who), "renewals") == renewals


@pytest.mark.parametrize("who", ["owner", "stranger", "operations", "reader", "manager"])
def test_each_number_is_that_of_its_list(visit: Visit, world: World, busy: list[int], who: str) -> None:
    _task(world, who)
    client = visit(who)
    page = client.get("/")
    for tile in elements(page, "section", class_="tile"):
        found = [one for one in elements(page, "a", class_="tile-link") if one["text"] in tile["text"]]
        for link in found:
            assert of_list(client, link["href"]) == counted(tile), link["text"]


def test_the_numbers_by_owner_and_month_are_those_of_the_ledger(visit: Visit, world: World) -> None:
    make_portfolio(world)
    client = visit("admin")
    page = client.get(NUMBERS)
    numbered = [one for one in elements(page, "a") if one["text"].removesuffix("件").isdigit()]
    assert len(numbered) == 7
    for link in numbered:
        assert of_list(client, link["href"]) == int(link["text"].removesuffix("件"))


def test_mrr_is_summed_by_currency(visit: Visit, world: World) -> None:
    make_portfolio(world)
    response = visit("admin").get(NUMBERS)
    rows = texts(response, "tr")
    assert "樋口 さくら22¥3,100" in rows
    assert "森田 拓也11¥300" in rows
    assert "他部署 太郎11$500.00" in rows
    assert texts(response, "span", class_="home-mrr") == ["MRR ¥3,400", "MRR $500.00"]


def test_a_manager_sees_those_below_him_and_nobody_else(visit: Visit, world: World) -> None:
    make_portfolio(world)
    rows = " ".join(texts(visit("manager").get(NUMBERS), "tr"))
    assert "樋口 さくら" in rows
    assert "森田 拓也" in rows
    assert "他部署" not in rows


@pytest.mark.parametrize(
    ("who", "numbers"), [("owner", False), ("stranger", False), ("manager", True), ("reader", True)]
)
def test_numbers_stand_there_for_those_who_answer_for_others(
    visit: Visit, world: World, who: str, numbers: bool
) -> None:
    make_portfolio(world)
    client = visit(who)
    assert [one["hx-get"] for one in elements(client.get("/"), "p", id="home-numbers")] == [NUMBERS] * numbers
    for headers in ({}, PART):
        assert bool(elements(client.get(NUMBERS, headers=headers), "table", class_="home-table")) is numbers


def test_the_numbers_come_into_the_page_or_as_a_page_of_their_own(visit: Visit, world: World) -> None:
    client = visit("manager")
    part, alone = client.get(NUMBERS, headers=PART), client.get(NUMBERS)
    assert (elements(part, "h1"), text(alone, "h1")) == ([], "ホーム")
    assert elements(alone, "section", class_="tile") == []
    assert [one["href"] for one in elements(client.get("/"), "a") if "numbers" in one["href"]] == [NUMBERS]


def test_reading_only_shows_no_work(visit: Visit, world: World) -> None:
    page = visit("reader").get("/")
    assert elements(page, "a", class_="home-new") == []
    assert [one for one in elements(page, "section") if "tile-trouble" in (one.get("class") or "")] == []


def test_failed_and_unknown_mails_of_own_records_are_told(visit: Visit, world: World, busy: list[int]) -> None:
    for number, (record, state) in enumerate(
        [(busy[0], "failed"), (busy[0], "unknown"), (busy[1], "sent"), (busy[4], "failed")]
    ):
        _mail(world, record, state, number)
    assert count(visit("owner"), "trouble") == 2
    assert count(visit("stranger"), "trouble") == 1
    assert count(visit("operations"), "trouble") == 3


def test_mails_to_look_after_are_those_of_their_lists(visit: Visit, world: World, busy: list[int]) -> None:
    for number, state in enumerate(["failed", "failed", "unknown"]):
        _mail(world, busy[0], state, number)
    client = visit("owner")
    parts = {
        one["text"]: one["href"] for one in elements(client.get("/"), "a") if one["href"].startswith("/mails/?view=")
    }
    assert {name: of_list(client, link) for name, link in parts.items()} == {"送信失敗": 2, "送信結果の確認が必要": 1}


def test_what_goes_out_this_week_is_the_list_of_the_week(visit: Visit, world: World) -> None:
    for process in Process.objects.filter(name__in=("更新のご案内メール（90日前）", "担当営業への更新通知（90日前）")):
        services.activate(process.pk, actor=SYSTEM, frame=world.frame)
    book(world, 5, start=date(2024, 9, 3))
    client = visit("owner")
    [link] = [one["href"] for one in elements(client.get("/"), "a", class_="tile-link") if "今週" in one["text"]]
    assert count(client, "planned") == of_list(client, link) > 3
    assert count(visit("stranger"), "planned") == 0


def test_tasks_are_ones_own(visit: Visit, world: World) -> None:
    _task(world, "owner")
    assert count(visit("owner"), "tasks") == 1
    assert count(visit("colleague"), "tasks") == 0


def test_quotes_that_run_out_are_told(visit: Visit, world: World) -> None:
    world.quote(valid_until=world.frame.today + timedelta(days=14))
    world.quote(valid_until=world.frame.today + timedelta(days=15))
    assert count(visit("owner"), "quotes") == 1
    assert count(visit("colleague"), "quotes") == 0
    assert count(visit("operations"), "quotes") == 1


def test_a_long_ledger_is_counted_by_the_database(
    world: World, busy: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(world.actor("operations"), world.frame, "ja")
    read = read_attention(visitor, mine=False)
    monkeypatch.setattr("daicho.web.home.attention.LARGEST_PAGE", 2)
    counted = read_attention(visitor, mine=False)
    assert {key: (one.count, one.amounts) for key, one in counted.items()} == {
        key: (one.count, one.amounts) for key, one in read.items()
    }
    assert {key: one.count for key, one in read.items()} == {"renewals": 4, "overdue": 1, "answered": 1}


def test_an_empty_company_says_what_will_stand_there(visit: Visit, world: World) -> None:
    response = visit("owner").get("/")
    assert response.status_code == 200
    assert len(texts(response, "p", class_="tile-said")) == 7


def test_without_any_right_the_page_still_opens(visit: Visit, world: World) -> None:
    client = visit("stranger")
    User.objects.filter(pk=world.users["stranger"]).update(permission_sets=[])
    assert elements(client.get("/"), "section", class_="tile") == []


def test_logging_in_lands_on_home(visit: Visit, world: World) -> None:
    client = visit(None)
    response = client.post("/login/", {"username": "owner", "password": "owner password"}, follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert text(response, "h1") == "ホーム"


@pytest.mark.parametrize(
    ("who", "path", "queries"),
    [("owner", "/", 12), ("operations", "/", 12), ("manager", "/", 12), ("manager", NUMBERS, 11)],
)
@pytest.mark.parametrize("rows", [1, 150])
def test_home_asks_little_whatever_waits(
    visit: Visit,
    world: World,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    who: str,
    path: str,
    queries: int,
    rows: int,
) -> None:
    book(world, rows, start=date(2024, 6, 10))
    ContractTerm.objects.update(renewal_answer="renew")
    client = visit(who)
    with django_assert_max_num_queries(queries):
        client.get(path)


def _task(world: World, who: str) -> None:
    row: dict[str, Any] = {"subject": "更新作業", "owner": world.users[who], "due_at": world.frame.now}
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.create("task", [row], made=True)


def _mail(world: World, record: int, state: str, number: int) -> None:
    now: datetime = world.frame.now
    Mail.objects.create(
        object="contract",
        record_id=record,
        subject="更新のご案内",
        text="",
        sender_address="a@example.jp",
        mode="live",
        state=state,
        message_id=f"<{number}@example.jp>",
        next_attempt_at=now,
        created_at=now,
    )
