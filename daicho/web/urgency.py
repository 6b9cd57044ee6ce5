"""When the end of a contract or a ToDo asks for attention: the one rule behind the colour of such dates on all pages."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from daicho.engine.work.frame import Frame

SOON = timedelta(days=30)
SETTLED = ("renewed", "cancelled")
NEEDED = ("end_date", "renewal_due_date", "renewal_stage", "renewal_type", "cancel_date")
"""The fields of a contract that the rule reads."""


def end_tone(values: Mapping[str, Any], today: date) -> str:
    """Red when the end has passed undecided, amber when the renewal is due within 30 days, grey when it is over as settled."""
    end, due = values["end_date"], values["renewal_due_date"]
    if end is None:
        return ""
    if values["renewal_stage"] in SETTLED or values["cancel_date"] is not None or values["renewal_type"] == "none":
        return "grey" if end < today else ""
    if end < today:
        return "red"
    return "amber" if due is not None and due <= today + SOON else ""


def task_tone(values: Mapping[str, Any], frame: Frame) -> str:
    """Red for an open ToDo whose day has passed, amber on its day; `due_at` is a moment or None."""
    due = values["due_at"]
    if due is None or values["status"] != "open":
        return ""
    day = due.astimezone(frame.habits.zone).date()
    return "red" if day < frame.today else "amber" if day == frame.today else ""


def term_tone(values: Mapping[str, Any], frame: Frame) -> str:
    """The colour of a contract's end on the day of the frame."""
    return end_tone(values, frame.today)
