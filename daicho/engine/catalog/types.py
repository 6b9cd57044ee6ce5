"""The table of field types, and the calls that others make: parse, JSON, words for people, operators, schema. PURE."""

from collections.abc import Mapping
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from daicho.engine.catalog.operators import Operator
from daicho.engine.catalog.specs import FieldSpec, FieldType
from daicho.engine.catalog.type_base import FieldKind, Sorting
from daicho.engine.catalog.type_choices import MultiPicklistKind, PicklistKind
from daicho.engine.catalog.type_dates import DateKind, DateTimeKind
from daicho.engine.catalog.type_lookups import JsonKind, LookupKind
from daicho.engine.catalog.type_numbers import CheckboxKind, NumberKind, PercentKind
from daicho.engine.catalog.type_texts import EmailKind, LongTextKind, PhoneKind, RichTextKind, TextKind, UrlKind
from daicho.engine.work.frame import Habits
from daicho.values.labels import Message
from daicho.values.problems import Invalid

ZONE: Final = Habits().zone
"""The zone in which moments are read and shown where the caller names none."""

TYPES: Final[Mapping[FieldType, FieldKind]] = {
    "text": TextKind(),
    "long_text": LongTextKind(),
    "rich_text": RichTextKind(),
    "number": NumberKind(),
    "currency": NumberKind(),
    "percent": PercentKind(),
    "checkbox": CheckboxKind(),
    "date": DateKind(),
    "datetime": DateTimeKind(),
    "picklist": PicklistKind(),
    "multi_picklist": MultiPicklistKind(),
    "lookup": LookupKind(),
    "email": EmailKind(),
    "phone": PhoneKind(),
    "url": UrlKind(),
    "auto_number": TextKind(),
    "json": JsonKind(),
}

REQUIRED = Message("required", ja="「{field}」を入力してください。", en="{field} is required.")


def kind_of(spec: FieldSpec) -> FieldKind:
    """The pure side of the field's type."""
    return TYPES[spec.type]


def kind_of_type(kind: str) -> FieldKind:
    """The pure side of a type that is known by its name. Raises KeyError for a name that is none."""
    return TYPES[cast(FieldType, kind)]


def parse(spec: FieldSpec, raw: Any, zone: ZoneInfo = ZONE) -> Any:
    """The typed value of raw input (JSON, form text, spreadsheet cell); None for an empty one. Raises Invalid at the field.

    Lookups give an id, or a LookupKey that `catalog.lookups` resolves. Required fields are checked by `parse_required`.
    """
    try:
        return kind_of(spec).parse(raw, spec, zone)
    except Invalid as refused:
        raise Invalid(*(problem.message.problem(spec.key, **problem.params) for problem in refused.problems)) from None


def parse_required(spec: FieldSpec, raw: Any, zone: ZoneInfo = ZONE) -> Any:
    """Like `parse`, and refuses an empty value of a required field."""
    value = parse(spec, raw, zone)
    if value is None and spec.required:
        raise Invalid(REQUIRED.problem(spec.key, field=spec.label))
    return value


def to_json(spec: FieldSpec, value: Any, zone: ZoneInfo = ZONE) -> Any:
    """The value as JSON: decimals as plain texts, whole numbers as integers, dates ISO, lookups as ids, empty as null."""
    return kind_of(spec).to_json(value, zone)


def from_json(spec: FieldSpec, data: Any, zone: ZoneInfo = ZONE) -> Any:
    """The typed value of what `to_json` gave. Raises Invalid."""
    return parse(spec, data, zone)


def show(spec: FieldSpec, value: Any, language: str = "ja", zone: ZoneInfo = ZONE) -> str:
    """The value for people: 2025/12/31, はい, the label of a choice, 1,234.5; an empty value is an empty text."""
    return kind_of(spec).show(value, spec, language, zone)


def operators(spec: FieldSpec) -> tuple[Operator, ...]:
    """The operators that conditions on the field may use; none where the field is not filterable."""
    return kind_of(spec).operators if spec.filterable else ()


def sorting(spec: FieldSpec) -> Sorting:
    """How rows are sorted by the field; "none" where they are not."""
    return kind_of(spec).sorting if spec.filterable else "none"


def schema(spec: FieldSpec) -> dict[str, Any]:
    """The JSON schema of the field's value, null allowed where it may be empty."""
    own = kind_of(spec).schema(spec)
    return own if spec.required or not own else {"anyOf": [own, {"type": "null"}]}
