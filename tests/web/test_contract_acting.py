"""契約更新 and the undo of the latest event on the contract's page: who may, what is said before, what is done."""

from datetime import date
from typing import Any

import pytest

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.sales.models import Order, Quote
from daicho.engine.records.command import command
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, text, texts
from tests.world import World


@pytest.mark.parametrize(
    ("username", "names"),
    [
        ("owner", ["契約更新", "回答を登録", "直前の操作の取消", "編集"]),
        ("operations", ["契約更新", "回答を登録", "直前の操作の取消", "編集"]),
        ("colleague", []),
        ("reader", []),
    ],
)
def test_the_buttons_are_those_of_the_rules_and_rights(
    visit: Visit, contract: int, username: str, names: list[str]
) -> None:
    page = visit(username).get(f"/contracts/{contract}/")
    assert [" ".join(one["text"].split()) for one in elements(page, "a", class_="btn")] == names


def test_a_contract_without_end_cannot_be_renewed(visit: Visit, world: World) -> None:
    [endless] = book(world, 1, endless=True)
    assert "契約更新" not in texts(visit().get(f"/contracts/{endless}/"), "a", class_="btn")
    page = visit().get(f"/contracts/{endless}/renew/")
    assert page.status_code == 409
    assert "契約は毎月自動で続きます" in text(page, "div", class_="alert-box")


@pytest.mark.parametrize(("username", "status"), [("colleague", 403), ("reader", 403), ("stranger", 404)])
def test_others_cannot_renew_or_undo(visit: Visit, contract: int, username: str, status: int) -> None:
    client = visit(username)
    for deed in ("renew", "undo"):
        assert client.get(f"/contracts/{contract}/{deed}/").status_code == status
        assert client.post(f"/contracts/{contract}/{deed}/").status_code == status
    assert (Order.objects.count(), ContractTerm.objects.count()) == (1, 1)


def test_renewing_says_the_next_term_books_it_and_is_undone(visit: Visit, contract: int) -> None:
    client = visit()
    page = client.get(f"/contracts/{contract}/renew/")
    assert text(page, "p", class_="asking-text") == (
        "次の期間で契約を更新します。2026/07/01～2027/06/30（12か月）。対象ライセンス2件、更新対象外1件。"
    )
    assert "MRR¥20,000" in text(page, "dl", class_="totals")
    assert ContractTerm.objects.count() == 1
    assert client.post(f"/contracts/{contract}/renew/")["Location"] == f"/contracts/{contract}/"
    said = text(client.get(f"/contracts/{contract}/"), "div", class_="said")
    assert said == "契約を更新しました。次の期間：2026/07/01～2027/06/30"
    assert ContractTerm.objects.filter(contract=contract).latest("number").end_date == date(2027, 6, 30)
    second = client.post(f"/contracts/{contract}/renew/")
    assert second.status_code == 409
    assert "すでに 2026/07/01～2027/06/30 の期が登録されています" in second.content.decode()


def test_a_quote_written_by_hand_becomes_void_only_as_the_page_said(visit: Visit, world: World, contract: int) -> None:
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        row = {"name": "更新", "account": world.account, "kind": "renewal", "contract": contract}
        [chance] = running.create("opportunity", [row])
    years: dict[str, Any] = {"start_date": date(2026, 7, 1), "end_date": date(2027, 6, 30)}
    first, second = world.quote(opportunity=chance, **years), world.quote(opportunity=chance, **years)
    client, page = visit(), f"/contracts/{contract}/renew/"
    shown = client.get(page)
    assert [one["value"] for one in elements(shown, "input", name="void")] == [str(first), str(second)]
    assert "見積 Q-000002 は無効になります。 見積 Q-000003 は無効になります。" in text(shown, "p", class_="asking-text")
    assert client.post(page, {"as_is": "1", "void": str(second)}).status_code == 409
    assert ContractTerm.objects.count() == 1
    client.post(page, {"as_is": "1", "void": [str(first), str(second)]})
    assert list(Quote.objects.order_by("id").values_list("status", flat=True)) == ["confirmed", "void", "void"]


def test_undo_takes_back_the_event_that_was_shown_and_no_other(visit: Visit, contract: int) -> None:
    client = visit()
    client.post(f"/contracts/{contract}/renew/")
    page = client.get(f"/contracts/{contract}/undo/")
    assert "（契約更新、2025/06/02 12:00）を取り消します。" in text(page, "p", class_="asking-text")
    [shown] = elements(page, "input", name="order")
    client.post(f"/contracts/{contract}/undo/", {"order": shown["value"]})
    assert ContractTerm.objects.count() == 1
    again = client.post(f"/contracts/{contract}/undo/", {"order": shown["value"]})
    assert again["Location"] == f"/contracts/{contract}/"
    assert Contract.objects.count() == 1


def test_undoing_the_confirmation_leads_to_the_quote(visit: Visit, contract: int) -> None:
    order = Order.objects.get()
    done = visit().post(f"/contracts/{contract}/undo/", {"order": order.pk})
    quote = Quote.objects.get()
    assert (done["Location"], quote.status) == (f"/quotes/{quote.pk}/", "draft")
    assert Contract.objects.count() == 0
