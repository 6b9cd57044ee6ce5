"""A process in the editor: what the form sent, as the definition that it means, and what is wrong with single inputs.

Parts that the form cannot express travel along untouched as JSON. Reads and writes nothing else.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from daicho.engine.catalog import filters
from daicho.values.labels import Message, Problem
from daicho.values.problems import Refused
from daicho.web.automation.conditions import joined, split, typed_value

NO_VALUE = ("is_empty", "is_not_empty")
MOST_PARTS = 60
KNOWN = {
    "send_alert": ("alert",),
    "notify": ("to", "title", "text"),
    "create_task": ("owner", "subject", "due_in", "due_unit", "at"),
}
SAID = ("description", "description_en")
SCHEDULE_KEYS = ("key", "offset", "unit", "direction", "field", "at", "business_day", "late", "actions")

NOT_A_NUMBER = Message(
    "draft_not_a_number",
    ja="「{value}」は数として読み取れません。0以上の数字だけを入力してください（例：90）。",
    en="“{value}” is no number. Enter digits only, 0 or more (such as 90).",
)
NOT_A_TIME = Message(
    "draft_not_a_time",
    ja="「{value}」は時刻として読み取れません。09:00 のように入力してください。",
    en="“{value}” is no time of day. Enter it like 09:00.",
)
NEEDED = Message("draft_needed", ja="入力してください。", en="Enter something here.")
CHOOSE = Message("draft_choose", ja="選んでください。", en="Choose one.")


@dataclass(slots=True)
class Draft:
    """A process as it stands in the form. `definition` is what it means, `problems` are at the places of inputs.

    `rows` are the condition rows by the place of their node, as they were typed.
    """

    name: str
    definition: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def of_definition(name: str, definition: Mapping[str, Any], language: str) -> Draft:
    """The form of a stored definition."""
    copy = json.loads(json.dumps(definition))
    draft = Draft(name, copy)
    for number, node in enumerate(copy["nodes"]):
        rows, kept = split(node.get("when"), copy["object"], language)
        draft.rows[f"nodes.{number}"] = rows
        node["kept"] = kept
        node["when"] = joined([*(row["was"] for row in rows), *kept])
    return draft


def read(posted: QueryDict, object_key: str) -> Draft:
    """What the form sent."""
    draft = Draft(posted.get("name", "").strip(), {"object": object_key, "start": posted.get("start", "on_create")})
    draft.definition |= {key: text for key in SAID if (text := posted.get(key, "").strip())}
    draft.definition["nodes"] = [_node(posted, place, object_key, draft) for place in _places(posted, "nodes")]
    return draft


def _node(posted: QueryDict, place: str, object_key: str, draft: Draft) -> dict[str, Any]:
    rows = [_row(posted, at, object_key, draft) for at in _places(posted, f"{place}.c")]
    kept = _json(posted.get(f"{place}.kept", ""), [])
    number = len(draft.rows)
    draft.rows[f"nodes.{number}"] = rows
    parts = [row["means"] for row in rows if row["means"] is not None] + kept
    node: dict[str, Any] = {
        "label": posted.get(f"{place}.label", "").strip(),
        "when": joined(parts),
        "kept": kept,
        "stop_after": bool(posted.get(f"{place}.stop_after")),
        "actions": [_action(posted, at, draft) for at in _places(posted, f"{place}.actions")],
        "schedules": [_schedule(posted, at, draft) for at in _places(posted, f"{place}.schedules")],
    }
    return _keyed(node, posted.get(f"{place}.key", ""))


def _row(posted: QueryDict, place: str, object_key: str, draft: Draft) -> dict[str, Any]:
    """One condition; "means" is None while it is empty or wrong."""
    name, op = posted.get(f"{place}.field", ""), posted.get(f"{place}.op", "eq")
    value = posted.get(f"{place}.value", "").strip()
    was: dict[str, Any] = _json(posted.get(f"{place}.was", ""), {})
    row: dict[str, Any] = {"field": name, "op": op, "value": value, "was": was, "means": None, "place": place}
    if not name:
        if value:
            draft.problems.append(CHOOSE.problem(f"{place}.field"))
        return row
    if was and was.get("field") == name and was.get("op") == op and value == posted.get(f"{place}.shown", ""):
        row["means"] = was
        return row
    means: dict[str, Any] = {"field": name, "op": op}
    if op not in NO_VALUE:
        means["value"] = typed_value(value, name, op, object_key)
    try:
        filters.condition(object_key, name, op, means.get("value"))
    except Refused as refused:
        draft.problems += [Problem(one.message, f"{place}.value", one.params) for one in refused.problems]
        return row
    row["means"] = means
    return row


def _schedule(posted: QueryDict, place: str, draft: Draft) -> dict[str, Any]:
    schedule: dict[str, Any] = dict(_json(posted.get(f"{place}.kept", ""), {}))
    schedule |= {
        "offset": _number(posted, f"{place}.offset", draft, needed=True),
        "unit": posted.get(f"{place}.unit", "days"),
        "direction": posted.get(f"{place}.direction", "before"),
        "field": posted.get(f"{place}.field", ""),
        "business_day": posted.get(f"{place}.business_day", "none"),
        "actions": [_action(posted, at, draft) for at in _places(posted, f"{place}.actions")],
    }
    at = _time(posted, f"{place}.at", draft)
    if at:
        schedule["at"] = at
    late = posted.get(f"{place}.late", "")
    if late in ("run", "skip"):
        schedule["late"] = late
    elif late == "within":
        days = _number(posted, f"{place}.late_days", draft, needed=True)
        schedule["late"] = {"run_if_within_days": days}
    if not schedule["actions"]:
        draft.problems.append(NO_ACTION_HERE.problem(place))
    return _keyed(schedule, posted.get(f"{place}.key", ""))


NO_ACTION_HERE = Message(
    "draft_no_action",
    ja="この時刻に行うアクションがありません。アクションを加えるか、スケジュールを外してください。",
    en="Nothing is done at this time. Add an action, or remove the schedule.",
)


def _action(posted: QueryDict, place: str, draft: Draft) -> dict[str, Any]:
    do = posted.get(f"{place}.do", "")
    if do not in KNOWN:
        return dict(_json(posted.get(f"{place}.raw", ""), {"do": do}))
    action: dict[str, Any] = {"do": do}
    if do == "send_alert":
        action["alert"] = _needed(posted, f"{place}.alert", draft, CHOOSE)
    elif do == "notify":
        action |= {"to": posted.getlist(f"{place}.to"), "text": _said(posted, f"{place}.text", draft, NEEDED)}
        if title := _said(posted, f"{place}.title", draft):
            action["title"] = title
        if not action["to"]:
            draft.problems.append(CHOOSE.problem(f"{place}.to"))
    else:
        action |= {
            "owner": posted.get(f"{place}.owner", "owner"),
            "subject": _said(posted, f"{place}.subject", draft, NEEDED),
        }
        days = _number(posted, f"{place}.due_in", draft, needed=False)
        if days is not None:
            action |= {"due_in": days, "due_unit": posted.get(f"{place}.due_unit", "days")}
        if at := _time(posted, f"{place}.at", draft):
            action["at"] = at
    return _keyed(action, posted.get(f"{place}.key", ""))


def _needed(posted: QueryDict, name: str, draft: Draft, message: Message) -> str:
    text = posted.get(name, "").replace("\r\n", "\n")
    if not text.strip():
        draft.problems.append(message.problem(name))
    return text


def _said(posted: QueryDict, name: str, draft: Draft, needed: Message | None = None) -> Any:
    """A text for everybody, or {"ja", "en"} where it was written in English too; "" for none."""
    english = posted.get(f"{name}.en", "").replace("\r\n", "\n")
    must = needed or (NEEDED if english.strip() else None)
    text = _needed(posted, name, draft, must) if must else posted.get(name, "").strip()
    return {"ja": text, "en": english} if english.strip() else text


def _number(posted: QueryDict, name: str, draft: Draft, *, needed: bool) -> int | str | None:
    text = unicodedata.normalize("NFKC", posted.get(name, "")).strip()
    if text.isascii() and text.isdecimal() and len(text) <= 5:
        return int(text)
    if text or needed:
        draft.problems.append(NOT_A_NUMBER.problem(name, value=posted.get(name, "")[:40]))
    return text or None


def _time(posted: QueryDict, name: str, draft: Draft) -> str:
    text = unicodedata.normalize("NFKC", posted.get(name, "")).strip()
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return f"{int(found[1]):02}:{found[2]}"
    if text:
        draft.problems.append(NOT_A_TIME.problem(name, value=posted.get(name, "")[:40]))
    return text


def _keyed(part: dict[str, Any], key: str) -> dict[str, Any]:
    return {"key": key, **part} if key else part


def _places(posted: Iterable[str], above: str) -> list[str]:
    """The places of the parts of a list that the form holds, in their order."""
    pattern = re.compile(rf"{re.escape(above)}\.(\d{{1,3}})\.")
    found = {int(match[1]) for name in posted if (match := pattern.match(name))}
    return [f"{above}.{number}" for number in sorted(found)[:MOST_PARTS]]


def _json(text: str, otherwise: Any) -> Any:
    """JSON that the form carries along; something else where it was tampered with."""
    try:
        found = json.loads(text) if text and "\0" not in text else otherwise
    except (ValueError, RecursionError):
        return otherwise
    return found if isinstance(found, type(otherwise)) else otherwise
