"""Dates and moments in SQL, stored in columns or as texts in the custom values."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from daicho.engine.catalog.compile.sql_base import SqlKind, any_of
from daicho.engine.catalog.expressions import JsonText
from daicho.engine.catalog.operators import Operator
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.type_dates import Span, custom_moment, days_of, span_of


class SqlDate(SqlKind):
    """Business dates."""

    def custom(self, values: Any, key: str) -> Any:
        """The ISO text, which compares like the date."""
        return JsonText(values, key)

    def bound(self, day: Any) -> Any:
        """A date as the expression is compared with it."""
        return day

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Compares with the days that the operand means."""
        dates = viewpoint.frame.dates
        if op == "in":
            return any_of(self.holds(name, "eq", item, viewpoint) for item in operand)
        if op == "between":
            first, last = days_of(operand[0], dates).first, days_of(operand[1], dates).last
        else:
            first, last = days_of(operand, dates).first, days_of(operand, dates).last
        return self._compare(name, op, self.bound(first), self.bound(last))

    def _compare(self, name: str, op: Operator, first: Any, last: Any) -> Q:
        match op:
            case "lt":
                return Q(**{f"{name}__lt": first})
            case "le":
                return Q(**{f"{name}__lte": last})
            case "gt":
                return Q(**{f"{name}__gt": last})
            case "ge":
                return Q(**{f"{name}__gte": first})
            case _ if first == last:
                return Q(**{name: first})
            case _:
                return Q(**{f"{name}__gte": first}) & Q(**{f"{name}__lte": last})

    def typed(self, raw: Any, spec: FieldSpec) -> Any:
        """A date; custom ones are texts."""
        return date.fromisoformat(raw) if isinstance(raw, str) else raw


class SqlDateTime(SqlDate):
    """Moments; custom ones are UTC texts with microseconds, which compare like moments."""

    def holds(self, name: str, op: Operator, operand: Any, viewpoint: Viewpoint) -> Q:
        """Compares with the stretch of moments that the operand means in the organisation's zone."""
        if op == "in":
            return any_of(self.holds(name, "eq", item, viewpoint) for item in operand)
        if op == "between":
            first, last = span_of(operand[0], viewpoint), span_of(operand[1], viewpoint)
        else:
            first = last = span_of(operand, viewpoint)
        start = self.bound(first.start)
        match op:
            case "lt":
                return Q(**{f"{name}__lt": start})
            case "le":
                return self._until(name, last)
            case "gt":
                after = "gt" if last.start == last.end else "gte"
                return Q(**{f"{name}__{after}": self.bound(last.end)})
            case "ge":
                return Q(**{f"{name}__gte": start})
            case _:
                return Q(**{f"{name}__gte": start}) & self._until(name, last)

    def _until(self, name: str, span: Span) -> Q:
        until = "lte" if span.start == span.end else "lt"
        return Q(**{f"{name}__{until}": self.bound(span.end)})

    def typed(self, raw: Any, spec: FieldSpec) -> Any:
        """An aware moment in UTC."""
        return datetime.fromisoformat(raw) if isinstance(raw, str) else raw


class SqlCustomDate(SqlDate):
    """Dates in the custom values: ISO texts."""

    def bound(self, day: Any) -> Any:
        """The ISO text."""
        return day.isoformat()


class SqlCustomDateTime(SqlDateTime):
    """Moments in the custom values."""

    def bound(self, day: Any) -> Any:
        """The text as it is kept."""
        return custom_moment(day)
