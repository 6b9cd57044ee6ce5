"""The history of a ToDo names the record it is about, where one may read it."""

from daicho.business.contracts.models import Contract
from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity import tasks
from daicho.engine.activity.tasks import NewTask
from daicho.engine.records import history
from daicho.web.changes import changes_of
from daicho.web.visitors import Visitor
from tests.web.contracts import book
from tests.world import World


def shown(world: World, who: str, record: str) -> list[str]:
    """What its history says after the creation of a task about the record."""
    given = [NewTask("確認", world.users["owner"], record=record)]
    [task] = tasks.create(given, actor=SYSTEM, reason="process", frame=world.frame)
    visitor = Visitor(world.actor(who), world.frame, "ja")
    [made] = changes_of("task", history.of_record("task", task), visitor)
    return [one.after for one in made.fields if one.label == "対象"]


def test_the_name_stands_there(world: World) -> None:
    [contract] = book(world)
    name = Contract.objects.get(pk=contract).name
    assert shown(world, "owner", f"contract:{contract}") == [name]
    assert shown(world, "owner", "contract:999999") == ["contract:999999"]
