"""What the editor of a process offers to choose for an object: fields to ask about, dates to count from, people to name."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from daicho.engine.automation import people
from daicho.engine.automation.definition import EVENT
from daicho.engine.automation.sentences import EVENT_LABEL
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.paths import resolve
from daicho.values.problems import Refused

Options = list[tuple[str, str]]
MOST_VALUES = 14


class Choices:
    """The choices of one object in one language, each as code and label."""

    def __init__(self, object_key: str, language: str) -> None:
        self.object = object_key
        self.language = language
        self.fields = self._fields()
        self.users = self._users()

    def knows(self, field: str) -> bool:
        """Whether conditions may ask about this field."""
        return any(code == field for _, options in self.fields for code, _ in options)

    def values(self, name: str) -> str:
        """The labels that can be typed for a field of choices, as a sentence; "" for other fields."""
        try:
            spec = resolve(self.object, name).field if name else None
        except Refused:
            return ""
        if spec is None or not spec.choices:
            return gettext("はい／いいえ") if spec is not None and spec.type == "checkbox" else ""
        labels = [choice.label.text(self.language) for choice in spec.choices if choice.active][:MOST_VALUES]
        return gettext("選べる値：%(values)s") % {"values": ("、" if self.language == "ja" else ", ").join(labels)}

    def dates(self, chosen: set[str]) -> Options:
        """The dates that a time is counted from, those that are chosen already among them, and the event itself."""
        spec = registry.get(self.object)
        found = [(one.key, one.label.text(self.language)) for one in spec.fields if one.type in ("date", "datetime")]
        return self.with_chosen([*found, (EVENT, EVENT_LABEL.text(self.language))], chosen)

    def with_chosen(self, options: Options, codes: set[str]) -> Options:
        """The options, and whoever is chosen although he is not among them."""
        missing = codes - {code for code, _ in options}
        return [*options, *((code, self._path(code)) for code in sorted(missing))]

    def _path(self, text: str) -> str:
        try:
            return resolve(self.object, text).label(self.language)
        except Refused:
            return text

    def _fields(self) -> list[tuple[str, Options]]:
        """Under the object and under each record that it refers to."""
        spec = registry.get(self.object)
        groups: list[tuple[str, Options]] = [(spec.label.text(self.language), self._filterable(spec.fields, ""))]
        for one in spec.fields:
            if one.type == "lookup" and one.target not in (None, "user"):
                target = registry.get(one.target or "")
                groups.append((one.label.text(self.language), self._filterable(target.fields, f"{one.key}.")))
        return [group for group in groups if group[1]]

    def _filterable(self, fields: Sequence[Any], before: str) -> Options:
        return [(f"{before}{one.key}", one.label.text(self.language)) for one in fields if types.operators(one)]

    def _users(self) -> Options:
        """The users that a record of the object names, also through one lookup."""
        spec = registry.get(self.object)
        paths = [one.key for one in spec.fields if one.type == "lookup"]
        paths += [
            f"{one.key}.{other.key}"
            for one in spec.fields
            if one.type == "lookup" and one.target not in (None, "user")
            for other in registry.get(one.target or "").fields
            if other.target == "user"
        ]
        return [(path, self._path(path)) for path in paths if not people.path_problems(self.object, [path], "")]
