"""Records over the API: create, read, change, delete, update or insert, history, versions."""

from tests.api.callers import Caller
from tests.world import World

ACCOUNT = {"name": "白樺工業株式会社", "code": "A-100", "closing_day": 20, "reseller_rate": "12.50"}


def test_create_answers_201_with_the_record(owner: Caller, world: World) -> None:
    response = owner.call("POST", "records/account", ACCOUNT)
    assert response.status_code == 201
    made = response.json()
    assert (made["code"], made["closing_day"], made["reseller_rate"]) == ("A-100", 20, "12.5")
    assert (made["owner"], made["is_customer"], made["remarks"]) == (world.users["owner"], True, None)
    assert (response["Location"], response["ETag"]) == (f"/api/v1/records/account/{made['id']}", '"1"')


def test_a_record_is_read_with_the_columns_asked_for(owner: Caller, world: World) -> None:
    found = owner.get(f"records/account/{world.account}?fields=name,owner.name,owner")
    assert found == {
        "id": world.account,
        "name": "株式会社青葉製作所",
        "owner.name": "樋口 さくら",
        "owner": world.users["owner"],
    }


def test_patch_changes_what_is_given_and_counts_the_version(owner: Caller, world: World) -> None:
    response = owner.call("PATCH", f"records/account/{world.account}", {"phone": "03-1234-5678", "parent": None})
    assert (response.status_code, response["ETag"]) == (200, '"2"')
    assert response.json()["phone"] == "03-1234-5678"
    assert response.json()["code"] == "A-900"


def test_a_stale_edit_is_refused_and_changes_nothing(owner: Caller, world: World) -> None:
    path = f"records/account/{world.account}"
    seen = owner.call("GET", path)["ETag"]
    owner.patch(path, {"remarks": "first"}, If_Match=seen)
    assert owner.refused(412, "PATCH", path, {"remarks": "second"}, If_Match=seen) == [(None, "stale")]
    assert owner.refused(412, "DELETE", path, If_Match=seen) == [(None, "stale")]
    assert owner.get(path)["remarks"] == "first"


def test_if_match_also_takes_any_and_weak_tags(owner: Caller, world: World) -> None:
    path = f"records/account/{world.account}"
    owner.patch(path, {"remarks": "first"}, If_Match="*")
    owner.patch(path, {"remarks": "second"}, If_Match='W/"2"')
    assert owner.refused(412, "PATCH", path, {"remarks": "third"}, If_Match="nonsense") == [(None, "stale")]
    assert owner.get(path)["remarks"] == "second"


def test_delete_answers_204_and_the_record_is_gone(owner: Caller) -> None:
    made = owner.post("records/account", ACCOUNT)["id"]
    response = owner.call("DELETE", f"records/account/{made}")
    assert (response.status_code, response.content) == (204, b"")
    assert owner.refused(404, "GET", f"records/account/{made}") == [(None, "not_found")]


def test_a_record_in_use_is_not_deleted(owner: Caller, world: World) -> None:
    world.quote()
    assert owner.refused(409, "DELETE", f"records/account/{world.account}") == [(None, "still_used")]
    assert owner.get(f"records/account/{world.account}")["code"] == "A-900"


def test_a_list_gives_a_result_for_each_row(owner: Caller) -> None:
    response = owner.call(
        "POST", "records/account", [{"name": "一"}, {"name": "二", "closing_day": 40}, {"name": "三"}]
    )
    assert response.status_code == 207
    results = response.json()
    assert [row["status"] for row in results] == [201, 422, 201]
    assert [error["field"] for error in results[1]["errors"]] == ["closing_day"]
    assert owner.get(f"records/account/{results[2]['id']}")["name"] == "三"
    assert owner.get("records/account")["total"] == 3


def test_a_list_that_is_right_throughout_is_201(owner: Caller) -> None:
    response = owner.call("POST", "records/account", [{"name": "一"}, {"name": "二"}])
    assert response.status_code == 201
    assert [row["status"] for row in response.json()] == [201, 201]


def test_an_atomic_list_is_all_or_nothing(owner: Caller) -> None:
    rows = [{"name": "一"}, {"name": "二", "closing_day": 40}, {"name": "三", "code": "A-900"}]
    errors = owner.refused(422, "POST", "records/account?atomic=true", rows)
    assert errors == [("1.closing_day", "number_above_maximum"), ("2.code", "already_used")]
    assert owner.get("records/account")["total"] == 1


def test_upsert_creates_then_updates(owner: Caller) -> None:
    first = owner.call("POST", "records/account/upsert?key=code", ACCOUNT)
    again = owner.call("POST", "records/account/upsert?key=code", {**ACCOUNT, "name": "白樺工業"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert again.json()["name"] == "白樺工業"
    assert owner.get("records/account")["total"] == 2


def test_upsert_names_several_matches_and_writes_nothing(owner: Caller) -> None:
    ids = [row["id"] for row in owner.post("records/account", [{"name": "同名"}, {"name": "同名"}])]
    response = owner.call("POST", "records/account/upsert?key=name", {"name": "同名", "remarks": "x"})
    assert response.status_code == 409
    assert response.json()["ids"] == ids
    assert [owner.get(f"records/account/{found}")["remarks"] for found in ids] == [None, None]


def test_upsert_needs_a_value_of_its_key(owner: Caller) -> None:
    assert owner.refused(422, "POST", "records/account/upsert?key=code", {"name": "一"}) == [
        ("code", "upsert_key_empty")
    ]
    assert owner.refused(422, "POST", "records/account/upsert?key=cod", {"cod": 1}) == [("cod", "unknown_field")]
    assert owner.get("records/account")["total"] == 1


def test_history_tells_who_when_and_what(owner: Caller, world: World) -> None:
    owner.patch(f"records/account/{world.account}", {"closing_day": 20})
    latest = owner.get(f"records/account/{world.account}/history")["items"][0]
    assert (latest["kind"], latest["changes"]) == ("updated", {"closing_day": [31, 20]})
    assert (latest["actor_id"], latest["actor"], latest["source"]) == (world.users["owner"], "樋口 さくら", "api")
    assert latest["at"] == "2025-06-02T12:00:00+09:00"


def test_lookups_by_a_unique_field(owner: Caller, world: World) -> None:
    made = owner.post("records/contact", {"account": {"code": "A-900"}, "name": "田中 一郎"})
    assert (made["account"], made["family_name"], made["given_name"]) == (world.account, "田中", "一郎")
    assert owner.refused(422, "POST", "records/contact", {"account": {"code": "A-901"}, "name": "x"}) == [
        ("account", "unknown_reference")
    ]


def test_what_operations_make_has_no_new_and_names_the_operation(owner: Caller, world: World) -> None:
    for key in ("contract", "contract_line", "sales_entry", "order"):
        assert owner.refused(409, "POST", f"records/{key}", {}) == [(None, "made_by_operation")]


def test_a_record_cannot_be_its_own_parent(owner: Caller, world: World) -> None:
    path = f"records/account/{world.account}"
    assert owner.refused(422, "PATCH", path, {"parent": world.account}) == [("parent", "refers_to_itself")]
    assert owner.get(path)["parent"] is None
