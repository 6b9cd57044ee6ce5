"""Groups and figures: what a query with `group_by` or `aggregates` asks the database, and its answer as typed values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet, Sum
from django.db.models.expressions import OrderBy
from django.db.models.functions import TruncDate

from daicho.engine.catalog.compile.places import Places, typed
from daicho.engine.catalog.expressions import WEEK_BASE, DayNumber, Divided, MonthNumber
from daicho.engine.catalog.query import Aggregate, Group
from daicho.engine.catalog.refs import Ref
from daicho.engine.work.frame import Frame

EPOCH = date(1970, 1, 1)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
FINEST_AVERAGE = Decimal("1E-10")


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of the answer: its key, the aliases that it is made of, and how."""

    key: str
    aliases: tuple[str, ...]
    value: Callable[..., Any]


def group_figure(places: Places, group: Group) -> Figure:
    """The column of one group; stretches of time are named by their first day."""
    place, text = places.place(group.path), group.path.text
    if group.granularity is None:
        if place.named:
            return Figure(text, (places.read(group.path), places.name_of(group.path)), _reference)
        return Figure(text, (places.read(group.path),), lambda raw: typed(place, raw))
    day: Any = F(places.compared(group.path))
    if place.spec.type == "datetime":
        day = TruncDate(day, tzinfo=places.viewpoint.frame.habits.zone)
    if group.granularity == "day":
        return Figure(text, (places.alias(day, (text, "day")),), lambda raw: raw)
    number, first_day = _stretch(day, group.granularity, places.viewpoint.frame)
    return Figure(text, (places.alias(number, (text, group.granularity)),), first_day)


def aggregates_of(places: Places, wanted: tuple[Aggregate, ...]) -> tuple[dict[str, Any], list[Figure]]:
    """The aggregate expressions by alias, and the columns made of them."""
    expressions: dict[str, Any] = {}
    figures: list[Figure] = []
    for number, aggregate in enumerate(wanted):
        name = f"a{number}"
        if aggregate.path is None:
            expressions[name] = Count("pk")
            figures.append(Figure(aggregate.name, (name,), int))
            continue
        figures.append(_figure(places, aggregate, name, expressions))
    return expressions, figures


def grouped(query: QuerySet[Any], groups: list[Figure], expressions: dict[str, Any]) -> QuerySet[Any]:
    """The rows of the answer as dicts, in the order of the groups (lookups by name), empty ones last."""
    names = [name for figure in groups for name in figure.aliases]
    order = [OrderBy(F(name), nulls_last=True) for figure in groups for name in reversed(figure.aliases)]
    rows: QuerySet[Any] = query.values(*names).annotate(**expressions).order_by(*order)
    return rows


def answer(figures: list[Figure], row: dict[str, Any]) -> dict[str, Any]:
    """One row of the answer by key."""
    return {figure.key: figure.value(*(row[name] for name in figure.aliases)) for figure in figures}


def _figure(places: Places, aggregate: Aggregate, name: str, expressions: dict[str, Any]) -> Figure:
    assert aggregate.path is not None
    place = places.place(aggregate.path)
    filled = place.kind.filled(places.compared(aggregate.path))
    match aggregate.op:
        case "count":
            expressions[name] = Count("pk", filter=filled)
            return Figure(aggregate.name, (name,), int)
        case "count_distinct":
            expressions[name] = Count(F(places.compared(aggregate.path)), distinct=True, filter=filled)
            return Figure(aggregate.name, (name,), int)
        case "avg":
            expressions[name] = Sum(F(places.read(aggregate.path)))
            expressions[name + "n"] = Count("pk", filter=filled)
            return Figure(aggregate.name, (name, name + "n"), _average)
        case "sum":
            expressions[name] = Sum(F(places.read(aggregate.path)))
            return Figure(aggregate.name, (name,), lambda raw: typed(place, 0 if raw is None else raw))
        case _:
            expressions[name] = (Min if aggregate.op == "min" else Max)(F(places.read(aggregate.path)))
            return Figure(aggregate.name, (name,), lambda raw: typed(place, raw))


def _stretch(day: Any, granularity: str, frame: Frame) -> tuple[Any, Callable[[Any], date | None]]:
    """The number of a week, month, quarter ... of a date, and the first day of the stretch with that number."""
    if granularity == "week":
        move = 3 - frame.habits.week_start
        return Divided(DayNumber(day), move=move, by=7), lambda raw: _week_start(raw, move)
    length = MONTHS[granularity.removeprefix("fiscal_")]
    move = 1 - frame.habits.fiscal_first_month if granularity.startswith("fiscal_") else 0
    return Divided(MonthNumber(day), move=move, by=length), lambda raw: _month_start(raw, length, move)


def _week_start(raw: Any, move: int) -> date | None:
    return None if raw is None else EPOCH + timedelta(days=int(raw) * 7 - move - WEEK_BASE)


def _month_start(raw: Any, length: int, move: int) -> date | None:
    if raw is None:
        return None
    months = int(raw) * length - move
    return date(months // 12, months % 12 + 1, 1)


def _reference(id_: Any, name: Any) -> Ref | None:
    return None if id_ is None else Ref(id_, name or "")


def _average(total: Any, count: Any) -> Decimal | None:
    if not count:
        return None
    average: Decimal = (Decimal(total) / count).quantize(FINEST_AVERAGE)
    return average.quantize(Decimal(1)) if average == average.to_integral_value() else average.normalize()
