"""Reports as the catalog describes them, checked against the catalog when they are saved."""

from collections.abc import Mapping
from typing import Any

from daicho.engine.catalog.declare import CREATOR, field, long_text, lookup, picklist, text, whole
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.reports.definition import check_definition, read_definition
from daicho.engine.reports.models import Report
from daicho.values.labels import Label, Problem
from daicho.values.problems import Refused

SHARING = {"private": Label("自分だけ", "Only me"), "everyone": Label("全員", "Everyone")}


def check_report(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a report whose definition does not fit its object."""
    if not values.get("object"):
        return []
    try:
        return check_definition(values["object"], read_definition(values.get("definition")))
    except Refused as refused:
        return list(refused.problems)


REPORT = ObjectSpec(
    "report",
    Label("レポート", "Report"),
    Label("レポート", "Reports"),
    Report,
    (
        text("key", "キー", "Key", made=True, filterable=False),
        text("name", "名前", "Name", required=True),
        text("name_en", "名前（英語）", "Name (English)", filterable=False),
        long_text("description", "定義", "Definition"),
        long_text("description_en", "定義（英語）", "Definition (English)", filterable=False),
        long_text("note", "数字の根拠", "What it rests on", filterable=False),
        long_text("note_en", "数字の根拠（英語）", "What it rests on (English)", filterable=False),
        text("object", "オブジェクト", "Object", required=True, filterable=False),
        field("json", "definition", "集計の内容", "What is counted", required=True, filterable=False),
        picklist("sharing", "共有", "Sharing", SHARING, default="private"),
        whole("position", "並び", "Position", 0, 1_000_000, made=True, default=1000),
        lookup("owner", "所有者", "Owner", "user", made=True, default=CREATOR),
    ),
    sort=("position", "id"),
    owner="owner",
    shared={"field": "sharing", "op": "eq", "value": "everyone"},
    validate=check_report,
)

OBJECTS = (REPORT,)
