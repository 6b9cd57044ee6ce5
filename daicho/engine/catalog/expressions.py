"""SQL expressions that Django lacks: JSON values, code point order, days and months as numbers, row comparison."""

import re
from typing import Any

from django.db import models
from django.db.models import BooleanField, Func, IntegerField, TextField, Value

from daicho.engine.catalog.fields import ScaledDecimalField

_KEY = re.compile(r"x_[a-z0-9_]{1,60}")
WEEK_BASE = 700_000
"""Days added before weeks are counted, a multiple of seven, so that no division meets a negative number."""


def checked_key(key: str) -> str:
    """A custom key, which may stand in SQL as a literal. Raises ValueError for anything else."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a custom key: {key!r}")
    return key


class JsonText(Func):
    """One value of a JSON object as text; NULL where the key is absent. The checked key is a literal, so it can be indexed."""

    arity = 1
    output_field = TextField()

    def __init__(self, source: Any, key: str) -> None:
        super().__init__(source, key=checked_key(key))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """json_extract gives texts as they are, true as 1."""
        return self.as_sql(compiler, connection, template="json_extract(%(expressions)s, '$.%(key)s')", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Compared code point by code point, as on SQLite."""
        return self.as_sql(compiler, connection, template="((%(expressions)s) ->> '%(key)s') COLLATE \"C\"", **context)


class JsonPart(Func):
    """One value of a JSON object as JSON; NULL where the key is absent."""

    arity = 1
    output_field = models.JSONField()

    def __init__(self, source: Any, key: str) -> None:
        super().__init__(source, key=checked_key(key))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """json_extract gives lists and objects as JSON text."""
        return self.as_sql(compiler, connection, template="json_extract(%(expressions)s, '$.%(key)s')", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The jsonb value."""
        return self.as_sql(compiler, connection, template="((%(expressions)s) -> '%(key)s')", **context)


class JsonScaled(Func):
    """The ten-thousandths of a decimal that JSON holds as text."""

    arity = 1
    output_field = ScaledDecimalField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Through a rounded float, exact up to nine hundred billion."""
        return self.as_sql(
            compiler, connection, template="CAST(ROUND(CAST(%(expressions)s AS REAL) * 10000) AS INTEGER)", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Through numeric."""
        return self.as_sql(
            compiler, connection, template="CAST(CAST(%(expressions)s AS numeric) * 10000 AS bigint)", **context
        )


class JsonTrue(Func):
    """Whether a JSON value read as text is true; false where it is absent."""

    arity = 1
    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """true is 1."""
        return self.as_sql(compiler, connection, template="COALESCE(%(expressions)s = 1, 0)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """true is 'true'."""
        return self.as_sql(compiler, connection, template="COALESCE(%(expressions)s = 'true', FALSE)", **context)


class JsonHas(Func):
    """Whether a JSON list of texts has a text among its values; false where there is no list."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, source: Any, text: Any) -> None:
        super().__init__(source, text if hasattr(text, "resolve_expression") else Value(text, output_field=TextField()))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Walks the list."""
        template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s)"
        return self.as_sql(
            compiler, connection, template=template + ")", arg_joiner=") WHERE json_each.value = (", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The function behind the ? operator."""
        return self.as_sql(compiler, connection, template="COALESCE(jsonb_exists(%(expressions)s), FALSE)", **context)


class JsonWritten(Func):
    """A JSON value as it is written, e.g. [] for the empty list."""

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """JSON is kept as text."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """jsonb written out."""
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS text)", **context)


class Lowered(Func):
    """A text without twin, in lower case and code point order: right for codes, which have one width only."""

    arity = 1
    function = "LOWER"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """With the C collation."""
        return self.as_sql(compiler, connection, template='LOWER(%(expressions)s) COLLATE "C"', **context)


class MonthNumber(Func):
    """Months since year 0 of a date: year × 12 + month − 1."""

    arity = 1
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Dates are ISO texts."""
        inner, parameters = compiler.compile(self.source_expressions[0])
        year, month = (f"CAST(strftime('%%{part}', {inner}) AS INTEGER)" for part in "Ym")
        return f"({year} * 12 + {month} - 1)", [*parameters, *parameters]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Extracts both parts."""
        inner, parameters = compiler.compile(self.source_expressions[0])
        sql = f"(EXTRACT(YEAR FROM {inner})::int * 12 + EXTRACT(MONTH FROM {inner})::int - 1)"
        return sql, [*parameters, *parameters]


class DayNumber(Func):
    """Days since 1970-01-01 of a date, plus WEEK_BASE."""

    arity = 1
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """From the Julian day."""
        template = f"(CAST(julianday(%(expressions)s) - 2440587.5 AS INTEGER) + {WEEK_BASE})"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The difference of two dates is an integer."""
        return self.as_sql(
            compiler, connection, template=f"((%(expressions)s) - DATE '1970-01-01' + {WEEK_BASE})", **context
        )


class Divided(Func):
    """A whole number after moving, divided by a whole number, rounded down: (n + move) / by."""

    arity = 1
    output_field = IntegerField()

    def __init__(self, source: Any, *, move: int, by: int) -> None:
        super().__init__(source, move=int(move), by=int(by))

    template = "((%(expressions)s + (%(move)s)) / %(by)s)"


class RowAfter(Func):
    """Whether a row of columns comes after (or before) a row of values, compared like a word: served by one index."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, columns: tuple[Any, ...], values: tuple[Any, ...], *, descending: bool) -> None:
        self.width = len(columns)
        self.descending = descending
        super().__init__(*columns, *values)

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        """(a, b) > (x, y)."""
        parts: list[str] = []
        parameters: list[str | int] = []
        for source in self.source_expressions:
            sql, values = compiler.compile(source)
            parts.append(sql)
            parameters.extend(values)
        sign = "<" if self.descending else ">"
        left, right = ", ".join(parts[: self.width]), ", ".join(parts[self.width :])
        return f"(({left}) {sign} ({right}))", tuple(parameters)
