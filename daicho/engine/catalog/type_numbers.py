"""Numbers, amounts, percentages, yes/no. PURE. Whole numbers (scale 0) are ints, all others Decimals, never floats."""

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from daicho.engine.catalog.operators import EMPTINESS, EQUALITY, MEMBERSHIP, ORDER, Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_base import FieldKind, in_order
from daicho.values.labels import Message
from daicho.values.parsing import read_boolean, read_number
from daicho.values.problems import Invalid

FINEST = 4
"""Decimals that are kept where a field names no scale."""

TOO_FINE = Message(
    "too_many_decimals",
    ja="「{field}」の {value} は小数点以下の桁数が多すぎます（{scale}桁まで）。",
    en="{value} has too many decimals for {field} (up to {scale}).",
)
TOO_SMALL = Message(
    "number_too_small",
    ja="「{field}」は {minimum} 以上で入力してください（入力値：{value}）。",
    en="{field} must be at least {minimum} (given: {value}).",
)
TOO_LARGE = Message(
    "number_above_maximum",
    ja="「{field}」は {maximum} 以下で入力してください（入力値：{value}）。",
    en="{field} must be at most {maximum} (given: {value}).",
)


def plain_text(number: Decimal | int) -> str:
    """A number as JSON carries it: no exponent, no trailing zeros, e.g. "12000", "12.5", "-0.25"."""
    text = f"{Decimal(number):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def with_thousands(number: Decimal | int) -> str:
    """A number for people: thousands separators, no trailing zeros; negative ones with ▲."""
    size: Decimal | int = -number if number < 0 else number
    whole, _, fraction = plain_text(size).partition(".")
    text = f"{int(whole):,}" + (f".{fraction}" if fraction else "")
    return f"▲{text}" if number < 0 else text


class NumberKind(FieldKind):
    """A number with at most `scale` decimals."""

    operators = (*EQUALITY, *ORDER, *MEMBERSHIP, *EMPTINESS)
    aggregates = ("count", "count_distinct", "sum", "avg", "min", "max")

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The number, within the field's bounds and scale."""
        number = read_number(_number_of_word(raw, spec), spec.label)
        scale = FINEST if spec.scale is None else min(spec.scale, FINEST)
        if number != round(number, scale):
            raise Invalid(TOO_FINE.problem(spec.key, field=spec.label, value=plain_text(number), scale=scale))
        if spec.minimum is not None and number < spec.minimum:
            raise Invalid(TOO_SMALL.problem(spec.key, field=spec.label, value=number, minimum=spec.minimum))
        if spec.maximum is not None and number > spec.maximum:
            raise Invalid(TOO_LARGE.problem(spec.key, field=spec.label, value=number, maximum=spec.maximum))
        return int(number) if spec.scale == 0 else number

    def to_json(self, value: Any, zone: ZoneInfo) -> Any:
        """Whole numbers as integers, others as plain decimal texts."""
        return value if value is None or isinstance(value, int) else plain_text(value)

    def keep(self, value: Any) -> Any:
        """A plain decimal text."""
        return None if value is None else plain_text(value)

    def kept(self, data: Any, spec: FieldSpec) -> Any:
        """An int without decimals (scale 0), otherwise a Decimal."""
        if data is None:
            return None
        return int(Decimal(data)) if spec.scale == 0 else Decimal(data)

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """With thousands separators, or the field's word for it; an id without."""
        if value is None:
            return ""
        word = spec.word(value)
        if word is not None:
            return word.text(language)
        return str(value) if spec.key == "id" else with_thousands(value)

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """An integer, or a decimal text."""
        if spec.scale != 0:
            return {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
        bounds = {"minimum": spec.minimum, "maximum": spec.maximum}
        return {"type": "integer", **{name: bound for name, bound in bounds.items() if bound is not None}}

    def read_operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """Any number; the field's own bounds do not matter for a question."""
        return read_number(raw, spec.label)

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Compares exactly."""
        return in_order(op, value, operand)


class PercentKind(NumberKind):
    """A percentage, kept as written: 12.5 means 12.5 %."""

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """The number; a percent sign after it is understood."""
        return super().read(_without_sign(raw), spec, zone)

    def read_operand(self, op: Operator, raw: Any, spec: FieldSpec) -> Any:
        """The number; a percent sign after it is understood."""
        return super().read_operand(op, _without_sign(raw), spec)

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """With a percent sign."""
        return "" if value is None else with_thousands(value) + "%"


def _number_of_word(raw: Any, spec: FieldSpec) -> Any:
    written = raw.strip().casefold() if isinstance(raw, str) and spec.words else None
    return next((number for number, word in spec.words if written in (word.ja, word.en.casefold())), raw)


def _without_sign(raw: Any) -> Any:
    return raw.strip().rstrip("%％ ") if isinstance(raw, str) else raw


class CheckboxKind(FieldKind):
    """Yes or no. There is no empty checkbox: one that was never set reads as no."""

    operators = EQUALITY
    unique = False
    shown = {"ja": ("いいえ", "はい"), "en": ("No", "Yes")}

    def read(self, raw: Any, spec: FieldSpec, zone: ZoneInfo) -> Any:
        """True or False from the words and signs that people use."""
        return read_boolean(raw)

    def keep(self, value: Any) -> Any:
        """Only a yes is kept."""
        return True if value else None

    def kept(self, data: Any, spec: FieldSpec) -> Any:
        """No, where nothing is kept."""
        return bool(data)

    def show(self, value: Any, spec: FieldSpec, language: str, zone: ZoneInfo) -> str:
        """はい or いいえ."""
        return self.shown["ja" if language.startswith("ja") else "en"][bool(value)]

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def is_empty(self, value: Any) -> bool:
        """Never."""
        return False

    def holds(self, op: Operator, value: Any, operand: Any, viewpoint: Viewpoint) -> bool:
        """Compares; nothing set is no."""
        return bool(value) == bool(operand)
