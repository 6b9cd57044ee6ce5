"""Texts that no database can keep, and where they stand."""

from typing import Any

import pytest

from daicho.values.storable import is_storable, unstorable_place


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", True), ("台帳", True), ("\U0001f4d2", True), ("\x00", False), ("台\x00", False), ("\ud83d", False)],
)
def test_is_storable(text: str, expected: bool) -> None:
    assert is_storable(text) is expected


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, None, True, "x"]}, None),
        ({"a": {"b": ["x", "\x00"]}}, "a.b.1"),
        (["x", {"name": "\udfff"}], "1.name"),
        ("\x00", ""),
        ({"\x00": 1}, ""),
        ({"a": {"\x00": 1}}, "a"),
        (7, None),
    ],
)
def test_the_place_of_the_first(value: Any, place: str | None) -> None:
    assert unstorable_place(value) == place
