"""Addresses of the ledger: read and written, there and back."""

import pytest
from django.http import QueryDict

from daicho.values.problems import Invalid
from daicho.web.records.location import MOST_BACK, PAGE_ROWS, Location, read_location

PLACES = [
    Location(),
    Location(view="contract.mine", search="青葉 & 子", sort="-mrr"),
    Location(filter={"and": []}),
    Location(filter={"field": "name", "op": "eq", "value": 'a"b<c>&=?#'}),
    Location(view="7", cursor="abc:def", back=("1", "2"), first=101),
]


@pytest.mark.parametrize("place", PLACES)
def test_an_address_names_the_same_place(place: Location) -> None:
    assert read_location(QueryDict(place.query_string)) == place


def test_another_order_begins_at_the_first_page() -> None:
    place = Location(view="x", cursor="c", back=("a",), first=101)
    assert place.sorted_by("mrr") == Location(view="x", sort="mrr")
    assert place.sorted_by("mrr").sorted_by("mrr").sort == "-mrr"
    assert place.sorted_by("mrr").sorted_by("mrr").sorted_by("mrr").sort == "mrr"


def test_forward_and_back_comes_to_the_same_place() -> None:
    first = Location(view="x")
    second, third = first.following("b"), first.following("b").following("c")
    assert (second.cursor, second.back, second.first) == ("b", (), PAGE_ROWS + 1)
    assert third.preceding() == second
    assert second.preceding() == first
    assert first.preceding() is None


def test_an_address_does_not_grow_for_ever() -> None:
    place = Location()
    for page in range(40):
        place = place.following(f"cursor{page}")
    assert len(place.back) == MOST_BACK
    for _page in range(MOST_BACK):
        place = place.preceding() or Location(view="lost")
    assert place.cursor == f"cursor{39 - MOST_BACK}"
    assert place.preceding() == Location()


@pytest.mark.parametrize("text", ["{", "[]", "3", '"x"', "null", "[" * 5000])
def test_a_filter_that_is_no_object_is_refused(text: str) -> None:
    given = QueryDict(mutable=True)
    given["filter"] = text
    with pytest.raises(Invalid) as refused:
        read_location(given)
    assert refused.value.problems[0].code == "filter_not_readable"


@pytest.mark.parametrize(("text", "first"), [("51", 51), ("-1", 1), ("x", 1), ("", 1), ("9" * 30, 1), ("１", 1)])
def test_the_number_of_the_first_row(text: str, first: int) -> None:
    given = QueryDict(mutable=True)
    given["from"] = text
    assert read_location(given).first == first
