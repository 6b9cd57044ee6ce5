"""The page of an account: contracts with bars, MRR now and a year ago, people and their mails, and who sees what."""

from datetime import date

import pytest

from daicho.engine.access.actors import SYSTEM
from daicho.engine.mail.models import Mail
from daicho.engine.records.command import command
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import elements, text, texts
from tests.world import World


def test_figures_now_and_a_year_ago(visit: Visit, world: World) -> None:
    first, _ = book(world, 2, start=date(2024, 6, 1))
    book(world, start=date(2025, 1, 1))
    response = visit().get(f"/accounts/{world.account}/")
    assert [one["text"].strip() for one in elements(response, "dd")[:3]] == ["¥12,000", "¥24,000", "1件"]
    assert [one["href"] for one in elements(response, "a") if "2025/05/31" in one["text"]] == [f"/contracts/{first}/"]


def test_bars_show_the_terms_with_words(visit: Visit, world: World) -> None:
    book(world)
    [bar] = elements(visit().get(f"/accounts/{world.account}/"), "svg", role="img")
    assert bar["aria-label"] == "第1期 2024/07/01～2025/06/30"


def test_a_reseller_sees_the_contracts_that_go_through_it(visit: Visit, world: World) -> None:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        owner = world.users["owner"]
        [reseller] = running.create("account", [{"code": "R-1", "name": "代理商事", "owner": owner}], made=True)
    book(world, reseller=reseller)
    response = visit().get(f"/accounts/{reseller}/")
    assert "代理店・株式会社青葉製作所" in text(response, "td", class_="col-name")
    assert "契約中" in response.content.decode()
    assert texts(visit().get(f"/accounts/{world.account}/"), "ul", class_="account-lines")[-1] == "代理商事代理店"


def mail(world: World, contract: int, state: str) -> None:
    to = [{"address": "Sato@aoba.example.jp", "name": "佐藤 真理子"}]
    Mail.objects.create(
        object="contract",
        record_id=contract,
        subject="更新のご案内",
        text="x",
        sender_address="a@b.jp",
        to=to,
        mode="live",
        state=state,
        message_id=f"m-{state}",
        next_attempt_at=world.frame.now,
        created_at=world.frame.now,
    )


@pytest.mark.parametrize(("state", "tone"), [("failed", "送信失敗 2025/06/02"), ("sent", "送信済み 2025/06/02")])
def test_people_show_how_it_stands_with_their_mails(visit: Visit, world: World, state: str, tone: str) -> None:
    mail(world, book(world)[0], state)
    assert tone in text(visit().get(f"/accounts/{world.account}/"), "ul", class_="people")


def test_history_and_prices_come_when_asked_for(visit: Visit, world: World) -> None:
    client, page = visit(), f"/accounts/{world.account}/"
    assert "履歴を見る" in client.get(page).content.decode()
    whole = client.get(page + "?more=1")
    part = client.get(page, headers={"HX-Request": "true", "HX-Target": "more"})
    assert "変更はまだありません" in part.content.decode() or elements(part, "ol", class_="change-list")
    assert elements(whole, "section", id="more")


@pytest.mark.parametrize(("who", "status", "edit"), [("owner", 200, 1), ("colleague", 200, 0), ("stranger", 404, 0)])
def test_who_sees_it_and_who_may_edit(visit: Visit, world: World, who: str, status: int, edit: int) -> None:
    response = visit(who).get(f"/accounts/{world.account}/")
    assert (response.status_code, len(elements(response, "a", id="edit-record"))) == (status, edit)


def test_contracts_of_others_are_neither_shown_nor_summed(visit: Visit, world: World) -> None:
    book(world, owner="stranger")
    response = visit().get(f"/accounts/{world.account}/")
    assert texts(response, "a", class_="row-link") == []
    assert [one["text"].strip() for one in elements(response, "dd")[:3]] == ["–", "–", "0件"]


@pytest.mark.parametrize("number", ["99999", "9223372036854775807", "99999999999999999999999"])
def test_no_such_account(visit: Visit, world: World, number: str) -> None:
    assert visit().get(f"/accounts/{number}/").status_code == 404
