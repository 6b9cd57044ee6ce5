"""Database columns of the catalog: exact decimals kept as integers, and the normalised twins of texts.

Leaves to others: how values are parsed (types), how twins are filled (records.save).
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from daicho.values.labels import Message
from daicho.values.problems import Invalid

SCALE = 4
UNIT = 10**SCALE
LARGEST = Decimal(2**63 - 1).scaleb(-SCALE)
SMALLEST = Decimal(-(2**63)).scaleb(-SCALE)
TWIN = "_normal"

TOO_FINE = Message(
    "too_many_decimals",
    ja="{value} は小数点以下の桁数が多すぎます（{scale}桁まで）。",
    en="{value} has too many decimals (up to {scale} are kept).",
)
TOO_LARGE = Message(
    "number_out_of_range",
    ja="{value} は大きすぎて保存できません（{smallest}～{largest}）。",
    en="{value} is out of range ({smallest} to {largest}).",
)
NO_NUMBER = Message("not_a_number", ja="「{value}」は数値ではありません。", en="“{value}” is not a number.")

AnyModel = TypeVar("AnyModel", bound=type[models.Model])

if TYPE_CHECKING:
    _BigInteger = models.BigIntegerField[Decimal | int | str | None, Any]
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField
    _BigInteger = models.BigIntegerField


class ScaledDecimalField(_BigInteger):
    """A Decimal stored as an integer of ten-thousandths, the same for every currency, quantity and price.

    Sums and comparisons happen on integers in the database and are therefore exact on SQLite and PostgreSQL.
    Raises Invalid for more than four decimals and for numbers beyond a 64-bit integer of ten-thousandths.
    """

    description = "Decimal in ten-thousandths"

    def get_prep_value(self, value: Any) -> Any:
        """The stored integer of a Decimal, int or numeric text; None stays None, expressions pass through."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return scaled(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        """The Decimal of a stored integer; sums of PostgreSQL arrive as numeric, averages as fractions."""
        return None if value is None else unscaled(value)

    def to_python(self, value: Any) -> Decimal | None:
        """The Decimal of what a model instance or fixture holds."""
        return None if value is None or value == "" else _decimal(value)


class TwinField(_Text):
    """A normalised text that is compared code point by code point on every database, whatever its own collation.

    Hence the same order on SQLite and PostgreSQL, and on PostgreSQL an index that also serves "starts with".
    """

    description = "Normalised text"

    def db_parameters(self, connection: Any) -> Any:
        """TextField's own, with the C collation on PostgreSQL."""
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters


def scaled(value: Any) -> int:
    """Ten-thousandths of a number. Raises Invalid when it is too fine, too large or no number."""
    number = _decimal(value)
    if not SMALLEST <= number <= LARGEST:
        raise Invalid(TOO_LARGE.problem(value=str(value), smallest=SMALLEST, largest=LARGEST))
    units = number.scaleb(SCALE)
    if units != units.to_integral_value():
        raise Invalid(TOO_FINE.problem(value=str(value), scale=SCALE))
    return int(units)


def unscaled(units: Any) -> Decimal:
    """The number of so many ten-thousandths, without trailing zeros; a fraction is rounded to the even ten-thousandth."""
    number = Decimal(round(Decimal(str(units)))).scaleb(-SCALE)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool | float):
        raise Invalid(NO_NUMBER.problem(value=str(value)))
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise Invalid(NO_NUMBER.problem(value=str(value))) from None
    if not number.is_finite():
        raise Invalid(NO_NUMBER.problem(value=str(value)))
    return number


def twin(column: str) -> str:
    """The column that holds the normalised text of `column`."""
    return column + TWIN


def with_twins(*columns: str) -> Callable[[AnyModel], AnyModel]:
    """Decorate a model class: adds a normalised twin for each text column named, seen by migrations like any field."""

    def add(model: AnyModel) -> AnyModel:
        for column in columns:
            model._meta.get_field(column)
            model.add_to_class(twin(column), TwinField(default="", blank=True, editable=False))
        return model

    return add
