"""The three readers agree: what a filter selects in the database is what it matches in Python, for every type and operator."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.access.select import select, select_ids
from daicho.engine.catalog import types
from daicho.engine.catalog.filters import condition, parse_filter
from daicho.engine.catalog.matches import matches
from daicho.engine.catalog.paths import resolve
from daicho.engine.catalog.query import make_query
from daicho.values.problems import Invalid
from tests.engine.catalog.rows import FRAME, Written, write_rows

TEXT_OPERANDS: list[Any] = [
    "ＯＰＲＯ",
    "おぷろ",
    "株式会社おぷろ",
    "abc",
    "%",
    "_",
    "\\",
    "ß",
    "P-",
    "c-1",
    "日本",
    "佐藤",
    "z",
]
NUMBER_OPERANDS: list[Any] = [
    0,
    "-0.0001",
    "0.00005",
    "0.3",
    "12,000",
    "316985.75",
    "99999999999999",
    1.5,
    "-0.00015",
    2147483647,
]
DATE_OPERANDS: list[Any] = [
    "2026-01-15", "2026/01/14", "TODAY", "THIS_WEEK", "LAST_MONTH", "NEXT_N_DAYS:90", "LAST_N_DAYS:90", "NEXT_FISCAL_YEAR",
    "N_DAYS_AGO:1",
]  # fmt: skip
MOMENT_OPERANDS: list[Any] = [
    *DATE_OPERANDS,
    "2026-01-15 00:00",
    "2026-01-14T15:00:00Z",
    "2026-01-14T15:00:01Z",
    "9999-12-31",
    "0001-01-01",
]
CODE_OPERANDS: list[Any] = ["a", "二番", "C"]
OPERANDS: dict[str, list[Any]] = {
    "text": TEXT_OPERANDS, "long_text": TEXT_OPERANDS, "auto_number": ["C-1", "ｃ-", "1", "d_"], "number": NUMBER_OPERANDS,
    "currency": NUMBER_OPERANDS, "checkbox": [True, "いいえ"], "date": DATE_OPERANDS, "datetime": MOMENT_OPERANDS,
    "percent": NUMBER_OPERANDS, "email": ["A@EXAMPLE.COM", "ｂ@", "example"], "phone": ["03", "０３-1234-5678"],
    "url": ["HTTPS://EXAMPLE.COM", "example"],
    "picklist": CODE_OPERANDS, "multi_picklist": CODE_OPERANDS, "lookup": [1, 2, 7, {"id": 3}, "ME"],
}  # fmt: skip
PATHS = [
    "id", "name", "memo", "code", "whole", "amount", "checked", "day", "moment", "pick", "picks", "parent", "owner", "end_day",
    "price", "payer", "total", "x_text", "x_number", "x_day", "x_moment", "x_check", "x_pick", "x_picks", "parent.name",
    "x_memo", "x_whole", "x_amount", "x_rate", "x_parent", "x_owner", "x_email", "x_phone", "x_url", "x_auto",
    "x_parent.code", "x_parent.owner", "x_parent.country.name",
    "parent.owner", "parent.country.name", "parent.above.country.name", "payer.code", "owner.name",
]  # fmt: skip


def operands_of(path: str, op: str) -> list[Any]:
    """Operands to try, in the form that the operator takes."""
    spec = resolve("sample", path).field
    single = [item for item in OPERANDS[spec.type] if item != "ME" or spec.target == "user"]
    if op in ("is_empty", "is_not_empty"):
        return [None]
    if op == "between":
        return [[first, last] for first in single[::2] for last in single[1::3]]
    if op in ("in", "not_in"):
        return [[], single[:1], single[1:4]]
    return single


def leaves(path: str) -> list[dict[str, Any]]:
    """Every condition on a path that the catalog accepts."""
    found = []
    for op in types.operators(resolve("sample", path).field):
        for value in operands_of(path, op):
            leaf = {"field": path, "op": op} if value is None else {"field": path, "op": op, "value": value}
            try:
                condition("sample", path, op, value)
            except Invalid:
                continue
            found.append(leaf)
    return found


def person(user_id: int | None) -> Actor:
    return Actor(user_id, "試験", permissions=EVERYTHING)


def agree(tree: Any, rows: list[Written], user_id: int | None) -> None:
    node = parse_filter("sample", tree)
    expected = [row.id for row in rows if matches(node, row.values, FRAME, user_id)]
    assert select_ids(person(user_id), "sample", tree, FRAME) == expected, tree


@pytest.fixture
def rows(samples: None) -> list[Written]:
    return write_rows()


def test_every_type_of_condition_and_its_complement(rows: list[Written]) -> None:
    for path in PATHS:
        tried = leaves(path)
        assert {leaf["op"] for leaf in tried} == set(types.operators(resolve("sample", path).field))
        for leaf in tried:
            agree(leaf, rows, rows[3].id)
            agree({"not": leaf}, rows, None)


def test_random_trees(rows: list[Written]) -> None:
    leaf = st.sampled_from([leaf for path in PATHS for leaf in leaves(path)])
    parts = st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(lambda part: {"not": part}, inner),
            st.builds(lambda items: {"and": items}, st.lists(inner, max_size=3)),
            st.builds(lambda items: {"or": items}, st.lists(inner, max_size=3)),
        ),
        max_leaves=8,
    )

    @settings(derandomize=True, max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(parts)
    def check(tree: Any) -> None:
        agree(tree, rows, 1)

    check()


def test_the_largest_filters_are_answered(rows: list[Written]) -> None:
    many = [
        {"not": {"field": "parent.country.name", "op": "contains", "value": f"{number}あ"}} for number in range(200)
    ]
    ranges = {"field": "moment", "op": "not_in", "value": [f"LAST_N_DAYS:{number}" for number in range(100)]}
    ids = [{"field": "id", "op": "in", "value": list(range(1, 5001))}] * 2
    for tree in ({"or": many}, {"and": many}, {"or": [ranges, ranges]}, {"and": ids}):
        agree(tree, rows, None)
        agree({"not": tree}, rows, None)


def test_what_is_read_is_what_was_written(rows: list[Written]) -> None:
    page = select(person(None), make_query("sample", columns=PATHS, sort="id"), FRAME)
    assert page.rows == [{path: row.values[path] for path in PATHS} for row in rows]


def test_a_complement_and_its_condition_share_no_row_and_miss_none(rows: list[Written]) -> None:
    for path in ("name", "amount", "day", "picks", "parent.country.name"):
        for leaf in leaves(path):
            node = {"or": [leaf, {"and": [{"not": leaf}]}]}
            assert len(select_ids(person(1), "sample", node, FRAME)) == len(rows)
