"""A report as a file: its lines, the figures over everything, and the words that say what was counted."""

from collections.abc import Sequence

from django.utils.translation import gettext

from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.query import Query
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.exchange.export import Table, Value
from daicho.engine.reports.asking import ask
from daicho.values.labels import Label
from daicho.web.cells import moment
from daicho.web.reports.narrowing import chips, prompts
from daicho.web.reports.place import Place
from daicho.web.reports.reading import figure_names, group_text, order_of, question, spec_of
from daicho.web.visitors import Visitor


def report_table(place: Place, visitor: Visitor) -> Table:
    """All lines at a place as the visitor sees them. Raises Invalid, Forbidden, Missing."""
    query = question(place)
    answer = ask(visitor.actor, query, place.frame(visitor.frame), order_of(place))
    names = figure_names(place, query, visitor)
    heads = [*(group.path.label(visitor.language) for group in query.group_by), *names]
    rows: list[list[Value]] = []
    for line in answer.lines:
        pairs = zip(query.group_by, line.values, strict=True)
        rows.append([*(group_text(group, value, visitor) for group, value in pairs), *line.figures])
    blanks: list[Value] = [None] * (len(query.group_by) - 1)
    total: list[Value] = [gettext("合計"), *blanks, *answer.totals]
    paths = [_plain(query, name, label) for name, label in zip(_keys(query), heads, strict=True)]
    return Table(place.report.name, paths, heads, iter(rows), below=(total,), notes=notes(place, visitor))


def notes(place: Place, visitor: Visitor) -> Sequence[tuple[str, str]]:
    """What was counted, for which day, narrowed by what, and when: names with their texts."""
    day = place.on or visitor.frame.today
    found = [(gettext("レポート"), place.report.name), (gettext("定義"), place.report.description)]
    if place.report.definition.dated:
        found += [(gettext("基準日"), f"{day:%Y/%m/%d}"), (gettext("数字の根拠"), place.report.note)]
    if place.chosen:
        found.append((gettext("絞り込み"), "、".join(chip.text for chip in chips(place, prompts(place, visitor)))))
    found += [
        (gettext("データの時点"), moment(visitor.frame.now, visitor)),
        (gettext("見た人"), gettext("%(name)sが参照できる範囲") % {"name": visitor.actor.name}),
    ]
    return [pair for pair in found if pair[1]]


def file_name(place: Place, visitor: Visitor) -> str:
    """The name of the file without its extension: the report and its day."""
    return f"{place.report.name}_{place.on or visitor.frame.today:%Y%m%d}"


def _keys(query: Query) -> list[str]:
    return [*(group.path.text for group in query.group_by), *(figure.name for figure in query.aggregates)]


def _plain(query: Query, key: str, label: str) -> Path:
    """A column of the file: figures as numbers, groups as texts."""
    figure = next((one for one in query.aggregates if one.name == key), None)
    spec = spec_of(figure) if figure else None
    kind = spec.type if spec else ("number" if figure else "text")
    return Path(query.object, key, (), FieldSpec(key, kind, Label(label, label)))
