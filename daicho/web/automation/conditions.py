"""Conditions in the editor of a process: a filter tree as rows that people type, and what was typed as values again."""

import json
import re
from collections.abc import Mapping
from typing import Any

from daicho.engine.catalog.paths import resolve
from daicho.values.problems import Refused

LISTS = ("in", "not_in")


def joined(parts: list[Any]) -> Any:
    """The filter tree that holds when all parts do; None where there is none."""
    return None if not parts else parts[0] if len(parts) == 1 else {"and": parts}


def split(when: Any, object_key: str, language: str) -> tuple[list[dict[str, Any]], list[Any]]:
    """A filter tree as rows of one condition each, and the parts of it that are more than that."""
    rows, kept = [], []
    for part in flattened(when):
        if isinstance(part, Mapping) and {"field", "op"} <= set(part):
            text = shown_value(part, object_key, language)
            rows.append({"field": part["field"], "op": part["op"], "value": text, "was": part})
        else:
            kept.append(part)
    return rows, kept


def flattened(when: Any) -> list[Any]:
    """What must hold together, "and" within "and" laid open."""
    if not when:
        return []
    if isinstance(when, Mapping) and set(when) == {"and"}:
        return [part for one in when["and"] for part in flattened(one)]
    return [when]


def shown_value(condition: Mapping[str, Any], object_key: str, language: str) -> str:
    """The value of a condition as somebody would type it: labels of choices, several with commas."""
    value = condition.get("value")
    labels: dict[str, str] = {}
    try:
        spec = resolve(object_key, condition["field"]).field
        labels = {choice.code: choice.label.text(language) for choice in spec.choices}
    except Refused:
        pass
    items = value if isinstance(value, list) else [] if value is None else [value]
    words = [labels.get(str(item), _plain(item, language)) for item in items]
    return ("～" if condition["op"] == "between" else "、" if language == "ja" else ", ").join(words)


def typed_value(text: str, name: str, op: str, object_key: str) -> Any:
    """What was typed, with the codes of choices for their labels."""
    codes: dict[str, str] = {}
    try:
        for choice in resolve(object_key, name).field.choices:
            codes.update({choice.label.ja: choice.code, choice.label.en.casefold(): choice.code})
    except Refused:
        pass

    def code(item: str) -> str:
        return codes.get(item.strip(), codes.get(item.strip().casefold(), item.strip()))

    if op in LISTS:
        return [code(item) for item in re.split(r"[、,，]", text) if item.strip()]
    if op == "between":
        return [item.strip() for item in re.split(r"[～〜~]", text)]
    return code(text)


def _plain(item: Any, language: str) -> str:
    if isinstance(item, bool):
        return ("はい" if item else "いいえ") if language == "ja" else ("Yes" if item else "No")
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
