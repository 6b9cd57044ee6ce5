"""Filter trees as they are read: what is accepted comes back unchanged, what is wrong is named with what would be right."""

from typing import Any

import pytest

from daicho.engine.catalog.describe import describe
from daicho.engine.catalog.filters import EVERYTHING, both, conditions, parse_filter, paths_of
from daicho.engine.catalog.matches import matches
from daicho.engine.catalog.paths import resolve
from daicho.engine.catalog.refs import Ref
from daicho.values.problems import Invalid
from tests.engine.catalog.rows import FRAME

pytestmark = pytest.mark.usefixtures("catalog")

LEAF = {"field": "name", "op": "eq", "value": "あ"}


def leaf(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op} if value is None else {"field": field, "op": op, "value": value}


def refused(tree: Any) -> tuple[str, str | None, str]:
    with pytest.raises(Invalid) as caught:
        parse_filter("sample", tree)
    problem = caught.value.problems[0]
    assert problem.text("ja")
    return problem.code, problem.field, problem.text("en")


@pytest.mark.parametrize(
    "tree",
    [
        LEAF,
        {"and": [LEAF, {"or": [LEAF, {"not": LEAF}]}]},
        leaf("day", "between", ["TODAY", "NEXT_N_DAYS:90"]),
        leaf("parent.country.name", "in", ["日本", "x"]),
        leaf("owner", "eq", "ME"),
        leaf("parent", "eq", {"code": "P-1"}),
        leaf("amount", "is_empty"),
        {"and": []},
    ],
)
def test_a_tree_survives_storing(tree: Any) -> None:
    node = parse_filter("sample", tree)
    assert node.to_json() == tree
    assert parse_filter("sample", node.to_json()) == node


@pytest.mark.parametrize("tree", [None, {}, EVERYTHING])
def test_no_tree_is_everything(tree: Any) -> None:
    assert parse_filter("sample", tree) == EVERYTHING
    assert both(EVERYTHING, parse_filter("sample", LEAF)) == parse_filter("sample", LEAF)


@pytest.mark.parametrize(
    "tree,code,field,said",
    [
        (leaf("nmae", "eq", "a"), "unknown_field", "nmae", "Did you mean name?"),
        (leaf("parent.cuntry.name", "eq", "a"), "unknown_field", "parent.cuntry.name", "country"),
        (leaf("金額", "eq", 1), "unknown_field", "金額", "amount"),
        (leaf("zzzz", "eq", "a"), "unknown_field", "zzzz", "見本 has no field “zzzz”"),
        (leaf("name.code", "eq", "a"), "not_a_lookup", "name.code", "no lookup"),
        (leaf("parent.above.above.above.name", "eq", "a"), "path_too_long", "parent.above.above.above.name", "At most three"),
        (leaf("name", "like", "a"), "unknown_operator", "name", "starts_with"),
        (leaf("name", "gt", "a"), "operator_not_offered", "name", "contains"),
        (leaf("checked", "is_empty"), "operator_not_offered", "checked", "eq, ne"),
        (leaf("picks", "eq", "a"), "operator_not_offered", "picks", "contains"),
        (leaf("name", "eq"), "value_missing", "name", "is_empty"),
        (leaf("name", "contains", " "), "value_missing", "name", "is_empty"),
        (leaf("name", "is_empty", "a"), "value_not_taken", "name", "takes no value"),
        (leaf("amount", "eq", "多い"), "not_a_number", "amount", "多い"),
        (leaf("amount", "between", [1]), "pair_expected", "amount", "two values"),
        (leaf("amount", "between", [2, 1]), "pair_reversed", "amount", "before it starts"),
        (leaf("day", "between", ["2026-01-02", "2026-01-01"]), "pair_reversed", "day", "before it starts"),
        (leaf("amount", "in", 1), "list_expected", "amount", "a list"),
        (leaf("amount", "in", list(range(5001))), "list_expected", "amount", "5,000"),
        (leaf("day", "eq", "SOMETIME_SOON"), "unknown_relative_date", "day", "SOMETIME_SOON"),
        (leaf("day", "eq", "LAST_N_DAYS:999999"), "relative_date_out_of_range", "day", "range"),
        (leaf("day", "eq", "2026-02-30"), "not_a_date", "day", "2026-02-30"),
        (leaf("moment", "eq", "2026-01-15T09:00"), "instant_equality", "moment", "Give a date"),
        (leaf("moment", "in", ["2026-01-15T09:00"]), "instant_equality", "moment", "Give a date"),
        (leaf("moment", "eq", "2026-01-15 00:00"), "instant_equality", "moment", "Give a date"),
        (leaf("day", "in", ["TODAY"] * 101), "list_expected", "day", "100"),
        (leaf("name", "contains", "あ" * 1001), "text_too_long", "name", "1,001"),
        (leaf("parent", "eq", {"code": "a\x00b"}), "not_a_reference", "parent", "no reference"),
        ({"and": [leaf("day", "in", ["TODAY"] * 90)] * 3}, "filter_too_large", "filter", "200"),
        ({"and": [leaf("id", "in", list(range(5000)))] * 3}, "filter_too_many_values", "filter", "10,000"),
        (leaf("pick", "eq", "zz"), "unknown_choice", "pick", "Known choices: b, a, c"),
        (leaf("parent", "eq", ["x"]), "not_a_reference", "parent", "no reference"),
        ({"field": "name"}, "filter_shape", "filter", "wrong shape at filter"),
        ({"and": [LEAF], "or": []}, "filter_shape", "filter", "wrong shape"),
        ({"and": LEAF}, "filter_shape", "filter", "filter.and"),
        ({"or": [LEAF, 5]}, "filter_shape", "filter", "filter.or[1]"),
        ("name=1", "filter_shape", "filter", "wrong shape"),
        ({"and": [LEAF] * 201}, "filter_too_large", "filter", "200"),
        ({"and": [{"or": [LEAF] * 150}, {"or": [LEAF] * 150}]}, "filter_too_large", "filter", "200"),
        ({5: [LEAF]}, "filter_shape", "filter", "wrong shape"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tree: Any, code: str, field: str, said: str) -> None:
    found_code, found_field, text = refused(tree)
    assert (found_code, found_field) == (code, field)
    assert said in text


def test_nesting_is_bounded() -> None:
    tree: Any = LEAF
    for _ in range(12):
        tree = {"not": tree}
    assert refused(tree)[0] == "filter_too_deep"


def test_the_paths_of_a_tree_are_named_once() -> None:
    node = parse_filter("sample", {"and": [LEAF, LEAF, {"not": leaf("parent.owner.name", "eq", "x")}]})
    assert [path.text for path in paths_of(node)] == ["name", "parent.owner.name"]
    assert len(list(conditions(node))) == 3


def test_three_lookups_are_reached() -> None:
    path = resolve("sample", "parent.above.country.name")
    assert ([hop.key for hop in path.hops], path.field.key, path.end_object) == (
        ["parent", "above", "country"],
        "name",
        "country",
    )
    assert path.label("ja") == "親 › 上位 › 国 › 名前"


@pytest.mark.parametrize(
    "tree,ja,en",
    [
        (leaf("day", "eq", "THIS_MONTH"), "日付：今月（2026/01/01～2026/01/31）", "日付: this month (2026/01/01–2026/01/31)"),
        (leaf("day", "lt", "2026-01-15"), "日付：2026/01/15 より前", "日付: before 2026/01/15"),
        (leaf("amount", "ge", 1200), "金額：1,200 以上", "金額 ≥ 1,200"),
        (leaf("pick", "in", ["a", "b"]), "状態：一番、二番 のいずれか", "状態: one of 一番, 二番"),
        (leaf("owner", "eq", "ME"), "担当：自分", "担当: me"),
        (leaf("parent", "eq", 5), "親：オプロ", "親: オプロ"),
        (leaf("checked", "eq", True), "済：はい", "済: Yes"),
        (leaf("name", "not_contains", "x"), "名前：「x」を含まない", "名前 does not contain “x”"),
        (leaf("memo", "is_empty"), "メモ：空", "メモ: empty"),
        (leaf("amount", "between", [1, 2000]), "金額：1～2,000", "金額: 1 to 2,000"),
        ({"and": [LEAF, {"or": [LEAF, LEAF]}]}, "名前：あ かつ （名前：あ または 名前：あ）", "名前: あ and (名前: あ or 名前: あ)"),
        ({"not": LEAF}, "（名前：あ）ではない", "not (名前: あ)"),
        ({}, "すべて", "everything"),
        ({"or": []}, "該当なし", "nothing"),
        (leaf("whole", "in", list(range(11))), "個数：0、1、2、3、4、5、6、7、8、9、ほか1件 のいずれか",
         "個数: one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, and 1 more"),
    ],
)  # fmt: skip
def test_a_tree_in_words(tree: Any, ja: str, en: str) -> None:
    node = parse_filter("sample", tree)
    assert describe(node, FRAME, "ja", names={("parent", 5): "オプロ"}) == ja
    assert describe(node, FRAME, "en", names={("parent", 5): "オプロ"}) == en


@pytest.mark.parametrize(
    "tree,values,holds",
    [
        (leaf("name", "eq", "ABC"), {"name": "ａｂｃ"}, True),
        (leaf("name", "contains", "ｶﾌﾞｼｷ"), {"name": "かぶしき会社"}, True),
        (leaf("name", "ne", "ABC"), {}, True),
        (leaf("name", "not_contains", "x"), {"name": ""}, True),
        (leaf("amount", "not_in", [1]), {"amount": None}, True),
        (leaf("amount", "lt", 1), {}, False),
        ({"not": leaf("amount", "lt", 1)}, {}, True),
        (leaf("checked", "eq", False), {}, True),
        (leaf("parent", "eq", 3), {"parent": Ref(3, "x")}, True),
        (leaf("parent", "in", [3]), {"parent": 3}, True),
        (leaf("owner", "eq", "ME"), {"owner": 3}, False),
        (leaf("owner", "ne", "ME"), {"owner": 3}, True),
        ({"or": []}, {}, False),
    ],
)
def test_matching_in_memory(tree: Any, values: dict[str, Any], holds: bool) -> None:
    assert matches(parse_filter("sample", tree), values, FRAME) is holds
