"""When the end of a contract asks for attention: the one rule behind the colour of end dates on all pages."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

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
