"""The colour of end dates."""

from datetime import date
from typing import Any

import pytest

from daicho.web.urgency import end_tone

TODAY = date(2025, 6, 2)
USUAL = {
    "end_date": date(2026, 3, 31),
    "renewal_due_date": date(2025, 12, 31),
    "renewal_stage": "open",
    "renewal_type": "manual",
    "cancel_date": None,
}
CASES: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"renewal_due_date": date(2025, 7, 2)}, "amber"),
    ({"renewal_due_date": date(2025, 7, 3)}, ""),
    ({"renewal_due_date": date(2025, 1, 1)}, "amber"),
    ({"renewal_due_date": None}, ""),
    ({"end_date": TODAY, "renewal_due_date": TODAY}, "amber"),
    ({"end_date": date(2025, 6, 1), "renewal_due_date": date(2025, 6, 1)}, "red"),
    ({"end_date": date(2025, 6, 1), "renewal_stage": "renewed"}, "grey"),
    ({"end_date": date(2025, 6, 1), "renewal_type": "none"}, "grey"),
    ({"renewal_due_date": date(2025, 6, 3), "renewal_stage": "cancelled"}, ""),
    ({"renewal_due_date": date(2025, 6, 3), "cancel_date": date(2025, 6, 30)}, ""),
    ({"renewal_due_date": date(2025, 6, 3), "renewal_stage": "will_renew"}, "amber"),
    ({"end_date": None, "renewal_due_date": None}, ""),
]


@pytest.mark.parametrize(("values", "tone"), CASES)
def test_the_end_has_the_colour_of_its_urgency(values: dict[str, Any], tone: str) -> None:
    assert end_tone(USUAL | values, TODAY) == tone
