"""待機中のアクション: its views, what an action would make, and run, postpone and cancel with stale and wrong input."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from daicho.engine.automation.models import ScheduledAction
from daicho.engine.mail.models import Mail
from tests.web.automation import switch_on, waiting
from tests.web.conftest import Visit
from tests.world import World

LIST = "/automation/waiting/"


def state(action: int) -> str:
    return ScheduledAction.objects.get(pk=action).state


def due(action: int) -> str:
    at = ScheduledAction.objects.get(pk=action).due_at
    return at.isoformat() if at else ""


def test_the_list_says_what_goes_to_whom_and_when(visit: Visit, world: World) -> None:
    waiting(world)
    page = visit().get(LIST).content.decode()
    assert "契約終了日の90日前（休業日のときは前営業日） 09:00 に、契約担当者へ『更新のご案内』を送る" in page
    assert "佐藤 真理子 &lt;sato@aoba.example.jp&gt;" in page
    assert "2026/04/01 09:00" in page


@pytest.mark.parametrize(
    ("view", "shown"),
    [("waiting", 1), ("today", 0), ("week", 0), ("suspended", 0), ("not_sent", 0), ("unknown", 0), ("all", 1)],
)
def test_each_view_shows_its_own(visit: Visit, world: World, view: str, shown: int) -> None:
    [action] = waiting(world)
    ScheduledAction.objects.exclude(pk=action).delete()
    assert visit().get(LIST, {"view": view}).content.decode().count('class="row-link"') == shown


def test_the_week_ends_with_its_last_day(visit: Visit, world: World) -> None:
    [action] = waiting(world)
    ScheduledAction.objects.exclude(pk=action).delete()
    for day, shown in (("2025-06-08T14:59:00Z", 1), ("2025-06-08T15:00:00Z", 0)):
        ScheduledAction.objects.filter(pk=action).update(due_at=day)
        assert visit().get(LIST, {"view": "week"}).content.decode().count('class="row-link"') == shown


def test_the_list_is_narrowed_by_process_state_record_and_name(visit: Visit, world: World) -> None:
    action = ScheduledAction.objects.get(pk=waiting(world)[0])
    for given in (
        {"process": action.process_id},
        {"state": "waiting"},
        {"record": f"contract:{action.record_id}"},
        {"q": "K-"},
    ):
        assert 'class="row-link"' in visit().get(LIST, given).content.decode()
    for given in ({"process": 999}, {"state": "failed"}, {"record": "contract:999"}, {"q": "nix"}):
        page = visit().get(LIST, given).content.decode()
        assert "条件に合うアクションはありません" in page
        assert 'class="row-link"' not in page


@pytest.mark.parametrize(
    "given", [{"view": "x"}, {"process": "١"}, {"record": "x:1"}, {"record": "contract:" + "9" * 30}, {"q": "\0'%"}]
)
def test_a_damaged_address_is_left_out(visit: Visit, world: World, given: dict[str, str]) -> None:
    assert visit().get(LIST, given).status_code == 200


def test_a_damaged_cursor_says_so(visit: Visit) -> None:
    response = visit().get(LIST, {"cursor": "x"})
    assert response.status_code == 400
    assert "最初のページから" in response.content.decode()


def test_pages_follow_each_other(visit: Visit, world: World) -> None:
    [action] = waiting(world)
    row = ScheduledAction.objects.get(pk=action)
    ScheduledAction.objects.all().delete()
    for number in range(60):
        row.pk, row.occurrence = None, f"x:{number}"
        row.save()
    page = visit().get(LIST)
    assert "60件" in page.content.decode()
    following = page.context["shelf"].next
    assert visit().get(LIST + following).content.decode().count('class="row-link"') == 10


@pytest.mark.parametrize(("who", "status", "listed"), [("owner", 200, 1), ("colleague", 200, 1), ("stranger", 404, 0)])
def test_only_those_who_may_read_the_record_see_it(
    visit: Visit, world: World, who: str, status: int, listed: int
) -> None:
    [action] = waiting(world)
    client = visit(who)
    assert client.get(f"{LIST}{action}/").status_code == status
    assert client.get(LIST, {"q": "K-"}).content.decode().count("『更新のご案内』を送る") == listed


@pytest.mark.parametrize("deed", ["run", "postpone", "cancel"])
@pytest.mark.parametrize(("who", "status"), [("owner", 303), ("colleague", 403), ("stranger", 404), ("admin", 303)])
def test_who_may_do_what(visit: Visit, world: World, deed: str, who: str, status: int) -> None:
    [action] = waiting(world)
    before = due(action), state(action)
    response = visit(who).post(f"{LIST}{deed}/", {"id": action, "until": "2026/05/01 10:00"})
    assert response.status_code == status
    assert ((due(action), state(action)) == before) == (status != 303)
    asked = visit(who).get(f"{LIST}{deed}/", {"id": action})
    assert asked.status_code == (200 if status == 303 else status)


def test_the_pane_shows_the_mail_as_it_would_be_made_now(visit: Visit, world: World) -> None:
    [action] = waiting(world)
    pane = visit().get(f"{LIST}{action}/", headers={"HX-Request": "true", "HX-Target": "preview"})
    text = pane.content.decode()
    assert "<html" not in text
    assert "【ご回答のお願い】" in text
    assert "佐藤 真理子" in text
    assert Mail.objects.count() == 0


def test_why_nothing_can_be_shown_is_said(visit: Visit, world: World) -> None:
    [action] = waiting(world)
    ScheduledAction.objects.filter(pk=action).update(step="nix.nix")
    page = visit().get(f"{LIST}{action}/")
    assert page.status_code == 200
    assert "もうこの段階がない" in page.content.decode()


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("", "いつまで延期するか"),
        ("2025/13/31", "読み取れません"),
        ("2025/06/01 09:00", "すでに過ぎています"),
        ("2099/01/01 09:00", "先すぎます"),
    ],
)
def test_a_wrong_time_is_refused_beside_its_field(visit: Visit, world: World, until: str, said: str) -> None:
    [action] = waiting(world)
    before = due(action)
    response = visit().post(f"{LIST}postpone/", {"id": action, "until": until})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert 'id="f-until-error"' in response.content.decode()
    assert due(action) == before


def test_full_width_and_the_browsers_own_notation_are_read(visit: Visit, world: World) -> None:
    [action] = waiting(world)
    for until in ("２０２６/０５/０１ １０:００", "2026-05-01T10:00"):
        assert visit().post(f"{LIST}postpone/", {"id": action, "until": until}).status_code == 303
        assert due(action) == "2026-05-01T01:00:00+00:00"


def test_a_second_click_says_that_it_was_done_already(visit: Visit, world: World) -> None:
    [action] = waiting(world)
    client = visit()
    client.post(f"{LIST}cancel/", {"id": action})
    said = client.post(f"{LIST}cancel/", {"id": action}, follow=True).content.decode()
    assert "すでに実行済みか取り消し済みのため、そのままです" in said
    assert state(action) == "cancelled"


def test_nothing_chosen_says_so(visit: Visit, world: World) -> None:
    for data in ({}, {"id": "x"}):
        response = visit().post(f"{LIST}cancel/", data, follow=True)
        assert "アクションを選んでから" in response.content.decode()


def test_the_way_back_is_never_another_site(visit: Visit, world: World) -> None:
    first, second = waiting(world, 2)
    response = visit().post(f"{LIST}cancel/", {"id": first, "back": "https://evil.example/"})
    assert response["Location"] == LIST
    response = visit().post(f"{LIST}cancel/", {"id": second, "back": "/contracts/1/?tab=automation"})
    assert response["Location"] == "/contracts/1/?tab=automation"


@pytest.mark.parametrize("rows", [1, 40])
def test_queries_of_the_list(
    visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    [action] = waiting(world)
    row = ScheduledAction.objects.get(pk=action)
    for number in range(rows):
        row.pk, row.occurrence = None, f"{row.occurrence.split('/')[0]}/{number + 2}"
        row.save()
    client = visit()
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200


def test_the_empty_list_leads_to_the_processes(visit: Visit, world: World) -> None:
    page = visit("admin").get(LIST).content.decode()
    assert "待機しているアクションはありません" in page
    assert "プロセスを有効にすると、送信や通知の予定がここに並びます。" in page
    assert 'href="/automation/processes/" hx-boost="false">プロセスを見る' in page


def test_the_contract_page_offers_the_owner_what_he_may_do(visit: Visit, world: World) -> None:
    [action] = waiting(world)
    contract = ScheduledAction.objects.get(pk=action).record_id
    link = f"/automation/waiting/postpone/?id={action}"
    for who, offered in (("owner", True), ("colleague", False)):
        page: Any = visit(who).get(f"/contracts/{contract}/?tab=automation").content.decode()
        assert (link in page) == offered
        assert f"/automation/waiting/{action}/" in page


def test_nothing_is_listed_while_the_process_has_no_records(visit: Visit, world: World) -> None:
    switch_on(world)
    assert "0件" in visit().get(LIST).content.decode()


@pytest.mark.parametrize(
    ("who", "boxes"), [("owner", 1), ("manager", 1), ("colleague", 0), ("reader", 0), ("admin", 2)]
)
def test_rows_can_be_chosen_by_those_who_may_act(visit: Visit, world: World, who: str, boxes: int) -> None:
    waiting(world)
    assert visit(who).get(LIST).content.decode().count('class="pick"') == boxes
