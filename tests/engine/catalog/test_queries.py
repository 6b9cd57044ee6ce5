"""Questions: what is refused, groups by stretches of time, figures, occurrences, references by key."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.select import (
    aggregate,
    count,
    defaults,
    fetch,
    names,
    select,
    select_ids,
    select_occurrences,
    stream,
)
from daicho.engine.catalog.filters import parse_filter
from daicho.engine.catalog.lookups import resolve_values
from daicho.engine.catalog.query import make_query, parse_query
from daicho.engine.catalog.refs import LookupKey, Ref
from daicho.engine.work.frame import Frame, Habits
from daicho.values.problems import Invalid, Missing
from tests.engine.catalog.rows import FRAME, NOW, Written, write_rows
from tests.engine.catalog.sampler.models import SAMPLE, Line, Parent, Sample, Term

FIRST_DAYS = [
    ("day", date(2026, 3, 31), date(2026, 3, 31)),
    ("week", date(2026, 3, 29), date(2026, 3, 23)),
    ("week", date(2026, 3, 30), date(2026, 3, 30)),
    ("week", date(1969, 12, 31), date(1969, 12, 29)),
    ("month", date(2024, 2, 29), date(2024, 2, 1)),
    ("quarter", date(2026, 6, 30), date(2026, 4, 1)),
    ("half", date(2026, 6, 30), date(2026, 1, 1)),
    ("half", date(2026, 7, 1), date(2026, 7, 1)),
    ("year", date(2026, 12, 31), date(2026, 1, 1)),
    ("fiscal_quarter", date(2026, 3, 31), date(2026, 1, 1)),
    ("fiscal_half", date(2026, 3, 31), date(2025, 10, 1)),
    ("fiscal_year", date(2026, 3, 31), date(2025, 4, 1)),
    ("fiscal_year", date(2026, 4, 1), date(2026, 4, 1)),
]


def make(model: Any, **fields: Any) -> Any:
    return model.objects.create(created_at=NOW, updated_at=NOW, **fields)


def grouped(field: str, granularity: str, frame: Frame = FRAME) -> list[dict[str, Any]]:
    groups = [{"field": field, "granularity": granularity}]
    return aggregate(SYSTEM, make_query("sample", group_by=groups, aggregates=["count"]), frame)


@pytest.mark.parametrize("granularity,day,first", FIRST_DAYS)
def test_a_date_belongs_to_its_stretch(samples: None, granularity: str, day: date, first: date) -> None:
    make(Sample, day=day)
    make(Sample, day=None)
    assert grouped("day", granularity) == [{"day": first, "count": 1}, {"day": None, "count": 1}]


def test_stretches_follow_the_habits(samples: None) -> None:
    make(Sample, day=date(2026, 1, 10))
    habits = Habits(week_start=6, fiscal_first_month=10)
    found = [grouped("day", name, Frame(NOW, habits))[0]["day"] for name in ("week", "fiscal_quarter", "fiscal_year")]
    assert found == [date(2026, 1, 4), date(2026, 1, 1), date(2025, 10, 1)]


def test_moments_are_grouped_by_the_day_in_the_zone(samples: None) -> None:
    make(Sample, moment=datetime(2026, 1, 31, 15, tzinfo=UTC))
    tokyo, paris = Frame(NOW), Frame(NOW, Habits(zone=ZoneInfo("Europe/Paris")))
    assert grouped("moment", "month", tokyo)[0]["moment"] == date(2026, 2, 1)
    assert grouped("moment", "month", paris)[0]["moment"] == date(2026, 1, 1)
    assert grouped("moment", "day", tokyo)[0]["moment"] == date(2026, 2, 1)


def test_figures_of_groups_are_those_of_their_rows(samples: None) -> None:
    rows = write_rows()
    wanted = ["count", "count:amount", "sum:amount", "min:amount", "max:amount", "avg:price", "count_distinct:pick"]
    found = aggregate(SYSTEM, make_query("sample", group_by=["pick"], aggregates=wanted), FRAME)
    by_pick: dict[Any, list[Written]] = defaultdict(list)
    for row in rows:
        by_pick[row.values["pick"]].append(row)
    assert {row["pick"]: row for row in found} == {
        pick: {"pick": pick, **figures(part)} for pick, part in by_pick.items()
    }


def figures(rows: list[Written]) -> dict[str, Any]:
    amounts = [row.values["amount"] for row in rows if row.values["amount"] is not None]
    prices = [row.values["price"] for row in rows if row.values["price"] is not None]
    average = (sum(prices, Decimal(0)) / len(prices)).quantize(Decimal("1E-10")) if prices else None
    return {
        "count": len(rows),
        "count:amount": len(amounts),
        "sum:amount": sum(amounts, Decimal(0)),
        "min:amount": min(amounts, default=None),
        "max:amount": max(amounts, default=None),
        "avg:price": average,
        "count_distinct:pick": len({row.values["pick"] for row in rows if row.values["pick"]}),
    }


def test_lookups_are_grouped_with_their_name(samples: None) -> None:
    parents = [make(Parent, name="い", name_normal="い"), make(Parent, name="あ", name_normal="あ")]
    for parent in (*parents, parents[0], None):
        make(Sample, parent=parent, amount=Decimal("0.1"))
    found = aggregate(SYSTEM, make_query("sample", group_by=["parent"], aggregates=["count", "sum:amount"]), FRAME)
    assert [(row["parent"], row["count"]) for row in found] == [
        (Ref(parents[1].pk), 1),
        (Ref(parents[0].pk), 2),
        (None, 1),
    ]
    assert found[1]["parent"].name == "い"
    assert found[1]["sum:amount"] == Decimal("0.2")


def test_sums_of_cents_are_exact(samples: None) -> None:
    for _ in range(30):
        make(Sample, amount=Decimal("0.1"))
    found = aggregate(SYSTEM, make_query("sample", aggregates=["sum:amount", "avg:amount", "max:day"]), FRAME)
    assert found == [{"sum:amount": Decimal(3), "avg:amount": Decimal("0.1"), "max:day": None}]


def test_occurrences_are_read_one_by_one(samples: None) -> None:
    sample = make(Sample, name="契約", amount=Decimal(10))
    old = make(Term, sample=sample, valid_from="2000-01-01", valid_to="2026-01-14", end_day=date(2026, 1, 14), price=1)
    new = make(Term, sample=sample, valid_from="2026-01-15", valid_to="9999-12-31", end_day=date(2027, 1, 14), price=2)
    found = select_occurrences(SYSTEM, "sample", [sample.pk], ["end_day", "total", "name"], FRAME)
    assert [(record, occurrence) for record, occurrence, _ in found] == [(sample.pk, old.pk), (sample.pk, new.pk)]
    assert [values["end_day"] for *_, values in found] == [date(2026, 1, 14), date(2027, 1, 14)]
    assert [values["total"] for *_, values in found] == [Decimal(11), Decimal(12)]
    assert fetch(SYSTEM, "sample", [sample.pk], ["end_day"], FRAME)[sample.pk]["end_day"] == date(2027, 1, 14)


def test_a_part_reads_the_current_occurrence_of_its_parent(samples: None) -> None:
    sample = make(Sample, name="契約", amount=Decimal(10))
    make(Term, sample=sample, valid_from="2000-01-01", valid_to="2026-01-14", price=1)
    make(Term, sample=sample, valid_from="2026-01-15", valid_to="9999-12-31", price=2)
    line = make(Line, sample=sample, amount=5)
    tree = {"field": "sample.price", "op": "eq", "value": 2}
    assert select_ids(SYSTEM, "line", tree, FRAME) == [line.pk]
    assert count(SYSTEM, make_query("line", filter={"not": tree}), FRAME) == 0
    yesterday = Frame(datetime(2026, 1, 14, 3, tzinfo=UTC))
    assert fetch(SYSTEM, "line", [line.pk], ["sample.price", "sample.total"], yesterday)[line.pk]["sample.total"] == 11


def test_references_by_key(samples: None) -> None:
    parent = make(Parent, name="親", code="A-900", code_normal="a-900")
    sample = make(Sample, parent=parent)
    tree = {
        "or": [
            {"field": "parent", "op": "in", "value": [{"code": "A-900"}]},
            {"field": "name", "op": "eq", "value": "x"},
        ]
    }
    assert select_ids(SYSTEM, "sample", tree, FRAME) == [sample.pk]
    assert resolve_values({"parent": SAMPLE.fields[10]}, [{"parent": LookupKey("code", "A-900")}]) == [
        {"parent": parent.pk}
    ]
    with pytest.raises(Invalid, match="no 親 with code “A-901”"):
        select_ids(SYSTEM, "sample", {"field": "parent", "op": "eq", "value": {"code": "A-901"}}, FRAME)


def test_without_columns_every_field_is_read(samples: None) -> None:
    sample = make(Sample, name="あ", amount=1, custom={"x_text": "い"})
    make(Term, sample=sample, valid_from="2000-01-01", valid_to="9999-12-31")
    row = select(SYSTEM, defaults(make_query("sample")), FRAME).rows[0]
    assert list(row) == ["id", *(field.key for field in SAMPLE.fields)]
    assert (row["name"], row["x_text"], row["price"]) == ("あ", "い", None)


def test_every_row_is_streamed_in_order(samples: None) -> None:
    for number in range(7):
        make(Sample, whole=number % 3 or None)
    query = make_query("sample", columns=["whole"], sort="-whole")
    streamed = list(stream(SYSTEM, query, FRAME, at_once=2))
    assert streamed == select(SYSTEM, query, FRAME).rows
    assert [row["whole"] for row in streamed] == [2, 2, 1, 1, None, None, None]


def test_the_names_that_a_tree_compares_with(samples: None) -> None:
    parent = make(Parent, name="オプロ", name_normal="おぷろ")
    node = parse_filter("sample", {"field": "parent", "op": "in", "value": [parent.pk, parent.pk + 1]})
    assert names(SYSTEM, node, FRAME) == {("parent", parent.pk): "オプロ"}


@pytest.mark.parametrize(
    "body,code",
    [
        ({}, "query_shape"),
        ({"object": "sample", "columns": "name"}, "query_shape"),
        ({"object": "sample", "columns": ["nope"]}, "unknown_field"),
        ({"object": "sample", "sort": "picks"}, "field_not_sortable"),
        ({"object": "sample", "sort": [5]}, "query_shape"),
        ({"object": "sample", "limit": 0}, "bad_limit"),
        ({"object": "sample", "limit": 1001}, "bad_limit"),
        ({"object": "sample", "limit": True}, "bad_limit"),
        ({"object": "sample", "cursor": 5}, "query_shape"),
        ({"object": "sample", "group_by": ["picks"]}, "field_not_groupable"),
        ({"object": "sample", "group_by": [{"field": "name", "granularity": "month"}]}, "granularity_not_offered"),
        ({"object": "sample", "group_by": [{"field": "day", "granularity": "decade"}]}, "granularity_not_offered"),
        ({"object": "sample", "aggregates": ["median:amount"]}, "unknown_aggregate"),
        ({"object": "sample", "aggregates": [{"op": "sum", "field": "name"}]}, "aggregate_not_offered"),
        ({"object": "sample", "aggregates": [5]}, "query_shape"),
    ],
)
def test_what_is_refused(catalog: None, body: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_query(body)
    assert refused.value.problems[0].code == code
    assert refused.value.problems[0].text("ja")


def test_an_unknown_object_is_named(catalog: None) -> None:
    with pytest.raises(Missing, match="country"):
        parse_query({"object": "contrakt"})
