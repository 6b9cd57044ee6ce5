"""Merge fields against the catalog: which paths exist, and what a refusal suggests."""

import pytest

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import Children, FieldSpec, ObjectSpec
from daicho.engine.mail import fields, merge
from daicho.values.labels import Label
from daicho.values.problems import Invalid


def spec(key: str, *keys: str, children: dict[str, Children] | None = None, **targets: str) -> ObjectSpec:
    """An object with text fields and lookups."""
    texts = tuple(FieldSpec(one, "text", Label(one, one)) for one in keys)
    lookups = tuple(FieldSpec(one, "lookup", Label(one, one), target=target) for one, target in targets.items())
    return ObjectSpec(key, Label(key, key), Label(key, key), None, texts + lookups, children=children or {})


LINE = spec("t_line", "quantity", "unit_price", product="t_product")
CONTRACT = spec(
    "t_contract", "name", "end_date", account="t_account", children={"lines": Children("t_line", "contract")}
)
DATED = ObjectSpec(
    "t_dated",
    Label("契約", "Contract"),
    Label("契約", "Contracts"),
    None,
    (
        FieldSpec("name", "text", Label("名前", "Name")),
        FieldSpec("end_date", "date", Label("終了日", "End")),
        FieldSpec("amount", "currency", Label("金額", "Amount")),
    ),
)
OBJECTS = (
    DATED,
    LINE,
    CONTRACT,
    spec("t_product", "name"),
    spec("t_account", "name", owner="t_user"),
    spec("t_user", "name", "email", boss="t_user"),
)
ROOTS = {"organisation": frozenset({"name"})}


@pytest.fixture(autouse=True)
def catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_objects", {one.key: one for one in OBJECTS})


@pytest.mark.parametrize(
    "source",
    [
        "{{ t_contract.name }} {{ t_contract.id }} {{ t_contract.account }} {{ t_contract.account.owner.boss.name }}",
        "{% for line in t_contract.lines %}{{ line.product.name }}{{ line.quantity }}{{ forloop.counter }}{% endfor %}",
        "{% if t_contract.account.owner.email %}{{ organisation.name }}{% endif %}",
    ],
)
def test_paths_that_exist_are_accepted(source: str) -> None:
    assert fields.unknown_paths(merge.parse(source), CONTRACT, ROOTS) == []


@pytest.mark.parametrize(
    "source, code, words",
    [
        ("{{ t_contract.nmae }}", "template_unknown_path", "t_contract.nmae"),
        ("{{ t_contract.account.nam }}", "template_unknown_path", "name"),
        ("{{ name }}", "template_unknown_root", "organisation, t_contract"),
        ("{{ t_contract }}", "template_whole_record", "end_date"),
        ("{{ t_contract.name.length }}", "template_path_too_long", "Stop at “name”"),
        ("{{ t_contract.account.owner.boss.boss.name }}", "template_too_many_hops", "at most 3"),
        ("{{ t_contract.lines }}", "template_is_list", "for item in t_contract.lines"),
        ("{% for x in t_contract.account %}{% endfor %}", "template_no_list", "Lists of t_contract: lines"),
        ("{% for x in t_contract.lines %}{{ x }}{% endfor %}", "template_whole_record", "quantity"),
        ("{% for x in t_contract.lines %}{{ x.qantity }}{% endfor %}", "template_unknown_path", "quantity"),
        ("{{ organisation.secret }}", "template_unknown_path", "name"),
        ("{{ t_contract.name|default:t_contract.none }}", "template_unknown_path", "t_contract.none"),
    ],
)
def test_a_path_that_does_not_exist_is_named_with_what_does(source: str, code: str, words: str) -> None:
    (problem,) = fields.unknown_paths(merge.parse(source), CONTRACT, ROOTS)
    assert problem.code == code
    assert words in problem.text("en")
    assert "1行目" in problem.text("ja")


def test_all_parts_are_checked_and_every_problem_names_its_part() -> None:
    parts = {"subject": "{{ t_contract.x }}", "text": "{% load y %}", "html": "{{ t_contract.name }}"}
    with pytest.raises(Invalid) as refused:
        fields.check(parts, CONTRACT, ROOTS)
    found = [(one.field, one.code) for one in refused.value.problems]
    assert found == [("subject", "template_unknown_path"), ("text", "template_unknown_tag")]


@pytest.mark.parametrize(
    "source, words",
    [
        (
            '{{ t_dated.name|date:"Y" }}',
            "「t_dated.name」は文字の項目なので、書式「|date」は使えません（日付・日時の項目に使います）。",
        ),
        (
            "{{ t_dated.end_date|yen }}",
            "「t_dated.end_date」は日付の項目なので、書式「|yen」は使えません（数値・金額の項目に使います）。",
        ),
        ('{{ t_dated.amount|default:"0"|date:"Y" }}', "書式「|date」"),
        ('{{ organisation.name|date:"Y" }}', "「organisation.name」は文字の項目"),
    ],
)
def test_a_format_for_another_kind_of_field_is_refused(source: str, words: str) -> None:
    (problem,) = fields.unknown_paths(merge.parse(source), DATED, ROOTS)
    assert problem.code == "template_format_misfit"
    assert words in problem.text("ja")


def test_formats_that_suit_are_accepted() -> None:
    source = '{{ t_dated.end_date|date:"Y"|default:"－" }}{{ t_dated.amount|yen }}{{ t_dated.id|number }}{{ t_dated.name|default:t_dated.end_date }}'
    assert fields.unknown_paths(merge.parse(source), DATED, ROOTS) == []
