"""Indexes and uniqueness of custom fields: the database takes the index, and refuses what slipped past the check."""

import pytest
from django.db import IntegrityError, connection, transaction

from daicho.business.parties.models import Account
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.scope import compiler
from daicho.engine.catalog.query import make_query
from daicho.engine.records.command import command
from daicho.engine.shaping import services
from daicho.engine.shaping.models import CustomField
from daicho.values.problems import Invalid
from tests.engine.shaping.fields import add
from tests.world import World

INDEXED = [
    ("text", {"op": "eq", "value": "ア"}, {}),
    ("number", {"op": "between", "value": ["1", "2"]}, {"scale": 0}),
    ("currency", {"op": "eq", "value": "120000"}, {}),
    ("date", {"op": "between", "value": ["2025-01-01", "2025-01-31"]}, {}),
    ("datetime", {"op": "eq", "value": "TODAY"}, {}),
    ("picklist", {"op": "eq", "value": "a"}, {"options": ["a"]}),
    ("lookup", {"op": "eq", "value": 7}, {"target": "product"}),
    ("email", {"op": "eq", "value": "a@example.com"}, {}),
]


def plan(world: World, condition: dict[str, object]) -> str:
    """How the database would answer a list with this condition."""
    query = make_query("account", filter={"field": "x_it", **condition})
    rows = compiler(SYSTEM, "account", world.frame)._matching("account", query.filter).order_by().values("pk")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def index_names() -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Account._meta.db_table)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [Account._meta.db_table])
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [Account._meta.db_table]
            )
        return {*found, *(row[0] for row in cursor.fetchall())}


@pytest.mark.parametrize(("kind", "condition", "more"), INDEXED, ids=lambda one: str(one)[:30])
def test_the_database_takes_the_index(world: World, kind: str, condition: dict, more: dict) -> None:
    add(world, key="x_it", type=kind, indexed=True, **more)
    name = f"custom_field_{CustomField.objects.get().pk}"
    assert name in index_names()
    assert name in plan(world, condition)


def test_the_index_comes_and_goes_with_the_setting(world: World) -> None:
    admin, frame = world.actor("admin"), world.frame
    add(world, key="x_it", type="text")
    name = f"custom_field_{CustomField.objects.get().pk}"
    assert name not in index_names()
    services.change(admin, "account", "x_it", {"label": "印", "indexed": True}, frame, "test")
    assert name in index_names()
    services.delete(admin, "account", "x_it", frame, "test")
    assert name not in index_names()
    services.restore(admin, "account", "x_it", frame, "test")
    assert name in index_names()


def test_the_database_refuses_doubles_that_the_check_did_not_see(world: World) -> None:
    add(world, key="x_it", type="text", unique=True)
    rows = [{"name": f"株式会社{n}", "owner": world.users["owner"], "x_it": "同じ"} for n in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic(), command(actor=SYSTEM, reason="t", frame=world.frame) as c:
        c.create("account", rows, made=True)
    assert Account.objects.count() == 1


def test_values_that_repeat_keep_a_field_from_becoming_unique(world: World) -> None:
    add(world, key="x_it", type="text")
    rows = [{"name": f"株式会社{n}", "x_it": text} for n, text in enumerate(("ab", "ＡＢ", "c", ""))]
    with command(actor=world.actor("owner"), reason="t", frame=world.frame) as c:
        ids = c.create("account", rows)
    change = (world.actor("admin"), "account", "x_it", {"label": "印", "unique": True}, world.frame, "test")
    with pytest.raises(Invalid) as refused:
        services.change(*change)
    assert [(one.field, one.text("ja").count("ab × 2")) for one in refused.value.problems] == [("unique", 1)]
    with command(actor=world.actor("owner"), reason="t", frame=world.frame) as c:
        c.update("account", {ids[1]: {"x_it": "d"}})
    services.change(*change)
    assert services.definition_of(CustomField.objects.get()).unique


def test_a_unique_lookup_is_one_to_one(world: World) -> None:
    add(world, key="x_it", type="lookup", target="product", unique=True)
    with command(actor=world.actor("owner"), reason="t", frame=world.frame) as c:
        c.create("account", [{"name": "株式会社一", "x_it": world.monthly}])
    with pytest.raises(Invalid) as refused, command(actor=world.actor("owner"), reason="t", frame=world.frame) as c:
        c.create("account", [{"name": "株式会社二", "x_it": world.monthly}])
    assert [problem.code for problem in refused.value.problems] == ["already_used"]
