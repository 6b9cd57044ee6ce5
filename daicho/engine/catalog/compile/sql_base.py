"""What every field type answers on the SQL side; the pure side of the table is `catalog.types`."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q

from daicho.engine.catalog.operators import Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import FieldSpec

NEVER: Final = Q(pk__in=[])


class SqlKind(ABC):
    """The SQL side of a field type. `strict`: no positive operator holds for an empty value."""

    strict: ClassVar[bool] = True

    def compared(self, column: "models.Field[Any, Any]", reference: str) -> Any:
        """The expression that conditions and sorting use, for a stored column named by `reference`."""
        return F(reference)

    def read(self, column: "models.Field[Any, Any]", reference: str) -> Any:
        """The expression that is read."""
        return F(reference)

    @abstractmethod
    def custom(self, values: Any, key: str) -> Any:
        """The expression that reads a custom value out of the JSON object `values`."""

    def custom_compared(self, values: Any, key: str) -> Any:
        """The expression by which a custom value is compared."""
        return self.custom(values, key)

    def calculated(self, expression: Any) -> Any:
        """What a calculated expression is compared by."""
        return expression

    def bound(self, value: Any) -> Any:
        """A value as the expression is compared with it."""
        return value

    def empty(self, name: str) -> Q:
        """The value is empty; never NULL itself."""
        return Q(**{f"{name}__isnull": True})

    def filled(self, name: str) -> Q:
        """The value is not empty; may be NULL for an empty one, so it is never negated."""
        return Q(**{f"{name}__isnull": False})

    @abstractmethod
    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """A positive operator holds for a value that is not empty; may be NULL for an empty one."""

    def fails(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """The exact complement of `holds`: empty, or it does not hold."""
        return self.empty(name) | ~self.holds(name, op, operand, viewpoint)

    def ordered(self, name: str) -> Any:
        """The expression that later sort columns order by; NULL where empty."""
        return F(name)

    def typed(self, raw: Any, spec: FieldSpec) -> Any:
        """The typed value of what the database gave."""
        return raw


def any_of(parts: Iterable[Q]) -> Q:
    """The disjunction; of nothing it never holds."""
    whole = Q()
    for part in parts:
        whole |= part
    return whole or NEVER
