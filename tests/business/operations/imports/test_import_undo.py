"""Taking an import back: all that it made goes, unless somebody has changed or used it since."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from daicho.business.contracts.models import Contract, ContractLine, SalesEntry
from daicho.business.operations.imports import runs as import_runs
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.parties.models import Account
from daicho.business.products.models import Product
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.models import User
from daicho.engine.activity.models import Notification
from daicho.engine.automation import services
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.mail.models import Mail, MailPart
from daicho.engine.records import history
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from daicho.values.problems import Conflict
from tests.uploads import AOBA, MINATO, booked, sheet, stored, upload, work
from tests.web import automation
from tests.world import World


def undo(world: World, run_id: int, frame: Frame | None = None) -> Any:
    when = frame or world.frame
    import_runs.ask_undo(world.actor("operations"), run_id, stored(run_id).version, when)
    work(when)
    return stored(run_id)


def test_everything_goes_and_what_was_there_before_stays(world: World) -> None:
    before = (User.objects.count(), Account.objects.count(), Product.objects.count())
    run = undo(world, booked(world))
    assert run.state == "undone"
    assert run.result["undone"] == {
        "removed": {"contract": 2, "account": 1, "product": 1, "user": 1}, "kept": [], "kept_count": 0
    }  # fmt: skip
    assert [model.objects.count() for model in (Contract, ContractLine, SalesEntry)] == [0, 0, 0]
    assert (User.objects.count(), Account.objects.count(), Product.objects.count()) == before
    assert Notification.objects.filter(title="インポートを取り消しました：台帳.csv").count() == 1


def test_what_waits_is_called_off_and_the_history_tells(world: World) -> None:
    for process in Process.objects.all():
        services.activate(process.pk, actor=SYSTEM, frame=world.frame)
    run_id = booked(world)
    contract = Contract.objects.get(number="K-1").pk
    assert ScheduledAction.objects.filter(record_id=contract, state="waiting").exists()
    undo(world, run_id)
    assert not ScheduledAction.objects.filter(state="waiting").exists()
    assert [item.reason for item in history.of_record("contract", contract)] == ["undo_import", "ledger_import"]


def test_a_contract_that_was_changed_since_stays_with_its_customer(world: World) -> None:
    run_id = booked(world)
    contract = Contract.objects.get(number="K-2")
    with command(actor=world.actor("operations"), reason="edit", frame=world.frame) as running:
        running.update("contract", {contract.pk: {"remarks": "電話で確認"}})
    run = undo(world, run_id)
    kept = {(one["object"], one["name"], one["reason"]["ja"]) for one in run.result["undone"]["kept"]}
    assert kept == {
        ("contract", "K-2", "登録のあとに変更された"),
        ("account", "みなと精機株式会社", "ほかのレコードから使われている"),
        ("product", "新しい品目", "ほかのレコードから使われている"),
        ("user", "石井 亮", "ほかのレコードから使われている"),
    }
    assert list(Contract.objects.values_list("number", flat=True)) == ["K-2"]


def test_a_renewed_contract_stays(world: World) -> None:
    run_id = booked(world, [AOBA])
    later = Frame(world.frame.now + timedelta(days=5))
    contract = Contract.objects.get()
    renewal.renew(world.actor("operations"), contract.pk, Wish(), later)
    run = undo(world, run_id, later)
    [kept] = run.result["undone"]["kept"]
    assert kept["reason"]["ja"] == "登録のあとに更新・契約変更・解約の操作があった"
    assert contract.terms.count() == 2


def test_a_contract_with_closed_sales_stays(world: World) -> None:
    run_id = booked(world, [AOBA])
    SalesEntry.objects.filter(pk=SalesEntry.objects.earliest("id").pk).update(status="closed")
    [kept] = undo(world, run_id).result["undone"]["kept"]
    assert kept["reason"]["ja"] == "締め済みまたは請求済みの売上がある"
    assert Contract.objects.count() == 1


def test_a_contract_that_a_later_file_corrected_stays(world: World) -> None:
    run_id = booked(world, [AOBA])
    later = replace(world, frame=Frame(world.frame.now + timedelta(hours=1)))
    booked(later, [(*AOBA[:4], "12", *AOBA[5:])])
    [kept] = undo(world, run_id, later.frame).result["undone"]["kept"]
    assert kept["reason"]["ja"] == "登録のあとに変更された"
    assert ContractLine.objects.get().quantity == Decimal(12)


def test_corrections_of_earlier_contracts_stay(world: World) -> None:
    first = booked(world, [AOBA])
    second = booked(world, [(*AOBA[:4], "12", *AOBA[5:]), MINATO])
    run = undo(world, second)
    assert run.result["undone"]["removed"]["contract"] == 1
    assert ContractLine.objects.get().quantity == Decimal(12)
    assert stored(first).state == "done"


def test_only_within_seven_days(world: World) -> None:
    run_id = booked(world)
    last = Frame(world.frame.now + timedelta(days=7))
    late = Frame(world.frame.now + timedelta(days=7, seconds=1))
    assert import_runs.may_undo(stored(run_id), last)
    assert not import_runs.may_undo(stored(run_id), late)
    with pytest.raises(Conflict):
        import_runs.ask_undo(world.actor("operations"), run_id, stored(run_id).version, late)
    assert (stored(run_id).state, Contract.objects.count()) == ("done", 2)


def test_only_once_and_only_what_was_booked(world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    with pytest.raises(Conflict):
        import_runs.ask_undo(world.actor("operations"), run_id, stored(run_id).version, world.frame)
    run_id = booked(world, [AOBA])
    version = stored(run_id).version
    import_runs.ask_undo(world.actor("operations"), run_id, version, world.frame)
    with pytest.raises(Conflict):
        import_runs.ask_undo(world.actor("operations"), run_id, version, world.frame)


def test_every_contract_of_a_mail_that_went_out_stays(world: World) -> None:
    run_id = booked(world)
    first, second = Contract.objects.order_by("number").values_list("pk", flat=True)
    mail = Mail.objects.get(pk=automation.mail(world, first, "sent"))
    MailPart.objects.bulk_create(MailPart(mail=mail, object="contract", record_id=one) for one in (first, second))
    kept = undo(world, run_id).result["undone"]["kept"]
    mailed = [one["name"] for one in kept if one["reason"]["ja"] == "お客様にメールを送った"]
    assert mailed == ["K-1", "K-2"]
    assert set(Contract.objects.values_list("pk", flat=True)) == {first, second}
