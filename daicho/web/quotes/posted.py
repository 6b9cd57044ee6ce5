"""The quote editor as it was sent: every text that belongs to it, whatever it says; what does not belong is left aside."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from daicho.web.quotes.form import HEADER_KEYS, KINDS, LINE_KEYS, MOST_REMOVED, MOST_ROWS, Part, QuoteForm, RowPart

LONGEST_TEXT = 20_000
ROW_KEY = re.compile(r"[0-9a-z]{1,12}")


def read_post(post: QueryDict) -> QuoteForm:
    """The form as it was sent; unknown fields are left aside."""
    rows = [_row(post, key) for key in dict.fromkeys(post.getlist("row")[:MOST_ROWS]) if ROW_KEY.fullmatch(key)]
    header = _filled(Part(), post, "", HEADER_KEYS)
    version = post.get("version", "")
    number = int(version) if re.fullmatch(r"[0-9]{1,9}", version) else 0
    return QuoteForm(header, rows, number, post.get("token", ""), _removed(post.get("removed", "")))


def _row(post: QueryDict, key: str) -> RowPart:
    line, kind = post.get(f"{key}.id", ""), post.get(f"{key}.kind", "")
    row = RowPart(
        key=key,
        line_id=int(line) if re.fullmatch(r"[0-9]{1,18}", line) else None,
        kind=kind if kind in KINDS else "item",
    )
    _filled(row, post, f"{key}.", LINE_KEYS)
    return row


def _filled(part: Part, post: QueryDict, prefix: str, keys: tuple[str, ...]) -> Part:
    part.texts = {key: post.get(prefix + key, "")[:LONGEST_TEXT] for key in keys}
    memory = _json(post.get(f"{prefix}was", ""))
    if isinstance(memory, dict):
        _remember(part, memory)
    return part


def _removed(text: str) -> list[tuple[int, RowPart]]:
    """The rows that were kept aside; what was not written by `kept_aside` is left out."""
    rows = _json(text)
    found = []
    for memory in rows[-MOST_REMOVED:] if isinstance(rows, list) else []:
        if not isinstance(memory, dict) or not isinstance(memory.get("at"), int):
            continue
        line, kind, texts = memory.get("id"), memory.get("kind"), _texts(memory.get("texts"))
        row = RowPart(line_id=line if isinstance(line, int) else None, kind=kind if kind in KINDS else "item")
        row.texts = {key: texts.get(key, "")[:LONGEST_TEXT] for key in LINE_KEYS}
        _remember(row, memory)
        found.append((max(memory["at"], 0), row))
    return found


def _remember(part: Part, memory: Mapping[str, Any]) -> None:
    auto = memory.get("auto")
    part.seen = _texts(memory.get("seen"))
    part.auto = {key for key in auto if isinstance(key, str)} if isinstance(auto, list) else set()


def _texts(memory: Any) -> dict[str, str]:
    return {k: v for k, v in memory.items() if isinstance(v, str)} if isinstance(memory, dict) else {}


def _json(text: str) -> Any:
    """What was sent as JSON; None for what is none."""
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None
