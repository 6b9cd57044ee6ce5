"""契約更新 of many where customers have answered: what they want otherwise is not renewed over, their drafts are not lost."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from daicho.business.contracts.models import ContractLine, ContractTerm, RenewalAnswer
from daicho.business.sales.models import Order, Quote
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.models import PermissionSet
from daicho.engine.records.command import command
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import Answer, elements, text, texts
from tests.world import World

PAGE = "/contracts/renew/"


def tokens(response: Answer) -> list[str]:
    return [one["value"] for one in elements(response, "input", name="term")]


def answer(client: Client, contract: int, choice: str, **said: Any) -> Quote | None:
    """The customer's answer taken by phone; the draft that it made, if it did."""
    given = {"choice": choice, "source": "phone", "respondent": "佐藤", "submission": str(uuid.uuid4()), **said}
    assert client.post(f"/contracts/{contract}/answer/", given).status_code == 302
    return Quote.objects.filter(opportunity__contract=contract, status="draft").first()


def count(contract: int) -> int:
    return ContractTerm.objects.filter(contract=contract).count()


def test_a_change_is_left_to_its_quote(visit: Visit, world: World) -> None:
    [contract] = book(world)
    client, line = visit(), ContractLine.objects.get().pk
    quote = answer(client, contract, "change", **{f"quantity-{line}": "7"})
    response = client.get(PAGE, {"id": contract})
    assert quote is not None
    assert f"お客様が変更を希望しています。更新見積 {quote.number} を確認して受注確定してください。" in text(
        response, "ul", class_="bulk-list"
    )
    assert f'href="/quotes/{quote.pk}/"' in response.content.decode()
    client.post(PAGE, {"term": f"{contract}:2025-07-01"})
    quote.refresh_from_db()
    assert (tokens(response), quote.status, count(contract)) == ([], "draft", 1)


def test_a_change_without_a_quote_is_not_renewed_either(visit: Visit, world: World) -> None:
    [contract] = book(world)
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("contract", {contract: {"renewal_stage": "change_wanted"}}, made=True)
    response = visit().get(PAGE, {"id": contract})
    assert "変更を希望していますが、更新見積がありません。" in text(response, "ul", class_="bulk-list")
    assert tokens(response) == []


def test_who_does_not_want_to_renew_is_not_renewed(visit: Visit, world: World) -> None:
    contract, other = book(world, 2)
    client = visit()
    answer(client, contract, "cancel", reason="budget")
    response = client.get(PAGE, {"id": [contract, other]})
    assert "更新しないとの回答があります。" in text(response, "ul", class_="bulk-list")
    assert tokens(response) == [f"{other}:2025-07-02"]
    done = client.post(PAGE, {"term": [f"{contract}:2025-07-01", f"{other}:2025-07-02"]}, follow=True)
    assert "1件の契約を更新しました。" in done.content.decode()
    assert "更新しないとの回答があります。" in done.content.decode()
    assert (count(contract), count(other)) == (1, 2)


def test_as_it_is_confirms_the_draft_of_the_answer(visit: Visit, world: World) -> None:
    [contract] = book(world)
    client = visit()
    quote = answer(client, contract, "renew")
    assert quote is not None
    response = client.get(PAGE, {"id": contract})
    assert tokens(response) == [f"{contract}:2025-07-01:{quote.pk}:{quote.version}"]
    for _ in range(2):
        client.post(PAGE, {"term": tokens(response)})
    quote.refresh_from_db()
    assert (quote.status, count(contract)) == ("confirmed", 2)
    assert Order.objects.get(kind="renew").quote_id == quote.pk


def test_the_amounts_are_those_of_the_draft(visit: Visit, world: World) -> None:
    [contract] = book(world)
    client = visit()
    quote = answer(client, contract, "renew")
    assert quote is not None
    [line] = quote.lines.all()
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("quote_line", {line.pk: {"quantity": Decimal(5)}}, made=True)
    assert texts(client.get(PAGE, {"id": contract}), "td", class_="is-money") == ["¥144,000", "¥72,000"]


def test_a_draft_that_somebody_is_writing_is_not_lost(visit: Visit, world: World) -> None:
    [contract] = book(world)
    client = visit()
    quote = answer(client, contract, "renew")
    RenewalAnswer.objects.all().delete()
    response = client.get(PAGE, {"id": contract})
    assert quote is not None
    assert f"作成中の更新見積 {quote.number} があります。" in text(response, "ul", class_="bulk-list")
    assert tokens(response) == []


def test_an_answer_after_the_page_was_shown_stops_its_contract(visit: Visit, world: World) -> None:
    [contract] = book(world)
    client = visit()
    shown = tokens(client.get(PAGE, {"id": contract}))
    answer(client, contract, "renew")
    done = client.post(PAGE, {"term": shown}, follow=True)
    assert "お客様の回答か更新見積が変わりました。" in done.content.decode()
    assert (count(contract), Quote.objects.get(opportunity__contract=contract).status) == (1, "draft")


def test_a_quote_changed_after_the_page_was_shown_stops_its_contract(visit: Visit, world: World) -> None:
    [contract] = book(world)
    client = visit()
    answer(client, contract, "renew")
    shown = tokens(client.get(PAGE, {"id": contract}))
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("quote", {Quote.objects.get().pk: {"remarks": "値引きを検討"}}, made=True)
    done = client.post(PAGE, {"term": shown}, follow=True)
    assert "0件の契約を更新しました。" in done.content.decode()
    assert count(contract) == 1


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_do_not_confirm_the_draft(visit: Visit, world: World, who: str) -> None:
    [contract] = book(world)
    quote = answer(visit(), contract, "renew")
    assert quote is not None
    client = visit(who)
    assert tokens(client.get(PAGE, {"id": contract})) == []
    client.post(PAGE, {"term": f"{contract}:2025-07-01:{quote.pk}:{quote.version}"})
    quote.refresh_from_db()
    assert (quote.status, count(contract)) == ("draft", 1)


def test_the_quote_of_another_contract_is_not_confirmed(visit: Visit, world: World) -> None:
    contract, other = book(world, 2)
    client = visit()
    quote = answer(client, other, "renew")
    assert quote is not None
    client.post(PAGE, {"term": f"{contract}:2025-07-01:{quote.pk}:{quote.version}"})
    assert (count(contract), count(other)) == (1, 1)


def test_without_the_right_to_confirm_it_says_so(visit: Visit, world: World) -> None:
    [contract] = book(world)
    client = visit()
    answer(client, contract, "renew")
    for one in PermissionSet.objects.all():
        one.rights["features"] = [key for key in one.rights["features"] if key != "confirm"]
        one.save()
    response = visit().get(PAGE, {"id": contract})
    assert tokens(response) == []
    assert "受注確定" in text(response, "ul", class_="bulk-list")
