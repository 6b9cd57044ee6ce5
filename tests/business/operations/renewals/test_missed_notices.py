"""Contracts whose renewal mail was late when they were imported: told once, then sent, called, or let be."""

from datetime import timedelta

import pytest

from daicho.business.contracts.models import ContractTerm
from daicho.business.operations.content.descriptions import MAIL_PROCESS
from daicho.business.operations.renewals import missed_notices as notices
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.models import User
from daicho.engine.activity.models import Notification, Task
from daicho.engine.automation import services
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.automation.runner import run_due_actions
from daicho.engine.mail.models import Mail
from daicho.values.problems import Forbidden, Missing
from tests.uploads import AOBA, MINATO, booked
from tests.world import World

SOON = (*AOBA[:6], "2024/08/01", "2025/07/31")
SOON_TOO = ("K-2", "みなと精機株式会社", "樋口 さくら", *AOBA[3:6], "2024/09/01", "2025/08/10")
LATER = ("K-3", *MINATO[1:2], "樋口 さくら", *MINATO[3:])


@pytest.fixture
def late(world: World) -> list[int]:
    """Two contracts whose 90 days before the end have passed and one whose have not; the ids of their late mails."""
    services.activate(Process.objects.get(name=MAIL_PROCESS).pk, actor=SYSTEM, frame=world.frame)
    booked(world, [SOON, SOON_TOO, LATER])
    return list(notices.missed(world.actor("owner"), world.frame).values_list("pk", flat=True))


def test_only_those_whose_day_has_passed_are_listed(world: World, late: list[int]) -> None:
    rows = ScheduledAction.objects.filter(pk__in=late).order_by("planned_due_at")
    assert [(row.do, row.state) for row in rows] == [("send_alert", "skipped")] * 2
    assert Mail.objects.count() == 0
    assert ScheduledAction.objects.filter(do="send_alert", state="waiting").count() == 1


def test_the_owner_is_told_once_in_these_words(world: World, late: list[int]) -> None:
    told = list(Notification.objects.filter(user=world.users["owner"]).values_list("title", "record"))
    assert told == [("更新案内を送っていない契約が2件あります", "page:missed_notices")]
    assert "［今から送る］［営業から連絡］［送らない］" in Notification.objects.get(user=world.users["owner"]).body


def test_who_sees_them(world: World, late: list[int]) -> None:
    seen = {
        who: notices.missed(world.actor(who), world.frame).count() for who in ("colleague", "operations", "stranger")
    }
    assert seen == {"colleague": 2, "operations": 2, "stranger": 0}


def test_sending_now_hands_it_to_the_worker(world: World, late: list[int]) -> None:
    handled = notices.send(late[:1], actor=world.actor("owner"), frame=world.frame)
    assert (handled.changed, notices.missed(world.actor("owner"), world.frame).count()) == (1, 1)
    run_due_actions(world.frame)
    row = ScheduledAction.objects.get(pk=late[0])
    assert row.state in ("done", "failed")
    assert ScheduledAction.objects.get(pk=late[1]).state == "skipped"


def test_not_sending_is_for_good(world: World, late: list[int]) -> None:
    notices.leave(late, actor=world.actor("owner"), frame=world.frame)
    assert notices.missed(world.actor("owner"), world.frame).count() == 0
    run_due_actions(world.frame)
    assert set(ScheduledAction.objects.filter(pk__in=late).values_list("state", flat=True)) == {"cancelled"}
    assert Mail.objects.count() == 0


def test_calling_changes_the_contract_and_makes_a_task(world: World, late: list[int]) -> None:
    contract = ScheduledAction.objects.get(pk=late[0]).record_id
    notices.call(late[:1], actor=world.actor("owner"), frame=world.frame)
    assert ContractTerm.objects.get(contract=contract).renewal_contact_method == "call"
    task = Task.objects.get(record=f"contract:{contract}")
    assert (task.subject, task.owner_id) == ("更新のご意向確認（株式会社青葉製作所）", world.users["owner"])
    assert task.due_at == world.frame.now + timedelta(days=14)
    assert ScheduledAction.objects.get(pk=late[0]).state == "cancelled"
    assert Mail.objects.count() == 0


def test_an_owner_who_reads_english_gets_an_english_task(world: World, late: list[int]) -> None:
    User.objects.filter(pk=world.users["owner"]).update(language="en")
    notices.call(late[:1], actor=world.actor("owner"), frame=world.frame)
    assert Task.objects.get(due_at=world.frame.now + timedelta(days=14)).subject == (
        "Ask whether they will renew (株式会社青葉製作所)"
    )


@pytest.mark.parametrize("deed", [notices.send, notices.call, notices.leave])
@pytest.mark.parametrize(("who", "refusal"), [("colleague", Forbidden), ("reader", Forbidden), ("stranger", Missing)])
def test_who_may_not_decide(world: World, late: list[int], deed: object, who: str, refusal: type[Exception]) -> None:
    assert callable(deed)
    with pytest.raises(refusal):
        deed(late, actor=world.actor(who), frame=world.frame)
    assert set(ScheduledAction.objects.filter(pk__in=late).values_list("state", flat=True)) == {"skipped"}
    assert not Task.objects.filter(subject__startswith="更新のご意向確認").exists()
    assert set(ContractTerm.objects.values_list("renewal_contact_method", flat=True)) == {"mail"}


@pytest.mark.parametrize("deed", [notices.send, notices.call, notices.leave])
def test_nothing_is_decided_that_is_not_on_the_list(world: World, late: list[int], deed: object) -> None:
    waiting = ScheduledAction.objects.get(do="send_alert", state="waiting")
    before = list(ScheduledAction.objects.order_by("id").values_list("id", "state", "reason"))
    assert callable(deed)
    for actor in (SYSTEM, world.actor("admin"), world.actor("owner")):
        with pytest.raises(Missing, match="not on the list"):
            deed([late[0], waiting.pk], actor=actor, frame=world.frame)
    assert list(ScheduledAction.objects.order_by("id").values_list("id", "state", "reason")) == before
    assert set(ContractTerm.objects.values_list("renewal_contact_method", flat=True)) == {"mail"}


def test_a_decided_contract_is_not_listed(world: World, late: list[int]) -> None:
    contract = ScheduledAction.objects.get(pk=late[0]).record_id
    ContractTerm.objects.filter(contract=contract).update(renewal_stage="renewed")
    assert list(notices.missed(world.actor("owner"), world.frame).values_list("pk", flat=True)) == late[1:]
