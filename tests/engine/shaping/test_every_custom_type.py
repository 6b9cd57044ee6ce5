"""A custom field of every type goes where standard ones go: written, read, listed, filtered, sorted, counted, changed, kept."""

from typing import Any

import pytest

from daicho.business.parties.models import Account
from daicho.engine.access import select
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.query import make_query
from daicho.engine.records import history, intake
from daicho.engine.records.reading import read_record
from daicho.engine.shaping.messages import TYPES
from daicho.engine.shaping.specs import OFFERED
from tests.engine.shaping.fields import SAMPLES, WRITTEN, Sample, add_all, later_of, value_of
from tests.world import World

each = pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.kind)
each_written = pytest.mark.parametrize("sample", WRITTEN, ids=lambda one: one.kind)


@pytest.fixture
def shaped(world: World) -> World:
    add_all(world)
    return world


def make(world: World, **values: Any) -> int:
    row = {"name": "株式会社見本", **values}
    return intake.create_one(world.actor("owner"), "account", row, world.frame, "test")


def read(world: World, record_id: int, key: str) -> Any:
    found = read_record(world.actor("owner"), "account", record_id, world.frame, [key])
    return types.to_json(found.record.columns[0].field, found.record.rows[0][key], world.frame.habits.zone)


def found(world: World, **condition: Any) -> list[int]:
    return select.select_ids(world.actor("owner"), "account", condition, world.frame)


def test_every_type_that_is_offered_is_walked() -> None:
    assert {one.kind for one in SAMPLES} == set(OFFERED) == set(TYPES)


@each
def test_a_value_is_written_and_read(shaped: World, sample: Sample) -> None:
    values = {} if sample.value == "R-0001" else {sample.key: value_of(sample, shaped)}
    account = make(shaped, **values)
    assert read(shaped, account, sample.key) == value_of(sample, shaped)
    others = {one.key for one in SAMPLES} - {sample.key, "x_auto_number"}
    assert not others & set(Account.objects.get(pk=account).custom), "what is empty is not kept"


@each_written
def test_a_value_is_changed_emptied_and_has_a_history(shaped: World, sample: Sample) -> None:
    actor, frame = shaped.actor("owner"), shaped.frame
    account = make(shaped, **{sample.key: value_of(sample, shaped)})
    intake.change(actor, "account", account, {sample.key: later_of(sample, shaped)}, frame, "test")
    assert read(shaped, account, sample.key) == later_of(sample, shaped)
    intake.change(actor, "account", account, {sample.key: None}, frame, "test")
    assert sample.key not in Account.objects.get(pk=account).custom
    pairs = [item.changes[sample.key] for item in history.of_record("account", account) if sample.key in item.changes]
    assert [value_of(sample, shaped), later_of(sample, shaped)] in pairs
    assert len(pairs) == 3


@each
def test_a_condition_finds_the_record_and_no_other(shaped: World, sample: Sample) -> None:
    account = make(shaped, **({} if sample.kind == "auto_number" else {sample.key: value_of(sample, shaped)}))
    spec = registry.get("account").field(sample.key)
    assert spec is not None
    op, value = {
        "multi_picklist": ("contains", "a"),
        "datetime": ("eq", "2025-12-31"),
        "long_text": ("contains", "二行目"),
    }.get(sample.kind, ("eq", value_of(sample, shaped)))
    assert found(shaped, field=sample.key, op=op, value=value) == [account]
    if "is_empty" in types.operators(spec):
        assert found(shaped, field=sample.key, op="is_not_empty") == [account]
        assert found(shaped, field=sample.key, op="is_empty") == [shaped.account]


@each
def test_a_list_shows_sorts_and_counts_it(shaped: World, sample: Sample) -> None:
    account = make(shaped, **({} if sample.kind == "auto_number" else {sample.key: value_of(sample, shaped)}))
    spec = registry.get("account").field(sample.key)
    assert spec is not None
    sort = [sample.key] if types.sorting(spec) != "none" else []
    query = make_query("account", columns=[sample.key], sort=["-" + name for name in sort])
    rows = select.select(shaped.actor("owner"), query, shaped.frame).rows
    shown = {row["id"]: types.show(spec, row[sample.key]) for row in rows}
    assert shown[account] == (sample.shown.removeprefix("¥"))
    assert not sort or rows[0]["id"] == account
    counted = make_query("account", aggregates=[{"op": "count", "field": sample.key}])
    assert select.aggregate(shaped.actor("owner"), counted, shaped.frame) == [
        {f"count:{sample.key}": 2 if sample.kind == "checkbox" else 1}
    ]


@pytest.mark.parametrize("kind", ["number", "currency", "percent"])
def test_numbers_are_added_up_and_other_types_refuse(shaped: World, kind: str) -> None:
    for value in ("0.1", "0.2"):
        make(shaped, **{f"x_{kind}": value})
    query = make_query("account", aggregates=[{"op": "sum", "field": f"x_{kind}"}])
    [row] = select.aggregate(shaped.actor("owner"), query, shaped.frame)
    assert str(row[f"sum:x_{kind}"]) == "0.3"


def test_what_a_wrong_value_is_told_names_the_field(shaped: World) -> None:
    wrong = {"x_number": "たくさん", "x_date": "いつか", "x_picklist": "c", "x_lookup": 999_999, "x_email": "だれ"}
    for key, value in wrong.items():
        with pytest.raises(Exception, match=r".") as refused:
            make(shaped, **{key: value})
        assert [problem.field for problem in refused.value.problems] == [key]  # type: ignore[attr-defined]
    assert not Account.objects.filter(name="株式会社見本").exists()
