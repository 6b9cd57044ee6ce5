"""List views as the catalog describes them, checked against the catalog when they are saved."""

from collections.abc import Mapping
from typing import Any

from daicho.engine.catalog.declare import CREATOR, checkbox, field, lookup, picklist, text, whole
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.listviews.models import ListView
from daicho.values.labels import Label, Problem
from daicho.values.problems import Refused

SHARING = {"private": Label("自分だけ", "Only me"), "everyone": Label("全員", "Everyone")}


def check_view(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a view whose columns, filter or sort do not fit its object."""
    if not values.get("object"):
        return []
    try:
        make_query(
            values["object"],
            columns=values.get("columns") or (),
            filter=values.get("filter"),
            sort=values.get("sort") or (),
        )
    except Refused as refused:
        return list(refused.problems)
    return []


LIST_VIEW = ObjectSpec(
    "list_view",
    Label("リストビュー", "List view"),
    Label("リストビュー", "List views"),
    ListView,
    (
        text("key", "キー", "Key", made=True, filterable=False),
        text("name", "名前", "Name", required=True),
        text("name_en", "名前（英語）", "Name (English)", filterable=False),
        text("description", "説明", "Description"),
        text("description_en", "説明（英語）", "Description (English)", filterable=False),
        text("object", "オブジェクト", "Object", required=True, filterable=False),
        field("json", "columns", "列", "Columns", filterable=False),
        field("json", "filter", "条件", "Filter", filterable=False),
        field("json", "sort", "並び順", "Sort", filterable=False),
        picklist("sharing", "共有", "Sharing", SHARING, default="private"),
        checkbox("pinned", "全員のサイドバーに出す", "In everybody's sidebar", made=True, default=False),
        whole("position", "並び", "Position", 0, 1_000_000, made=True, default=1000),
        lookup("owner", "所有者", "Owner", "user", made=True, default=CREATOR),
    ),
    sort=("position", "id"),
    owner="owner",
    shared={"field": "sharing", "op": "eq", "value": "everyone"},
    validate=check_view,
)

OBJECTS = (LIST_VIEW,)
