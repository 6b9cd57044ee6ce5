"""The catalog over the API, and the addresses that there are not."""

from collections.abc import Callable

from tests.api.callers import Caller


def test_an_object_lists_its_fields_in_the_language_asked_for(owner: Caller) -> None:
    account = owner.get("objects/account", Accept_Language="ja")
    assert (account["key"], account["label"]) == ("account", "取引先")
    code = next(field for field in account["fields"] if field["key"] == "code")
    assert code == {
        "key": "code",
        "type": "text",
        "label": "取引先コード",
        "required": True,
        "options": [],
        "custom": False,
        "read_only": False,
        "unique": True,
        "target": None,
        "help": None,
    }


def test_choices_carry_code_and_label(owner: Caller) -> None:
    account = owner.get("objects/account")
    method = next(field for field in account["fields"] if field["key"] == "renewal_contact_method")
    assert method["options"][0] == {"code": "mail", "label": "By mail"}


def test_without_accept_language_the_users_own_language_is_used(caller: Callable[..., Caller]) -> None:
    assert caller("owner", language="").get("objects/contract")["label"] == "契約"


def test_the_list_holds_what_one_may_read(owner: Caller, caller: Callable[..., Caller]) -> None:
    mine = {item["key"] for item in owner.get("objects")["items"]}
    everything = {item["key"] for item in caller("admin").get("objects")["items"]}
    assert {"account", "quote", "contract", "contract_line", "sales_entry", "task"} <= mine
    assert mine < everything


def test_an_unknown_object_names_the_known_ones(owner: Caller) -> None:
    assert owner.refused(404, "GET", "objects/invoice") == [(None, "unknown_object")]


def test_addresses_of_later_are_no_stubs(owner: Caller) -> None:
    for path in ("contracts/1/cancel", "contracts/1/change", "contracts/1/reserve", "processes/1/rehearse", "imports"):
        assert owner.refused(404, "POST", path, {}) == [(None, "no_such_address")]
    assert owner.refused(404, "GET", "docs") == [(None, "no_such_address")]
    assert owner.refused(404, "GET", "") == [(None, "no_such_address")]


def test_a_method_that_an_address_does_not_have_says_which_it_has(owner: Caller) -> None:
    response = owner.call("PUT", "objects")
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert response["Content-Type"] == "application/problem+json"
