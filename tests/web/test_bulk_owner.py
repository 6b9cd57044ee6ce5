"""担当変更 of many records: who takes over, what goes along, what is left out, and who may."""

from collections.abc import Callable
from typing import Any

import pytest

from daicho.business.contracts.models import Contract
from daicho.business.parties.models import Account
from daicho.business.sales.models import Quote
from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity.models import Task
from daicho.engine.records.command import command
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.web.reading import text
from tests.world import World

Give = Callable[..., Any]


def made(world: World, object_key: str, **values: Any) -> int:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        [record_id] = running.create(object_key, [values], made=True)
    return record_id


def todo(world: World, about: str, owner: str = "owner", status: str = "open") -> int:
    return made(world, "task", subject="電話", owner=world.users[owner], record=about, status=status)


@pytest.fixture
def give(visit: Visit, world: World) -> Give:
    """Gives what is named in the address to a person, as somebody."""

    def act(path: str, ids: Any, to: str = "colleague", who: str = "owner", seen: int = 1, **more: Any) -> Any:
        given = {"owner": to, "owner.id": str(world.users.get(to, "")), "seen": seen, **more}
        return visit(who).post(path + "?" + "&".join(f"id={one}" for one in ids), given, follow=True)

    return act


def test_contracts_get_a_new_owner_with_open_todos(give: Give, world: World) -> None:
    first, second = book(world, 2)
    open_one, done = todo(world, f"contract:{first}"), todo(world, f"contract:{first}", status="done")
    others = todo(world, f"contract:{second}", "operations")
    response = give("/contracts/owner/", [first, second], seen=2, along="1")
    assert "2件の担当を変更しました。" in response.content.decode()
    assert "一緒に移したもの：ToDo 1件" in response.content.decode()
    colleague = world.users["colleague"]
    assert set(Contract.objects.values_list("owner", flat=True)) == {colleague}
    assert Task.objects.get(id=open_one).owner_id == colleague
    assert Task.objects.get(id=done).owner_id == world.users["owner"]
    assert Task.objects.get(id=others).owner_id == world.users["operations"]


def test_an_account_takes_its_running_contracts_and_drafts_along(visit: Visit, give: Give, world: World) -> None:
    [running, old] = [*book(world), *book(world, start=world.frame.today.replace(year=2020))]
    quote = world.quote()
    page = visit().get(f"/accounts/owner/?id={world.account}")
    assert "見積 1件、契約 1件" in text(page, "div", class_="bulk-along")
    give("/accounts/owner/", [world.account], along="1")
    colleague, owner = world.users["colleague"], world.users["owner"]
    assert Account.objects.get(id=world.account).owner_id == colleague
    assert Quote.objects.get(id=quote).owner_id == colleague
    assert [Contract.objects.get(id=one).owner_id for one in (running, old)] == [colleague, owner]


def test_nothing_goes_along_when_it_was_not_ticked(give: Give, world: World) -> None:
    [contract] = book(world)
    give("/accounts/owner/", [world.account])
    assert Contract.objects.get(id=contract).owner_id == world.users["owner"]


def test_a_confirmed_quote_stays_and_says_why(give: Give, world: World, contract: int) -> None:
    draft, confirmed = world.quote(), Quote.objects.get(status="confirmed").pk
    response = give("/quotes/owner/", [draft, confirmed], seen=2)
    assert "1件の担当を変更しました。" in response.content.decode()
    assert "1件はできませんでした" in response.content.decode()
    assert Quote.objects.get(id=confirmed).owner_id == world.users["owner"]
    assert Quote.objects.get(id=draft).owner_id == world.users["colleague"]


def test_a_list_that_changed_meanwhile_is_shown_again(give: Give, world: World) -> None:
    [contract] = book(world)
    response = give("/contracts/owner/", [contract], seen=7)
    assert response.status_code == 409
    assert "条件に合う件数が変わりました（いまは1件）" in response.content.decode()
    assert Contract.objects.get(id=contract).owner_id == world.users["owner"]


@pytest.mark.parametrize(
    ("name", "said"), [("", "「営業担当」を入力してください。"), ("いない人", "「いない人」は見つかりません")]
)
def test_nobody_is_refused_beside_the_field(give: Give, world: World, name: str, said: str) -> None:
    [contract] = book(world)
    response = give("/contracts/owner/", [contract], to=name)
    assert response.status_code == 422
    assert said in text(response, "p", class_="form-error")
    assert Contract.objects.get(id=contract).owner_id == world.users["owner"]


@pytest.mark.parametrize("who", ["colleague", "stranger", "reader"])
def test_others_change_no_owner(give: Give, world: World, who: str) -> None:
    [contract] = book(world)
    response = give("/contracts/owner/", [contract], to="stranger", who=who, seen=0 if who == "stranger" else 1)
    assert response.status_code == (403 if who == "reader" else 200)
    assert Contract.objects.get(id=contract).owner_id == world.users["owner"]


def test_ticked_rows_alone_are_exported(visit: Visit, world: World) -> None:
    first, _, third = book(world, 3)
    response: Any = visit("operations").get(f"/contracts/export.csv?id={first}&id={third}&sort=number")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["K-000001", "K-000003"]
