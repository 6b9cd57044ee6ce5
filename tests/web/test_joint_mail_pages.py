"""A mail about several contracts: seen by whoever may read one of them, naming those that he may read, standing with each."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from daicho.business.contracts.models import Contract
from daicho.business.operations.orders.order_to_cash import confirm
from daicho.engine.access.actors import SYSTEM
from daicho.engine.mail import standing
from daicho.engine.mail.models import MailPart
from daicho.engine.mail.states import State
from daicho.engine.records.command import command
from tests.web.automation import mail
from tests.web.conftest import Visit
from tests.world import World


def contract_of(world: World, who: str, account: int | None = None) -> Contract:
    """One more contract, in the hands of this person."""
    quote = world.quote(start_date=date(2025, 7, 1), account=account or world.account)
    made = confirm(world.actor("owner"), quote, world.frame).contract
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("contract", {made: {"owner": world.users[who]}}, made=True)
    return Contract.objects.get(pk=made)


@pytest.fixture
def contracts(visit: Visit, world: World) -> list[Contract]:
    return [contract_of(world, who) for who in ("owner", "stranger", "stranger")]


@pytest.fixture
def joint(world: World, contracts: list[Contract]) -> int:
    """One failed mail about all of them, standing on the first."""
    made = mail(world, contracts[0].pk, "failed")
    MailPart.objects.bulk_create(
        MailPart(mail_id=made, object="contract", record_id=one.pk, occurrence=f"term:{at}")
        for at, one in enumerate(contracts)
    )
    return made


@pytest.mark.parametrize(
    ("who", "named"), [("owner", [0]), ("colleague", [0]), ("stranger", [1, 2]), ("admin", [0, 1, 2])]
)
def test_it_names_the_contracts_that_one_may_read(
    visit: Visit, contracts: list[Contract], joint: int, who: str, named: list[int]
) -> None:
    page = visit(who).get(f"/mails/{joint}/").content.decode()
    assert [at for at, one in enumerate(contracts) if one.number in page] == named
    assert [at for at, one in enumerate(contracts) if f'href="/contracts/{one.pk}/"' in page] == named


def test_who_may_read_none_of_them_does_not_see_it(visit: Visit, world: World, contracts: list[Contract]) -> None:
    alone = mail(world, contracts[0].pk)
    assert visit("stranger").get(f"/mails/{alone}/").status_code == 404


@pytest.mark.parametrize(("who", "said"), [("owner", ""), ("stranger", "ほか1件"), ("admin", "ほか2件")])
def test_the_list_says_how_many_more_there_are(visit: Visit, joint: int, who: str, said: str) -> None:
    [line] = visit(who).get("/mails/").context["shelf"].lines
    assert (line.id, line.parts[2].small) == (joint, said)


@pytest.mark.parametrize(("who", "number"), [("owner", 1), ("stranger", 1), ("admin", 1)])
def test_it_counts_once_for_everybody_who_sees_it(
    world: World, contracts: list[Contract], joint: int, who: str, number: int
) -> None:
    assert standing.counted(world.actor(who), world.frame, [State.FAILED]) == {State.FAILED: number}


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("stranger", 403)])
def test_it_is_sent_again_by_those_of_the_first_contract(visit: Visit, joint: int, who: str, status: int) -> None:
    assert visit(who).get(f"/mails/{joint}/resend/").status_code == status


def test_it_stands_on_the_page_of_the_customer_of_each(visit: Visit, world: World) -> None:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        row = {"code": "A-901", "name": "株式会社青葉販売", "owner": world.users["owner"]}
        [other] = running.create("account", [row], made=True)
    first, second = contract_of(world, "owner"), contract_of(world, "owner", other)
    made = mail(world, first.pk, subject="まとめたご案内")
    for one in (first, second):
        MailPart.objects.create(mail_id=made, object="contract", record_id=one.pk)
    for account in (world.account, other):
        assert "まとめたご案内" in visit().get(f"/accounts/{account}/").content.decode()


def test_more_mails_ask_no_more_questions(
    visit: Visit, world: World, contracts: list[Contract], joint: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit("stranger")
    client.get("/mails/")
    with django_assert_num_queries(10):
        client.get("/mails/")
    for _ in range(5):
        made = mail(world, contracts[0].pk)
        MailPart.objects.create(mail_id=made, object="contract", record_id=contracts[1].pk)
    with django_assert_num_queries(10):
        client.get("/mails/")
