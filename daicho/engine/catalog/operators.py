"""The operators of conditions: their names for people, and which are the negation of which. PURE."""

from collections.abc import Mapping
from typing import Final, Literal

from daicho.values.labels import Label

Operator = Literal[
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "between",
    "in",
    "not_in",
    "contains",
    "not_contains",
    "starts_with",
    "is_empty",
    "is_not_empty",
]

EMPTINESS: Final[tuple[Operator, ...]] = ("is_empty", "is_not_empty")
EQUALITY: Final[tuple[Operator, ...]] = ("eq", "ne")
MEMBERSHIP: Final[tuple[Operator, ...]] = ("in", "not_in")
ORDER: Final[tuple[Operator, ...]] = ("lt", "le", "gt", "ge", "between")
CONTENT: Final[tuple[Operator, ...]] = ("contains", "not_contains")

NEGATIONS: Final[Mapping[Operator, Operator]] = {"ne": "eq", "not_in": "in", "not_contains": "contains"}
"""A negation holds for empty values too: it is "is empty, or the positive does not hold"."""

LABELS: Final[Mapping[Operator, Label]] = {
    "eq": Label("次の値に一致", "is"),
    "ne": Label("次の値に一致しない", "is not"),
    "lt": Label("より小さい・より前", "less than / before"),
    "le": Label("以下・以前", "at most / on or before"),
    "gt": Label("より大きい・より後", "greater than / after"),
    "ge": Label("以上・以降", "at least / on or after"),
    "between": Label("範囲内（両端を含む）", "between (both included)"),
    "in": Label("いずれかに一致", "is one of"),
    "not_in": Label("いずれにも一致しない", "is none of"),
    "contains": Label("含む", "contains"),
    "not_contains": Label("含まない", "does not contain"),
    "starts_with": Label("で始まる", "starts with"),
    "is_empty": Label("空である", "is empty"),
    "is_not_empty": Label("空でない", "is not empty"),
}
