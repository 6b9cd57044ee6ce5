"""What every field type answers: parse, show, store as JSON, which operators, whether a condition holds. PURE.

One subclass a family of types; `types` holds the table. The SQL side of the same table is in `expressions`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from daicho.engine.catalog.operators import Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import FieldSpec
from daicho.values.labels import Message
from daicho.values.problems import Invalid

Sorting = Literal["none", "plain", "choices", "name"]

LONGEST_LIST = 5_000
LONGEST_RANGES = 100
"""Values of a list of which each is a comparison of its own in the database."""
NEEDS_VALUE = Message(
    "value_missing",
    ja="「{field}」の条件に値がありません。空かどうかは is_empty・is_not_empty で調べてください。",
    en="The condition on {field} has no value. To ask for empty values use is_empty or is_not_empty.",
)
NEEDS_LIST = Message(
    "list_expected",
    ja="「{field}」の {operator} には値の一覧（{limit}件まで）を指定してください。",
    en="{operator} on {field} takes a list of up to {limit} values.",
)
NEEDS_PAIR = Message(
    "pair_expected",
    ja="「{field}」の between には［最初, 最後］の2つの値を指定してください。",
    en="between on {field} takes two values: [first, last].",
)
PAIR_REVERSED = Message(
    "pair_reversed",
    ja="「{field}」の範囲の最後が最初より前です。順序を入れ替えてください。",
    en="The range of {field} ends before it starts. Exchange the two values.",
)


def blank(raw: object) -> bool:
    """Whether raw input means "empty": None, or text of nothing but white space."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


class FieldKind(ABC):
    """The pure side of a field type. Typed values are never blank: an empty value is None."""

    operators: ClassVar[tuple[Operator, ...]] = ()
    sorting: ClassVar[Sorting] = "plain"
    aggregates: ClassVar[tuple[str, ...]] = ("count", "count_distinct")
    longest_list: ClassVar[int] = LONGEST_LIST
    twinned: ClassVar[bool] = False
    """Whether values are compared by a normalised twin that is kept beside them."""
    unique: ClassVar[bool] = True
    """Whether a field of the type may be one whose values never repeat."""

    def parse(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The typed value of what people or programs give; None for an empty one. Raises Invalid naming the field."""
        return None if blank(raw) else self.read(raw, spec, zone)

    @abstractmethod
    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The typed value of raw input that is not blank."""

    def to_json(self, value: Any, zone: ZoneInfo) -> Any:
        """The value as JSON carries it; moments in `zone`."""
        return value

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """The value for people; an empty one is an empty text."""
        return "" if value is None else str(value)

    def keep(self, value: Any) -> Any:
        """The value as the custom values of a record keep it (JSON); None for an empty one, which is not kept at all."""
        return None if self.is_empty(value) else value

    def kept(self, data: Any, spec: FieldSpec) -> Any:
        """The typed value of what `keep` gave; None where nothing is kept."""
        return data

    @abstractmethod
    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """The JSON schema of one value that is not empty."""

    def is_empty(self, value: Any) -> bool:
        """Whether a typed value counts as empty."""
        return value is None or value == ""

    def operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """What a condition compares with, checked: one value, a tuple of them, or a pair. Raises Invalid."""
        if op in ("is_empty", "is_not_empty"):
            return None
        if op == "between":
            return self._pair(raw, spec)
        if op in ("in", "not_in"):
            if isinstance(raw, str | Mapping) or not isinstance(raw, list | tuple) or len(raw) > self.longest_list:
                raise Invalid(NEEDS_LIST.problem(spec.key, field=spec.label, operator=op, limit=self.longest_list))
            return tuple(self._one("eq", item, spec) for item in raw)
        return self._one(op, raw, spec)

    def read_operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """One value of a condition; like `read`, where conditions take no more than records do."""
        return self.read(raw, spec, ZoneInfo("UTC"))

    def order_key(self, operand: Any) -> Any:
        """What two operands of `between` are compared by, or None when that depends on the day."""
        return operand

    @abstractmethod
    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Whether a positive operator (no negation, no emptiness) holds for a value that is not empty."""

    def show_operand(self, operand: Any, spec: FieldSpec, language: str, viewpoint: Viewpoint) -> str:
        """One value of a condition for people."""
        return self.show(operand, spec, language, viewpoint.frame.habits.zone)

    def _one(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        if blank(raw):
            raise Invalid(NEEDS_VALUE.problem(spec.key, field=spec.label))
        return self.read_operand(op, raw, spec)

    def _pair(self, raw: Any, spec: FieldSpec) -> tuple[Any, Any]:
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise Invalid(NEEDS_PAIR.problem(spec.key, field=spec.label))
        first, last = self._one("ge", raw[0], spec), self._one("le", raw[1], spec)
        low, high = self.order_key(first), self.order_key(last)
        if low is not None and high is not None and high < low:
            raise Invalid(PAIR_REVERSED.problem(spec.key, field=spec.label))
        return first, last


def in_order(op: Operator, value: Any, operand: Any) -> bool:
    """Whether a comparison operator holds between two values of the same kind."""
    match op:
        case "lt":
            return bool(value < operand)
        case "le":
            return bool(value <= operand)
        case "gt":
            return bool(value > operand)
        case "ge":
            return bool(value >= operand)
        case "between":
            return bool(operand[0] <= value <= operand[1])
        case "in":
            return value in operand
        case _:
            return bool(value == operand)
