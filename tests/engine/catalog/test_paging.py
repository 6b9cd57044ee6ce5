"""Pages by key: put together they are the whole list in its order, for any sort, with ties and empty values."""

from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.select import count, select
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.refs import Ref
from daicho.values.problems import Invalid
from daicho.values.text import normalise
from tests.engine.catalog.rows import FRAME, Written, write_rows
from tests.engine.catalog.sampler.models import CHOICES

SORTABLE = [
    "id", "name", "code", "whole", "amount", "checked", "day", "moment", "pick", "parent", "owner", "end_day", "price", "payer",
    "total", "x_text", "x_number", "x_day", "x_moment", "x_check", "x_pick", "x_whole", "x_rate",
    "x_email", "x_auto", "x_parent", "x_owner", "x_parent.code", "x_parent.owner", "parent.country.name", "parent.owner",
]  # fmt: skip
POSITIONS = {choice.code: place for place, choice in enumerate(CHOICES)}


def key_of(path: str, value: Any) -> Any:
    """What a value is sorted by; None for an empty one, which comes last."""
    if path.rsplit(".", maxsplit=1)[-1] in ("pick", "x_pick"):
        return None if value is None else POSITIONS.get(value, len(POSITIONS))
    if isinstance(value, Ref):
        value = value.name
    if isinstance(value, str):
        text = value.lower() if path == "code" else normalise(value)
        return [ord(sign) for sign in text] or None
    return value


def in_order(rows: list[Written], sort: list[str]) -> list[int]:
    """The ids as the whole list must have them: stable sorts from the last column to the first."""
    names = [name.lstrip("-") for name in sort]
    if "id" in names:
        sort = sort[: names.index("id") + 1]
    down = bool(sort) and sort[-1].startswith("-")
    found = sorted(rows, key=lambda row: row.id, reverse=down)
    for name in reversed(sort):
        path = name.lstrip("-")
        filled = [row for row in found if key_of(path, row.values[path]) is not None]
        empty = [row for row in found if key_of(path, row.values[path]) is None]
        filled.sort(key=lambda row: key_of(path, row.values[path]), reverse=name.startswith("-"))
        found = filled + empty
    return [row.id for row in found]


def by_nearness(rows: list[Written], path: str) -> list[int]:
    """From today on, the nearest first; the empty ones; those before today, the latest first."""
    ahead = [row for row in rows if row.values[path] and row.values[path] >= FRAME.today]
    empty = [row for row in rows if row.values[path] is None]
    before = [row for row in rows if row.values[path] and row.values[path] < FRAME.today]
    ahead.sort(key=lambda row: (row.values[path], row.id))
    before.sort(key=lambda row: (row.values[path], row.id), reverse=True)
    return [row.id for row in (*ahead, *sorted(empty, key=lambda row: row.id), *before)]


def pages(sort: list[str], limit: int, **options: Any) -> list[list[int]]:
    """The ids of page after page."""
    query = make_query("sample", sort=sort, limit=limit, **options)
    found, cursor = [], None
    while True:
        page = select(SYSTEM, query.page(limit, cursor), FRAME)
        found.append([row["id"] for row in page.rows])
        cursor = page.next_cursor
        if cursor is None:
            return found


def chained(found: list[list[int]]) -> list[int]:
    return list(chain.from_iterable(found))


@pytest.fixture
def rows(samples: None) -> list[Written]:
    return write_rows(40, seed=7)


@pytest.mark.parametrize("path", SORTABLE)
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_of_one_sort_column_make_the_list(rows: list[Written], path: str, sign: str) -> None:
    found = pages([sign + path], 7)
    assert [len(page) for page in found[:-1]] == [7] * 5
    assert chained(found) == in_order(rows, [sign + path])


def test_pages_of_random_sorts_make_the_list(rows: list[Written]) -> None:
    names = st.lists(st.sampled_from(SORTABLE), min_size=1, max_size=4, unique=True)

    @settings(derandomize=True, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(names, st.lists(st.booleans(), min_size=4, max_size=4), st.integers(1, 15))
    def check(paths: list[str], down: list[bool], limit: int) -> None:
        sort = [("-" if turned else "") + path for path, turned in zip(paths, down, strict=False)]
        assert chained(pages(sort, limit)) == in_order(rows, sort)

    check()


@pytest.mark.parametrize("path", ["day", "end_day", "x_day"])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_by_nearness_to_today_make_the_list(rows: list[Written], path: str, limit: int) -> None:
    expected = by_nearness(rows, path)
    assert chained(pages([f"~{path}"], limit)) == expected
    assert chained(pages([f"~{path}", "id"], limit)) == expected


def test_nearness_and_a_second_column_turn_round_together(rows: list[Written]) -> None:
    assert sorted(chained(pages(["~day", "whole"], 4))) == sorted(row.id for row in rows)
    assert chained(pages(["~day", "whole"], 4)) == chained(pages(["~day", "whole"], 100))


def test_only_a_date_and_only_the_first_column_is_ordered_by_nearness(samples: None) -> None:
    assert make_query("sample", sort="~day").sort[0].text == "~day"
    for sort in ("~name", "~moment", "name,~day", "~~day", "-~day"):
        with pytest.raises(Invalid):
            make_query("sample", sort=sort)


def test_a_filtered_list_is_paged_and_counted_exactly(rows: list[Written]) -> None:
    tree = {"field": "end_day", "op": "ge", "value": "TODAY"}
    wanted = [row.id for row in rows if row.values["end_day"] and row.values["end_day"] >= FRAME.today]
    assert sorted(chained(pages(["-end_day", "name"], 3, filter=tree))) == sorted(wanted)
    assert count(SYSTEM, make_query("sample", filter=tree, limit=3), FRAME) == len(wanted)


def test_a_row_that_goes_does_not_shift_the_next_page(rows: list[Written]) -> None:
    query = make_query("sample", sort="id", limit=5)
    first = select(SYSTEM, query, FRAME)
    without = query.where(make_query("sample", filter={"field": "id", "op": "ne", "value": rows[2].id}).filter)
    second = select(SYSTEM, without.page(5, first.next_cursor), FRAME)
    assert [row["id"] for row in second.rows] == [row.id for row in rows[5:10]]


@pytest.mark.parametrize("cursor", ["x", "Zm9v", "eyJhIjoxfQ:abc", "Ω", "a" * 5000, "WyJhIiwxXQ"])
def test_a_damaged_cursor_is_refused(samples: None, cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        select(SYSTEM, make_query("sample", sort="name", limit=2, cursor=cursor), FRAME)
    assert refused.value.problems[0].code == "bad_cursor"


def test_a_cursor_of_another_order_is_refused(rows: list[Written]) -> None:
    cursor = select(SYSTEM, make_query("sample", sort="name", limit=2), FRAME).next_cursor
    with pytest.raises(Invalid, match="another order"):
        select(SYSTEM, make_query("sample", sort="-name", limit=2, cursor=cursor), FRAME)


def test_a_page_costs_the_same_queries_whatever_the_rows(rows: list[Written]) -> None:
    columns = ["name", "parent", "parent.country.name", "payer", "end_day", "total", "x_text"]
    counts = []
    for limit in (1, 10, 40):
        with CaptureQueriesContext(connection) as asked:
            select(SYSTEM, make_query("sample", columns=columns, sort="id", limit=limit), FRAME)
        counts.append(len(asked))
    assert counts == [1, 1, 1]


def test_at_most_two_queries_where_the_first_column_has_empties(rows: list[Written]) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = select(SYSTEM, make_query("sample", sort="day"), FRAME)
    assert (len(asked), len(page.rows)) == (2, 40)


def test_the_rows_have_ties(rows: list[Written]) -> None:
    """The rows of this module really have ties and empties, or its tests would prove little."""
    values = [row.values["whole"] for row in rows]
    assert None in values
    assert len(set(values)) < len(values)
