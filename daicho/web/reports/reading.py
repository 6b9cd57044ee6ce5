"""What the page of a report shows: its columns, lines, totals and chart, read through access; makes no HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from daicho.engine.catalog import types
from daicho.engine.catalog.query import Aggregate, Group, Query
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.reports.asking import Answer, Line, ask
from daicho.engine.reports.behind import key_of, of_line, target_of
from daicho.engine.reports.definition import sortable
from daicho.values.labels import Language
from daicho.values.money import grouped
from daicho.web.addresses import address
from daicho.web.cells import Cell, money
from daicho.web.records.kinds import BY_OBJECT
from daicho.web.records.location import Location
from daicho.web.reports.place import Place
from daicho.web.visitors import Visitor

MOST_LINES = 1_000
"""Lines that the page shows; the file holds all of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, whether it holds a figure, how the lines are ordered by it, and the address that does so."""

    key: str
    label: str
    figure: bool
    sorted: str
    link: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line: the names of its groups, and its figures, each leading to the records behind it."""

    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class ReportShown:
    """The report as it is read. `count` is the number of lines, of which the first are shown."""

    columns: Sequence[Column]
    lines: Sequence[LineShown]
    totals: Sequence[Cell]
    count: int
    answer: Answer
    query: Query

    repeated: Sequence[tuple[str, str, str]] = ()
    """Figures of which one record counts in several lines: name, total without repeats, sum of the lines."""

    @property
    def cut(self) -> bool:
        """Whether more lines exist than are shown."""
        return self.count > len(self.lines)


def question(place: Place) -> Query:
    """The report's question, narrowed as the address says. Raises Invalid, Missing."""
    return place.report.definition.query(place.report.object).where(place.narrowing())


def order_of(place: Place) -> tuple[str, ...]:
    """By what the lines are ordered: as the address says, otherwise as the report does."""
    return (place.sort,) if place.sort else place.report.definition.sort


def read_report(place: Place, visitor: Visitor) -> ReportShown:
    """The report at a place, on its day. Raises Invalid (an order that there is not), Forbidden, Missing."""
    query, frame = question(place), place.frame(visitor.frame)
    answer = ask(visitor.actor, query, frame, order_of(place))
    lines = [line_shown(place, query, line, visitor) for line in answer.lines[:MOST_LINES]]
    groups = [Cell("", "")] * (len(query.group_by) - 1)
    figures = figure_cells(place, query, answer.totals, {}, visitor)
    heads, repeated = columns(place, query, visitor), repeats(place, query, answer, visitor)
    return ReportShown(heads, lines, [*groups, *figures], len(answer.lines), answer, query, repeated)


def repeats(place: Place, query: Query, answer: Answer, visitor: Visitor) -> list[tuple[str, str, str]]:
    """Where the total is less than the sum of the lines, because what is counted once there stands in several lines."""
    names = figure_names(place, query, visitor)
    sums = [Decimal(sum(line.figures[number] or 0 for line in answer.lines)) for number, _ in _distinct(query)]
    return [
        (names[number], grouped(answer.totals[number]), grouped(summed))
        for (number, _), summed in zip(_distinct(query), sums, strict=True)
        if summed != answer.totals[number]
    ]


def _distinct(query: Query) -> list[tuple[int, Aggregate]]:
    return [(number, one) for number, one in enumerate(query.aggregates) if one.op == "count_distinct"]


def columns(place: Place, query: Query, visitor: Visitor) -> list[Column]:
    """The heads: groups, then figures."""
    now = next(iter(order_of(place)), "")
    labels = [*(group.path.label(visitor.language) for group in query.group_by), *figure_names(place, query, visitor)]
    return [
        Column(key, label, number >= len(query.group_by), _direction(key, now), place.sorted_by(key, now).link)
        for number, (key, label) in enumerate(zip(sortable(query), labels, strict=True))
    ]


def figure_names(place: Place, query: Query, visitor: Visitor) -> list[str]:
    """What the figures are called."""
    return [place.report.definition.name_of(figure, visitor.language) for figure in query.aggregates]


def line_shown(place: Place, query: Query, line: Line, visitor: Visitor) -> LineShown:
    """One line with its links."""
    keys = keys_of(query, line)
    names = [group_text(group, value, visitor) for group, value in zip(query.group_by, line.values, strict=True)]
    others = [Cell(group.path.label(visitor.language), name) for group, name in zip(query.group_by, names, strict=True)]
    return LineShown(names[0], [*others[1:], *figure_cells(place, query, line.figures, keys, visitor)])


def keys_of(query: Query, line: Line) -> dict[str, str]:
    """The values of a line's groups as addresses name them."""
    pairs = zip(query.group_by, line.values, strict=True)
    return {group.path.text: key_of(group, value) for group, value in pairs}


def group_text(group: Group, value: Any, visitor: Visitor) -> str:
    """The value of a group as people read it."""
    if value is None or value == "":
        return gettext("（なし）")
    if group.granularity in ("month", "quarter", "half", "year"):
        return str(value.strftime("%Y/%m"))
    return types.show(group.path.field, value, visitor.language, visitor.frame.habits.zone)


def figure_cells(
    place: Place, query: Query, figures: Sequence[Any], keys: Mapping[str, str], visitor: Visitor
) -> list[Cell]:
    """Figures with the addresses of the records behind them; nothing leads to nothing."""
    currency = keys.get("currency") or "JPY"
    cells = []
    for figure, value, label in zip(query.aggregates, figures, figure_names(place, query, visitor), strict=True):
        text = figure_text(figure, value, currency, visitor.language)
        link = link_behind(place, query, figure, keys) if value else ""
        cells.append(Cell(label, text, "number", href=link, key=figure.name))
    return cells


def figure_text(figure: Aggregate, value: Any, currency: str, language: Language) -> str:
    """A figure as people read it: 1,234, ¥1,234; "" for none."""
    if value is None:
        return ""
    spec = spec_of(figure)
    if spec is not None and spec.type == "currency":
        return money(value, currency, language).text
    return grouped(value) if not hasattr(value, "isoformat") else value.isoformat().replace("-", "/")


def spec_of(figure: Aggregate) -> FieldSpec | None:
    """The field whose values a figure is made of; None for counts."""
    return figure.path.field if figure.path is not None and figure.op in ("sum", "avg", "min", "max") else None


def link_behind(place: Place, query: Query, figure: Aggregate, keys: Mapping[str, str]) -> str:
    """Where the records behind a figure are listed: in their own list where its rows are counted today, else day by day."""
    target = target_of(query, figure)
    kind = BY_OBJECT.get(target)
    if place.on is None and target == query.object and figure.path is None and kind is not None and kind.section:
        location = Location(filter=of_line(query, keys).filter.to_json())
        return f"{address(kind.section)}{location.link}"
    return place.behind(figure.name, keys)


def _direction(key: str, now: str) -> str:
    if now.removeprefix("-") != key:
        return ""
    return "descending" if now.startswith("-") else "ascending"
