"""A distance in time before or after a day, such as "90 days before": a value with its own parse, format and words."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, cast

from daicho.values.calendars import BusinessCalendar
from daicho.values.labels import Label, Message
from daicho.values.months import add_months
from daicho.values.problems import Invalid

Unit = Literal["days", "weeks", "months", "hours", "business_days"]
Direction = Literal["before", "after"]

UNITS: dict[str, Label] = {
    "days": Label("日", "days"),
    "weeks": Label("週間", "weeks"),
    "months": Label("か月", "months"),
    "hours": Label("時間", "hours"),
    "business_days": Label("営業日", "business days"),
}
DIRECTIONS: dict[str, Label] = {"before": Label("前", "before"), "after": Label("後", "after")}
LARGEST_COUNT = 100_000

UNREADABLE_OFFSET = Message(
    "unreadable_offset",
    ja="「{value}」は期間のずれとして読み取れません。90 days before、1 months after のように指定してください。",
    en="“{value}” cannot be read as a distance in time. Write it like: 90 days before, 1 months after.",
)
OFFSET_OUT_OF_RANGE = Message(
    "offset_out_of_range",
    ja="{offset} は日付として扱える範囲を超えます。小さい数を指定してください。",
    en="{offset} leaves the range of dates. Use a smaller number.",
)
_WRITTEN = re.compile(r"(\d{1,6}) (days?|weeks?|months?|hours?|business[_ ]days?) (before|after)")


@dataclass(frozen=True, slots=True)
class Offset:
    """`count` (0 or more) units before or after a day. Raises Invalid for an unknown unit, direction or count."""

    count: int
    unit: Unit = "days"
    direction: Direction = "before"

    def __post_init__(self) -> None:
        known = self.unit in UNITS and self.direction in DIRECTIONS
        if not known or isinstance(self.count, bool) or not 0 <= self.count <= LARGEST_COUNT:
            raise Invalid(UNREADABLE_OFFSET.problem(value=f"{self.count} {self.unit} {self.direction}"))

    def __str__(self) -> str:
        """The form that `parse` reads: 90 days before."""
        return f"{self.count} {self.unit} {self.direction}"

    @classmethod
    def parse(cls, text: str) -> "Offset":
        """Read "90 days before", also "1 month after" and "3 business days before". Raises Invalid."""
        found = _WRITTEN.fullmatch(" ".join(text.split()).lower())
        if found is None:
            raise Invalid(UNREADABLE_OFFSET.problem(value=text))
        unit = found[2].replace(" ", "_")
        plural = unit if unit.endswith("s") else f"{unit}s"
        return cls(int(found[1]), cast(Unit, plural), cast(Direction, found[3]))

    def apply(self, base: date, calendar: BusinessCalendar) -> date:
        """The day that lies this far from `base`. Months clamp (1 month before 03-31 is 02-28).

        Hours are counted from the midnight that begins `base`. Raises Invalid when the result is no date.
        """
        signed = -self.count if self.direction == "before" else self.count
        try:
            if self.unit == "months":
                return add_months(base, signed)
            if self.unit == "business_days":
                return calendar.add_working_days(base, signed)
            if self.unit == "hours":
                return base + timedelta(days=signed // 24)
            return base + timedelta(days=signed * (7 if self.unit == "weeks" else 1))
        except (ValueError, OverflowError) as error:
            raise Invalid(OFFSET_OUT_OF_RANGE.problem(offset=str(self))) from error

    def apply_moment(self, base: datetime, calendar: BusinessCalendar) -> datetime:
        """The moment that lies this far from an aware `base`: hours as elapsed time, all else at the same time of day.

        Raises Invalid when the result is no date.
        """
        if self.unit != "hours":
            return datetime.combine(self.apply(base.date(), calendar), base.timetz())
        signed = -self.count if self.direction == "before" else self.count
        try:
            return (base.astimezone(UTC) + timedelta(hours=signed)).astimezone(base.tzinfo)
        except (ValueError, OverflowError) as error:
            raise Invalid(OFFSET_OUT_OF_RANGE.problem(offset=str(self))) from error

    def describe(self, base: Label, language: str = "ja") -> str:
        """In words, with the name of the date it counts from: 契約終了日の90日前 / 90 days before End."""
        name = base.text(language)
        if language.startswith("ja"):
            if self.count == 0:
                return f"{name}の当日"
            return f"{name}の{self.count}{UNITS[self.unit].ja}{DIRECTIONS[self.direction].ja}"
        if self.count == 0:
            return f"on {name}"
        unit = UNITS[self.unit].en[:-1] if self.count == 1 else UNITS[self.unit].en
        return f"{self.count} {unit} {self.direction} {name}"
