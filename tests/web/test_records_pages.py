"""Lists, files, record pages and notices: what they show."""

import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity.models import Notification
from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.records.command import command
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, text, texts
from tests.world import World

FORMULA = "=HYPERLINK(1)"


def downloaded(client: Client, path: str, **query: str) -> bytes:
    response = client.get(path, query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_the_account_page_gathers_everything(visit: Visit, world: World) -> None:
    book(world, 2)
    world.quote()
    response = visit().get(f"/accounts/{world.account}/")
    assert texts(response, "h2")[:3] == ["契約", "取引先責任者", "見積"]
    assert [one["text"].strip() for one in elements(response, "dd")[:2]] == ["¥24,000", "–"]
    assert texts(response, "a", class_="row-link") == ["K-000002", "K-000001"]
    [quote] = [one for one in elements(response, "a") if "見積を作成" in one["text"]]
    assert quote["href"] == f"/quotes/new/?account={world.account}"


@pytest.mark.parametrize("path", ["/quotes/", "/accounts/", "/contacts/", "/products/", "/opportunities/", "/tasks/"])
def test_lists_ask_few_questions(
    visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    world.quote()
    client = visit("operations")
    with django_assert_max_num_queries(11):
        assert client.get(path).status_code == 200


def test_the_account_page_asks_few_questions(
    visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    book(world, 30)
    client = visit()
    with django_assert_max_num_queries(15):
        client.get(f"/accounts/{world.account}/")


def test_shipped_views_of_the_lists(visit: Visit) -> None:
    client = visit()
    assert texts(client.get("/products/"), "span", class_="view-name") == ["すべての品目", "販売中", "販売終了"]
    assert text(client.get("/tasks/"), "span", class_="list-view") == "自分の今日のToDo"
    assert "まだ見積がありません" in client.get("/quotes/").content.decode()


def test_searching_a_list_stays_in_that_list(visit: Visit, world: World) -> None:
    client = visit()
    assert elements(client.get("/contacts/"), "form", class_="search")[0]["action"] == "/contacts/"
    assert texts(client.get("/contacts/?q=青葉"), "a", class_="row-link") == ["佐藤 真理子"]
    assert "「なし」に一致するものはありません" in client.get("/contacts/?q=なし").content.decode()


def test_the_csv_holds_what_the_list_shows_and_no_formula(visit: Visit, world: World) -> None:
    book(world, 60, name=FORMULA)
    data = downloaded(visit("operations"), "/contracts/export.csv", view="contract.all", sort="-number")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["契約番号", "契約名", "契約先"]
    assert [len(rows), rows[1][0], rows[60][0]] == [61, "K-000060", "K-000001"]
    assert {row[1] for row in rows[1:]} == {f"'{FORMULA}"}
    assert rows[60][4:8] == ["2024-07-01", "2025-06-30", "月払い", "12000"]


def test_the_workbook_has_real_dates_and_numbers_and_no_formula(visit: Visit, world: World) -> None:
    book(world, 2, name=FORMULA)
    sheet = load_workbook(BytesIO(downloaded(visit("operations"), "/contracts/export.xlsx", q="青葉"))).active
    assert sheet is not None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:K3")
    assert [sheet["B2"].value, sheet["B2"].data_type] == [FORMULA, "s"]
    assert (sheet["E2"].is_date, sheet["H2"].value) == (True, 12000)
    assert sheet["H2"].number_format == "#,##0"


def test_files_hold_only_what_one_may_see(visit: Visit, world: World) -> None:
    from_stranger = book(world, 1, owner="stranger", name="秘密")
    assert from_stranger
    assert "秘密" in downloaded(visit("operations"), "/contracts/export.csv").decode()
    assert "秘密" not in downloaded(visit("operations"), "/contracts/export.csv", q="K-999").decode()
    assert visit("operations").get("/contracts/export.csv?sort=nix").status_code == 400
    assert visit("operations").get("/contracts/export.ods").status_code == 404


def test_notices_are_counted_read_and_opened(visit: Visit, world: World, contract: int) -> None:
    for user in ("owner", "stranger"):
        notify(
            [Notice(world.users[user], f"回答が届きました {n}", record=f"contract:{contract}") for n in (1, 2)],
            world.frame,
        )
    client = visit()
    assert "（未読2件）" in text(client.get("/contracts/"), "a", class_="bell")
    mine = Notification.objects.filter(user_id=world.users["owner"]).order_by("id")
    opened = client.post("/notifications/", {"id": str(mine[0].pk), "open": "1"})
    assert opened["Location"] == f"/contracts/{contract}/"
    theirs = Notification.objects.filter(user_id=world.users["stranger"])
    client.post("/notifications/", {"id": str(theirs[0].pk)})
    client.post("/notifications/", {})
    assert mine.filter(read_at=None).count() == 0
    assert theirs.filter(read_at=None).count() == 2


def test_a_notice_says_its_text_without_the_address_of_the_page_it_opens(
    visit: Visit, world: World, contract: int
) -> None:
    body = f"K-000001\nhttps://daicho.example.jp/contracts/{contract}/\nhttps://example.jp/other/"
    notify([Notice(world.users["owner"], "回答", body, record=f"contract:{contract}")], world.frame)
    assert texts(visit().get("/notifications/"), "p", class_="notice-body") == ["K-000001https://example.jp/other/"]


def test_a_todo_names_what_it_is_about_to_those_who_may_read_it(visit: Visit, world: World, contract: int) -> None:
    with command(actor=SYSTEM, reason="no_recipient", frame=world.frame) as running:
        todo = {"subject": "電話", "owner": world.users["owner"], "record": f"contract:{contract}"}
        hidden = {**todo, "owner": world.users["stranger"]}
        mine, theirs = running.create("task", [todo, hidden], made=True)
    response = visit().get(f"/tasks/{mine}/")
    [link] = [one for one in elements(response, "a") if one.get("href") == f"/contracts/{contract}/"]
    assert link["text"] == "契約 株式会社青葉製作所 帳票クラウド 基本ライセンス"
    assert texts(response, "strong")[-1] == "宛先がなく送れなかったメール"
    assert "帳票クラウド" not in visit("stranger").get(f"/tasks/{theirs}/").content.decode()


def test_the_badge_counts_todos_that_are_due(visit: Visit, world: World) -> None:
    owner = world.users["owner"]
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        due = {"owner": owner, "due_at": world.frame.now}
        running.create("task", [{"subject": "今日", **due}, {"subject": "済み", "status": "done", **due}], made=True)
    response = visit().get("/tasks/")
    [link] = [one for one in elements(response, "a") if one.get("title") == "ToDo"]
    assert "（今日まで1件）" in link["text"]
    assert texts(response, "a", class_="row-link") == ["今日"]
