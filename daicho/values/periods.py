"""A span of days with a first and a last day, both inclusive. The one place that counts days; knows nothing of months."""

from dataclasses import dataclass
from datetime import date

from daicho.values.labels import Message
from daicho.values.problems import Invalid

REVERSED = Message(
    "period_reversed",
    ja="期間の終わり（{last}）が始まり（{first}）より前です。終わりの日を始まりの日以降にしてください。",
    en="The period ends ({last}) before it starts ({first}). Give a last day on or after the first day.",
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both inclusive; one day when they are equal. Raises Invalid when reversed."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Invalid(REVERSED.problem(first=self.first, last=self.last))

    @property
    def days(self) -> int:
        """The number of days, counting both ends."""
        return (self.last - self.first).days + 1

    def contains(self, day: date) -> bool:
        """Whether `day` is one of the days."""
        return self.first <= day <= self.last

    def overlap(self, other: "Period") -> "Period | None":
        """The days that both periods have, or None when they share none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Period(first, last) if first <= last else None
