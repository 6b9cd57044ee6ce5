"""Forms: create, change, what is wrong, what was typed, stale pages, lookups without script, hostile values."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.parties.models import Account, Contact
from daicho.business.products.models import Price, Product
from daicho.engine.activity.models import Task
from tests.web.conftest import Visit
from tests.web.reading import Answer, elements, text, texts
from tests.web.test_safety import HOSTILE
from tests.world import World


def fields(response: Answer) -> dict[str, Any]:
    """What a browser would post of a form that nobody touched."""
    found: dict[str, Any] = {}
    chosen = {"checkbox": "checked"}
    for one in elements(response, "input"):
        kind = one.get("type", "text")
        if one.get("name") and one["name"] != "q" and (kind not in chosen or chosen[kind] in one):
            found[one["name"]] = one.get("value") or ""
    for one in elements(response, "textarea"):
        found[one["name"]] = one["text"].removeprefix("\n")
    return found | selected(response)


def selected(response: Answer) -> dict[str, str]:
    """The chosen option of each select, by the order in which they stand on the page."""
    page = response.content.decode()
    found = {}
    for one in elements(response, "select"):
        options = page.split(f'id="{one["id"]}" name=')[1].split("</select>")[0].split("<option")[1:]
        marked = next((option for option in options if " selected" in option), options[0])
        found[one["name"]] = marked.split('value="')[1].split('"')[0]
    return found


def post(client: Client, path: str, **values: Any) -> Any:
    """The form at the path, posted with some inputs changed."""
    return client.post(path, fields(client.get(path)) | values)


def test_an_account_is_registered_with_a_code_of_its_own(visit: Visit, world: World) -> None:
    response = post(visit(), "/accounts/new/", name="合同会社みどり商店", closing_day="２０", phone="０３-1234-5678")
    account = Account.objects.get(name="合同会社みどり商店")
    assert (response.status_code, response["Location"]) == (303, f"/accounts/{account.pk}/")
    assert account.code
    assert (account.closing_day, account.phone, account.owner_id) == (20, "03-1234-5678", world.users["owner"])
    assert account.is_customer is True


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(visit: Visit, world: World) -> None:
    client = visit()
    response = post(client, "/contacts/new/", name="", email="だれか", account="ない会社", department="営業部")
    assert response.status_code == 422
    assert text(response, "p", id="f-email-error").startswith("「だれか」はメールアドレスではありません。")
    assert "「取引先」に「ない会社」は見つかりません" in text(response, "p", id="f-account-error")
    [email] = elements(response, "input", id="f-email")
    assert (email["value"], email["aria-invalid"]) == ("だれか", "true")
    assert elements(response, "input", id="f-department")[0]["value"] == "営業部"
    assert Contact.objects.count() == 1


def test_required_fields_are_marked_and_checked(visit: Visit, world: World) -> None:
    response = post(visit(language="en"), "/contacts/new/", account="A-900")
    assert text(response, "p", id="f-name-error") == "“Name” is required."
    assert "required" in elements(response, "input", id="f-name")[0]


@pytest.mark.parametrize("typed", ["A-900", "a-900", "株式会社青葉製作所", "㈱青葉製作所", "青葉", "#{id}"])
def test_a_lookup_works_without_script_by_code_and_name(visit: Visit, world: World, typed: str) -> None:
    response = post(visit(), "/contacts/new/", name="新 人", account=typed.replace("{id}", str(world.account)))
    assert response.status_code == 303
    assert Contact.objects.get(name="新 人").account_id == world.account


def test_a_name_that_two_have_asks_which(visit: Visit, world: World) -> None:
    client = visit()
    post(client, "/accounts/new/", name="株式会社青葉製作所")
    response = post(client, "/contacts/new/", name="新 人", account="青葉")
    assert "当てはまるものが複数あります：#" in text(response, "p", id="f-account-error")
    chosen = {"account": "株式会社青葉製作所", "account.id": str(world.account)}
    assert post(client, "/contacts/new/", name="新 人", **chosen).status_code == 303
    assert Contact.objects.get(name="新 人").account_id == world.account


def test_only_what_was_changed_is_written(visit: Visit, world: World) -> None:
    client, path = visit(), f"/accounts/{world.account}/edit/"
    assert post(client, path).status_code == 303
    assert Account.objects.get(pk=world.account).version == 1
    assert post(client, path, remarks="一行目\r\n二行目").status_code == 303
    account = Account.objects.get(pk=world.account)
    assert (account.version, account.remarks) == (2, "一行目\n二行目")
    assert "保存しました。" in client.get(f"/accounts/{world.account}/").content.decode()


def test_a_stale_form_is_shown_again_and_saves_nothing(visit: Visit, world: World) -> None:
    mine, path = visit(), f"/accounts/{world.account}/edit/"
    opened = fields(mine.get(path))
    assert post(visit("manager"), path, name="青葉ホールディングス株式会社").status_code == 303
    response = mine.post(path, opened | {"name_kana": "アオバ"})
    assert response.status_code == 412
    assert "ほかの人がこの取引先を変更しました（石川 部長子）" in text(response, "div", class_="alert-box")
    assert text(response, "p", id="f-name-current") == "いまの値：青葉ホールディングス株式会社"
    assert elements(response, "input", id="f-name_kana")[0]["value"] == "アオバ"
    account = Account.objects.get(pk=world.account)
    assert (account.name, account.name_kana) == ("青葉ホールディングス株式会社", "")
    again = fields(response) | {"name": "青葉ホールディングス株式会社"}
    assert mine.post(path, again).status_code == 303
    assert Account.objects.get(pk=world.account).name_kana == "アオバ"


def test_a_contract_is_corrected(visit: Visit, contract: int) -> None:
    path = f"/contracts/{contract}/edit/"
    response = post(visit(), path, renewal_notice_date="R8.3.1", remarks="覚書あり")
    assert response["Location"] == f"/contracts/{contract}/"
    assert Contract.objects.get(pk=contract).remarks == "覚書あり"
    assert ContractTerm.objects.get(contract=contract).renewal_notice_date == date(2026, 3, 1)


def test_a_contract_without_a_name_is_refused(visit: Visit, contract: int) -> None:
    before = Contract.objects.get(pk=contract)
    response = post(visit(), f"/contracts/{contract}/edit/", name=" ")
    assert response.status_code == 422
    assert Contract.objects.get(pk=contract).name == before.name


def test_products_prices_opportunities_and_todos(visit: Visit, world: World) -> None:
    clerk, client = visit("operations"), visit()
    assert post(clerk, "/products/new/", name="監視オプション", list_price="¥３，０００").status_code == 303
    product = Product.objects.get(name="監視オプション")
    made = post(clerk, f"/prices/new/?product={product.pk}", account="A-900", unit_price="2,500")
    assert made["Location"] == f"/products/{product.pk}/"
    assert Price.objects.get(product=product).unit_price == 2500
    assert post(client, f"/opportunities/new/?account={world.account}", name="追加提案").status_code == 303
    assert post(client, "/tasks/new/", subject="電話する", due_at="2025/06/12 10:00").status_code == 303
    assert Task.objects.get().owner_id == world.users["owner"]


def test_a_price_that_ends_before_it_begins(visit: Visit, world: World) -> None:
    path = f"/prices/new/?product={world.monthly}"
    response = post(visit("operations"), path, unit_price="1", valid_from="2025/04/01", valid_to="2025/03/31")
    assert (
        text(response, "p", id="f-valid_to-error") == "有効期間の終了日（2025/03/31）が開始日（2025/04/01）より前です。"
    )
    assert Price.objects.count() == 0


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_do_nothing(visit: Visit, world: World, name: str) -> None:
    client = visit()
    response = post(client, "/accounts/new/", name=name, remarks=name, website=name)
    assert response.status_code in (303, 422)
    page = client.get("/accounts/") if response.status_code == 303 else response
    assert "<script>alert" not in page.content.decode()
    assert elements(page, "img") == []
    assert client.get("/lookup/contact/account/", {"account": name}).status_code == 200


@pytest.mark.parametrize("value", ["\0", "x" * 300_000, "\ud800".encode("utf-8", "surrogatepass"), "９" * 400])
def test_values_that_cannot_be_kept_are_refused_kindly(visit: Visit, world: World, value: str) -> None:
    client = visit()
    for key in ("name", "closing_day", "owner", "language", "is_customer", "phone"):
        response = post(client, f"/accounts/{world.account}/edit/", **{key: value})
        assert response.status_code in (303, 422), key
    assert client.get("/accounts/new/", {"owner": value[:50], "name": value[:50]}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [f"/accounts/{2**63}/", f"/accounts/{2**63}/edit/", "/accounts/0/", "/lookup/nix/x/", "/lookup/contact/name/"],
)
def test_what_does_not_exist(visit: Visit, path: str) -> None:
    assert visit().get(path).status_code == 404


def test_a_form_without_token_is_refused(visit: Visit, world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = visit().cookies
    assert client.post("/accounts/new/", {"name": "偽造"}).status_code == 403
    assert not Account.objects.filter(name="偽造").exists()


def test_suggestions_find_kana_and_say_when_nothing_is_found(visit: Visit, world: World) -> None:
    client = visit()
    post(client, f"/accounts/{world.account}/edit/", name_kana="アオバセイサクショ")
    for words in ("ｱｵﾊﾞ", "あおば", "A-900"):
        found = client.get("/lookup/contact/account/", {"account": words})
        assert texts(found, "bdi") == ["株式会社青葉製作所", "A-900"]
    assert texts(client.get("/lookup/contact/account/?account=ない"), "li") == ["見つかりません"]
