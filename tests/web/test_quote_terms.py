"""The terms behind 詳しい条件: the opportunity, who resells, uses and pays, the currency, the closing day as 末日."""

from typing import Any

import pytest

from daicho.business.sales.models import Quote, QuoteLine
from daicho.engine.access.actors import SYSTEM
from daicho.engine.catalog import registry, types
from daicho.engine.records.command import command
from tests.web.conftest import Visit
from tests.web.quote_forms import NEW, fields, send, value
from tests.web.reading import elements, text, texts
from tests.world import World


@pytest.fixture
def others(world: World) -> dict[str, int]:
    """A reseller with a contact and an opportunity, and an opportunity of the customer."""
    owner = world.users["owner"]
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        [reseller] = running.create("account", [{"code": "A-901", "name": "代理店みどり", "owner": owner}])
        [clerk] = running.create("contact", [{"account": reseller, "name": "経理 花子"}])
        own, foreign = running.create(
            "opportunity",
            [
                {"name": "帳票の刷新", "account": world.account, "owner": owner},
                {"name": "帳票の紹介", "account": reseller, "owner": owner},
            ],
        )
    return {"reseller": reseller, "clerk": clerk, "own": own, "foreign": foreign}


def started(visit: Visit) -> tuple[Any, Any]:
    client = visit()
    head = {"account__name": "青葉", "start_date": "2025/07/01", "end_date": "2026/06/30"}
    return client, send(client, client.get(NEW), **head, _0__product__name="基本ライセンス")


def test_all_terms_are_written_by_name_and_kept(visit: Visit, others: dict[str, int], world: World) -> None:
    client, page = started(visit)
    names = {"opportunity": "刷新", "reseller": "みどり", "end_user": "青葉", "operations_user": "岡田"}
    names |= {"bill_to": "A-901", "bill_to_contact": "花子"}
    written = {f"{key}__name": name for key, name in names.items()}
    assert (
        send(client, page, "save", currency="USD", _0__unit_price="12", closing_day="20", **written).status_code == 302
    )
    quote: dict[str, Any] = dict(Quote.objects.values().get())
    kept = {key: quote[f"{key}_id"] for key in names}
    assert kept == {
        "opportunity": others["own"],
        "reseller": others["reseller"],
        "end_user": world.account,
        "operations_user": world.users["operations"],
        "bill_to": others["reseller"],
        "bill_to_contact": others["clerk"],
    }
    assert (quote["currency"], quote["closing_day"], QuoteLine.objects.get().currency) == ("USD", 20, "USD")
    page = client.get(f"/quotes/{quote['id']}/")
    assert value(page, "opportunity.name") == "帳票の刷新"


def test_suggestions_are_those_of_the_account(visit: Visit, others: dict[str, int], world: World) -> None:
    client = visit()
    found = client.get("/lookup/opportunity/", {"q": "帳票", "account": str(world.account)}).json()["found"]
    assert [one["name"] for one in found] == ["帳票の刷新"]
    assert len(client.get("/lookup/opportunity/", {"q": "帳票", "account": "x"}).json()["found"]) == 2


def test_an_opportunity_of_another_account_is_refused(visit: Visit, others: dict[str, int]) -> None:
    client, page = started(visit)
    page = send(client, page, "save", opportunity__name="紹介")
    assert "「商談」に「紹介」は見つかりません。" in text(page, "p", id="e-opportunity")
    page = send(client, page, "save", opportunity=str(others["foreign"]), opportunity__name="帳票の紹介")
    assert text(page, "p", id="e-opportunity").startswith(
        "「商談」の「帳票の紹介」は取引先「株式会社青葉製作所」のものではありません。"
    )
    assert "open" in elements(page, "details", id="more")[0]
    assert Quote.objects.count() == 0


def test_another_account_takes_the_opportunity_away(visit: Visit, others: dict[str, int]) -> None:
    client, page = started(visit)
    page = send(client, page, opportunity__name="刷新")
    assert value(page, "opportunity.name") == "帳票の刷新"
    page = send(client, page, account__name="みどり")
    assert (value(page, "opportunity"), value(page, "opportunity.name")) == ("", "")


@pytest.mark.parametrize("field", ["reseller", "end_user", "bill_to", "operations_user", "opportunity"])
def test_a_hidden_record_is_not_taken_by_its_number(visit: Visit, world: World, field: str) -> None:
    client = visit("stranger")
    number = str(world.users["operations"] if field == "operations_user" else world.account)
    page = send(client, client.get(NEW), **{f"{field}__name": f"#{number}", field: number})
    if field == "operations_user":
        assert value(page, "operations_user") == number
    else:
        assert "は見つかりません" in text(page, "p", id=f"e-{field}")


def test_the_month_end_is_a_word_everywhere(visit: Visit, world: World) -> None:
    client, page = started(visit)
    [chosen] = [one for one in elements(page, "option") if one["value"] == "31" and "selected" in one]
    assert chosen["text"] == "末日"
    shown = texts(client.get(f"/accounts/{world.account}/"), "dd")
    assert ("末日" in shown, "31" in shown) == (True, False)
    edit = client.get(f"/accounts/{world.account}/edit/")
    assert [one["value"] for one in elements(edit, "input", name="closing_day")] == ["末日"]


@pytest.mark.parametrize("written", ["末日", " month END ", "31", "３１"])
def test_the_month_end_is_read_as_a_word_or_a_day(written: str) -> None:
    field = registry.get("account").field("closing_day")
    assert field is not None
    assert types.parse(field, written) == 31
    assert types.show(field, 31, "en") == "Month end"


def test_a_dollar_quote_discounts_to_cents(visit: Visit) -> None:
    client, page = started(visit)
    page = send(client, page, currency="USD", _0__list_price="15", _0__unit_price="15")
    page = send(client, page, _0__discount_rate="8.75")
    assert value(page, "0.unit_price") == "13.69"
    assert fields(page)["currency"] == ["USD"]


def set_clerk(account: int | None, contract: int | None, world: World) -> None:
    clerk = {"operations_user": world.users["operations"]}
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        if account is not None:
            running.update("account", {account: {"operations_user": world.users["manager"]}}, made=True)
        if contract is not None:
            running.update("contract", {contract: clerk}, made=True)


@pytest.mark.parametrize(
    ("of_account", "of_contract", "name"),
    [(True, True, "石川 部長子"), (False, True, "岡田 直美"), (True, False, "石川 部長子"), (False, False, "")],
)
def test_the_clerk_is_the_accounts_else_the_last_contracts(
    visit: Visit, world: World, contract: int, of_account: bool, of_contract: bool, name: str
) -> None:
    set_clerk(world.account if of_account else None, contract if of_contract else None, world)
    client, page = started(visit)
    assert value(page, "operations_user.name") == name
    assert send(client, page, "save").status_code == 302
    clerk = Quote.objects.latest("id").operations_user
    assert (clerk.name if clerk else "") == name


def test_another_clerk_that_was_written_stays(visit: Visit, world: World) -> None:
    set_clerk(world.account, None, world)
    client, page = started(visit)
    page = send(client, page, operations_user__name="岡田 直美")
    assert value(page, "operations_user.name") == "岡田 直美"
    send(client, page, "save")
    assert Quote.objects.get().operations_user_id == world.users["operations"]


def test_a_product_in_yen_proposes_no_price_in_dollars(visit: Visit, world: World) -> None:
    client, page = started(visit)
    assert value(page, "0.unit_price") == "1,200"
    page = send(client, page, currency="USD")
    assert (value(page, "0.unit_price"), value(page, "0.list_price")) == ("", "")
    [price] = elements(page, "input", name="0.unit_price")
    assert price["placeholder"] == "USDで入力"
    refused = send(client, page, "save")
    assert "見積の通貨で有効な単価がありません" in refused.content.decode()
    assert not Quote.objects.exists()
    page = send(client, page, currency="JPY")
    assert value(page, "0.unit_price") == "1,200"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2125/06/03", "「契約終了日」の 2125/06/03 は、今日から100年より先です。"), ("R99.12.31", "読み取れません")],
)
def test_an_end_in_another_century_is_refused(visit: Visit, typed: str, said: str) -> None:
    client, page = started(visit)
    refused = send(client, page, "save", end_date=typed)
    assert said in refused.content.decode()
    assert (refused.status_code, value(refused, "end_date"), Quote.objects.exists()) == (422, typed, False)
