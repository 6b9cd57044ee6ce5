"""Closed days as people write them: a day or a period a line. PURE; they are kept as a list of ISO dates."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from daicho.values.labels import Message, Problem
from daicho.values.parsing import read_date, shortened
from daicho.values.problems import Invalid

FIELD = "closed_days"
LONGEST_PERIOD = 366
MOST_DAYS = 2_000
REVERSED = Message(
    "closed_days_reversed",
    ja="休業日「{value}」は、終わりの日が始まりの日より前です。",
    en="Closed days “{value}”: the last day is before the first.",
)
TOO_LONG = Message(
    "closed_days_too_long",
    ja="休業日「{value}」は1年を超えています。期間を分けて入力してください。",
    en="Closed days “{value}” are more than a year. Split the period.",
)
TOO_MANY = Message(
    "closed_days_too_many",
    ja="休業日は{most}日まで登録できます。過ぎた年のものを消してください。",
    en="There can be at most {most} closed days. Remove those of past years.",
)
NOT_A_DAY = Message(
    "closed_days_unreadable",
    ja="休業日「{value}」は日付として読み取れません。2026/12/29 や 2026/12/29～2027/01/03 のように入力してください。",
    en="The closed day “{value}” cannot be read. Write it like 2026/12/29 or 2026/12/29～2027/01/03.",
)
_BETWEEN = re.compile(r"\s*(?:[～〜~]|から)\s*")
_SEPARATOR = re.compile(r"[\n、,;]+")


def read_days(text: str) -> list[str]:
    """The days that the text names, in order, each once, as ISO dates. Raises Invalid with every line that is wrong."""
    days: set[date] = set()
    problems: list[Problem] = []
    for line in _SEPARATOR.split(text.replace("\r", "\n")):
        if line.strip():
            try:
                days.update(_period(line.strip()))
            except Invalid as refused:
                problems += refused.problems
    if not problems and len(days) > MOST_DAYS:
        problems.append(TOO_MANY.problem(FIELD, most=MOST_DAYS))
    if problems:
        raise Invalid(*problems)
    return [day.isoformat() for day in sorted(days)]


def written_days(days: Iterable[str]) -> str:
    """The same as lines: 2026/12/11, and days that follow each other as 2026/12/29～2027/01/03."""
    lines: list[tuple[date, date]] = []
    for day in sorted(date.fromisoformat(text) for text in days):
        if lines and day - lines[-1][1] == timedelta(days=1):
            lines[-1] = (lines[-1][0], day)
        else:
            lines.append((day, day))
    return "\n".join(
        f"{first:%Y/%m/%d}" if first == last else f"{first:%Y/%m/%d}～{last:%Y/%m/%d}" for first, last in lines
    )


def _period(text: str) -> list[date]:
    ends = _BETWEEN.split(text)
    try:
        first, last = read_date(ends[0]), read_date(ends[-1])
    except Invalid:
        raise Invalid(NOT_A_DAY.problem(FIELD, value=shortened(text))) from None
    if len(ends) > 2:
        raise Invalid(NOT_A_DAY.problem(FIELD, value=shortened(text)))
    if last < first:
        raise Invalid(REVERSED.problem(FIELD, value=text))
    if (last - first).days >= LONGEST_PERIOD:
        raise Invalid(TOO_LONG.problem(FIELD, value=text))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
