"""What a template requires: values printed without |default and without an {% if %} around them that names the same field."""

from datetime import date
from decimal import Decimal

import pytest

from daicho.engine.mail import merge
from daicho.engine.mail.merge_filters import Withheld
from daicho.values.labels import Message

LATE = Message("late", ja="過ぎました。", en="Too late.")


def empty(source: str, **values: object) -> list[tuple[str, ...]]:
    return list(merge.merged(merge.parse(source), {"c": values}, "ja").empty)


@pytest.mark.parametrize(
    "source",
    [
        '{{ c.name|default:"－" }}',
        '{{ c.name|default:"" }}',
        "{% if c.name %}{{ c.name }}{% endif %}",
        "{% if not c.name %}{{ c.name }}{% endif %}",
        "{% if c.other %}x{% elif c.name %}x{% else %}{{ c.name }}{% endif %}",
        "{% if c.other or c.name %}{% if c.none %}{% else %}{{ c.name }}{% endif %}{% endif %}",
        '{{ "" }}{% for line in c.lines %}{{ forloop.counter }}{% endfor %}',
        "{% if c.other %}{{ c.name }}{% endif %}",
    ],
)
def test_what_is_guarded_or_not_printed_may_be_empty(source: str) -> None:
    assert empty(source, name="", lines=[{}]) == []


@pytest.mark.parametrize(
    "source, found",
    [
        ("{{ c.name }}", [("c.name",)]),
        ('{{ c.name|date:"Y" }}{{ c.name }}', [("c.name",)]),
        ("{% if c.other %}{% else %}{{ c.name }}{% endif %}", [("c.name",)]),
        ("{% for line in c.lines %}{{ line.price }}{{ line.count }}{% endfor %}", [("c.lines", "price")]),
        ("{% if c.name %}{% endif %}{{ c.name }}", [("c.name",)]),
    ],
)
def test_what_is_printed_bare_is_required(source: str, found: list[tuple[str, ...]]) -> None:
    assert empty(source, name=None, lines=[{"price": None, "count": Decimal(0)}]) == found


def test_a_withheld_value_is_named_only_where_it_is_printed() -> None:
    values = {"c": {"due": Withheld(date(2026, 1, 5), LATE.problem())}}
    printed = merge.merged(merge.parse('{{ c.due|date:"Y" }}'), values, "ja")
    assert [one.code for one in printed.withheld] == ["late"]
    assert merge.merged(merge.parse("{% if c.other %}{{ c.due }}{% endif %}"), values, "ja").withheld == ()
