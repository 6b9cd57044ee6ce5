"""Bad input gets a problem document with a clear message and changes nothing; never a failure of the server."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daicho.business.parties.models import Account
from daicho.engine.access import tokens
from daicho.engine.access.models import User
from daicho.engine.catalog import registry
from tests.api.callers import Caller
from tests.world import World

NASTY = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from(["\x00", "\ud800", "1e400", "9" * 400, "2025-02-30", "=cmd()", "ＡＢＣ", "-1", "{{x}}", "..", "\u202e"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.just("id"), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@pytest.mark.parametrize("body", [b"{", b'{"name": NaN}', b"\xff\xfe", b'{"name": Infinity}', b"[" * 100_000, b"nul"])
def test_a_body_that_is_no_json_is_400(owner: Caller, body: bytes) -> None:
    assert owner.refused(400, "POST", "records/account", body) == [(None, "malformed_json")]
    assert Account.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"null", b'"text"', b"7"])
def test_a_body_of_another_shape_is_422(owner: Caller, body: bytes) -> None:
    assert len(owner.refused(422, "POST", "records/account", body)) == 1
    assert len(owner.refused(422, "PATCH", "records/account/1", body)) == 1
    assert Account.objects.count() == 1


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "x\udfff"])
def test_texts_that_cannot_be_stored_are_refused_by_name(owner: Caller, text: str) -> None:
    assert owner.refused(422, "POST", "records/account", {"name": text}) == [("name", "unstorable_text")]
    rows = [{"name": "一"}, {"name": "二", "remarks": text}]
    assert owner.refused(422, "POST", "records/account", rows) == [("1.remarks", "unstorable_text")]
    assert owner.refused(422, "POST", "records/account", {text: 1}) == [(None, "unstorable_text")]
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"nmae": "x"}, ("nmae", "unknown_field")),
        ({"name": ["x"]}, ("name", "not_a_text")),
        ({"name": "x" * 2000}, ("name", "text_too_long")),
        ({"closing_day": "32"}, ("closing_day", "number_above_maximum")),
        ({"closing_day": 1.5}, ("closing_day", "too_many_decimals")),
        ({"closing_day": "1e400"}, ("closing_day", "not_a_number")),
        ({"reseller_rate": "-1"}, ("reseller_rate", "number_too_small")),
        ({"owner": 2**70}, ("owner", "not_a_reference")),
        ({"owner": {"username": "nobody"}}, ("owner", "unknown_reference")),
        ({"owner": 987654}, ("owner", "no_such_reference")),
        ({"parent": {"id": 1, "code": "x"}, "website": "javascript:alert(1)"}, ("website", "not_a_url")),
        ({"is_customer": "perhaps"}, ("is_customer", "not_a_boolean")),
        ({"holiday_shift": "never"}, ("holiday_shift", "unknown_choice")),
        ({"id": 5}, ("id", "read_only")),
    ],
)
def test_a_wrong_value_names_its_field(owner: Caller, values: dict[str, Any], error: tuple[str, str]) -> None:
    assert owner.refused(422, "POST", "records/account", {"name": "白樺", **values}) == [error]
    assert Account.objects.count() == 1


def test_numbers_beyond_json_are_refused_by_their_field(owner: Caller) -> None:
    for number in ("1e400", "9" * 5000, "-1E999"):
        body = f'{{"name": "x", "closing_day": {number}}}'.encode()
        assert owner.refused(422, "POST", "records/account", body) == [("closing_day", "not_a_number")]


def test_a_json_number_of_many_digits_is_kept_exactly(caller: Callable[..., Caller]) -> None:
    made = caller("admin").post("records/product", b'{"name": "x", "list_price": 123456789012.3456}')
    assert made["list_price"] == "123456789012.3456"


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("filter={", ("filter", "filter_not_json")),
        ("filter=" + "x" * 60_000, ("filter", "filter_not_json")),
        ("filter=[]", ("filter", "filter_shape")),
        ('filter={"field":"nmae","op":"eq","value":"x"}', ("nmae", "unknown_field")),
        ('filter={"field":"name","op":"is","value":"x"}', ("name", "unknown_operator")),
        ('filter={"field":"name","op":"lt","value":"x"}', ("name", "operator_not_offered")),
        ('filter={"field":"closing_day","op":"eq","value":"x"}', ("closing_day", "not_a_number")),
        ('filter={"field":"name","op":"eq","value":"\\u0000"}', ("value", "unstorable_text")),
        ("filter=" + '{"not":' * 50 + "{}" + "}" * 50, ("filter", "filter_too_deep")),
        ("sort=nmae", ("nmae", "unknown_field")),
        ("fields=name,owner.x", ("owner.x", "unknown_field")),
        ("fields=name.x", ("name.x", "not_a_lookup")),
        ("limit=-1", ("limit", "part_wrong")),
        ("limit=1001", ("limit", "part_wrong")),
        ("limit=ten", ("limit", "part_wrong")),
        ("cursor=abc", ("cursor", "bad_cursor")),
        ("fileds=name", ("fileds", "unknown_parameter")),
        ("as_of=2025-03-31", ("as_of", "unknown_parameter")),
        ("sort=%00", ("sort", "unstorable_text")),
    ],
)
def test_a_wrong_list_is_refused(owner: Caller, query: str, error: tuple[str, str]) -> None:
    assert owner.refused(422, "GET", f"records/account?{quote(query, safe='=%&')}") == [error]


@pytest.mark.parametrize("record_id", ["0", "-1", "x", "1.5", str(2**63), "9" * 400, "%00"])
def test_an_id_that_can_be_none_is_missing(owner: Caller, record_id: str) -> None:
    for method, path in (
        ("GET", "records/account/{}"),
        ("DELETE", "records/account/{}"),
        ("POST", "quotes/{}/confirm"),
    ):
        response = owner.call(method, path.format(record_id))
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_an_unknown_view_and_object_are_missing(owner: Caller) -> None:
    assert owner.refused(404, "GET", "records/account?view=nothing") == [("view", "unknown_view")]
    assert owner.refused(404, "GET", "records/%E3%81%82") == [(None, "unknown_object")]
    assert owner.refused(404, "POST", "records/invoice", {}) == [(None, "unknown_object")]


def test_too_many_rows_are_refused(owner: Caller) -> None:
    rows = [{"name": str(number)} for number in range(1001)]
    assert owner.refused(422, "POST", "records/account", rows) == [(None, "too_many_rows")]
    assert Account.objects.count() == 1


def test_a_filter_that_no_database_takes_is_refused(owner: Caller) -> None:
    many = {"or": [{"field": "name", "op": "in", "value": [f"{a}-{b}" for b in range(4000)]} for a in range(3)]}
    long = {"field": "name", "op": "contains", "value": "x" * 60_000}
    for where, error in ((many, ("filter", "filter_too_many_values")), (long, ("name", "text_too_long"))):
        assert owner.refused(422, "POST", "query", {"object": "account", "filter": where}) == [error]


def test_a_row_of_ten_thousand_unknown_fields_is_cut_short(owner: Caller) -> None:
    errors = owner.refused(422, "POST", "records/account", {f"field{n}" + "x" * 500: n for n in range(10_000)})
    assert len(errors) == 50
    assert all(field is not None and len(field) == 60 for field, _ in errors)


def test_a_huge_body_is_413(owner: Caller, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert owner.refused(413, "POST", "records/account", {"name": "x" * 2000}) == [(None, "body_too_large")]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer daicho_wrong", "Basic YTpi", "Bearer \u00e9", "bearer x y z"])
def test_without_a_valid_token_nothing_is_answered(owner: Caller, header: str) -> None:
    response = owner.client.get("/api/v1/records/account", headers={"Authorization": header, "Accept-Language": "ja"})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="daicho"')
    assert response.json()["errors"][0]["message"].startswith("有効なトークンがありません。")


def test_an_expired_token_and_one_of_an_inactive_user_are_refused(owner: Caller, world: World) -> None:
    user = User.objects.get(username="reader")
    expired = tokens.issue(user, at=world.frame.now - timedelta(days=2), expires_at=world.frame.now)
    assert Caller(owner.client, expired).refused(401, "GET", "objects") == [(None, "not_authenticated")]
    valid = Caller(owner.client, tokens.issue(user, at=world.frame.now))
    assert valid.get("objects")["items"]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert valid.refused(401, "GET", "objects") == [(None, "not_authenticated")]


def test_messages_come_in_the_language_asked_for(owner: Caller) -> None:
    for language, start in (("ja", "「契約"), ("en", "Contract"), ("fr, en;q=0.5", "Contract"), ("xx", "「契約")):
        body = owner.call("GET", "records/contract?sort=nothing", Accept_Language=language).content
        assert json.loads(body)["errors"][0]["message"].startswith(start), language


def test_a_failure_of_ours_tells_nothing(owner: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("daicho.api.v1.asking.page", broken)
    response = owner.call("GET", "records/account")
    assert response.status_code == 500
    assert response.json()["errors"] == [
        {
            "field": None,
            "message": "The server failed. Tell an administrator the X-Request-ID of this answer.",
            "code": "internal_error",
        }
    ]


def test_whatever_a_record_is_given_the_server_does_not_fail(world: World, caller: Callable[..., Caller]) -> None:
    admin = caller("admin")
    made = [spec for spec in registry.every() if spec.made_by is None and spec.key != "user"]
    fields = [(spec.key, field.key) for spec in made for field in spec.fields if not field.made]

    @settings(max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(fields), NASTY, st.sampled_from(["eq", "ne", "in", "between", "contains", "is_empty", "lt"]))
    def ask(field: tuple[str, str], value: Any, op: str) -> None:
        key, name = field
        where = quote(json.dumps({"field": name, "op": op, "value": value}))
        for method, path, body in (
            ("POST", f"records/{key}", {"name": "x", name: value}),
            ("PATCH", f"records/{key}/1", {name: value}),
            ("GET", f"records/{key}?filter={where}", None),
        ):
            assert admin.call(method, path, body).status_code < 500, (method, path, body)

    ask()


def test_parts_of_the_wrong_kind_are_told_in_japanese(caller: Callable[..., Caller]) -> None:
    response = caller("owner", "ja").call("POST", "schedules/preview", {"posting_day": "x", "lines": "x"})
    messages = [item["message"] for item in response.json()["errors"]]
    assert sorted(messages) == [
        "「lines」の値が正しくありません（一覧（[...]）にしてください）。",
        "「posting_day」の値が正しくありません（整数にしてください）。",
    ]


def test_without_an_account_the_account_is_what_is_missing(owner: Caller) -> None:
    quote = {"start_date": "2025-04-01", "end_date": "2026-03-31"}
    assert owner.refused(422, "POST", "records/quote", quote) == [("account", "required")]
