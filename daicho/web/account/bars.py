"""The terms of an account's contracts on one common line of time. Places are percentages, written into SVG attributes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from daicho.engine.access.select import Row
from daicho.values.months import add_months

BEFORE, AFTER = 12, 18
"""Months that are shown before and after today."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One term: where it lies, and whether it is past, current or booked for later."""

    x: str
    width: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of days that is shown."""

    first: date
    last: date
    today: date

    def place(self, day: date) -> float:
        """Percent from the left; days beyond the ends stand at the ends."""
        days = (self.last - self.first).days
        return min(max((day - self.first).days, 0), days) * 100 / days

    @property
    def now(self) -> str:
        """Where today stands."""
        return f"{self.place(self.today):.2f}%"

    @property
    def years(self) -> Sequence[tuple[str, str]]:
        """Where each year begins, with its number."""
        starts = [date(year, 1, 1) for year in range(self.first.year + 1, self.last.year + 1)]
        return [(f"{self.place(day):.2f}%", str(day.year)) for day in starts]


def axis(today: date) -> Axis:
    """From a year ago to a year and a half from now."""
    return Axis(add_months(today, -BEFORE), add_months(today, AFTER), today)


def pieces(terms: Sequence[Row], stops: date | None, line: Axis) -> list[Piece]:
    """The terms that lie in the stretch; `stops` is the last day of a cancelled contract (None: it goes on)."""
    found = []
    for term in terms:
        start, end = term["start_date"], term["end_date"]
        if stops is not None:
            end = stops if end is None else min(end, stops)
        if start > line.last or (end is not None and end < max(line.first, start)):
            continue
        kind = "past" if end is not None and end < line.today else "booked" if start > line.today else "current"
        left, right = line.place(start), line.place(end) if end is not None else 100.0
        until = f"{end:%Y/%m/%d}" if end is not None else gettext("終了日なし")
        text = gettext("第%(number)s期 %(start)s～%(end)s") % {
            "number": term["term_number"],
            "start": f"{start:%Y/%m/%d}",
            "end": until,
        }
        found.append(Piece(f"{left:.2f}%", f"{max(right - left, 0.4):.2f}%", kind, text))
    return found
