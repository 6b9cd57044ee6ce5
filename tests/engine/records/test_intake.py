"""Create, change, delete, update or insert from raw rows: one transaction each, rights and versions kept."""

from typing import Any

import pytest

from daicho.business.parties.models import Account
from daicho.engine.records import intake
from daicho.engine.records.models import CommandEntry
from daicho.engine.records.reading import read_record
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing, Stale
from tests.world import World


def create(world: World, rows: list[Any], who: str = "owner", **options: Any) -> list[intake.RowResult]:
    return intake.create_each(world.actor(who), "account", rows, world.frame, "test", **options)


def test_many_good_rows_are_one_command(world: World) -> None:
    before = CommandEntry.objects.count()
    results = create(world, [{"name": str(number)} for number in range(20)])
    assert len({result.id for result in results}) == 20
    assert CommandEntry.objects.count() == before + 1


def test_a_bad_row_is_one_row(world: World) -> None:
    results = create(world, [{"name": "一", "code": "X"}, {"name": "二", "code": "X"}, {"name": ""}, {"name": "三"}])
    codes = [result.refused.problems[0].code if result.refused else None for result in results]
    assert codes == [None, "already_used", "required", None]
    assert Account.objects.count() == 3


def test_all_or_nothing(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        create(world, [{"name": "一"}, {"name": "二", "closing_day": "x"}, {}], atomic=True)
    places = [(problem.field, problem.code) for problem in refused.value.problems]
    assert places == [("1.closing_day", "not_a_number"), ("2.name", "required")]
    assert Account.objects.count() == 1


def test_who_may_not_create_at_all_is_refused_at_once(world: World) -> None:
    with pytest.raises(Forbidden):
        create(world, [{"name": "一"}], "reader")
    with pytest.raises(Conflict):
        intake.create_one(world.actor("admin"), "contract", {}, world.frame, "test")
    assert Account.objects.count() == 1


def test_change_checks_the_version_and_the_right(world: World) -> None:
    owner = world.actor("owner")
    intake.change(owner, "account", world.account, {"remarks": "a"}, world.frame, "test", version=1)
    with pytest.raises(Stale):
        intake.change(owner, "account", world.account, {"remarks": "b"}, world.frame, "test", version=1)
    with pytest.raises(Forbidden):
        intake.change(world.actor("colleague"), "account", world.account, {"remarks": "c"}, world.frame, "test")
    with pytest.raises(Missing):
        intake.change(world.actor("stranger"), "account", world.account, {"remarks": "d"}, world.frame, "test")
    found = read_record(owner, "account", world.account, world.frame)
    assert (found.record.rows[0]["remarks"], found.version) == ("a", 2)


def test_remove_checks_the_version(world: World) -> None:
    owner = world.actor("owner")
    made = intake.create_one(owner, "account", {"name": "一"}, world.frame, "test")
    with pytest.raises(Stale):
        intake.remove(owner, "account", made, world.frame, "test", version=7)
    intake.remove(owner, "account", made, world.frame, "test", version=1)
    with pytest.raises(Missing):
        read_record(owner, "account", made, world.frame)


def test_upsert_finds_by_a_reference_too(world: World) -> None:
    owner = world.actor("owner")
    raw = {"account": {"code": "A-900"}, "name": "鈴木 次郎"}
    done = intake.upsert(owner, "contact", "account", raw, world.frame, "test")
    assert done == intake.Upserted(world.contact, created=False)
    found = read_record(owner, "contact", world.contact, world.frame)
    assert found.record.rows[0]["family_name"] == "鈴木"


def test_upsert_does_not_find_what_one_may_not_see(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        intake.upsert(world.actor("stranger"), "account", "code", {"code": "A-900", "name": "x"}, world.frame, "test")
    assert [problem.code for problem in refused.value.problems] == ["already_used"]
    assert Account.objects.get().name == "株式会社青葉製作所"


def test_a_record_is_read_with_its_nested_parts(world: World) -> None:
    found = read_record(world.actor("owner"), "quote", world.quote(), world.frame)
    assert [row["position"] for row in found.parts["lines"].rows] == [1, 2, 3]
    assert read_record(world.actor("owner"), "quote", world.quote(), world.frame, ["number"]).parts == {}
