"""Custom fields over the API: added, described, written, read, filtered, refused with the field's name."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from daicho.business.parties.models import Account
from daicho.engine.shaping.models import CustomField
from tests.api.callers import Caller
from tests.engine.shaping.fields import OPTIONS, SAMPLES, add_all
from tests.world import World

RANK = {"key": "x_rank", "type": "picklist", "label": "顧客ランク", "options": ["A", "B"]}
FIELDS = "objects/account/fields"


@pytest.fixture
def admin(caller: Callable[..., Caller]) -> Caller:
    return caller("admin")


def field(found: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in found["fields"] if one["key"] == key)


def test_a_field_is_added_and_at_once_described_written_and_asked_for(admin: Caller, owner: Caller) -> None:
    made = admin.post(FIELDS, RANK)
    assert (made["key"], made["type"], made["custom"], made["required"]) == ("x_rank", "picklist", True, False)
    assert made["options"] == [{"code": "A", "label": "A"}, {"code": "B", "label": "B"}]
    assert field(owner.get("objects/account"), "x_rank") == made
    record = owner.post("records/account", {"name": "株式会社金", "x_rank": "A"})
    assert record["x_rank"] == "A"
    where = json.dumps({"field": "x_rank", "op": "eq", "value": "A"})
    assert [one["id"] for one in owner.get(f"records/account?filter={where}&sort=-x_rank")["items"]] == [record["id"]]
    changed = owner.patch(f"records/account/{record['id']}", {"x_rank": "B"})
    assert changed["x_rank"] == "B"
    [latest, first] = owner.get(f"records/account/{record['id']}/history")["items"]
    assert (latest["changes"], first["changes"]["x_rank"]) == ({"x_rank": ["A", "B"]}, [None, "A"])


def test_only_administrators_add_fields(owner: Caller, caller: Callable[..., Caller]) -> None:
    for one in (owner, caller("reader"), caller("stranger")):
        assert one.refused(403, "POST", FIELDS, RANK) == [(None, "feature_not_permitted")]
    assert not CustomField.objects.exists()


def test_the_same_key_again_is_a_conflict(admin: Caller) -> None:
    admin.post(FIELDS, RANK)
    assert admin.refused(409, "POST", FIELDS, {**RANK, "type": "text", "options": []}) == [("key", "custom_key_taken")]
    assert CustomField.objects.get().type == "picklist"


def test_the_same_request_again_adds_one_field(admin: Caller) -> None:
    first, second = (admin.post(FIELDS, RANK, Idempotency_Key="one") for _ in range(2))
    assert first == second
    assert CustomField.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"key": "rank"}, ("key", "custom_key_shape")),
        ({"key": "x_Rank"}, ("key", "custom_key_shape")),
        ({"key": "x_rank'); DROP TABLE"}, ("key", "custom_key_shape")),
        ({"key": "x_rank_normal"}, ("key", "custom_key_shape")),
        ({"key": "x_" + "a" * 51}, ("key", "custom_key_shape")),
        ({"type": "json"}, ("type", "unknown_field_type")),
        ({"type": "rich_text"}, ("type", "unknown_field_type")),
        ({"label": " "}, ("label", "label_missing")),
        ({"label": "あ" * 101}, ("label", "words_too_long")),
        ({"options": []}, ("options", "options_expected")),
        ({"options": ["A", "Ａ"]}, ("options.1", "option_twice")),
        ({"options": ["A/B"]}, ("options.0", "option_code")),
        ({"options": [{"code": "a", "colour": "pink"}]}, ("options.0", "option_shape")),
        ({"type": "text"}, ("options", "not_for_type")),
        ({"default": "C"}, ("default", "unknown_choice")),
        ({"type": "checkbox", "options": [], "required": True}, ("required", "not_for_type")),
        ({"type": "lookup", "options": []}, ("target", "lookup_target")),
        ({"type": "lookup", "options": [], "target": "nothing"}, ("target", "lookup_target")),
        ({"type": "number", "options": [], "default": "x"}, ("default", "not_a_number")),
        ({"type": "text", "options": [], "unique": True, "default": "x"}, ("default", "no_default_here")),
        ({"type": "long_text", "options": [], "indexed": True}, ("indexed", "not_for_type")),
    ],
)
def test_what_is_wrong_names_the_setting(admin: Caller, body: dict[str, Any], problem: tuple[str, str]) -> None:
    assert admin.refused(422, "POST", FIELDS, {**RANK, **body}) == [problem]
    assert not CustomField.objects.exists()


def test_fields_of_code_and_unknown_objects_are_refused(admin: Caller) -> None:
    assert admin.refused(404, "POST", "objects/nothing/fields", RANK) == [(None, "unknown_object")]
    assert admin.refused(422, "POST", "objects/sales_entry/fields", RANK) == [(None, "object_not_shaped")]
    assert admin.refused(422, "POST", FIELDS, {**RANK, "surprise": 1}) == [("surprise", "part_unknown")]


def test_the_document_describes_every_custom_field(world: World, client: Client) -> None:
    add_all(world)
    document = json.loads(client.get("/api/v1/openapi.json").content)
    shape = document["components"]["schemas"]["account_input"]["properties"]
    assert {one.key for one in SAMPLES} - set(shape) == {"x_auto_number"}, "what the system makes is not written"
    assert {one.key for one in SAMPLES} <= set(document["components"]["schemas"]["account_record"]["properties"])
    assert "x_text" not in document["components"]["schemas"]["contact_input"]["properties"]


def test_required_default_and_inactive_hold(admin: Caller, owner: Caller, world: World) -> None:
    admin.post(FIELDS, {**RANK, "required": True, "options": [*OPTIONS, {"code": "old", "active": False}]})
    admin.post(FIELDS, {"key": "x_steps", "type": "number", "label": "段階", "scale": 0, "default": 3})
    assert owner.refused(422, "POST", "records/account", {"name": "株式会社空"}) == [("x_rank", "required")]
    body = {"name": "株式会社空", "x_rank": "old"}
    assert owner.refused(422, "POST", "records/account", body) == [("x_rank", "not_a_choice")]
    made = owner.post("records/account", {"name": "株式会社金", "x_rank": "a"})
    assert made["x_steps"] == 3
    assert owner.patch(f"records/account/{world.account}", {"remarks": "前からある"})["x_rank"] is None
    assert Account.objects.count() == 2


def test_unique_holds_and_finds_the_record_to_update(admin: Caller, owner: Caller) -> None:
    admin.post(FIELDS, {"key": "x_code", "type": "text", "label": "基幹コード", "unique": True})
    first = owner.post("records/account", {"name": "株式会社一", "x_code": "ab-1"})
    second = {"name": "株式会社二", "x_code": "ＡＢ-1"}
    assert owner.refused(422, "POST", "records/account", second) == [("x_code", "already_used")]
    both = owner.post("records/account", [{**second, "x_code": "c"}, {**second, "x_code": "Ｃ"}])
    assert [row["status"] for row in both] == [201, 422]
    again = owner.post("records/account/upsert?key=x_code", {"name": "株式会社壱", "x_code": "AB-1"})
    assert (again["id"], again["name"]) == (first["id"], "株式会社壱")
    assert owner.patch(f"records/account/{first['id']}", {"x_code": "ab-1"})["x_code"] == "ab-1", "its own value"


def test_an_automatic_number_leaves_what_must_be_given_as_it_was(world: World, client: Client) -> None:
    def needed() -> list[str]:
        document = json.loads(client.get("/api/v1/openapi.json").content)
        found: list[str] = document["components"]["schemas"]["contact_input"]["required"]
        return found

    before = needed()
    add_all(world, "contact")
    assert needed() == before == ["account", "name"]
