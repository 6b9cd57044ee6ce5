"""Gathers what is to be said about a ledger while it is read, and puts like things together at the end."""

from collections import Counter
from dataclasses import dataclass, field

from daicho.business.operations.ledger.told import (
    KIND_ASSUMED,
    NUMBERS_MADE,
    QUANTITY_ASSUMED,
    ROWS_SKIPPED,
    UNITS_READ,
)
from daicho.values.labels import Label, Message, Problem

KIND_LABELS = {
    "monthly": Label("月額", "monthly"),
    "annual": Label("年額", "annual"),
    "period": Label("期間額", "period"),
    "daily": Label("日額", "daily"),
    "one_time": Label("一括", "one-time"),
    "usage": Label("従量", "usage"),
}


@dataclass(slots=True)
class Notes:
    """Notes in the making; `rows` are the sheet's row numbers."""

    single: list[Problem] = field(default_factory=list)
    units: dict[str, Counter[str]] = field(default_factory=dict)
    skipped: dict[tuple[str, Label], list[int]] = field(default_factory=dict)
    kinds: dict[str, list[int]] = field(default_factory=dict)
    quantities: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def add(self, message: Message, **params: object) -> None:
        """Note something once; the same thing a second time is dropped."""
        problem = message.problem(**params)
        if problem not in self.single:
            self.single.append(problem)

    def unit(self, column: str, unit: str) -> None:
        """Note that a cell of a column carried a unit."""
        self.units.setdefault(column, Counter())[unit] += 1

    def skip(self, sheet: str, reason: Label, row: int) -> None:
        """Note that a row was not read, and why."""
        self.skipped.setdefault((sheet, reason), []).append(row)

    def all(self) -> tuple[Problem, ...]:
        """All notes, those about cells and rows put together."""
        found = list(self.single)
        for (sheet, reason), rows in self.skipped.items():
            found.append(ROWS_SKIPPED.problem(sheet=sheet, rows=row_list(rows), reason=reason))
        for column, units in self.units.items():
            found.append(UNITS_READ.problem(column=column, units=tuple(units), count=units.total()))
        for kind, rows in self.kinds.items():
            found.append(KIND_ASSUMED.problem(rows=row_list(rows), kind=KIND_LABELS[kind]))
        if self.quantities:
            found.append(QUANTITY_ASSUMED.problem(rows=row_list(self.quantities)))
        if self.numbers:
            found.append(NUMBERS_MADE.problem(count=len(self.numbers), example=self.numbers[0]))
        return tuple(found)


def row_list(rows: list[int]) -> str:
    """Row numbers as ranges: 3-5,9."""
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and row == parts[-1][-1] + 1:
            parts[-1].append(row)
        else:
            parts.append([row])
    return ",".join(f"{part[0]}" if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)
