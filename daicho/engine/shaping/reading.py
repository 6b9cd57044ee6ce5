"""Reads what people send about a custom field (a page, an API body) into its definition, with every problem of it at once.

Leaves to `services` what only the records know: whether a key is taken, whether values repeat.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from daicho.engine.catalog import registry, types
from daicho.engine.catalog.fields import TWIN
from daicho.engine.shaping import messages
from daicho.engine.shaping.definition import FieldDefinition, OptionDefinition, Words
from daicho.engine.shaping.specs import CHOICES, NUMBERS, OFFERED, spec_of, with_default
from daicho.values.labels import Label, Problem
from daicho.values.problems import Invalid, Missing
from daicho.values.storable import unstorable_place
from daicho.values.text import normalise

KEY = re.compile(r"x_[a-z0-9][a-z0-9_]{0,49}")
COLOURS = ("", "blue", "green", "amber", "red", "grey")
FINEST = 4
LONGEST_LABEL = 100
LONGEST_HELP = 1_000
LONGEST_CODE = 60
MOST_OPTIONS = 500
SEPARATORS = set("、,;；，/\n")
"""What stands between the values of a multi-picklist when they are written as one text."""
NO_INDEX = ("long_text", "checkbox", "multi_picklist")
NAMES = {"key", "type", *FieldDefinition.model_fields} - {"schema_version"}


@dataclass(slots=True)
class _Reader:
    """One body being read: what is wrong with it so far."""

    raw: Mapping[str, Any]
    kind: str
    problems: list[Problem] = field(default_factory=list)

    def words(self, name: str, longest: int, given: Any = None) -> Words | None:
        """A text in both languages: one text, or {"ja", "en"}; None where there is none."""
        found = self.raw.get(name) if given is None else given
        if isinstance(found, str) or found is None:
            found = {"ja": found or ""}
        if (
            not isinstance(found, Mapping)
            or not set(found) <= {"ja", "en"}
            or unstorable_place(dict(found)) is not None
        ):
            self.problems.append(messages.WORDS.problem(name))
            return None
        texts = {language: found.get(language) or "" for language in ("ja", "en")}
        if not all(isinstance(text, str) for text in texts.values()):
            self.problems.append(messages.WORDS.problem(name))
            return None
        tidy = {language: " ".join(text.split()) for language, text in texts.items()}
        if max(map(len, tidy.values())) > longest:
            self.problems.append(messages.WORDS_LONG.problem(name, limit=longest))
        ja = tidy["ja"] or tidy["en"]
        return Words(ja=ja, en=tidy["en"]) if ja else None

    def flag(self, name: str, *, refused: bool = False) -> bool:
        """A yes or no; yes is a problem where the type does not take it."""
        given: object = self.raw.get(name)
        if given is None:
            return False
        if not isinstance(given, bool):
            self.problems.append(messages.FLAG.problem(name))
            return False
        if given and refused:
            self.problems.append(messages.NOT_FOR_TYPE.problem(name, type=types_label(self.kind)))
        return given

    def whole(self, name: str, low: int, high: int) -> int | None:
        """A whole number in its bounds; None where there is none."""
        given = self.raw.get(name)
        if given is None or given == "":
            return None
        number = int(given) if isinstance(given, str) and re.fullmatch("[0-9]{1,6}", given) else given
        if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
            self.problems.append(messages.BETWEEN.problem(name, low=low, high=high))
            return None
        return number

    def options(self) -> tuple[OptionDefinition, ...]:
        """The values of a picklist."""
        given = self.raw.get("options") or []
        if self.kind not in CHOICES:
            if given:
                self.problems.append(messages.NOT_FOR_TYPE.problem("options", type=types_label(self.kind)))
            return ()
        if not isinstance(given, Sequence) or isinstance(given, str) or not 1 <= len(given) <= MOST_OPTIONS:
            self.problems.append(messages.OPTIONS.problem("options", limit=MOST_OPTIONS))
            return ()
        found = [self._option(one, f"options.{place}") for place, one in enumerate(given)]
        self._distinct(found)
        return tuple(one for one in found if one is not None)

    def _option(self, given: Any, place: str) -> OptionDefinition | None:
        """One value: a text, or {"code", "label", "colour", "active"}; without a code its label is the code."""
        body = {"code": given, "label": given} if isinstance(given, str) else given
        if not isinstance(body, Mapping) or not set(body) <= {"code", "label", "colour", "active"}:
            self.problems.append(messages.OPTION.problem(place))
            return None
        label = self.words(f"{place}.label", LONGEST_LABEL, body.get("label") or body.get("code") or "")
        code = body.get("code") or (label.ja if label else "")
        colour, active = body.get("colour") or "", body.get("active", True)
        if label is None or not isinstance(code, str) or colour not in COLOURS or not isinstance(active, bool):
            self.problems.append(messages.OPTION.problem(place))
            return None
        code = " ".join(code.split())
        if (
            not normalise(code)
            or len(code) > LONGEST_CODE
            or SEPARATORS & set(code)
            or unstorable_place(code) is not None
        ):
            self.problems.append(messages.OPTION_CODE.problem(place, code=code[:LONGEST_CODE], limit=LONGEST_CODE))
            return None
        return OptionDefinition(code=code, label=label, colour=colour, active=active)

    def _distinct(self, found: Sequence[OptionDefinition | None]) -> None:
        """Each word means one value: neither codes nor labels may meet, in any width and case."""
        owners: dict[str, int] = {}
        for place, one in enumerate(found):
            words = {normalise(text) for text in (one.code, one.label.ja, one.label.en) if text} if one else set()
            if one is not None and any(owners.setdefault(word, place) != place for word in words):
                self.problems.append(messages.OPTION_TWICE.problem(f"options.{place}", code=one.code))


def read_key(raw: Any) -> str:
    """The key of a new field. Raises Invalid."""
    if not isinstance(raw, str) or not KEY.fullmatch(raw) or raw.endswith(TWIN):
        raise Invalid(messages.KEY_SHAPE.problem("key"))
    return raw


def read_type(raw: Any) -> str:
    """The type of a new field. Raises Invalid."""
    if raw not in OFFERED:
        raise Invalid(messages.UNKNOWN_TYPE.problem("type", type=str(raw)[:60], known=list(OFFERED)))
    return str(raw)


def read_definition(object_key: str, key: str, kind: str, raw: Mapping[str, Any]) -> FieldDefinition:
    """The definition in a body. Raises Invalid with everything that is wrong with it."""
    reader = _Reader(raw, kind)
    reader.problems += [messages.UNKNOWN_NAME.problem(str(name)[:60], name=str(name)[:60]) for name in set(raw) - NAMES]
    label = reader.words("label", LONGEST_LABEL)
    if label is None and not any(problem.field == "label" for problem in reader.problems):
        reader.problems.append(messages.LABEL_MISSING.problem("label"))
    found = {
        "help": reader.words("help", LONGEST_HELP),
        "required": reader.flag("required", refused=kind in ("checkbox", "auto_number")),
        "options": reader.options(),
        "scale": reader.whole("scale", 0, FINEST) if kind in NUMBERS else None,
        "target": _target(reader),
        "prefix": _prefix(reader),
        "digits": reader.whole("digits", 1, 12) or 1,
        "hidden": reader.flag("hidden"),
        "indexed": reader.flag("indexed", refused=kind in NO_INDEX),
        "unique": reader.flag("unique", refused=not types.kind_of_type(kind).unique),
    }
    if reader.problems or label is None:
        raise Invalid(*reader.problems)
    return _with_default(object_key, key, kind, FieldDefinition(label=label, **found), raw.get("default"))


def types_label(kind: str) -> Label:
    """The type in words."""
    return messages.TYPES.get(kind, Label(kind, kind))


def _with_default(object_key: str, key: str, kind: str, definition: FieldDefinition, raw: Any) -> FieldDefinition:
    """The definition with what new records get, as records keep it; a record that an operation makes needs one."""
    spec = spec_of(key, kind, definition)
    given = None if raw in ("", []) else raw
    if given is not None and (kind in ("lookup", "auto_number") or definition.unique):
        raise Invalid(messages.NO_DEFAULT.problem("default"))
    try:
        with_default(spec, given)
        kept = types.kind_of(spec).keep(types.parse(_optional(definition, key, kind), given))
    except Invalid as refused:
        raise Invalid(*(Problem(problem.message, "default", problem.params) for problem in refused.problems)) from None
    made_by = registry.get(object_key).made_by
    if definition.required and kept is None and made_by is not None:
        raise Invalid(messages.DEFAULT_NEEDED.problem("default", operation=made_by))
    return definition.model_copy(update={"default": kept})


def _optional(definition: FieldDefinition, key: str, kind: str) -> Any:
    return spec_of(key, kind, definition.model_copy(update={"required": False}))


def _target(reader: _Reader) -> str | None:
    given = reader.raw.get("target")
    if reader.kind != "lookup":
        if given:
            reader.problems.append(messages.NOT_FOR_TYPE.problem("target", type=types_label(reader.kind)))
        return None
    try:
        return registry.get(given if isinstance(given, str) else "").key
    except Missing:
        known = [spec.key for spec in registry.every()]
        reader.problems.append(messages.TARGET.problem("target", known=known))
        return None


def _prefix(reader: _Reader) -> str:
    given = reader.raw.get("prefix") or ""
    if not isinstance(given, str) or len(given) > 20 or unstorable_place(given) is not None:
        reader.problems.append(messages.PREFIX.problem("prefix"))
        return ""
    return given.strip() if reader.kind == "auto_number" else ""
