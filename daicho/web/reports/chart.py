"""The data of a report's chart: one figure by the names of the lines, each bar with the address of the records behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from daicho.engine.catalog.query import Aggregate, Query
from daicho.engine.reports.asking import Line
from daicho.engine.reports.behind import figure_named
from daicho.web.reports.place import Place
from daicho.web.reports.reading import ReportShown, figure_names, figure_text, group_text, keys_of, link_behind, spec_of
from daicho.web.visitors import Visitor

MOST_BARS = 30
"""Lines that the chart shows; the table has the others too."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One figure that can be charted, and the address that does so."""

    name: str
    link: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `data` is handed to the script; `cut` is how many lines are left out."""

    title: str
    data: dict[str, Any]
    choices: Sequence[Choice]
    cut: int


def chart_of(place: Place, shown: ReportShown, visitor: Visitor) -> Chart | None:
    """The chart of a report; None where there is nothing to draw. Raises Invalid for a figure that there is not."""
    figure = figure_named(shown.query, place.charted)
    kind = place.report.definition.chart
    lines = _drawable(shown.query, figure, shown.answer.lines)
    if kind == "none" or not lines:
        return None
    names = figure_names(place, shown.query, visitor)
    title = names[shown.query.aggregates.index(figure)]
    drawn = lines[:MOST_BARS]
    spec = spec_of(figure)
    data = {
        "kind": kind,
        "title": title,
        "money": spec is not None and spec.type == "currency",
        "bars": [_bar(place, shown.query, figure, line, visitor) for line in drawn],
    }
    return Chart(title, data, _choices(place, shown.query, figure, names), len(lines) - len(drawn))


def _bar(place: Place, query: Query, figure: Aggregate, line: Line, visitor: Visitor) -> dict[str, Any]:
    keys, value = keys_of(query, line), line.figures[query.aggregates.index(figure)]
    pairs = zip(query.group_by, line.values, strict=True)
    return {
        "name": " / ".join(group_text(group, one, visitor) for group, one in pairs),
        "value": float(value),
        "text": figure_text(figure, value, keys.get("currency") or "JPY", visitor.language),
        "link": link_behind(place, query, figure, keys) if value else "",
    }


def _choices(place: Place, query: Query, chosen: Aggregate, names: Sequence[str]) -> list[Choice]:
    """The figures to choose among; none where there is only one."""
    if len(query.aggregates) == 1:
        return []
    first = query.aggregates[0]
    return [
        Choice(name, replace(place, charted="" if figure == first else figure.name).link, figure == chosen)
        for figure, name in zip(query.aggregates, names, strict=True)
    ]


def _drawable(query: Query, figure: Aggregate, lines: Sequence[Line]) -> list[Line]:
    """The lines whose figure is a number."""
    number = query.aggregates.index(figure)
    return [line for line in lines if isinstance(line.figures[number], int | Decimal)]
