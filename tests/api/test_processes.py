"""Processes and scheduled actions over the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daicho.engine.automation.models import Process, ScheduledAction
from tests.api.callers import Caller
from tests.world import World

NOTIFY = {"do": "notify", "to": ["owner"], "text": "契約 {{ contract.number }} がもうすぐ終わります"}
SCHEDULE = {"offset": 90, "direction": "before", "field": "end_date", "at": "09:00", "actions": [NOTIFY]}
PROCESS = {
    "name": "終了90日前",
    "object": "contract",
    "start": "on_create",
    "nodes": [{"label": "すべて", "schedules": [SCHEDULE]}],
}


@pytest.fixture
def admin(caller: Callable[..., Caller]) -> Caller:
    return caller("admin")


@pytest.fixture
def active(admin: Caller) -> int:
    """PROCESS, switched on."""
    made: int = admin.post("processes", PROCESS)["id"]
    admin.post(f"processes/{made}/activate")
    return made


def test_a_process_is_made_switched_off_with_keys(admin: Caller) -> None:
    before = len(admin.get("processes")["items"])
    response = admin.call("POST", "processes", PROCESS)
    made = response.json()
    assert (response.status_code, made["name"], made["active"], made["version"]) == (201, "終了90日前", False, None)
    assert (made["object"], made["latest_version"]) == ("contract", 1)
    assert made["nodes"][0]["schedules"][0]["key"]
    assert admin.get(f"processes/{made['id']}") == made
    assert len(admin.get("processes")["items"]) == before + 1


def test_what_waits_is_listed_for_its_record(owner: Caller, active: int, world: World) -> None:
    contract = owner.post(f"quotes/{world.quote()}/confirm")["contract"]
    [item] = owner.get(f"scheduled-actions?record=contract:{contract}")["items"]
    assert (item["process"], item["process_name"], item["version"]) == (active, "終了90日前", 1)
    assert (item["record"], item["state"], item["reason"]) == (f"contract:{contract}", "waiting", "Planned.")
    assert item["due_at"] == item["original_due_at"] == "2026-04-01T09:00:00+09:00"
    assert owner.get(f"scheduled-actions?record=contract:{contract}&state=done,failed")["items"] == []


def test_what_became_of_the_actions_of_a_deleted_record_is_seen_by_who_reads_all(
    owner: Caller, admin: Caller, active: int, world: World
) -> None:
    quote = world.quote()
    contract = owner.post(f"quotes/{quote}/confirm")["contract"]
    owner.post(f"quotes/{quote}/undo")
    for found in (admin.get(f"scheduled-actions?record=contract:{contract}"), admin.get("scheduled-actions")):
        assert [(item["record"], item["state"]) for item in found["items"]] == [(f"contract:{contract}", "cancelled")]
    assert owner.get("scheduled-actions")["items"] == []
    owner.refused(404, "GET", f"scheduled-actions?record=contract:{contract}")
    admin.refused(404, "GET", "scheduled-actions?record=contract:999999")


def test_the_action_moves_with_the_date(owner: Caller, active: int, world: World) -> None:
    contract = owner.post(f"quotes/{world.quote()}/confirm")["contract"]
    owner.patch(f"records/contract/{contract}", {"end_date": "2026-09-30"})
    [item] = owner.get("scheduled-actions?state=waiting")["items"]
    assert (item["due_at"], item["original_due_at"]) == ("2026-07-02T09:00:00+09:00", "2026-04-01T09:00:00+09:00")
    assert "2026-09-30" in item["reason"]


def test_activation_can_take_up_what_exists(owner: Caller, admin: Caller, world: World) -> None:
    contract = owner.post(f"quotes/{world.quote()}/confirm")["contract"]
    made = admin.post("processes", PROCESS)["id"]
    assert admin.post(f"processes/{made}/activate", {"existing": "none"})["planned"] == 0
    assert admin.post(f"processes/{made}/activate", {"existing": [contract]}) == {
        "version": 1,
        "migrated": 0,
        "planned": 1,
    }
    assert admin.post(f"processes/{made}/deactivate", {"waiting": "cancel"}) == {"cancelled": 1}
    assert ScheduledAction.objects.get().state == "cancelled"


def test_what_existing_cannot_be_is_told_once(admin: Caller) -> None:
    made = admin.post("processes", PROCESS)["id"]
    assert admin.refused(422, "POST", f"processes/{made}/activate", {"existing": "all"}) == [("existing", "part_wrong")]


def test_pages_of_scheduled_actions(owner: Caller, active: int, world: World) -> None:
    for _ in range(3):
        owner.post(f"quotes/{world.quote()}/confirm")
    first = owner.get("scheduled-actions?limit=2")
    second = owner.get(f"scheduled-actions?limit=2&cursor={first['next_cursor']}")
    assert second["next_cursor"] is None
    ids = [item["id"] for item in first["items"] + second["items"]]
    assert ids == sorted(ids)
    assert len(ids) == 3


def test_only_actions_of_ones_own_records_are_listed(
    owner: Caller, active: int, world: World, caller: Callable[..., Caller]
) -> None:
    contract = owner.post(f"quotes/{world.quote()}/confirm")["contract"]
    assert len(caller("colleague").get("scheduled-actions")["items"]) == 1
    assert caller("stranger").get("scheduled-actions")["items"] == []
    assert caller("stranger").refused(404, "GET", f"scheduled-actions?record=contract:{contract}") == [
        (None, "not_found")
    ]


def test_actions_of_others_are_not_read_to_be_left_out(
    owner: Caller, active: int, world: World, caller: Callable[..., Caller]
) -> None:
    stranger, counts = caller("stranger"), []
    stranger.get("scheduled-actions")
    for _ in range(2):
        for _ in range(2):
            owner.post(f"quotes/{world.quote()}/confirm")
        with CaptureQueriesContext(connection) as asked:
            assert stranger.get("scheduled-actions?limit=1") == {"items": [], "next_cursor": None}
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": None}, "name"),
        ({"object": "invoice"}, "object"),
        ({"start": "sometimes"}, "start"),
        ({"nodes": []}, "nodes"),
        ({"nodes": [{"schedules": [{**SCHEDULE, "field": "name"}]}]}, "nodes.0.schedules.0.field"),
        ({"nodes": [{"when": {"field": "colour", "op": "eq", "value": 1}, "actions": [NOTIFY]}]}, "nodes.0.when"),
        ({"nodes": [{"actions": [{"do": "explode"}]}]}, "nodes.0.actions.0.do"),
    ],
)
def test_a_wrong_definition_is_refused_at_its_place(admin: Caller, change: dict[str, Any], field: str) -> None:
    before = Process.objects.count()
    errors = admin.refused(422, "POST", "processes", {**PROCESS, **change})
    assert field in [place for place, _ in errors]
    assert Process.objects.count() == before


def test_processes_are_managed_by_who_may(owner: Caller, active: int) -> None:
    assert owner.refused(403, "POST", "processes", PROCESS) == [(None, "feature_not_permitted")]
    assert owner.refused(403, "POST", f"processes/{active}/deactivate") == [(None, "feature_not_permitted")]
    assert Process.objects.get(pk=active).active


@pytest.mark.parametrize(
    ("query", "status", "error"),
    [
        ("record=contract", 422, ("record", "record_reference")),
        ("record=contract:x", 422, ("record", "record_reference")),
        ("record=contract:99999999999999999999", 422, ("record", "record_reference")),
        ("record=invoice:1", 404, (None, "unknown_object")),
        ("state=sleeping", 422, ("state", "unknown_state")),
        ("cursor=x", 422, ("cursor", "bad_cursor")),
    ],
)
def test_a_wrong_list_of_actions_is_refused(
    owner: Caller, query: str, status: int, error: tuple[str | None, str]
) -> None:
    assert owner.refused(status, "GET", f"scheduled-actions?{query}") == [error]


def test_activation_of_what_is_not_there(admin: Caller) -> None:
    assert admin.refused(404, "POST", "processes/99/activate") == [(None, "process_missing")]
    assert admin.refused(404, "GET", "processes/99") == [(None, "process_missing")]
