"""Where somebody is in a report: what its address says, and the addresses of its links. Asks no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.http import QueryDict

from daicho.engine.catalog.filters import EVERYTHING, Node, both, condition
from daicho.engine.reports.saved import Saved
from daicho.engine.work.frame import Frame
from daicho.rules.bounds import DATE_OUT_OF_RANGE, EARLIEST, LATEST
from daicho.values.labels import Message, Problem
from daicho.values.parsing import read_date
from daicho.values.problems import Invalid
from daicho.web.addresses import address

MOST_CHOSEN = 50
"""Records by which one prompt may narrow a report."""
NOBODY = Message(
    "report_prompt_unreadable",
    ja="絞り込みの値「{value}」を読み取れません。一覧から選び直してください。",
    en="The value “{value}” does not name anything to narrow the report by. Choose from the list again.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place: `on` None means today, `chosen` names records by prompt, `sort` "" the report's own order, `charted` ""
    its first figure. `problems` are what the address says wrongly."""

    report: Saved
    on: date | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    charted: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What decides the numbers, as pairs of an address."""
        on = [("on", self.on.isoformat())] if self.on else []
        return on + [(path, one) for path, wanted in self.chosen.items() for one in wanted]

    @property
    def query_string(self) -> str:
        """The address after the question mark, without what is usual."""
        shape = [("sort", self.sort), ("chart", self.charted)]
        return urlencode([*self.pairs, *(pair for pair in shape if pair[1])])

    @property
    def link(self) -> str:
        """The path of the page here."""
        path = address("report", self.report.address)
        return f"{path}?{self.query_string}" if self.query_string else path

    def exported(self, extension: str) -> str:
        """The path of the file of what is shown here."""
        path = address("report_export", self.report.address, extension)
        return f"{path}?{self.query_string}" if self.query_string else path

    def behind(self, figure: str, keys: Mapping[str, str]) -> str:
        """The path of the records behind a figure of the line with these keys."""
        pairs = [("figure", figure), *self.pairs, *((f"by.{path}", key) for path, key in keys.items())]
        return f"{address('report_behind', self.report.address)}?{urlencode(pairs)}"

    def sorted_by(self, name: str, now: str) -> "Place":
        """The same report by one column: figures begin with the largest; named again, the other way round."""
        first = name if name in self.groups else f"-{name}"
        other = name if first.startswith("-") else f"-{name}"
        return replace(self, sort=other if now == first else first)

    @property
    def groups(self) -> list[str]:
        """The paths of the groups."""
        return [group.field for group in self.report.definition.group_by]

    def without(self, path: str) -> "Place":
        """The same report, not narrowed by that prompt."""
        return replace(self, chosen={key: wanted for key, wanted in self.chosen.items() if key != path})

    def narrowing(self) -> Node:
        """What is chosen, as a filter tree. Raises Invalid."""
        parts = [
            condition(self.report.object, path, "in" if len(wanted) > 1 else "eq", _operand(wanted))
            for path, wanted in self.chosen.items()
        ]
        return both(*parts) if parts else EVERYTHING

    def frame(self, frame: Frame) -> Frame:
        """The moment that the report is read for: now, or noon of the chosen day."""
        if self.on is None:
            return frame
        return frame.at(datetime.combine(self.on, time(12), frame.habits.zone))


def read_place(report: Saved, given: QueryDict, today: date) -> Place:
    """The place that an address names; what cannot be read is left out and told as a problem."""
    on, problems = _day(given.get("on", ""), today) if report.definition.dated else (None, ())
    named = {path: [one for one in given.getlist(path) if one.strip()] for path in report.definition.prompts}
    wrong = [
        NOBODY.problem(path, value=one[:60]) for path, wanted in named.items() for one in wanted if not _usable(one)
    ]
    chosen = {path: tuple(dict.fromkeys(filter(_usable, wanted[:MOST_CHOSEN]))) for path, wanted in named.items()}
    return Place(
        report,
        on=on,
        chosen={path: wanted for path, wanted in chosen.items() if wanted},
        sort=given.get("sort", "").strip(),
        charted=given.get("chart", "").strip(),
        problems=(*problems, *wrong),
    )


def _usable(text: str) -> bool:
    """Whether a text can name a record: an id, or ME for oneself."""
    return text == "ME" or (text.isascii() and text.isdecimal() and len(text) < 19)


def _day(text: str, today: date) -> tuple[date | None, tuple[Problem, ...]]:
    """The day; None for today."""
    if not text.strip():
        return None, ()
    try:
        day = read_date(text.strip()[:60])
    except Invalid as refused:
        return None, refused.problems
    if not EARLIEST <= day <= LATEST:
        return None, (DATE_OUT_OF_RANGE.problem("on", value=day, first=EARLIEST, last=LATEST),)
    return (None if day == today else day), ()


def _operand(wanted: tuple[str, ...]) -> str | list[str]:
    return wanted[0] if len(wanted) == 1 else list(wanted)
