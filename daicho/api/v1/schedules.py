"""Previews of schedules: of lines in the body, and the one shape in which schedules are answered."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from daicho.api.v1.answers import Answer
from daicho.api.v1.authentication import Caller, caller_of
from daicho.api.v1.schemas import ScheduleIn, ScheduleOut, answers
from daicho.business.contracts import booking
from daicho.business.contracts.booking import SCHEDULE_KEYS, PlannedLine
from daicho.business.organisation.settings import schedule_settings
from daicho.business.sales.objects import QUOTE_LINE
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.types import REQUIRED
from daicho.engine.records.parsing import Parsed, at, parse_fields
from daicho.rules.checks import check_settings
from daicho.rules.lines import Entry, ScheduleSettings
from daicho.values.labels import Problem
from daicho.values.money import plain
from daicho.values.problems import Invalid

router = Router(tags=["schedules"])

LINE_FIELDS: dict[str, FieldSpec] = {field.key: field for field in QUOTE_LINE.fields if field.key in SCHEDULE_KEYS}
NEEDED = ("price_kind", "unit_price", "start_date")


@router.post("/schedules/preview", response=answers(ok=ScheduleOut))
def preview_schedule(request: HttpRequest, body: ScheduleIn) -> HttpResponse:
    """The sales entries that lines would have. Nothing is written."""
    caller = caller_of(request)
    settings = _settings(body)
    parsed = [
        parse_fields(LINE_FIELDS, line, caller.frame, f"lines.{number}.") for number, line in enumerate(body.lines)
    ]
    problems = [*check_settings(settings), *_unreadable(parsed)]
    if problems:
        raise Invalid(*problems)
    return Answer(200, shape(_planned(caller, parsed, body.currency, settings))).response()


def shape(lines: Iterable[PlannedLine]) -> dict[str, Any]:
    """Lines with their entries and totals."""
    planned = list(lines)
    total = sum((line.values["amount"] for line in planned), Decimal(0))
    return {
        "lines": [
            {"total": plain(line.values["amount"]), "entries": [_entry(entry) for entry in line.entries]}
            for line in planned
        ],
        "total": plain(total),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "period_start": entry.period_start.isoformat(),
        "period_end": entry.period_end.isoformat(),
        "posting_date": entry.posting_date.isoformat(),
        "billing_date": _iso(entry.billing_date),
        "amount": plain(entry.amount),
        "formula": entry.formula,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _settings(body: ScheduleIn) -> ScheduleSettings:
    own = schedule_settings(31 if body.closing_day is None else body.closing_day)
    return ScheduleSettings(
        posting_day=own.posting_day if body.posting_day is None else body.posting_day,
        rounding=own.rounding if body.rounding is None else body.rounding,
        month_end_exempt=own.month_end_exempt if body.month_end_exempt is None else body.month_end_exempt,
        split_at_closing_day=(
            own.split_at_closing_day if body.split_at_closing_day is None else body.split_at_closing_day
        ),
        closing_day=own.closing_day,
    )


def _unreadable(parsed: list[Parsed]) -> list[Problem]:
    problems: list[Problem] = []
    for number, line in enumerate(parsed):
        problems += line.problems
        named = {problem.field for problem in line.problems}
        for key in NEEDED:
            place = f"lines.{number}.{key}"
            if line.values.get(key) is None and place not in named:
                problems.append(REQUIRED.problem(place, field=LINE_FIELDS[key].label))
    return problems


def _planned(caller: Caller, parsed: list[Parsed], currency: str, settings: ScheduleSettings) -> list[PlannedLine]:
    planned: list[PlannedLine] = []
    problems: list[Problem] = []
    for number, line in enumerate(parsed):
        values = {"quantity": Decimal(1), **{key: value for key, value in line.values.items() if value is not None}}
        try:
            planned.append(booking.plan_line(values, currency, settings, caller.frame.today))
        except Invalid as refused:
            problems += [at(item, f"lines.{number}.{item.field}") for item in refused.problems]
    if problems:
        raise Invalid(*problems)
    return planned
