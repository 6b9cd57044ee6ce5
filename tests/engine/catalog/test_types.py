"""Field types: what people type, JSON, words for people, and that every table of types is complete."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from daicho.engine.catalog import types
from daicho.engine.catalog.compile.sql_types import SQL_TYPES
from daicho.engine.catalog.operators import LABELS, Operator
from daicho.engine.catalog.refs import LookupKey, Ref
from daicho.engine.catalog.specs import Choice, FieldSpec, FieldType
from daicho.engine.shaping.messages import TYPES
from daicho.engine.shaping.specs import OFFERED
from daicho.values.labels import Label
from daicho.values.problems import Invalid
from tests.engine.catalog.sampler.models import PARENT, SAMPLE

CHOICES = (Choice("draft", Label("下書き", "Draft")), Choice("won", Label("受注", "Won")))
NOON = datetime(2025, 12, 31, 3, tzinfo=UTC)


def spec(kind: FieldType, **options: Any) -> FieldSpec:
    return FieldSpec("f", kind, Label("項目", "Field"), choices=CHOICES, **options)


def test_every_type_is_in_both_tables() -> None:
    assert set(types.TYPES) == set(SQL_TYPES) == set(get_args(FieldType))
    assert set(LABELS) == set(get_args(Operator))


@pytest.mark.parametrize("kind", get_args(FieldType))
@pytest.mark.parametrize("raw", [None, "", "  ", "　"])
def test_blank_is_empty(kind: FieldType, raw: Any) -> None:
    assert types.parse(spec(kind), raw) is None or kind == "json"


@pytest.mark.parametrize(
    "kind,raw,value",
    [
        ("text", "  株式会社　オプロ \n", "株式会社 オプロ"),
        ("text", 12.0, "12"),
        ("text", "a\x00b\x07", "ab"),
        ("long_text", " 一行目 \r\n二行目\n", " 一行目\n二行目"),
        ("number", "１，２００", Decimal(1200)),
        ("number", "▲0.5", Decimal("-0.5")),
        ("currency", "¥1,200", Decimal(1200)),
        ("percent", "12.5％", Decimal("12.5")),
        ("checkbox", "○", True),
        ("checkbox", "いいえ", False),
        ("date", "R7.12.31", date(2025, 12, 31)),
        ("date", "2025年12月31日", date(2025, 12, 31)),
        ("date", 46022, date(2025, 12, 31)),
        ("datetime", "2025/12/31 12:00", NOON),
        ("datetime", "2025-12-31T03:00:00Z", NOON),
        ("picklist", "受注", "won"),
        ("picklist", "ＷＯＮ", "won"),
        ("multi_picklist", "受注、下書き", ("draft", "won")),
        ("multi_picklist", ["won", "won"], ("won",)),
        ("multi_picklist", [], None),
        ("email", " ａ@example.co.jp ", "a@example.co.jp"),
        ("phone", "０３－１２３４－５６７８", "03-1234-5678"),
        ("url", "example.com/a", "https://example.com/a"),
        ("json", {"a": [1]}, {"a": [1]}),
    ],
)
def test_what_people_type(kind: FieldType, raw: Any, value: Any) -> None:
    assert types.parse(spec(kind), raw) == value


@pytest.mark.parametrize(
    "kind,raw,code",
    [
        ("text", True, "not_a_text"),
        ("text", ["a"], "not_a_text"),
        ("text", "あ" * 1001, "text_too_long"),
        ("number", "12個", "not_a_number"),
        ("number", "0.00001", "too_many_decimals"),
        ("number", True, "not_a_number"),
        ("date", "2025-02-30", "not_a_date"),
        ("datetime", "25:00", "not_a_datetime"),
        ("datetime", "0001-01-01 00:00", "not_a_datetime"),
        ("datetime", "9999-12-31T23:59:59Z", "not_a_datetime"),
        ("checkbox", "たぶん", "not_a_boolean"),
        ("picklist", "lost", "unknown_choice"),
        ("picklist", 5, "unknown_choice"),
        ("multi_picklist", ["won", "lost"], "unknown_choice"),
        ("email", "a@b", "not_an_email"),
        ("email", "a@b.jp, c@d.jp", "not_an_email"),
        ("phone", "なし", "not_a_phone"),
        ("url", "javascript://alert(1)", "not_a_url"),
        ("url", "http://[", "not_a_url"),
    ],
)
def test_what_is_refused(kind: FieldType, raw: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        types.parse(spec(kind), raw)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, "f")]
    assert all(problem.text(language) for problem in refused.value.problems for language in ("ja", "en"))


def test_whole_numbers_are_ints_within_their_bounds() -> None:
    day = spec("number", scale=0, minimum=1, maximum=31)
    assert (types.parse(day, "31"), type(types.parse(day, "31"))) == (31, int)
    for raw in ("0", "32", "1.5"):
        with pytest.raises(Invalid):
            types.parse(day, raw)


@pytest.mark.parametrize("scale,finest,refused", [(0, "1", "1.5"), (2, "1.25", "1.255"), (None, "1.0001", "1.00001")])
def test_decimals_are_bounded_by_the_scale(scale: int | None, finest: str, refused: str) -> None:
    assert types.parse(spec("currency", scale=scale), finest) == Decimal(finest)
    with pytest.raises(Invalid):
        types.parse(spec("currency", scale=scale), refused)


@pytest.mark.parametrize(
    "kind,value,data",
    [
        ("number", Decimal("12000.0000"), "12000"),
        ("number", Decimal("1E+3"), "1000"),
        ("number", Decimal("-0.50"), "-0.5"),
        ("number", Decimal("-0.00"), "0"),
        ("number", 31, 31),
        ("date", date(2025, 1, 2), "2025-01-02"),
        ("datetime", NOON, "2025-12-31T12:00:00+09:00"),
        ("multi_picklist", ("draft",), ["draft"]),
        ("multi_picklist", None, []),
        ("lookup", Ref(5, "オプロ"), 5),
        ("checkbox", True, True),
        ("text", None, None),
    ],
)
def test_json(kind: FieldType, value: Any, data: Any) -> None:
    assert types.to_json(spec(kind), value) == data


SAMPLES: dict[str, Any] = {
    "number": "12",
    "currency": "1.5",
    "percent": "12.5%",
    "checkbox": True,
    "date": "2025-01-02",
    "datetime": "2025-01-02T03:04:05+09:00",
    "picklist": "a",
    "multi_picklist": ["a", "c"],
    "lookup": 7,
    "email": "name@example.com",
    "phone": "03-1234-5678",
    "url": "https://example.com",
}


@pytest.mark.parametrize("field", [field for field in SAMPLE.fields if field.type != "lookup"], ids=lambda one: one.key)
def test_json_is_read_back(field: FieldSpec) -> None:
    value = types.parse(field, SAMPLES.get(field.type, "文字"))
    assert types.from_json(field, types.to_json(field, value)) == value


CUSTOM = [field for field in SAMPLE.fields if field.source == "custom"]


def test_every_type_that_people_may_add_is_sampled() -> None:
    assert (
        {field.type for field in CUSTOM} == set(OFFERED) == set(TYPES) == {*get_args(FieldType)} - {"rich_text", "json"}
    )


@pytest.mark.parametrize("field", CUSTOM, ids=lambda one: one.key)
def test_what_a_record_keeps_of_a_custom_value_is_json_and_read_back(field: FieldSpec) -> None:
    kind = types.kind_of(field)
    value = types.parse(field, SAMPLES.get(field.type, "文字"))
    kept = json.loads(json.dumps(kind.keep(value)))
    assert kind.kept(kept, field) == (list(value) if isinstance(value, tuple) else value)
    assert kind.keep(None) is None
    assert kind.is_empty(kind.kept(None, field)) or kind.kept(None, field) is False


@pytest.mark.parametrize(
    "kind,value,ja,en",
    [
        ("number", Decimal("1234567.50"), "1,234,567.5", "1,234,567.5"),
        ("currency", Decimal(-1200), "▲1,200", "▲1,200"),
        ("percent", Decimal(10), "10%", "10%"),
        ("checkbox", True, "はい", "Yes"),
        ("date", date(2025, 12, 31), "2025/12/31", "2025/12/31"),
        ("datetime", NOON, "2025/12/31 12:00", "2025/12/31 12:00"),
        ("picklist", "won", "受注", "Won"),
        ("picklist", "gone", "gone", "gone"),
        ("multi_picklist", ("draft", "won"), "下書き、受注", "Draft, Won"),
        ("lookup", Ref(5, "オプロ"), "オプロ", "オプロ"),
        ("lookup", 5, "#5", "#5"),
        ("text", None, "", ""),
    ],
)
def test_for_people(kind: FieldType, value: Any, ja: str, en: str) -> None:
    assert (types.show(spec(kind), value), types.show(spec(kind), value, "en")) == (ja, en)


def test_moments_follow_the_zone_given() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert types.parse(spec("datetime"), "2025-12-31 04:00", paris) == NOON
    assert types.to_json(spec("datetime"), NOON, paris) == "2025-12-31T04:00:00+01:00"


@pytest.mark.parametrize(
    "raw,value",
    [
        (5, 5),
        ("5", 5),
        ({"id": 5}, 5),
        (Ref(5), 5),
        ({"code": " A-900 "}, LookupKey("code", "A-900")),
        ("A-900", LookupKey("code", "A-900")),
    ],
)
def test_lookups(catalog: None, raw: Any, value: Any) -> None:
    parent = spec("lookup", target=PARENT.key)
    assert types.parse(parent, raw) == value


@pytest.mark.parametrize(
    "raw", [0, -1, True, 1.5, 2**63, {"code": 5}, {"name": "x"}, {"code": "a", "name": "b"}, [1], {}]
)
def test_lookups_refuse_the_rest(catalog: None, raw: Any) -> None:
    with pytest.raises(Invalid, match="no reference"):
        types.parse(spec("lookup", target=PARENT.key), raw)


def test_required() -> None:
    with pytest.raises(Invalid, match="Field is required"):
        types.parse_required(spec("text", required=True), " ")


@pytest.mark.parametrize("kind", [kind for kind in get_args(FieldType) if kind != "json"])
def test_every_type_has_a_schema(catalog: None, kind: FieldType) -> None:
    own = types.schema(spec(kind, required=True, target="parent"))
    assert "type" in own or "anyOf" in own
    assert types.schema(spec(kind, target="parent"))["anyOf"][-1] == {"type": "null"}
