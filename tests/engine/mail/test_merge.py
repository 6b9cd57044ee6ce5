"""Merge templates: what they write, what they use, and what they refuse."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.mail import merge
from daicho.values.problems import Invalid

CONTRACT = {
    "name": "勤怠クラウド & 給与",
    "account": {"name": "青空商事株式会社"},
    "contact": {"name": None},
    "end_date": date(2025, 12, 31),
    "amount": Decimal("1234567.0000"),
    "signed": True,
    "lines": [
        {"product": {"name": "基本"}, "quantity": Decimal("35.0000"), "unit_price": Decimal(1200)},
        {"product": {"name": "追加"}, "quantity": Decimal("1.5000"), "unit_price": Decimal("-300.25")},
    ],
}


def merged(source: str, language="ja", **options) -> str:
    """The source rendered over CONTRACT."""
    return merge.render(merge.parse(source), {"contract": CONTRACT}, language, **options)


@pytest.mark.parametrize(
    "source, ja, en",
    [
        ("{{ contract.account.name }}", "青空商事株式会社", "青空商事株式会社"),
        ('{{ contract.end_date|date:"Y年n月j日（D）" }}', "2025年12月31日（水）", "2025年12月31日（Wed）"),
        ('{{ contract.end_date|date:"Y/m/d" }}', "2025/12/31", "2025/12/31"),
        ("{{ contract.end_date }}", "2025/12/31", "2025/12/31"),
        ("{{ contract.amount|yen }}", "¥1,234,567", "¥1,234,567"),
        ("{{ contract.amount }}", "1,234,567", "1,234,567"),
        ('{{ contract.contact.name|default:"ご担当者" }}', "ご担当者", "ご担当者"),
        ("{{ contract.contact.name }}", "", ""),
        ("{{ contract.nothing.at.all|yen }}", "", ""),
        ("{{ contract.account }}", "青空商事株式会社", "青空商事株式会社"),
        ("{{ contract.signed }}", "はい", "Yes"),
        ('{{ contract.nothing|date:"Y" }}|{{ 1.5 }}|{{ "a" }}', "|1.5|a", "|1.5|a"),
        ("{% if contract.amount > 1000 and not contract.contact.name %}x{% else %}y{% endif %}", "x", "x"),
        ("{% for line in contract.name %}x{% empty %}none{% endfor %}", "none", "none"),
        ("{{ contract.name.upper }}{{ contract.lines.0.quantity }}{{ contract.items }}", "", ""),
        ("{# remark #}a", "a", "a"),
    ],
)
def test_values_are_written_for_people(source: str, ja: str, en: str) -> None:
    assert (merged(source), merged(source, "en")) == (ja, en)


def test_zero_is_not_empty_and_prices_below_zero_are_signed() -> None:
    values = {"a": Decimal(0), "b": Decimal(-1200), "c": 0}
    assert merge.render(merge.parse('{{ a|default:"x" }} {{ b|yen }} {{ c|yen }}'), values, "ja") == "0 -¥1,200 ¥0"


def test_moments_and_lists_are_written_for_people() -> None:
    values = {"at": datetime(2025, 10, 2, 9, 5, tzinfo=UTC), "roles": ["契約", "請求"]}
    source = '{{ at }} {{ at|date:"H:i" }} {{ roles }}'
    assert merge.render(merge.parse(source), values, "ja") == "2025/10/02 09:05 09:05 契約、請求"


def test_a_tag_alone_on_its_line_leaves_no_blank_line() -> None:
    source = "一\n{% if contract.signed %}\n  二\n  {% endif %}  \n{% for line in contract.lines %}\n・{{ line.product.name }}\n{% endfor %}\n\n三\n"
    assert merged(source) == "一\n  二\n・基本\n・追加\n\n三\n"


def test_a_tag_within_a_line_keeps_the_line() -> None:
    assert merged("a {% if contract.signed %}b{% endif %}\nc") == "a b\nc"


def test_html_escapes_values_and_text_does_not() -> None:
    assert merged("<b>{{ contract.name }}</b>", html=True) == "<b>勤怠クラウド &amp; 給与</b>"
    assert merged("<b>{{ contract.name }}</b>") == "<b>勤怠クラウド & 給与</b>"


def test_a_value_is_not_read_as_a_template_and_cannot_bring_markup() -> None:
    values = {"name": '{{ secret }}<script>\x00\x1b"'}
    assert merge.render(merge.parse("{{ name }}"), values, "ja") == '{{ secret }}<script>"'
    assert merge.render(merge.parse("{{ name|linebreaksbr }}"), values, "ja", html=True).startswith(
        "{{ secret }}&lt;script&gt;"
    )


@given(st.text())
def test_a_subject_is_one_line_whatever_is_merged(name: str) -> None:
    subject = merge.on_one_line(
        merge.render(merge.parse("更新\n{{ name }}"), {"name": f"a\r\nBcc: x@example.jp{name}"}, "ja")
    )
    assert len(subject.splitlines()) == 1
    assert subject.startswith("更新 a Bcc: x@example.jp")


def test_paths_have_their_loop_variables_resolved() -> None:
    source = (
        "{{ contract.name }}{% for contract in contract.lines %}{{ contract.product.name|default:organisation.name }}"
        "{{ forloop.counter }}{% for x in contract.parts %}{{ x.name }}{% endfor %}{% endfor %}{% if a.b == 1 %}{% endif %}"
    )
    assert merge.paths(merge.parse(source)) == {
        ("contract.name",),
        ("contract.lines",),
        ("contract.lines", "product.name"),
        ("contract.lines", "parts"),
        ("contract.lines", "parts", "name"),
        ("organisation.name",),
        ("a.b",),
    }


@pytest.mark.parametrize(
    "source, code, line, what",
    [
        ("a\n{% load static %}", "template_unknown_tag", 2, "load static"),
        ("{% include '/etc/passwd' %}", "template_unknown_tag", 1, "include '/etc/passwd'"),
        ("{% extends 'x' %}", "template_unknown_tag", 1, "extends 'x'"),
        ("{% debug %}", "template_unknown_tag", 1, "debug"),
        ("{% verbatim %}{% endverbatim %}", "template_unknown_tag", 1, "verbatim"),
        ("\n\n{{ x|safe }}", "template_unknown_filter", 3, "safe"),
        ("{% if x|pprint %}{% endif %}", "template_unknown_filter", 1, "pprint"),
        ("{{ x.__class__.__mro__ }}", "template_unreadable", 1, "x.__class__.__mro__"),
        ("{{ x._meta }}", "template_unreadable", 1, "x._meta"),
        ("{{ x y }}", "template_unreadable", 1, "x y"),
        ("{{ }}", "template_unreadable", 1, "{{ }}"),
        ("{{ x|yen:3 }}", "template_unreadable", 1, "x|yen:3"),
        ("{{ 1e999999999 }}", "template_unreadable", 1, "1e999999999"),
        ("{{ _('x') }}", "template_unreadable", 1, "_('x')"),
        ("{% if a b %}{% endif %}", "template_unreadable", 1, "if a b"),
        ("a\n{{ x\n}}", "template_open_braces", 2, "{{ x"),
        ("{% if x %}\n", "template_unclosed_tag", 1, "if x"),
        ("{% endfor %}", "template_misplaced_tag", 1, "endfor"),
        ("{% for a, b in c %}{% endfor %}", "template_bad_loop", 1, "for a, b in c"),
        ("{% for a in 'abc' %}{% endfor %}", "template_bad_loop", 1, "'abc'"),
        ("{% for a in b %}" * 4 + "{% endfor %}" * 4, "template_too_deep", 1, "b"),
        ("{% if a %}" * 22 + "{% endif %}" * 22, "template_too_deep", 1, "if a"),
    ],
)
def test_what_is_not_allowed_is_refused_with_its_line(source: str, code: str, line: int, what: str) -> None:
    with pytest.raises(Invalid) as refused:
        merge.parse(source)
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["line"], problem.params["what"]) == (code, line, what)
    assert f"{line}行目" in problem.text("ja")
    assert f"line {line}" in problem.text("en")


def test_sources_and_results_are_bounded() -> None:
    with pytest.raises(Invalid, match="too long"):
        merge.parse("x" * 100_001)
    lines = [{"name": "x"}] * 1000
    loops = "{% for a in lines %}{% for b in lines %}{% for c in lines %}xxx{% endfor %}{% endfor %}{% endfor %}"
    with pytest.raises(Invalid, match="too long"):
        merge.render(merge.parse(loops), {"lines": lines}, "ja")
    with pytest.raises(Invalid, match="too long"):
        merge.render(
            merge.parse("{% for a in lines %}{{ text }}{% endfor %}"), {"lines": lines, "text": "x" * 5000}, "ja"
        )


@pytest.mark.parametrize(
    "hostile", ["{%" * 40_000, "{{" * 40_000, "{#" * 40_000, "{% if " + "not " * 10_000 + "x %}{% endif %}"]
)
def test_hostile_sources_are_refused_at_once(hostile: str) -> None:
    with pytest.raises(Invalid):
        merge.parse(hostile)


def test_a_value_that_is_not_plain_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="object is no plain value"):
        merge.render(merge.parse("{{ a }}"), {"a": object()}, "ja")
