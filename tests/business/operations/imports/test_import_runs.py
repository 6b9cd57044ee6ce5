"""An import from upload to result: what is written when, what may be decided, and what a dead worker leaves."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from daicho.business.contracts.models import Contract, ContractLine
from daicho.business.operations.imports import runs as import_runs
from daicho.business.operations.imports import steps as import_steps
from daicho.business.operations.imports.decisions import Decided, decided
from daicho.business.operations.imports.ledger_import import import_ledger
from daicho.business.operations.imports.work import ImportWork, claim, recover
from daicho.business.operations.ledger.choices import REMARKS, Choices
from daicho.business.operations.models import ImportRun
from daicho.business.parties.models import Account
from daicho.engine.access.models import PermissionSet, User
from daicho.engine.activity.models import Notification
from daicho.engine.records.models import ChangeEntry, StoredFile
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing, Stale
from tests.uploads import AOBA, BAD, HEAD, MINATO, REAL, approve, booked, sheet, stored, upload, work
from tests.world import World

DEAD = 987_654_321
EXPECTED = json.loads((Path(__file__).resolve().parents[3] / "data" / "ledger-ja.expected.json").read_text("utf-8"))


def test_the_dry_run_says_what_would_be_booked_and_writes_nothing(world: World) -> None:
    users = User.objects.count()
    run_id = upload(world, REAL, name="契約台帳.xlsx")
    assert stored(run_id).state == "waiting"
    work(world.frame)
    run = stored(run_id)
    assert (run.state, run.problems) == ("ready", [])
    assert (run.trial["rows"], run.trial["good"], run.trial["bad"]) == (89, 82, 7)
    assert run.trial["made"] | {"user": 0} == {
        "user": 0, "account": 37, "contact": 37, "product": 4, "contract": 37, "contract_line": 82
    }  # fmt: skip
    assert (Contract.objects.count(), Account.objects.count(), User.objects.count()) == (0, 1, users)
    assert Notification.objects.count() == 0


def test_the_workbook_of_the_tests_is_booked_as_it_stands(world: World) -> None:
    run_id = upload(world, REAL, name="契約台帳.xlsx")
    work(world.frame)
    approve(world, run_id)
    run = stored(run_id)
    assert (run.state, run.worker, run.finished_at) == ("done", None, world.frame.now)
    assert (Contract.objects.count(), ContractLine.objects.count()) == (37, 82)
    numbers = set(Contract.objects.values_list("number", flat=True))
    assert numbers == {record["number"] for record in EXPECTED["records"]}
    assert run.result["same"] is True
    assert run.result["sums_compared"] == [
        ["annual", "3048000", "3048000"], ["monthly", "475200", "475200"], ["one_time", "3630000", "3630000"]
    ]  # fmt: skip
    told = Notification.objects.get(user=world.users["operations"], group="import")
    assert told.title == "インポートが終わりました：契約台帳.xlsx"
    assert told.body == "37件の契約、82件のライセンスを登録しました。登録しなかった行は7行です。"
    assert told.record == f"import:{run_id}"


def test_the_history_names_who_imported(world: World) -> None:
    run = stored(booked(world))
    entry = ChangeEntry.objects.filter(object="contract", kind="created").select_related("command").first()
    assert entry is not None
    assert (entry.command_id, entry.command.actor_name) == (run.command, "岡田 直美")
    assert (entry.command.actor_kind, entry.command.reason) == ("import", "ledger_import")


def test_the_same_file_twice_is_one_import_until_it_is_booked(world: World) -> None:
    first = upload(world, sheet(AOBA))
    assert upload(world, sheet(AOBA)) == first
    work(world.frame)
    assert upload(world, sheet(AOBA)) == first
    approve(world, first)
    second = upload(world, sheet(AOBA))
    assert second != first
    work(world.frame)
    assert stored(second).trial["made"] == {}
    assert StoredFile.objects.count() == 2


def test_a_corrected_file_books_the_rest(world: World) -> None:
    run_id = booked(world, [AOBA, BAD])
    assert stored(run_id).result["bad"] == 1
    again = booked(world, [AOBA, (*BAD[:4], "3", *BAD[5:])])
    assert stored(again).result["made"] == {"contract": 1, "contract_line": 1, "account": 1, "user": 1, "product": 1}
    assert Contract.objects.count() == 2


def test_owners_who_are_no_users_may_be_somebody(world: World) -> None:
    run_id = upload(world, sheet(MINATO))
    work(world.frame)
    assert stored(run_id).trial["new_users"] == ["石井 亮"]
    users = User.objects.count()
    choices = Decided(owners={"石井 亮": world.users["colleague"]})
    import_runs.decide(world.actor("operations"), run_id, stored(run_id).version, choices)
    work(world.frame)
    assert stored(run_id).trial["new_users"] == []
    approve(world, run_id)
    assert Contract.objects.get().owner_id == world.users["colleague"]
    assert User.objects.count() == users


def test_who_owns_what_the_file_gives_nobody(world: World) -> None:
    run_id = upload(world, sheet((*AOBA[:2], "", *AOBA[3:])))
    work(world.frame)
    choices = Decided(owner=world.users["owner"])
    import_runs.decide(world.actor("operations"), run_id, stored(run_id).version, choices)
    work(world.frame)
    approve(world, run_id)
    assert Contract.objects.get().owner_id == world.users["owner"]


def test_a_file_whose_columns_say_nothing_waits_for_choices(world: World) -> None:
    run_id = upload(world, sheet(AOBA, MINATO, head=("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")))
    work(world.frame)
    run = stored(run_id)
    assert run.state in ("unclear", "ready")
    columns = dict(enumerate(("number", "account", "owner", "product", "quantity", "unit_price", "start", "end")))
    key = run.survey["tables"][0]["key"]
    import_runs.decide(world.actor("operations"), run_id, run.version, Decided(Choices(columns={key: columns})))
    work(world.frame)
    run = stored(run_id)
    assert (run.state, run.trial["good"], run.trial["contracts"]) == ("ready", 2, 2)


def test_a_column_can_be_something_else(world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    key = stored(run_id).survey["tables"][0]["key"]
    choices = Decided(Choices(columns={key: {2: REMARKS}}))
    import_runs.decide(world.actor("operations"), run_id, stored(run_id).version, choices)
    work(world.frame)
    approve(world, run_id)
    contract = Contract.objects.get()
    assert (contract.owner_id, contract.remarks) == (world.users["operations"], "営業担当：樋口 さくら")


@pytest.mark.parametrize(
    ("columns", "owners", "said"),
    [
        ({0: "number", 1: "number"}, {}, "「契約番号」を2列に選んでいます。1列だけにしてください。"),
        ({0: "<script>"}, {}, "列の内容「<script>」は選べません。"),
        ({}, {"石井 亮": 10**12}, "営業担当「石井 亮」に選んだ利用者は見つからないか、無効になっています。"),
    ],
)
def test_choices_that_cannot_be(world: World, columns: dict[int, str], owners: dict[str, int], said: str) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    before = stored(run_id)
    with pytest.raises(Invalid) as refused:
        import_runs.decide(
            world.actor("operations"), run_id, before.version, Decided(Choices(columns={"台帳": columns}), owners)
        )
    assert [problem.text() for problem in refused.value.problems] == [said]
    assert stored(run_id).version == before.version


def test_an_old_page_and_a_second_go_change_nothing(world: World) -> None:
    actor = world.actor("operations")
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    version = stored(run_id).version
    with pytest.raises(Stale):
        import_runs.approve(actor, run_id, version - 1)
    import_runs.approve(actor, run_id, version)
    with pytest.raises(Conflict):
        import_runs.approve(actor, run_id, version)
    with pytest.raises(Conflict):
        import_runs.drop(actor, run_id, version)
    work(world.frame)
    assert Contract.objects.count() == 1


def test_dropping_takes_the_files_away(world: World) -> None:
    run_id = upload(world, sheet(AOBA, BAD))
    work(world.frame)
    assert StoredFile.objects.count() == 2
    import_runs.drop(world.actor("operations"), run_id, stored(run_id).version)
    work(world.frame)
    assert (StoredFile.objects.count(), Contract.objects.count(), stored(run_id).state) == (0, 0, "dropped")


def test_who_may_see_and_decide(world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    version = stored(run_id).version
    with pytest.raises(Forbidden):
        import_runs.find(world.actor("owner"), run_id)
    rights = PermissionSet.objects.create(key="importer", label_ja="", label_en="", rights={"features": ["import"]})
    User.objects.filter(pk=world.users["stranger"]).update(permission_sets=["sales", rights.key])
    with pytest.raises(Missing):
        import_runs.approve(world.actor("stranger"), run_id, version)
    rights.rights = {"features": ["import"], "objects": {"contract": ["read", "view_all"]}}
    rights.save()
    assert import_runs.find(world.actor("stranger"), run_id).pk == run_id
    with pytest.raises(Forbidden):
        import_runs.approve(world.actor("stranger"), run_id, version)
    assert stored(run_id).state == "ready"


def test_the_right_is_asked_again_when_it_is_booked(world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    import_runs.approve(world.actor("operations"), run_id, stored(run_id).version)
    User.objects.filter(pk=world.users["operations"]).update(permission_sets=["read_only"])
    work(world.frame)
    run = stored(run_id)
    assert (run.state, Contract.objects.count()) == ("failed", 0)
    assert "権限がありません" in run.problems[0]["ja"]


@pytest.mark.parametrize("state", ["reading", "running"])
def test_what_a_dead_worker_had_is_taken_up_again(world: World, state: str) -> None:
    run_id = upload(world, sheet(AOBA))
    if state == "running":
        work(world.frame)
        import_runs.approve(world.actor("operations"), run_id, stored(run_id).version)
    run = claim(DEAD)
    assert run is not None
    assert (run.state, Contract.objects.count()) == (state, 0)
    work(world.frame)
    assert stored(run_id).state == ("ready" if state == "reading" else "done")
    assert Contract.objects.count() == (0 if state == "reading" else 1)


def test_a_file_that_brings_down_three_workers_is_stopped(world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    for _ in range(3):
        assert claim(DEAD) is not None
        assert recover(1)
    run = stored(run_id)
    assert (run.state, run.worker) == ("failed", None)
    assert run.problems[0]["ja"].startswith("このファイルの処理中に3回停止しました。何も登録していません。")
    assert claim(DEAD) is None


def test_a_worker_that_dies_while_booking_has_booked_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = upload(world, sheet(AOBA, MINATO))
    work(world.frame)
    import_runs.approve(world.actor("operations"), run_id, stored(run_id).version)
    worker = ImportWork()
    with monkeypatch.context() as patch:
        patch.setattr(import_steps, "tell", _killed)
        with pytest.raises(KeyboardInterrupt):
            worker.run(world.frame)
    worker.close()
    assert (Contract.objects.count(), stored(run_id).state) == (0, "running")
    work(world.frame)
    assert (Contract.objects.count(), stored(run_id).state) == (2, "done")


def test_a_run_in_other_hands_is_not_booked_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    import_runs.approve(world.actor("operations"), run_id, stored(run_id).version)
    real = import_ledger

    def slow(*given: object, **options: object) -> object:
        done = real(*given, **options)  # type: ignore[arg-type]
        ImportRun.objects.filter(pk=run_id).update(worker=DEAD)
        return done

    monkeypatch.setattr(import_steps, "import_ledger", slow)
    worker = ImportWork()
    worker.run(world.frame)
    worker.close()
    assert Contract.objects.count() == 0


def test_an_unexpected_error_stops_the_run_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = upload(world, sheet(AOBA))
    monkeypatch.setattr(import_steps, "survey", lambda *_: 1 / 0)
    work(world.frame)
    run = stored(run_id)
    assert (run.state, run.problems[0]["en"][:56]) == (
        "failed",
        "It was stopped by an unexpected error (ZeroDivisionError"[:56],
    )
    monkeypatch.undo()
    import_runs.decide(world.actor("operations"), run_id, run.version, decided(run))
    work(world.frame)
    assert stored(run_id).state == "ready"


def test_choosing_another_sheet(world: World) -> None:
    run_id = upload(world, REAL, name="契約台帳.xlsx")
    work(world.frame)
    names = [one["name"] for one in stored(run_id).survey["sheets"]]
    assert names == ["契約台帳", "解約分", "記入要領"]
    actor = world.actor("operations")
    import_runs.decide(actor, run_id, stored(run_id).version, Decided(Choices(sheet="記入要領")))
    work(world.frame)
    run = stored(run_id)
    assert run.state == "unclear"
    assert [one["left_out"] is None for one in run.survey["sheets"]] == [False, False, False]
    choices = replace(decided(run), reading=Choices(sheet="契約台帳"))
    import_runs.decide(actor, run_id, run.version, choices)
    work(world.frame)
    assert stored(run_id).trial["good"] == 82


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_the_head_of_the_tests_is_recognised(world: World) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    columns = stored(run_id).survey["tables"][0]["columns"]
    assert [one["title"] for one in columns] == list(HEAD)
    assert [one["meaning"] for one in columns] == [
        "number", "account", "owner", "product", "quantity", "unit_price", "start", "end"
    ]  # fmt: skip
    assert columns[5]["samples"] == ["1200"]
