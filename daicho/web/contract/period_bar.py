"""The line of time at the head of the contract page: terms, today, the notice deadline, mails sent and planned.

Places are percentages of the bar, written into SVG attributes; labels get a lane each, so that they do not overlap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from unicodedata import east_asian_width

from django.utils.translation import gettext

from daicho.engine.access.select import Row
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.mail.states import State
from daicho.values.months import add_months
from daicho.web.contract.facts import length, term_name
from daicho.web.contract.reading import ContractRead

WIDTH = 760
"""Pixels of the narrowest bar that shows labels; the collision of labels is reckoned with it."""
LANES = 3
PAINTED = {"deadline": 1, "end": 2, "today": 3}
LANE_HEIGHT = 18
LABELS_ABOVE = 12
OPEN_MONTHS = 12
DEADLINE_SOON = timedelta(days=30)
HANDED_OVER = (State.SENT, State.CAPTURED)


@dataclass(frozen=True, slots=True)
class Segment:
    """One term: where it lies, and whether it is past, current, booked for later, or only planned."""

    x: str
    width: str
    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on the bar: its sign (today, deadline, end, sent, planned), its name, and where its label stands.

    `lane` counts from the bar upwards, None: the label found no room.
    """

    day: date
    kind: str
    name: str
    tone: str = ""
    x: str = ""
    anchor: str = "middle"
    lane: int | None = None

    @property
    def text(self) -> str:
        """11/30 終了."""
        return f"{self.day.month}/{self.day.day} {self.name}"

    @property
    def label_y(self) -> int:
        """Pixels of the label's foot from the top of the bar, upwards negative."""
        return -LABELS_ABOVE - (self.lane or 0) * LANE_HEIGHT

    @property
    def day_text(self) -> str:
        """2026/09/01."""
        return f"{self.day:%Y/%m/%d}"


@dataclass(frozen=True, slots=True)
class PeriodBar:
    """All of the bar; `first` and `last` are the days at its two ends."""

    segments: Sequence[Segment]
    marks: Sequence[Mark]

    @property
    def lanes(self) -> int:
        """How many lanes of labels stand above the bar."""
        return max((mark.lane + 1 for mark in self.marks if mark.lane is not None), default=0)

    @property
    def drawn(self) -> Sequence[Mark]:
        """The marks in the order in which they are painted: what matters most lies above, today on top."""
        return sorted(self.marks, key=lambda mark: PAINTED.get(mark.kind, 0))

    @property
    def days(self) -> Sequence[Mark]:
        """The marks in the order of time, for reading aloud and for narrow screens."""
        return sorted(self.marks, key=lambda mark: mark.day)


def period_bar(contract: ContractRead) -> PeriodBar | None:
    """The bar around the current term; None for a contract without terms."""
    spans = _spans(contract)
    if not spans:
        return None
    scale = Scale(spans[0].start, max(one.shown_end for one in spans))
    segments = [_segment(one, scale, contract) for one in spans]
    inside = [mark for mark in _marks(contract) if scale.first <= mark.day <= scale.last]
    return PeriodBar(segments, in_lanes(inside, scale))


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to percentages: the left edge of `first` is 0, the right edge of `last` 100."""

    first: date
    last: date

    def fraction(self, day: date) -> float:
        """Where the day begins, between 0 and 1."""
        return (day - self.first).days / ((self.last - self.first).days + 1)

    def place(self, day: date) -> str:
        """Where the day begins."""
        return f"{self.fraction(day) * 100:.2f}%"

    def width(self, start: date, end: date) -> str:
        """How wide these days are, both included."""
        return f"{((end - start).days + 1) / ((self.last - self.first).days + 1) * 100:.2f}%"


@dataclass(frozen=True, slots=True)
class Span:
    """A term to be drawn. `end` None: without an end, drawn up to `shown_end`."""

    start: date
    end: date | None
    shown_end: date
    kind: str
    name: str


def _segment(one: Span, scale: Scale, contract: ContractRead) -> Segment:
    text = length(one.start, one.end, contract.visitor.language)
    return Segment(scale.place(one.start), scale.width(one.start, one.shown_end), one.kind, one.name, text)


def _spans(contract: ContractRead) -> list[Span]:
    """The term before, the current one, and what follows, booked or only planned."""
    current = contract.current_term
    if current is None:
        return []
    near = [term for term in contract.terms if term["term_number"] >= current["term_number"] - 1]
    found = [_span(term, contract.visitor.frame.today) for term in near]
    start, end = contract.values["next_start_date"], contract.values["next_end_date"]
    if near[-1] is current and start and end and contract.values["cancel_date"] is None:
        found.append(Span(start, end, end, "planned", term_name(current["term_number"] + 1)))
    return found


def _span(term: Row, today: date) -> Span:
    start, end = term["start_date"], term["end_date"]
    shown_end = end or add_months(max(today, start), OPEN_MONTHS)
    kind = "past" if shown_end < today else "current" if start <= today else "booked"
    return Span(start, end, shown_end, kind, term_name(term["term_number"]))


def _marks(contract: ContractRead) -> Iterable[Mark]:
    today = contract.visitor.frame.today
    yield Mark(today, "today", gettext("今日"))
    deadline = contract.values["notice_deadline"]
    if deadline is not None:
        tone = "grey" if deadline < today else "amber" if deadline <= today + DEADLINE_SOON else ""
        yield Mark(deadline, "deadline", gettext("解約申入期限"), tone)
    end = contract.values["cancel_date"] or contract.values["end_date"]
    if end is not None:
        yield Mark(end, "end", gettext("解約") if contract.values["cancel_date"] else gettext("終了"))
    yield from _mail_marks(contract)


def _mail_marks(contract: ContractRead) -> Iterable[Mark]:
    zone = contract.visitor.frame.habits.zone
    for mail in contract.mails:
        if mail.state in HANDED_OVER:
            day = (mail.sent_at or mail.created_at).astimezone(zone).date()
            name = mail.template or gettext("メール")
            sent = gettext("%(name)s（記録のみ）") if mail.state == State.CAPTURED else gettext("%(name)s（送信済み）")
            yield Mark(day, "sent", sent % {"name": name}, "green")
    for action in contract.actions:
        if _is_planned_mail(action) and action.due_at is not None:
            day = action.due_at.astimezone(zone).date()
            yield Mark(day, "planned", gettext("メール送信予定"), "blue")


def _is_planned_mail(action: ScheduledAction) -> bool:
    return action.do == "send_alert" and action.state == "waiting"


def in_lanes(marks: Sequence[Mark], scale: Scale) -> list[Mark]:
    """Each label in the lowest lane in which it touches no other; what fits nowhere stays without (it is listed below)."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(LANES)]
    placed = []
    for mark in marks:
        center = scale.fraction(mark.day) * WIDTH
        wide = pixels(mark.text)
        anchor = "start" if center < wide / 2 else "end" if center > WIDTH - wide / 2 else "middle"
        left = center - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        lane = next((n for n, used in enumerate(taken) if all(left > b or left + wide < a for a, b in used)), None)
        if lane is not None:
            taken[lane].append((left - 8, left + wide + 8))
        placed.append(replace(mark, x=scale.place(mark.day), anchor=anchor, lane=lane))
    return placed


def pixels(text: str) -> float:
    """How wide a label is, about; Japanese characters count almost double."""
    return sum(12.5 if east_asian_width(sign) in "WF" else 7 for sign in text)
