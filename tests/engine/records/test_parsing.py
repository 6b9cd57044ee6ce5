"""Raw rows to typed values: every problem at its place, references by unique field in bulk."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daicho.business.sales.objects import QUOTE
from daicho.engine.catalog import registry
from daicho.engine.records.parsing import parse_fields, parse_many, parse_values
from daicho.values.problems import Invalid
from tests.world import World


def read(world: World, key: str, raw: Any, who: str = "owner", **options: Any) -> dict[str, Any]:
    return parse_values(registry.get(key), raw, world.actor(who), world.frame, **options)


def problems(world: World, key: str, raw: Any, who: str = "owner", **options: Any) -> list[tuple[str | None, str]]:
    with pytest.raises(Invalid) as refused:
        read(world, key, raw, who, **options)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_values_are_typed_as_people_write_them(world: World) -> None:
    raw = {"name": "　青葉　", "closing_day": "２０", "reseller_rate": "12.5", "is_reseller": "はい", "remarks": ""}
    assert read(world, "account", raw) == {
        "name": "青葉",
        "closing_day": 20,
        "reseller_rate": Decimal("12.5"),
        "is_reseller": True,
        "remarks": None,
    }


def test_dates_moments_and_lists(world: World) -> None:
    assert read(world, "opportunity", {"expected_on": "令和7年12月31日"}) == {"expected_on": date(2025, 12, 31)}
    assert read(world, "contact", {"roles": ["billing", "contract"]}) == {"roles": ["contract", "billing"]}
    due = read(world, "task", {"due_at": "2025-12-31 09:00"})["due_at"]
    assert due == datetime(2025, 12, 31, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("raw", ["A-900", {"code": "A-900"}, {"code": "ａ-９００"}, {"code": " a-900 "}])
def test_a_reference_by_code(world: World, raw: Any) -> None:
    assert read(world, "contact", {"account": raw}) == {"account": world.account}


def test_a_reference_by_id_is_left_to_the_command(world: World) -> None:
    assert read(world, "contact", {"account": 4711}) == {"account": 4711}
    assert read(world, "contact", {"account": {"id": "4711"}}) == {"account": 4711}


def test_a_reference_to_what_one_may_not_see_is_unknown(world: World) -> None:
    assert problems(world, "contact", {"account": {"code": "A-900"}}, "stranger") == [("account", "unknown_reference")]
    assert problems(world, "contact", {"account": {"code": "A-901"}}) == [("account", "unknown_reference")]


def test_every_problem_is_collected(world: World) -> None:
    raw = {"nmae": 1, "closing_day": "x", "owner": {"username": "nobody"}, "language": "fr", "id": 3}
    assert problems(world, "account", raw) == [
        ("nmae", "unknown_field"),
        ("closing_day", "not_a_number"),
        ("language", "unknown_choice"),
        ("id", "read_only"),
        ("owner", "unknown_reference"),
    ]


def test_what_the_system_writes_is_refused(world: World) -> None:
    assert problems(world, "quote", {"number": "Q-1", "status": "confirmed"}) == [
        ("number", "read_only"),
        ("status", "read_only"),
    ]


def test_nested_parts_are_read_with_their_places(world: World) -> None:
    lines = [{"product": {"code": "P-000001"}, "quantity": "10"}, {"product": world.annual, "quote": 99}]
    found = read(world, "quote", {"lines": lines})["lines"]
    assert found == [{"product": world.monthly, "quantity": Decimal(10)}, {"product": world.annual}]
    wrong = [{"quantity": "x"}, 7, {"product": {"code": "P-9"}}]
    assert problems(world, "quote", {"lines": wrong}) == [
        ("lines.0.quantity", "not_a_number"),
        ("lines.1", "not_an_object"),
        ("lines.2.product", "unknown_reference"),
    ]


def test_nested_parts_are_only_for_new_records(world: World) -> None:
    assert problems(world, "quote", {"lines": []}, creating=False) == [("lines", "parts_apart")]
    assert problems(world, "quote", {"lines": "all"}) == [("lines", "not_a_list")]


@pytest.mark.parametrize("value", ["a\x00", "\ud800", {"to": ["\x00"]}])
def test_texts_that_cannot_be_stored(world: World, value: Any) -> None:
    assert problems(world, "email_alert", {"recipients": value}) == [("recipients", "unstorable_text")]


def test_many_rows_keep_their_own_problems(world: World) -> None:
    rows = [{"account": {"code": "A-900"}}, {"account": {"code": "A-1"}}, "text"]
    parsed = parse_many(registry.get("contact"), rows, world.actor("owner"), world.frame)
    assert [row.values for row in parsed] == [{"account": world.account}, {}, {}]
    assert [[problem.code for problem in row.problems] for row in parsed] == [
        [],
        ["unknown_reference"],
        ["not_an_object"],
    ]


def test_references_cost_one_query_a_target_whatever_the_rows(world: World) -> None:
    row = {
        "account": {"code": "A-900"},
        "owner": {"username": "owner"},
        "lines": [{"product": {"code": "P-000001"}}] * 9,
    }
    actor = world.actor("owner")
    with CaptureQueriesContext(connection) as captured:
        parsed = parse_many(QUOTE, [row] * 50, actor, world.frame)
    assert not any(row.problems for row in parsed)
    assert len(captured) <= 6  # at most two segments of each of three targets


def test_a_body_of_fields(world: World) -> None:
    fields = {"months": QUOTE.field("next_term_months"), "day": QUOTE.field("start_date")}
    known = {key: field for key, field in fields.items() if field is not None}
    parsed = parse_fields(known, {"months": "0", "day": "2025/4/1", "year": 1}, world.frame, "lines.3.")
    assert parsed.values == {"day": date(2025, 4, 1)}
    assert [(problem.field, problem.code) for problem in parsed.problems] == [
        ("lines.3.months", "number_too_small"),
        ("lines.3.year", "unexpected_field"),
    ]
