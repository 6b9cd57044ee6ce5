"""元に戻す after saving, forms that are sent twice, and deleting: what it prevents, what goes along, and who may."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from daicho.business.parties.models import Account, Contact
from daicho.business.sales.models import Quote, QuoteLine
from daicho.engine.access.models import User
from daicho.engine.activity.models import Task
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import Answer, elements, text, texts
from tests.web.test_records_forms import fields, post
from tests.world import World


def undo_of(response: Answer) -> str:
    [button] = elements(response, "button", class_="said-undo")
    return str(button["formaction"])


def saved(client: Client, world: World, **values: Any) -> Any:
    return client.get(post(client, f"/accounts/{world.account}/edit/", **values)["Location"])


def test_a_saved_form_is_taken_back(visit: Visit, world: World) -> None:
    client = visit()
    page = saved(client, world, name="青葉ホールディングス", closing_day="20")
    response = client.post(undo_of(page), follow=True)
    account = Account.objects.get(pk=world.account)
    assert (account.name, account.closing_day) == ("株式会社青葉製作所", 31)
    assert "元に戻しました。" in response.content.decode()
    assert not elements(client.get(f"/accounts/{world.account}/"), "button", class_="said-undo")


def test_not_when_somebody_changed_it_since(visit: Visit, world: World) -> None:
    page = saved(visit(), world, name="甲")
    saved(visit("operations"), world, name="乙")
    response = visit().post(undo_of(page), follow=True)
    assert "そのあとに変更があったため、元に戻せません" in response.content.decode()
    assert Account.objects.get(pk=world.account).name == "乙"


def test_taking_back_twice_does_it_once(visit: Visit, world: World) -> None:
    client = visit()
    undo = undo_of(saved(client, world, name="甲"))
    client.post(undo)
    response = client.post(undo, follow=True)
    assert "元に戻せません" in response.content.decode()
    assert Account.objects.get(pk=world.account).name == "株式会社青葉製作所"


@pytest.mark.parametrize(("who", "status"), [("colleague", 403), ("stranger", 404), ("reader", 403)])
def test_others_take_nothing_back(visit: Visit, world: World, who: str, status: int) -> None:
    undo = undo_of(saved(visit(), world, name="甲"))
    assert visit(who).post(undo).status_code == status
    assert Account.objects.get(pk=world.account).name == "甲"


def test_an_unknown_command_undoes_nothing(visit: Visit, world: World) -> None:
    saved(visit(), world, name="甲")
    visit().post(f"/accounts/{world.account}/undo/{uuid4()}/")
    assert Account.objects.get(pk=world.account).name == "甲"


def test_a_contract_is_put_back_with_its_term(visit: Visit, world: World) -> None:
    [contract] = book(world)
    client, page = visit(), f"/contracts/{contract}/"
    response = client.get(post(client, page + "edit/", end_date="2025/12/31", name="改")["Location"])
    client.post(undo_of(response))
    assert date(2025, 6, 30).strftime("%Y/%m/%d") in client.get(page).content.decode()


def test_a_new_form_sent_twice_makes_one_record(visit: Visit, world: World) -> None:
    client = visit()
    form = fields(client.get("/accounts/new/")) | {"name": "二重送信株式会社"}
    places = {client.post("/accounts/new/", form)["Location"] for _ in range(2)}
    assert len(places) == 1
    assert Account.objects.filter(name="二重送信株式会社").count() == 1


def test_two_forms_make_two_records(visit: Visit, world: World) -> None:
    for _ in range(2):
        post(visit(), "/accounts/new/", name="同名商事")
    assert Account.objects.filter(name="同名商事").count() == 2


@pytest.mark.parametrize("token", ["", "x", "123", "../../etc"])
def test_a_broken_token_is_as_none(visit: Visit, world: World, token: str) -> None:
    assert post(visit(), "/accounts/new/", name="甲", token=token).status_code == 303
    assert Account.objects.filter(name="甲").count() == 1


def test_what_is_used_cannot_be_deleted_and_says_where(visit: Visit, world: World) -> None:
    book(world, 2)
    page = f"/accounts/{world.account}/delete/"
    response = visit().get(page)
    assert "契約の「契約先」：2件" in texts(response, "li")
    assert not elements(response, "button", class_="btn-danger")
    assert visit().post(page).status_code == 409
    assert Account.objects.filter(pk=world.account).exists()


def test_what_one_may_not_read_prevents_without_being_counted(visit: Visit, world: World) -> None:
    book(world, 3, owner="stranger")
    page = f"/accounts/{world.account}/delete/"
    uses = [one for one in texts(visit().get(page), "li") if "の「" in one or "権限" in one]
    assert uses == ["取引先責任者の「取引先」：1件", "このほか、閲覧する権限のないレコード"]
    assert visit().post(page).status_code == 409
    assert Account.objects.filter(pk=world.account).exists()


def test_what_is_not_used_is_deleted_after_a_question(visit: Visit, world: World) -> None:
    page = f"/contacts/{world.contact}/delete/"
    client = visit()
    assert text(client.get(page), "h1") == "佐藤 真理子を削除"
    assert Contact.objects.filter(pk=world.contact).exists()
    response = client.post(page, fields(client.get(page)), follow=True)
    assert "「佐藤 真理子」を削除しました。" in response.content.decode()
    assert not Contact.objects.filter(pk=world.contact).exists()
    assert client.post(page).status_code == 404


def test_a_draft_goes_with_its_lines_and_a_confirmed_quote_stays(visit: Visit, world: World, contract: int) -> None:
    draft, confirmed = world.quote(), Quote.objects.get(status="confirmed").pk
    assert "一緒に削除：見積明細 3件" in texts(visit().get(f"/quotes/{draft}/delete/"), "li")
    visit().post(f"/quotes/{draft}/delete/")
    assert not QuoteLine.objects.filter(quote=draft).exists()
    assert visit().post(f"/quotes/{confirmed}/delete/").status_code == 409
    assert Quote.objects.filter(pk=confirmed).exists()


def test_a_record_that_changed_meanwhile_is_not_deleted(visit: Visit, world: World) -> None:
    form = fields(visit().get(f"/contacts/{world.contact}/delete/"))
    post(visit(), f"/contacts/{world.contact}/edit/", name="佐藤 花子")
    response = visit().post(f"/contacts/{world.contact}/delete/", form)
    assert response.status_code == 409
    assert Contact.objects.filter(pk=world.contact).exists()


@pytest.mark.parametrize(("who", "status"), [("colleague", 403), ("stranger", 404), ("reader", 403)])
def test_others_delete_nothing(visit: Visit, world: World, who: str, status: int) -> None:
    page = f"/contacts/{world.contact}/delete/"
    assert (visit(who).get(page).status_code, visit(who).post(page).status_code) == (status, status)
    assert Contact.objects.filter(pk=world.contact).exists()


@pytest.mark.parametrize("path", ["/contracts/1/delete/", "/entries/1/delete/"])
def test_what_operations_make_has_no_such_page(visit: Visit, world: World, path: str) -> None:
    book(world)
    assert visit("operations").get(path).status_code == 404


def test_a_todo_of_ones_own_is_deleted(visit: Visit, world: World) -> None:
    post(visit(), "/tasks/new/", subject="消す")
    task = Task.objects.get(subject="消す")
    assert task.owner_id == User.objects.get(username="owner").pk
    visit().post(f"/tasks/{task.pk}/delete/")
    assert not Task.objects.filter(pk=task.pk).exists()
