"""Merge fields never stand in a sentence for people."""

import pytest

from daicho.engine.automation.texts import readable


@pytest.mark.parametrize(
    "source, shown",
    [
        ("更新のご意向確認（{{ contract.account.name }}）", "更新のご意向確認（…）"),
        ("{% if contract.contact %}x{% endif %}", "…x…"),
        ("plain", "plain"),
    ],
)
def test_what_is_merged_in_stands_as_dots(source, shown):
    assert readable(source) == shown
