"""Permission sets as people name them: by key or by label in either language. Keeps keys; leaves what the sets grant to `people`."""

from collections.abc import Mapping
from typing import Any

from daicho.engine.access.models import PermissionSet
from daicho.values.labels import Message, Problem

UNKNOWN_SET = Message(
    "unknown_permission_set",
    ja="「{value}」という権限セットはありません。使えるもの：{known}。",
    en="There is no permission set “{value}”. Known sets: {known}.",
)
NOT_A_LIST = Message(
    "permission_sets_no_list",
    ja='権限セットは ["営業"] のように、名前の一覧で指定してください。',
    en='Give the permission sets as a list of names, like ["Sales"].',
)


def use_keys(values: Mapping[str, Any], changed: frozenset[str]) -> Mapping[str, Any]:
    """The keys for the sets that were named, each once; a name that nothing has stays and is refused by `check_sets`."""
    given = values.get("permission_sets")
    if "permission_sets" not in changed or given is None or not _is_list(given):
        return {}
    keys = {
        name: key
        for key, *labels in PermissionSet.objects.values_list("key", "label_ja", "label_en")
        for name in labels
    }
    return {"permission_sets": list(dict.fromkeys(keys.get(name.strip(), name.strip()) for name in given))}


def check_sets(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of sets that do not exist, or that are not given as a list of names."""
    given = values.get("permission_sets") or []
    if not _is_list(given):
        return [NOT_A_LIST.problem("permission_sets")]
    if not given:
        return []
    known = dict(PermissionSet.objects.order_by("id").values_list("key", "label_ja"))
    unknown = [name for name in given if name not in known]
    return [UNKNOWN_SET.problem("permission_sets", value=name, known=list(known)) for name in unknown]


def _is_list(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(name, str) for name in given)
