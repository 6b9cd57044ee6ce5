"""［回答を登録］: the same answer by hand; who may, who may not, and what is wrong in it."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from daicho.business.contracts.models import ContractLine, ContractTerm, RenewalAnswer
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Opportunity, Quote
from daicho.engine.activity.models import Notification
from tests.web.conftest import Visit
from tests.world import World

APRIL = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def owner(visit: Visit, contract: int, settings: Any) -> Client:
    client = visit("owner")
    settings.DAICHO_CLOCK = APRIL
    return client


def page(contract: int) -> str:
    return f"/contracts/{contract}/answer/"


def form(choice: str = "renew", **said: Any) -> dict[str, Any]:
    return {"choice": choice, "source": "phone", "respondent": "佐藤", "submission": str(uuid.uuid4()), **said}


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_contract_offers_it(owner: Client, contract: int) -> None:
    assert page(contract) in text(owner.get(f"/contracts/{contract}/"))
    shown = text(owner.get(page(contract)))
    assert "回答を登録" in shown
    assert "控えを契約担当者（sato@aoba.example.jp）へメールで送る" in shown


def test_it_is_kept_with_all_effects(owner: Client, contract: int, world: World) -> None:
    response = owner.post(page(contract), form(comment="電話にて"))
    assert (response.status_code, response["Location"]) == (302, f"/contracts/{contract}/")
    kept = RenewalAnswer.objects.get()
    assert (kept.choice, kept.source, kept.recorded_by_id) == ("renew", "phone", world.users["owner"])
    assert ContractTerm.objects.get().renewal_stage == "will_renew"
    assert Quote.objects.filter(status="draft").count() == 1
    assert Notification.objects.count() == 0


def test_the_owner_is_told_of_what_somebody_else_recorded(
    visit: Visit, contract: int, world: World, settings: Any
) -> None:
    client = visit("admin")
    settings.DAICHO_CLOCK = APRIL
    client.post(page(contract), form())
    assert [one.user_id for one in Notification.objects.all()] == [world.users["owner"]]


def test_a_page_left_open_until_the_next_term_answers_nothing(
    owner: Client, contract: int, world: World, settings: Any
) -> None:
    term = ContractTerm.objects.get().pk
    assert f'name="term" value="{term}"' in text(owner.get(page(contract)))
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    settings.DAICHO_CLOCK = datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
    assert owner.post(page(contract), form("cancel", term=term)).status_code == 409
    assert not RenewalAnswer.objects.exists()


def test_the_answer_stands_on_the_contract(owner: Client, contract: int) -> None:
    owner.post(page(contract), form("cancel", reason="budget", comment="来期は予算がない"))
    shown = text(owner.get(f"/contracts/{contract}/"))
    assert "お客様の回答：更新しない" in shown
    assert "来期は予算がない" in shown
    assert Opportunity.objects.get(kind="cancellation").stage == "open"


def test_sending_it_twice_keeps_one(owner: Client, contract: int) -> None:
    values = form()
    for _ in range(2):
        assert owner.post(page(contract), values).status_code == 302
    assert RenewalAnswer.objects.count() == 1
    assert "この回答はすでに登録されています。" in text(owner.get(f"/contracts/{contract}/"))


@pytest.mark.parametrize(
    "said, sentence",
    [
        ({"choice": ""}, "ご回答を選んでください。"),
        ({"source": "page"}, "回答の経路を選んでください。"),
        ({"respondent": ""}, "「ご回答者のお名前」を入力してください。"),
        ({"choice": "considering", "planned_on": "2026-04-01"}, "2026/04/03 から 2026/06/30 までの日付"),
        ({"choice": "change"}, "ご希望の数量を変えるか、ご要望をご記入ください。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    owner: Client, contract: int, said: dict[str, str], sentence: str
) -> None:
    response = owner.post(page(contract), form(**said) if "choice" not in said else {**form(), **said})
    assert (response.status_code, sentence in text(response)) == (422, True)
    assert not RenewalAnswer.objects.exists()


def test_quantities_by_hand(owner: Client, contract: int) -> None:
    line = ContractLine.objects.get(price_kind="monthly").pk
    owner.post(page(contract), form("change", **{f"quantity-{line}": "7"}))
    assert Quote.objects.get(status="draft").lines.get(position=1).quantity == 7


@pytest.mark.parametrize("who, status", [("colleague", 403), ("stranger", 404), ("reader", 403)])
def test_who_may_not(visit: Visit, contract: int, who: str, status: int) -> None:
    client = visit(who)
    assert client.get(page(contract)).status_code == status
    assert client.post(page(contract), form()).status_code == status
    assert not RenewalAnswer.objects.exists()


def test_who_may_not_is_not_offered_it(visit: Visit, contract: int) -> None:
    assert page(contract) not in text(visit("colleague").get(f"/contracts/{contract}/"))


def test_after_the_renewal_there_is_nothing_to_record(owner: Client, contract: int, world: World) -> None:
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame.at(APRIL))
    assert owner.get(page(contract)).status_code == 409
    assert owner.post(page(contract), form()).status_code == 409
    assert page(contract) not in text(owner.get(f"/contracts/{contract}/"))
    assert not RenewalAnswer.objects.exists()


def test_renewing_offers_the_draft_first_and_makes_it_void_only_when_asked(owner: Client, contract: int) -> None:
    owner.post(page(contract), form())
    quote = Quote.objects.get(status="draft")
    shown = text(owner.get(f"/contracts/{contract}/renew/"))
    assert f"作成中の更新見積 {quote.number} があります。" in shown
    assert f'<a class="btn btn-primary" href="/quotes/{quote.pk}/"' in shown
    assert owner.post(f"/contracts/{contract}/renew/")["Location"] == f"/contracts/{contract}/renew/"
    assert ContractTerm.objects.count() == 1
    owner.post(f"/contracts/{contract}/renew/", {"as_is": "1"})
    quote.refresh_from_db()
    assert (quote.status, ContractTerm.objects.count()) == ("void", 2)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"choice": "cancel", "reason": "budget"}, "更新しないとの回答があります。"),
        ({"choice": "change", "comment": "人数が減ります"}, "お客様が変更を希望しています。更新見積 Q-"),
    ],
)
def test_renewing_against_the_answer_is_an_explicit_second_choice(
    owner: Client, contract: int, said: dict[str, str], sentence: str
) -> None:
    owner.post(page(contract), form(**said))
    assert sentence in text(owner.get(f"/contracts/{contract}/renew/"))
    owner.post(f"/contracts/{contract}/renew/", {"start": "2026-07-01"})
    assert ContractTerm.objects.count() == 1
    owner.post(f"/contracts/{contract}/renew/", {"start": "2026-07-01", "as_is": "1"})
    assert ContractTerm.objects.count() == 2


def test_confirming_the_draft_says_that_it_renews(owner: Client, contract: int) -> None:
    owner.post(page(contract), form())
    quote = Quote.objects.get(status="draft")
    assert "契約更新の受注を確定します。" in text(owner.get(f"/quotes/{quote.pk}/confirm/"))
    owner.post(f"/quotes/{quote.pk}/confirm/")
    assert ContractTerm.objects.filter(contract=contract).count() == 2
    assert f"/contracts/{contract}/" in text(owner.get(f"/quotes/{quote.pk}/"))
