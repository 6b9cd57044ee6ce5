"""プロセス: list and page, switching on with what that does counted, off, and the plain editor."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daicho.engine.automation import services
from daicho.engine.automation.definition import parse
from daicho.engine.automation.models import Process, ProcessVersion, ScheduledAction
from tests.web.automation import NAME, mail_process, switch_on, waiting
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements
from tests.world import World

LIST = "/automation/processes/"


def mine(world: World) -> Process:
    return mail_process(world)


def chosen_in(node: Any) -> dict[str, Any]:
    """What stands in the selects and text areas of one node."""
    given: dict[str, Any] = {}
    for row in node["conditions"]:
        given[f"{row['place']}.field"], given[f"{row['place']}.op"] = row["field"], row["op"]
    for schedule in node["schedules"]:
        for key in ("field", "unit", "direction", "business_day", "late"):
            given[f"{schedule['place']}.{key}"] = schedule[key]
    for action in (*node["actions"], *(one for schedule in node["schedules"] for one in schedule["actions"])):
        for key in ("alert", "text", "due_unit", "owner"):
            if key in action:
                given[f"{action['place']}.{key}"] = action[key]
        if action.get("text_en"):
            given[f"{action['place']}.text.en"] = action["text_en"]
    return given


def form_of(client: Client, path: str) -> dict[str, Any]:
    """What a browser would send back of the form, unchanged."""
    page = client.get(path)
    given: dict[str, Any] = {}
    for one in elements(page, "input"):
        if one.get("name") and (one.get("type") not in ("checkbox", "radio") or "checked" in one):
            given.setdefault(one["name"], []).append(one.get("value") or "")
    for node in page.context["nodes"]:
        given |= chosen_in(node)
    return {**given, "start": page.context["draft"]["start"], "do": "save"}


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("owner", 403), ("colleague", 403), ("stranger", 403)])
def test_who_sees_processes(visit: Visit, world: World, who: str, status: int) -> None:
    number = mine(world).pk
    assert visit(who).get(LIST).status_code == status
    assert visit(who).get(f"{LIST}{number}/").status_code == status
    for page in ("activate/", "deactivate/", "edit/"):
        for answer in (visit(who).get(f"{LIST}{number}/{page}"), visit(who).post(f"{LIST}{number}/{page}")):
            assert (answer.status_code == 403) == (status == 403)


def test_who_may_not_manage_switches_nothing_on(visit: Visit, world: World) -> None:
    assert visit().post(f"{LIST}{mine(world).pk}/activate/", {"version": "1"}).status_code == 403
    assert not mine(world).active


def test_the_list_says_what_each_does(visit: Visit, world: World) -> None:
    waiting(world)
    page = visit("admin").get(LIST).content.decode()
    assert NAME in page
    assert "契約終了日の90日前（休業日のときは前営業日） 09:00　契約担当者へ『更新のご案内』を送る" in page


def test_queries_of_the_list(visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    switch_on(world)
    client = visit("admin")
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200


def test_the_confirmation_counts_what_is_there(visit: Visit, world: World) -> None:
    book(world, 2, start=date(2024, 12, 1))
    book(world, 1, start=date(2024, 6, 20))
    page = visit("admin").get(f"{LIST}{mine(world).pk}/activate/").content.decode()
    assert (
        "このプロセスを有効にすると、既存の契約3件が対象になります。そのうち1件は送信日をすでに過ぎています。" in page
    )
    assert "過ぎた1件には送信しません（一覧で個別に選べます）。" in page
    assert ScheduledAction.objects.count() == 0


@pytest.mark.parametrize(("existing", "rows"), [("waiting", 4), ("none", 0), ("x", 0)])
def test_switching_on_takes_in_existing_records_if_asked(visit: Visit, world: World, existing: str, rows: int) -> None:
    book(world, 2, start=date(2024, 12, 1))
    process = mine(world).pk
    client = visit("admin")
    response = client.post(f"{LIST}{process}/activate/", {"version": "1", "existing": existing})
    assert response.status_code == 303
    assert mine(world).active
    assert ScheduledAction.objects.count() == rows


def test_switching_on_twice_says_so(visit: Visit, world: World) -> None:
    switch_on(world)
    page = visit("admin").post(f"{LIST}{mine(world).pk}/activate/", {"version": "1"}, follow=True)
    assert "このプロセスはすでに有効です（版1）。" in page.content.decode()


def test_a_newer_version_is_shown_before_it_is_switched_on(visit: Visit, world: World) -> None:
    process = mine(world)
    definition = process.versions.get().definition
    services.add_version(process.pk, definition, actor=world.actor("admin"), frame=world.frame)
    page = visit("admin").post(f"{LIST}{process.pk}/activate/", {"version": "1"})
    assert "新しい版ができています" in page.content.decode()
    assert not mine(world).active


@pytest.mark.parametrize(("choice", "state"), [("keep", "waiting"), ("cancel", "cancelled"), ("x", "waiting")])
def test_switching_off_keeps_or_cancels_what_waits(visit: Visit, world: World, choice: str, state: str) -> None:
    [action] = waiting(world)
    client = visit("admin")
    asked = client.get(f"{LIST}{mine(world).pk}/deactivate/").content.decode()
    assert "待機中のアクションが2件あります。［残す］［すべて取り消す］のどちらにしますか。" in asked
    client.post(f"{LIST}{mine(world).pk}/deactivate/", {"waiting": choice})
    assert not mine(world).active
    assert ScheduledAction.objects.get(pk=action).state == state


def test_saving_the_form_unchanged_makes_no_version(visit: Visit, world: World) -> None:
    client = visit("admin")
    mail_process(world)
    for process in Process.objects.all():
        path = f"{LIST}{process.pk}/edit/"
        said = client.post(path, form_of(client, path), follow=True).content.decode()
        assert "内容は変わっていないため" in said, process.name
        assert ProcessVersion.objects.filter(process=process).count() == 1, process.name


def test_saving_a_change_makes_a_version_and_switches_nothing(visit: Visit, world: World) -> None:
    process, client = switch_on(world), visit("admin")
    path = f"{LIST}{process}/edit/"
    form = form_of(client, path) | {
        "nodes.0.schedules.0.offset": "６０",
        "nodes.0.c.0.value": "メールで案内、営業から連絡",
    }
    response = client.post(path, form)
    assert response["Location"] == f"{LIST}{process}/?version=2"
    made = ProcessVersion.objects.get(process=process, number=2).definition["nodes"][0]
    assert made["schedules"][0]["offset"] == 60
    assert made["when"] == {"field": "renewal_contact_method", "op": "in", "value": ["mail", "call"]}
    active = mine(world).active_version
    assert active is not None
    assert active.number == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("nodes.0.schedules.0.offset", "九十", "数として読み取れません"),
        ("nodes.0.schedules.0.offset", "-5", "数として読み取れません"),
        ("nodes.0.schedules.0.offset", "99999", "読み取れません"),
        ("nodes.0.schedules.0.at", "25:00", "時刻として読み取れません"),
        ("nodes.0.schedules.0.field", "name", "日付の項目ではありません"),
        ("nodes.0.schedules.0.unit", "years", "使えません"),
        ("nodes.0.schedules.0.actions.0.alert", "", "選んでください"),
        ("nodes.0.schedules.0.actions.0.alert", "ない", "「ない」がありません"),
        ("nodes.0.schedules.0.actions.1.text", "{{ contract.nix }}", "nix"),
        ("nodes.0.schedules.0.actions.1.to", "account", "利用者を指す項目ではありません"),
        ("nodes.0.c.0.value", "電報で案内", "電報で案内"),
        ("nodes.0.c.0.field", "nix", "nix"),
        ("nodes.0.c.0.op", "contains", "使えません"),
        ("name", " ", "名前を入力してください"),
        ("name", "\0", "入力してください"),
        ("start", "x", "使えません"),
        ("description", "あ" * 2_000, "読み取れません"),
    ],
)
def test_wrong_input_is_said_and_nothing_is_saved(visit: Visit, world: World, name: str, value: str, said: str) -> None:
    client, path = visit("admin"), f"{LIST}{mine(world).pk}/edit/"
    response = client.post(path, form_of(client, path) | {name: value})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert ProcessVersion.objects.filter(process=mine(world)).count() == 1


def test_a_form_that_is_older_than_the_latest_version_saves_nothing(visit: Visit, world: World) -> None:
    process, client = mine(world), visit("admin")
    path = f"{LIST}{process.pk}/edit/"
    form = form_of(client, path) | {"nodes.0.schedules.0.offset": "60"}
    definition = process.versions.get().definition
    services.add_version(process.pk, definition, actor=world.actor("admin"), frame=world.frame)
    response = client.post(path, form)
    assert response.status_code == 412
    assert "ほかの人が版2を作りました" in response.content.decode()
    assert process.versions.count() == 2


@pytest.mark.parametrize(
    ("do", "marker"),
    [
        ("add-condition:nodes.0", 'name="nodes.0.c.1.field"'),
        ("add-schedule:nodes.0", 'name="nodes.0.schedules.1.offset"'),
        ("add-action:nodes.0:create_task", 'name="nodes.0.actions.0.subject"'),
        ("add-action:nodes.0.schedules.0:notify", 'name="nodes.0.schedules.0.actions.2.text"'),
        ("add-node:", 'name="nodes.1.label"'),
    ],
)
def test_parts_are_added_without_saving(visit: Visit, world: World, do: str, marker: str) -> None:
    client, path = visit("admin"), f"{LIST}{mine(world).pk}/edit/"
    response = client.post(path, form_of(client, path) | {"do": do})
    assert response.status_code == 200
    assert marker in response.content.decode()
    assert ProcessVersion.objects.filter(process=mine(world)).count() == 1


@pytest.mark.parametrize(
    "do", ["remove:nodes.7", "remove:x.y", "add-action:nodes.0:rm", "add-schedule:nodes", "remove:", "x"]
)
def test_a_forged_button_changes_nothing(visit: Visit, world: World, do: str) -> None:
    client, path = visit("admin"), f"{LIST}{mine(world).pk}/edit/"
    response = client.post(path, form_of(client, path) | {"do": do})
    assert response.status_code == 200
    assert 'name="nodes.0.schedules.0.actions.1.text"' in response.content.decode()


def test_what_the_form_cannot_express_stays(visit: Visit, world: World) -> None:
    either = {"or": [{"field": "number", "op": "eq", "value": "x"}, {"field": "number", "op": "eq", "value": "y"}]}
    when = {"and": [{"field": "name", "op": "contains", "value": "帳票"}, either]}
    notice = {"do": "notify", "to": ["owner"], "text": "x"}
    schedule = {"offset": 3, "field": "end_date", "missed_after_days": 9, "freeze": True, "actions": [notice]}
    definition = {"object": "contract", "start": "on_create", "nodes": [{"when": when, "schedules": [schedule]}]}
    made = services.create_process("特別", definition, actor=world.actor("admin"), frame=world.frame)
    client, path = visit("admin"), f"{LIST}{made.pk}/edit/"
    client.post(path, form_of(client, path) | {"nodes.0.schedules.0.offset": "4"})
    [node] = ProcessVersion.objects.get(process=made, number=2).definition["nodes"]
    assert node["when"] == when
    assert {key: node["schedules"][0][key] for key in ("offset", "missed_after_days", "freeze")} == {
        "offset": 4,
        "missed_after_days": 9,
        "freeze": True,
    }


def test_a_copy_is_a_process_of_its_own_and_off(visit: Visit, world: World) -> None:
    client, path = visit("admin"), f"{LIST}new/?copy={mine(world).pk}"
    response = client.post(path, form_of(client, path))
    made = Process.objects.get(name=f"{NAME}のコピー")
    assert response["Location"] == f"{LIST}{made.pk}/"
    assert not made.active
    assert parse(made.versions.get().definition) == parse(mine(world).versions.get().definition)


def test_an_empty_process_is_refused(visit: Visit, world: World) -> None:
    before = Process.objects.count()
    response = visit("admin").post(f"{LIST}new/", {"do": "save", "name": "空", "nodes.0.label": ""})
    assert response.status_code == 422
    assert "アクションがありません" in response.content.decode()
    assert Process.objects.count() == before


def test_renaming_alone_makes_no_version(visit: Visit, world: World) -> None:
    client, process = visit("admin"), mine(world)
    path = f"{LIST}{process.pk}/edit/"
    client.post(path, form_of(client, path) | {"name": "新しい名前"})
    process.refresh_from_db()
    assert (process.name, process.versions.count()) == ("新しい名前", 1)
