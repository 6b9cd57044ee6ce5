"""The SQL side of the table of field types: what is compared, which condition an operator makes, how results are typed.

The parity tests prove that this and the pure side, `catalog.types`, say the same. Conditions are written on the alias
`name` of the compared expression.
"""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Cast, NullIf
from django.db.models.lookups import In

from daicho.engine.catalog.compile.sql_base import NEVER, SqlKind, any_of
from daicho.engine.catalog.compile.sql_dates import SqlCustomDate, SqlCustomDateTime, SqlDate, SqlDateTime
from daicho.engine.catalog.expressions import JsonHas, JsonPart, JsonScaled, JsonText, JsonTrue, JsonWritten, Lowered
from daicho.engine.catalog.fields import SCALE, TWIN, ScaledDecimalField
from daicho.engine.catalog.operators import Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import FieldSpec, FieldType
from daicho.engine.catalog.type_lookups import operand_ids
from daicho.values.text import normalise

SMALLEST_LIMIT = 32_767
"""Beyond the range of a whole column Django leaves a comparison out as always true, and with it "is not empty"."""
COMPARISONS: Final[Mapping[str, str]] = {"lt": "lt", "le": "lte", "gt": "gt", "ge": "gte", "eq": "exact"}


class SqlText(SqlKind):
    """Texts, compared by their twin; without one in lower case."""

    def compared(self, column: "models.Field[Any, Any]", reference: str) -> Any:
        """The twin."""
        has_twin = any(field.name == column.name + TWIN for field in column.model._meta.concrete_fields)
        return F(reference + TWIN) if has_twin else Lowered(F(reference))

    def custom(self, values: Any, key: str) -> Any:
        """The text."""
        return JsonText(values, key)

    def custom_compared(self, values: Any, key: str) -> Any:
        """Custom values carry their twin under its own key."""
        return JsonText(values, key + TWIN)

    def calculated(self, expression: Any) -> Any:
        """In lower case: a calculated text has no twin."""
        return Lowered(expression)

    def empty(self, name: str) -> Q:
        """NULL or no sign."""
        return Q(**{f"{name}__isnull": True}) | Q(**{name: ""})

    def filled(self, name: str) -> Q:
        """After the empty text: a range that an index serves."""
        return Q(**{f"{name}__gt": ""})

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Compares twins."""
        if op == "in":
            return Q(**{f"{name}__in": sorted({normalise(item) for item in operand})})
        lookup = {"contains": "contains", "starts_with": "startswith"}.get(op, "exact")
        return Q(**{f"{name}__{lookup}": normalise(operand)})

    def ordered(self, name: str) -> Any:
        """The twin, NULL where empty."""
        return NullIf(F(name), Value(""))

    def typed(self, raw: Any, spec: FieldSpec) -> Any:
        """The empty text is None."""
        return raw or None


class SqlNumber(SqlKind):
    """Decimals with `places` decimals; none for columns of whole numbers. Both are integers in the database."""

    def __init__(self, places: int = SCALE) -> None:
        self.unit = Decimal(1).scaleb(-places)

    def floor(self, number: Decimal | int) -> Decimal:
        """The largest number that can be kept and is not above this one."""
        return Decimal(number).quantize(self.unit, rounding=ROUND_FLOOR)

    def custom(self, values: Any, key: str) -> Any:
        """Ten-thousandths."""
        return JsonScaled(JsonText(values, key))

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Compares exactly; an operand finer than what is kept lies between two values."""
        if op == "in":
            kept = [item for item in operand if self.floor(item) == item]
            return Q(**{f"{name}__in": kept}) if kept else NEVER
        if op == "between":
            return self.holds(name, "ge", operand[0], viewpoint) & self.holds(name, "le", operand[1], viewpoint)
        low = self.floor(operand)
        if low == operand:
            compared = Q(**{f"{name}__{COMPARISONS[op]}": operand})
            return compared if abs(operand) <= SMALLEST_LIMIT else compared & self.filled(name)
        return NEVER if op == "eq" else self.holds(name, "le" if op in ("lt", "le") else "gt", low, viewpoint)

    def typed(self, raw: Any, spec: FieldSpec) -> Any:
        """A whole number as int, any other as Decimal."""
        if raw is None:
            return None
        return int(raw) if spec.scale == 0 else Decimal(raw)


class SqlCheckbox(SqlKind):
    """Yes or no; NULL reads as no."""

    strict = False

    def custom(self, values: Any, key: str) -> Any:
        """Absent is no."""
        return JsonTrue(JsonText(values, key))

    def empty(self, name: str) -> Q:
        """Never."""
        return NEVER

    def filled(self, name: str) -> Q:
        """Always."""
        return ~NEVER

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Compares."""
        return Q(**{name: True}) if operand else Q(**{name: False}) | Q(**{f"{name}__isnull": True})

    def fails(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """The other of the two."""
        return self.holds(name, op, not operand, viewpoint)

    def typed(self, raw: Any, spec: FieldSpec) -> Any:
        """True or False."""
        return bool(raw)


class SqlPicklist(SqlKind):
    """Codes."""

    def custom(self, values: Any, key: str) -> Any:
        """The code."""
        return JsonText(values, key)

    def empty(self, name: str) -> Q:
        """NULL or no sign."""
        return Q(**{f"{name}__isnull": True}) | Q(**{name: ""})

    def filled(self, name: str) -> Q:
        """After the empty text: a range that an index serves."""
        return Q(**{f"{name}__gt": ""})

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Compares codes."""
        return Q(**{f"{name}__in": sorted(set(operand))}) if op == "in" else Q(**{name: operand})

    def typed(self, raw: Any, spec: FieldSpec) -> Any:
        """The empty text is None."""
        return raw or None


class SqlMultiPicklist(SqlKind):
    """Lists of codes in a JSON column."""

    def custom(self, values: Any, key: str) -> Any:
        """The list as JSON."""
        return JsonPart(values, key)

    def empty(self, name: str) -> Q:
        """NULL, null or []."""
        return Q(**{f"{name}__isnull": True}) | Q(In(JsonWritten(F(name)), ["[]", "null", ""]))

    def filled(self, name: str) -> Q:
        """The complement of `empty`."""
        return ~self.empty(name)

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Looks into the list."""
        return any_of(Q(JsonHas(F(name), code)) for code in (operand if op == "in" else (operand,)))

    def typed(self, raw: Any, spec: FieldSpec) -> Any:
        """A tuple, None when there is none."""
        return tuple(raw) if raw else None


class SqlLookup(SqlKind):
    """Ids of other records. What is read besides, the name, is added by `compile`."""

    def custom(self, values: Any, key: str) -> Any:
        """The id."""
        return Cast(JsonText(values, key), models.BigIntegerField())

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Compares ids."""
        ids = sorted(operand_ids(operand if op == "in" else (operand,), viewpoint))
        if not ids:
            return NEVER
        return Q(**{name: ids[0]}) if len(ids) == 1 else Q(**{f"{name}__in": ids})


class SqlJson(SqlKind):
    """Structured values: read only."""

    def custom(self, values: Any, key: str) -> Any:
        """The value as JSON."""
        return JsonPart(values, key)

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Never: there is no operator."""
        return NEVER


_TEXT, _DECIMAL, _WHOLE = SqlText(), SqlNumber(), SqlNumber(places=0)
SQL_TYPES: Final[Mapping[FieldType, SqlKind]] = {
    "text": _TEXT,
    "long_text": _TEXT,
    "rich_text": _TEXT,
    "number": _DECIMAL,
    "currency": _DECIMAL,
    "percent": _DECIMAL,
    "checkbox": SqlCheckbox(),
    "date": SqlDate(),
    "datetime": SqlDateTime(),
    "picklist": SqlPicklist(),
    "multi_picklist": SqlMultiPicklist(),
    "lookup": SqlLookup(),
    "email": _TEXT,
    "phone": _TEXT,
    "url": _TEXT,
    "auto_number": _TEXT,
    "json": SqlJson(),
}


CUSTOM_TYPES: Final[Mapping[FieldType, SqlKind]] = {"date": SqlCustomDate(), "datetime": SqlCustomDateTime()}


def sql_kind(spec: FieldSpec, column: "models.Field[Any, Any] | None") -> SqlKind:
    """The SQL side of a field; `column` is None where it is calculated or a custom value."""
    if spec.source == "custom":
        return CUSTOM_TYPES.get(spec.type, SQL_TYPES[spec.type])
    whole = spec.scale == 0 if column is None else not isinstance(column, ScaledDecimalField)
    kind = SQL_TYPES[spec.type]
    return _WHOLE if kind is _DECIMAL and whole else kind


def choice_position(name: str, spec: FieldSpec) -> Any:
    """The position among the choices of the code in the alias `name`; unknown codes after them, NULL where empty."""
    whens = [When(Q(**{name: choice.code}), then=Value(place)) for place, choice in enumerate(spec.choices)]
    empty = Q(**{f"{name}__isnull": True}) | Q(**{name: ""})
    return Case(When(empty, then=Value(None)), *whens, default=Value(len(spec.choices)), output_field=IntegerField())
