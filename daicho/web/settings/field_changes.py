"""The history of a custom field's settings in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from daicho.engine.records.history import HistoryItem
from daicho.web.cells import EMPTY, moment
from daicho.web.changes import KINDS, Change, FieldChange, who
from daicho.web.settings.field_form import LABELS
from daicho.web.visitors import Visitor

NAMES: Mapping[str, Any] = {**LABELS, "type": gettext_lazy("型"), "options": gettext_lazy("選択肢")}
UNSAID = ("schema_version",)


def setting_changes(items: Sequence[HistoryItem], visitor: Visitor) -> list[Change]:
    """Each change of the settings, latest first."""
    return [
        Change(
            moment(item.at, visitor),
            who(item),
            gettext("項目の設定"),
            str(KINDS.get(item.kind, item.kind)),
            item.kind == "created",
            [
                FieldChange(str(NAMES.get(name, name)), _text(before), _text(after))
                for name, (before, after) in item.changes.items()
                if name not in UNSAID and _text(before) != _text(after)
            ],
        )
        for item in items
    ]


def _text(value: Any) -> str:
    """A setting for people: names in Japanese, the labels of choices, はい."""
    if isinstance(value, bool):
        return gettext("はい") if value else EMPTY
    if isinstance(value, dict):
        return str(value.get("ja") or EMPTY)
    if isinstance(value, list):
        return "、".join(_option(one) for one in value) or EMPTY
    return EMPTY if value in (None, "") else str(value)


def _option(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    label = _text(one.get("label"))
    return label if one.get("active", True) else label + gettext("（使わない）")
