"""Dates that somebody most likely mistyped: more than a hundred years ahead. Forms refuse them; files and the API may hold them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from daicho.engine.catalog.specs import ObjectSpec
from daicho.rules.bounds import LONGEST_TERM_MONTHS
from daicho.values.labels import Message, Problem
from daicho.values.months import add_months

TOO_FAR = Message(
    "date_too_far",
    ja="「{label}」の {value} は、今日から100年より先です。年を確かめてください。",
    en="“{label}”: {value} is more than 100 years from today. Check the year.",
)


def far_dates(spec: ObjectSpec, values: Mapping[str, Any], today: date) -> list[Problem]:
    """A problem for each date field whose typed value lies more than a hundred years after `today`."""
    last = add_months(today, LONGEST_TERM_MONTHS)
    dates = [field for field in spec.fields if field.type == "date"]
    return [
        TOO_FAR.problem(field.key, label=field.label, value=value)
        for field in dates
        if isinstance(value := values.get(field.key), date) and value > last
    ]
