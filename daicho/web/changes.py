"""The history of a record in words: who, when, why, and each field before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from daicho.engine.access import select
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.refs import Ref
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.records.history import HistoryItem
from daicho.values.problems import Refused
from daicho.web.cells import EMPTY, moment, shown
from daicho.web.visitors import Visitor

REASONS: Mapping[str, Any] = {
    "confirm_quote": gettext_lazy("受注確定"),
    "undo_confirm": gettext_lazy("受注確定取消"),
    "renew_contract": gettext_lazy("契約更新"),
    "undo_renewal": gettext_lazy("契約更新の取消"),
    "ledger_import": gettext_lazy("台帳のインポート"),
    "import": gettext_lazy("インポート"),
    "undo_import": gettext_lazy("インポートの取り消し"),
    "missed_notices_call": gettext_lazy("更新案内を営業からの連絡に変更"),
    "create": gettext_lazy("作成"),
    "edit": gettext_lazy("内容の編集"),
    "delete": gettext_lazy("削除"),
    "reassign": gettext_lazy("担当変更"),
    "demo": gettext_lazy("デモデータの作成"),
    "first_start": gettext_lazy("初回起動"),
    "process": gettext_lazy("プロセス"),
    "renewal_answer": gettext_lazy("更新の回答"),
    "renewal_notice_sent": gettext_lazy("更新案内のメール送信"),
    "renewal_reminder_sent": gettext_lazy("更新の再案内のメール送信"),
    "change_settings": gettext_lazy("設定の変更"),
    "no_recipient": gettext_lazy("宛先がなく送れなかったメール"),
}
ABOUT = "record"
"""The field of a ToDo that names the record it is about: contract:12."""
KINDS: Mapping[str, Any] = {
    "created": gettext_lazy("作成"),
    "updated": gettext_lazy("変更"),
    "deleted": gettext_lazy("削除"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one command did to the record."""

    at: str
    who: str
    reason: str
    kind: str
    created: bool
    fields: Sequence[FieldChange]


def changes_of(object_key: str, items: Sequence[HistoryItem], visitor: Visitor, currency: str = "JPY") -> list[Change]:
    """The changes of a record of the object, latest first; amounts in its currency. The caller read them as allowed."""
    names = _names(object_key, items, visitor)

    def field(key: str, pair: Sequence[Any]) -> FieldChange:
        spec = registry.get(object_key).field(key)
        if spec is None:
            return FieldChange(key, str(pair[0]), str(pair[1]))
        before, after = (_text(spec, value, names, visitor, currency) for value in pair)
        return FieldChange(spec.label.text(visitor.language), before or EMPTY, after or EMPTY)

    return [
        Change(
            moment(item.at, visitor),
            who(item),
            str(REASONS.get(item.reason, item.reason)),
            str(KINDS.get(item.kind, item.kind)),
            item.kind == "created",
            [field(key, pair) for key, pair in item.changes.items()],
        )
        for item in items
    ]


def who(item: HistoryItem) -> str:
    """The person, or システム."""
    return gettext("システム") if item.actor_kind == "system" else item.actor_name


def _text(spec: FieldSpec, stored: Any, names: Mapping[tuple[str, int], str], visitor: Visitor, currency: str) -> str:
    try:
        value = types.from_json(spec, stored)
    except Refused:
        return str(stored)
    if spec.type == "lookup" and isinstance(value, int):
        value = Ref(value, names.get((spec.target or "", value), ""))
    if spec.key == ABOUT and (about := _about(value)) is not None:
        return names.get(about) or str(value)
    return shown(spec, value, visitor, currency=currency).text


def _names(object_key: str, history: Iterable[HistoryItem], visitor: Visitor) -> dict[tuple[str, int], str]:
    """The names of all records that lookups changed from or to, one query an object, where they may be read."""
    wanted: dict[str, set[int]] = {}
    for item in history:
        for key, pair in item.changes.items():
            spec = registry.get(object_key).field(key)
            if spec is not None and spec.type == "lookup" and spec.target:
                wanted.setdefault(spec.target, set()).update(value for value in pair if isinstance(value, int))
            if spec is not None and spec.key == ABOUT:
                for about in filter(None, map(_about, pair)):
                    wanted.setdefault(about[0], set()).add(about[1])
    found: dict[tuple[str, int], str] = {}
    for target, ids in wanted.items():
        name = registry.get(target).name_field
        if ids and visitor.actor.permissions.may("read", target):
            rows = select.fetch(visitor.actor, target, ids, [name], visitor.frame)
            found |= {(target, id_): str(row[name]) for id_, row in rows.items()}
    return found


def _about(value: Any) -> tuple[str, int] | None:
    """The record that a text like contract:12 names; None for any other value, and for an object that does not exist."""
    key, _, number = value.partition(":") if isinstance(value, str) else ("", "", "")
    known = (
        number.isascii() and number.isdecimal() and len(number) < 19 and key in {one.key for one in registry.every()}
    )
    return (key, int(number)) if known else None
