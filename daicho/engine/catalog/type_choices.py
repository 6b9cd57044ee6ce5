"""Picklists of one and of several values. PURE. The value is the code; people see and may type the label."""

from typing import Any
from zoneinfo import ZoneInfo

from daicho.engine.catalog.operators import CONTENT, EMPTINESS, EQUALITY, MEMBERSHIP, Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import Choice, FieldSpec
from daicho.engine.catalog.type_base import LONGEST_RANGES, FieldKind, blank
from daicho.values.labels import Message
from daicho.values.parsing import shortened
from daicho.values.problems import Invalid
from daicho.values.text import normalise

UNKNOWN_CHOICE = Message(
    "unknown_choice",
    ja="「{field}」に「{value}」という選択肢はありません。使えるもの：{known}。",
    en="{field} has no choice “{value}”. Known choices: {known}.",
)


def choice_of(raw: Any, spec: FieldSpec) -> Choice:
    """The choice with this code or label, in any width and case. Raises Invalid naming the known codes."""
    if isinstance(raw, str):
        found = spec.choice(raw.strip())
        if found is not None:
            return found
        wanted = normalise(raw)
        for choice in spec.choices:
            if wanted in {normalise(choice.code), normalise(choice.label.ja), normalise(choice.label.en)}:
                return choice
    known = [choice.code for choice in spec.choices]
    raise Invalid(UNKNOWN_CHOICE.problem(spec.key, field=spec.label, value=shortened(raw), known=known))


class PicklistKind(FieldKind):
    """One code. Sorted in the order of the choices, unknown codes after them."""

    operators = (*EQUALITY, *MEMBERSHIP, *EMPTINESS)
    sorting = "choices"
    unique = False

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The code."""
        return choice_of(raw, spec).code

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """The label; a code that is no longer a choice is shown as it is."""
        choice = spec.choice(value) if value else None
        return choice.label.text(language) if choice else value or ""

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A string out of the active codes."""
        return {"type": "string", "enum": [choice.code for choice in spec.choices if choice.active]}

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Compares codes."""
        return value in operand if op == "in" else value == operand


class MultiPicklistKind(FieldKind):
    """Several codes, in the order of the choices. `contains` one code, `in` any of them."""

    operators = (*CONTENT, *MEMBERSHIP, *EMPTINESS)
    sorting = "none"
    aggregates = ("count",)
    longest_list = LONGEST_RANGES
    unique = False

    def parse(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """A tuple of codes; None when there is none."""
        return None if blank(raw) or raw in ([], ()) else self.read(raw, spec, zone)

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """From a list, or from a text with 、 , ; / or line breaks between the values."""
        if isinstance(raw, str):
            raw = [part for part in _split(raw) if part.strip()]
        if not isinstance(raw, list | tuple | set | frozenset):
            raw = [raw]
        codes = {choice_of(item, spec).code for item in raw}
        return tuple(choice.code for choice in spec.choices if choice.code in codes) or None

    def to_json(self, value: Any, zone: ZoneInfo) -> Any:
        """A list of codes, empty when there is none."""
        return list(value or ())

    def keep(self, value: Any) -> Any:
        """A list of codes."""
        return list(value) if value else None

    def kept(self, data: Any, spec: FieldSpec) -> Any:
        """A list, as columns of such values give it."""
        return list(data) if data else []

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """The labels."""
        if isinstance(value, str):
            value = (value,)
        labels = [choice.label.text(language) for choice in spec.choices if choice.code in (value or ())]
        return ("、" if language.startswith("ja") else ", ").join(labels)

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """An array of codes."""
        codes = [choice.code for choice in spec.choices if choice.active]
        return {"type": "array", "items": {"type": "string", "enum": codes}, "uniqueItems": True}

    def is_empty(self, value: Any) -> bool:
        """None and the empty list."""
        return not value

    def read_operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """One code."""
        return choice_of(raw, spec).code

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Whether the code, or any of the codes, is among the values."""
        return any(code in value for code in operand) if op == "in" else operand in value


def _split(text: str) -> list[str]:
    for separator in "、,;；，/\n":
        text = text.replace(separator, "\0")
    return text.split("\0")
