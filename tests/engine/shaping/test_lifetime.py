"""A field's lifetime: effective everywhere at once, deleted, restored or removed for good; what it refers to stays."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from daicho.business.parties.models import Account
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.records import history
from daicho.engine.records.command import command
from daicho.engine.shaping import loaded, services
from daicho.engine.shaping.definition import FieldDefinition
from daicho.engine.shaping.models import CatalogStamp, CustomField
from daicho.engine.shaping.purging import purge
from daicho.engine.work.frame import frame_at
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing
from tests.engine.shaping.fields import add
from tests.world import World


def account_of(world: World, **values: object) -> int:
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        [made] = running.create("account", [{"name": "株式会社見本", **values}])
    return made


def test_another_process_sees_the_field_at_its_next_request(world: World) -> None:
    frame_at(world.frame.now)
    before = registry.additions()
    add(world, key="x_new", type="text")
    after = registry.additions()
    registry.use(before)  # what another process still has
    loaded._kept[0] = before
    assert registry.get("account").field("x_new") is None
    frame_at(world.frame.now)
    assert registry.get("account").field("x_new") is not None
    assert registry.stamp() == after.stamp != before.stamp


def test_nothing_changes_in_the_middle_of_a_request_of_another_thread(world: World) -> None:
    add(world, key="x_new", type="text")
    seen: list[bool] = []

    def request() -> None:
        registry.use(registry.Additions("older"))
        other = Thread(target=registry.use, args=(registry.Additions("newer"),))
        other.start()
        other.join()
        seen.append(registry.stamp() == "older")

    thread = Thread(target=request)
    thread.start()
    thread.join()
    assert seen == [True]


def test_the_stamp_costs_no_query_of_its_own(world: World, django_assert_num_queries) -> None:
    add(world, key="x_new", type="text")
    with django_assert_num_queries(1):
        frame_at(world.frame.now)


def test_a_row_that_cannot_be_read_stops_no_other(world: World) -> None:
    add(world, key="x_good", type="text")
    stamps = {"created_at": world.frame.now, "updated_at": world.frame.now}
    CustomField.objects.create(object="account", key="x_bad", type="text", definition={"label": 5}, **stamps)
    CatalogStamp.objects.update(stamp="other")
    frame_at(world.frame.now)
    assert [one.key for one in registry.get("account").fields if one.custom] == ["x_good"]


def test_only_administrators_shape_fields(world: World) -> None:
    add(world, key="x_new", type="text")
    owner, frame = world.actor("owner"), world.frame
    for deed in (services.delete, services.restore):
        with pytest.raises(Forbidden):
            deed(owner, "account", "x_new", frame, "test")
    with pytest.raises(Forbidden):
        services.change(owner, "account", "x_new", {"label": "他"}, frame, "test")
    with pytest.raises(Missing):
        services.change(world.actor("admin"), "account", "name", {"label": "他"}, frame, "test")


def test_key_type_and_target_never_change(world: World) -> None:
    add(world, key="x_new", type="lookup", target="product")
    for wrong in ({"key": "x_other"}, {"type": "text"}, {"target": "account"}):
        with pytest.raises(Invalid):
            services.change(world.actor("admin"), "account", "x_new", {"label": "印", **wrong}, world.frame, "test")
    assert FieldDefinition.model_validate(CustomField.objects.get().definition).label.ja == "x_new"


def test_a_deleted_field_keeps_its_values_until_it_is_restored(world: World) -> None:
    add(world, key="x_new", type="text")
    made = account_of(world, x_new="値")
    admin, frame = world.actor("admin"), world.frame
    services.delete(admin, "account", "x_new", frame, "test")
    assert registry.get("account").field("x_new") is None
    with command(actor=SYSTEM, reason="test", frame=frame) as running:
        running.update("account", {made: {"remarks": "その間の変更"}}, made=True)
    with pytest.raises(Conflict):
        add(world, key="x_new", type="number")
    services.restore(admin, "account", "x_new", frame.at(frame.now + timedelta(days=30)), "test")
    assert select.fetch(SYSTEM, "account", [made], ["x_new"], frame)[made]["x_new"] == "値"
    row = CustomField.objects.get()
    assert [one.kind for one in history.of_record(services.about(row), row.pk)] == ["created", "deleted", "created"]


def test_after_thirty_days_its_values_go_and_the_key_is_free(world: World) -> None:
    add(world, key="x_new", type="text")
    add(world, key="x_stays", type="text")
    made = account_of(world, x_new="値", x_stays="残る")
    services.delete(world.actor("admin"), "account", "x_new", world.frame, "test")
    later = world.frame.at(world.frame.now + timedelta(days=30, seconds=1))
    with pytest.raises(Conflict):
        services.restore(world.actor("admin"), "account", "x_new", later, "test")
    assert not purge(world.frame.at(world.frame.now + timedelta(days=30))), "not a day early"
    assert [purge(later), purge(later), purge(later)] == [True, True, False]
    assert Account.objects.get(pk=made).custom == {"x_stays": "残る", "x_stays_normal": "残る"}
    add(world, key="x_new", type="number")


def test_a_record_that_a_custom_lookup_names_is_not_deleted(world: World) -> None:
    add(world, key="x_plan", type="lookup", target="product")
    made = account_of(world, x_plan=world.once)
    with pytest.raises(Conflict), command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.delete("product", [world.once], made=True)
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("account", {made: {"x_plan": None}}, made=True)
        running.delete("product", [world.once], made=True)


def test_behind_a_custom_lookup_only_the_name_is_shown_of_what_may_not_be_read(world: World) -> None:
    add(world, "task", key="x_about", type="lookup", target="account")
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        task = {"subject": "確認", "owner": world.users["stranger"], "x_about": world.account}
        running.create("task", [task], made=True)
    columns = ["x_about", "x_about.name", "x_about.code", "x_about.owner"]
    query = make_query("task", columns=columns, filter={"field": "x_about", "op": "is_not_empty"})
    [row] = select.select(world.actor("stranger"), query, world.frame).rows
    assert (row["x_about"].name, row["x_about.name"]) == ("株式会社青葉製作所", "株式会社青葉製作所")
    assert (row["x_about.code"], row["x_about.owner"]) == (None, None)
    [row] = select.select(SYSTEM, query, world.frame).rows
    assert (row["x_about.code"], row["x_about.owner"].name) == ("A-900", "樋口 さくら")
    hidden = query.where(make_query("task", filter={"field": "x_about.code", "op": "eq", "value": "A-900"}).filter)
    assert select.count(world.actor("stranger"), hidden, world.frame) == 0


def test_a_value_that_may_not_be_seen_cannot_be_referred_to(world: World) -> None:
    add(world, "task", key="x_about", type="lookup", target="account")
    task = {"subject": "確認", "x_about": world.account}
    with pytest.raises(Invalid), command(actor=world.actor("stranger"), reason="t", frame=world.frame) as running:
        running.create("task", [task])


def test_numbers_go_on_and_are_given_to_records_of_operations_too(world: World) -> None:
    add(world, key="x_no", type="auto_number", prefix="R-", digits=4)
    rows = [{"name": f"株式会社{n}", "owner": world.users["owner"]} for n in range(3)]
    with command(actor=SYSTEM, reason="test", frame=replace(world.frame)) as running:
        ids = running.create("account", rows, made=True)
    later = account_of(world)
    found = select.fetch(SYSTEM, "account", [*ids, later], ["x_no"], world.frame)
    assert [found[one]["x_no"] for one in (*ids, later)] == ["R-0001", "R-0002", "R-0003", "R-0004"]


def test_an_operation_makes_records_without_a_required_value_but_a_hand_must_give_it(world: World) -> None:
    add(world, key="x_must", type="text", required=True)
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        [made] = running.create("account", [{"name": "株式会社自動", "owner": world.users["owner"]}], made=True)
    with pytest.raises(Invalid) as refused:
        account_of(world)
    assert [(one.field, one.code) for one in refused.value.problems] == [("x_must", "required")]
    assert Account.objects.get(pk=made).custom == {}
    body = {"key": "x_must", "type": "text", "required": True}
    with pytest.raises(Invalid) as refused:
        add(world, "contract", **body)
    assert [(one.field, one.code) for one in refused.value.problems] == [("default", "default_needed")]
    add(world, "contract", **body, default="未定")
