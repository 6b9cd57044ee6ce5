"""The editor of a process as its template draws it: every input with its place, its choices and what is wrong with it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, pgettext

from daicho.engine.automation.definition import Action, Schedule
from daicho.engine.automation.sentences import STARTS, clock
from daicho.engine.catalog import registry
from daicho.engine.catalog.describe import describe
from daicho.engine.catalog.filters import parse_filter
from daicho.engine.catalog.operators import LABELS
from daicho.engine.mail.models import EmailAlert
from daicho.values.labels import Problem
from daicho.values.offsets import DIRECTIONS, UNITS
from daicho.values.problems import Refused
from daicho.web.automation.draft import KNOWN, SCHEDULE_KEYS, Draft
from daicho.web.automation.draft_choices import Choices
from daicho.web.automation.outline import ICONS, action_shown
from daicho.web.visitors import Visitor

SAID_TWICE = ("title", "text", "subject")
"""Parameters that may be written in Japanese and English."""


class DraftView:
    """Draws one draft for one visitor; errors are given out by place, each once."""

    def __init__(self, draft: Draft, problems: Sequence[Problem], visitor: Visitor) -> None:
        self.draft = draft
        self.visitor = visitor
        self.object = str(draft.definition["object"])
        self.language = visitor.language
        self.errors: dict[str, list[str]] = {}
        for problem in problems:
            self.errors.setdefault(problem.field or "", []).append(problem.text(visitor.language))
        self.used: set[str] = set()
        self.choices = Choices(self.object, self.language)

    def context(self) -> dict[str, Any]:
        """Everything that the template needs."""
        label = registry.get(self.object).label.text(self.language)
        definition = self.draft.definition
        nodes = [self._node(number, node) for number, node in enumerate(definition["nodes"])]
        found = {
            "draft": {
                "name": self.draft.name,
                "name_errors": self._wrong("name"),
                "object": self.object,
                "object_label": label,
                "start": definition["start"],
                "start_errors": self._wrong("start"),
                "said": [
                    (key, name, definition.get(key, ""), self._wrong(key))
                    for key, name in (
                        ("description", gettext("説明（日本語）")),
                        ("description_en", gettext("説明（英語）")),
                    )
                ],
            },
            "starts": [(key, one.text(self.language).format(object=label)) for key, one in STARTS.items()],
            "nodes": nodes,
            "field_groups": self.choices.fields,
            "operators": [(key, one.text(self.language)) for key, one in LABELS.items()],
            "units": [(key, one.text(self.language)) for key, one in UNITS.items()],
            "task_units": [(key, one.text(self.language)) for key, one in UNITS.items() if key != "hours"],
            "directions": [(key, one.text(self.language)) for key, one in DIRECTIONS.items()],
            "dates": self.choices.dates(self._dates_chosen()),
            "business_days": [
                ("none", gettext("そのまま")),
                ("previous", gettext("前営業日にする")),
                ("next", gettext("翌営業日にする")),
            ],
            "lates": [
                ("", gettext("おまかせ（社外あては送らない、社内は実行）")),
                ("run", gettext("すぐに実行する")),
                ("skip", gettext("実行しない（一覧で選べる）")),
                ("within", gettext("次の日数までなら実行する")),
            ],
            "alerts": list(
                EmailAlert.objects.filter(object=self.object).order_by("name").values_list("name", flat=True)
            ),
            "users": self.choices.users,
            "adds": [
                ("send_alert", pgettext("add action", "メール")),
                ("notify", pgettext("add action", "通知")),
                ("create_task", pgettext("add action", "ToDo")),
            ],
        }
        loose = [text for place, texts in self.errors.items() if place not in self.used for text in texts]
        return {**found, "loose": loose, "count": sum(len(texts) for texts in self.errors.values())}

    def _node(self, number: int, node: Mapping[str, Any]) -> dict[str, Any]:
        place = f"nodes.{number}"
        rows = self.draft.rows.get(place, [])
        return {
            "place": place,
            "id": _id(place),
            "number": number + 1,
            "key": node.get("key", ""),
            "label": node.get("label", ""),
            "stop_after": node.get("stop_after", True),
            "errors": [*self._wrong(place), *self._wrong(f"{place}.when"), *self._wrong(f"{place}.label")],
            "conditions": [self._condition(f"{place}.c.{at}", row) for at, row in enumerate(rows)],
            "kept": [self._tree(part) for part in node.get("kept", [])],
            "kept_json": json.dumps(node.get("kept", []), ensure_ascii=False),
            "actions": [
                self._action(f"{place}.actions.{at}", action) for at, action in enumerate(node.get("actions", []))
            ],
            "schedules": [
                self._schedule(f"{place}.schedules.{at}", one) for at, one in enumerate(node.get("schedules", []))
            ],
        }

    def _condition(self, place: str, row: Mapping[str, Any]) -> dict[str, Any]:
        asked = row.get("place", place)
        return {
            **row,
            "place": place,
            "id": _id(place),
            "errors": [*self._wrong(f"{asked}.value"), *self._wrong(f"{asked}.field")],
            "was_json": json.dumps(row["was"], ensure_ascii=False) if row.get("was") else "",
            "help": self.choices.values(row["field"]),
            "known": self.choices.knows(row["field"]),
        }

    def _schedule(self, place: str, schedule: Mapping[str, Any]) -> dict[str, Any]:
        late = schedule.get("late")
        days = late.get("run_if_within_days") if isinstance(late, Mapping) else None
        kept = {key: value for key, value in schedule.items() if key not in SCHEDULE_KEYS}
        names = ("offset", "unit", "direction", "field", "at", "business_day", "late", "late_days", "actions", "")
        return {
            "place": place,
            "id": _id(place),
            "key": schedule.get("key", ""),
            "offset": schedule.get("offset", ""),
            "unit": schedule.get("unit", "days"),
            "direction": schedule.get("direction", "before"),
            "field": schedule.get("field", ""),
            "at": schedule.get("at") or "",
            "business_day": schedule.get("business_day", "none"),
            "late": "within" if isinstance(late, Mapping) else late or "",
            "late_days": "" if days is None else days,
            "kept_json": json.dumps(kept, ensure_ascii=False),
            "kept": self._clock(schedule) if any(one not in (None, False, "once") for one in kept.values()) else "",
            "errors": [text for name in names for text in self._wrong(f"{place}.{name}".rstrip("."))],
            "actions": [
                self._action(f"{place}.actions.{at}", action) for at, action in enumerate(schedule.get("actions", []))
            ],
        }

    def _action(self, place: str, action: Mapping[str, Any]) -> dict[str, Any]:
        do = str(action.get("do", ""))
        known = do in KNOWN and set(action) <= {"do", "key", *KNOWN[do]}
        names = ("do", *KNOWN.get(do, ()), *(f"{name}.en" for name in SAID_TWICE), "due_in", "")
        own = _spoken({name: action.get(name) for name in KNOWN.get(do, ())})
        chosen = set(own.get("to") or ())
        return {
            **{name: "" if value is None else value for name, value in own.items()},
            "place": place,
            "id": _id(place),
            "do": do if known else "",
            "icon": ICONS.get(do, "bolt"),
            "key": action.get("key", ""),
            "people": [
                (code, name, code in chosen) for code, name in self.choices.with_chosen(self.choices.users, chosen)
            ],
            "owners": self.choices.with_chosen(self.choices.users, {str(own.get("owner") or "owner")}),
            "owner": own.get("owner") or "owner",
            "due_unit": own.get("due_unit") or "days",
            "at": own.get("at") or "",
            "raw": json.dumps(dict(action), ensure_ascii=False),
            "sentence": "" if known else self._sentence(action),
            "errors": [text for name in dict.fromkeys(names) for text in self._wrong(f"{place}.{name}".rstrip("."))],
        }

    def _sentence(self, action: Mapping[str, Any]) -> str:
        try:
            return action_shown(self.object, Action.model_validate(action), self.visitor).sentence
        except ValueError:
            return str(action.get("do", ""))

    def _clock(self, schedule: Mapping[str, Any]) -> str:
        """When the schedule runs with everything that the form does not show; its settings where that cannot be said."""
        try:
            return clock(self.object, Schedule.model_validate(schedule), self.language)
        except (Refused, ValueError):
            return json.dumps({key: one for key, one in schedule.items() if key not in SCHEDULE_KEYS})

    def _tree(self, part: Any) -> str:
        try:
            return describe(parse_filter(self.object, part), self.visitor.frame, self.language)
        except Refused as refused:
            return " ".join(problem.text(self.language) for problem in refused.problems)

    def _dates_chosen(self) -> set[str]:
        """The dates from which the schedules of the draft count."""
        schedules = [one for node in self.draft.definition["nodes"] for one in node.get("schedules", ())]
        return {str(one.get("field")) for one in schedules if one.get("field")}

    def _wrong(self, place: str) -> list[str]:
        self.used.add(place)
        return self.errors.get(place, [])


def _spoken(own: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with what is said in two languages as two: text, text_en."""
    twice = {name: value for name, value in own.items() if name in SAID_TWICE and isinstance(value, Mapping)}
    ja = {name: value.get("ja", "") for name, value in twice.items()}
    return {**own, **ja, **{f"{name}_en": value.get("en", "") for name, value in twice.items()}}


def _id(place: str) -> str:
    """The place as the id of an element."""
    return place.replace(".", "-")
