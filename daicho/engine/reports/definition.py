"""What a report asks, as it is stored: groups, figures, filter, order, chart. PURE; checked against the catalog here.

Leaves asking to `asking`, and who may use which report to `saved`.
"""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import resolve
from daicho.engine.catalog.query import Aggregate, Granularity, Query, make_query, read_columns
from daicho.values.labels import Label, Message, Problem
from daicho.values.misfits import explained
from daicho.values.problems import Invalid

ChartKind = Literal["none", "bar", "column", "line"]
"""Bars lie for names, columns stand for stretches of time."""

MISFIT = Message(
    "report_setting",
    ja="レポートの「{place}」は使えません（{detail}）。",
    en="“{place}” of the report cannot be used ({detail}).",
)
NO_PROMPT = Message(
    "report_prompt",
    ja="「{field}」では絞り込めません。参照項目を指定してください。",
    en="The report cannot be narrowed by {field}. Name a lookup.",
)
NO_ORDER = Message(
    "report_order",
    ja="「{name}」では並べ替えできません。使えるもの：{known}。",
    en="The report cannot be ordered by “{name}”. Known: {known}.",
)
MIXED_CURRENCIES = Message(
    "report_mixed_currencies",
    ja="「{field}」を合計するには、通貨もグループに加えてください。異なる通貨の金額は足せません。",
    en="To add up {field}, group by the currency too: amounts in different currencies cannot be added.",
)
OPERATIONS: dict[str, Label] = {
    "count": Label("{field}のある件数", "{field}: filled"),
    "count_distinct": Label("{field}の数（重複を除く）", "{field}: different ones"),
    "sum": Label("{field}の合計", "{field}: sum"),
    "avg": Label("{field}の平均", "{field}: average"),
    "min": Label("{field}の最小", "{field}: least"),
    "max": Label("{field}の最大", "{field}: most"),
}
ROWS = Label("件数", "Rows")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupBy(_Part):
    """One row group: a path, and for dates the stretch of time (None: each value by itself)."""

    field: str
    granularity: Granularity | None = None


class Words(_Part):
    """A name in both languages."""

    ja: str
    en: str


class Definition(_Part):
    """One question. `filter` is a filter tree; `sort` names groups and figures, "-" before those that descend.

    `prompts` are lookups by which people narrow the report. `names` gives figures names of their own. `columns` are those
    of the rows behind a number. `dated` reports ask for a day; what depends on the day (a status) is read as on that day.
    """

    group_by: tuple[GroupBy, ...] = Field(min_length=1, max_length=3)
    aggregates: tuple[str, ...] = Field(min_length=1, max_length=8)
    filter: dict[str, Any] | None = None
    sort: tuple[str, ...] = ()
    prompts: tuple[str, ...] = Field(default=(), max_length=6)
    names: dict[str, Words] = Field(default_factory=dict)
    columns: tuple[str, ...] = ()
    chart: ChartKind = "bar"
    dated: bool = False

    def query(self, object_key: str) -> Query:
        """The report's question. Raises Invalid, Missing."""
        groups = [group.model_dump() for group in self.group_by]
        return make_query(object_key, filter=self.filter, group_by=groups, aggregates=self.aggregates)

    def name_of(self, figure: Aggregate, language: str) -> str:
        """What a figure is called."""
        own = self.names.get(figure.name)
        if own is not None:
            return own.ja if language.startswith("ja") else own.en
        if figure.path is None:
            return ROWS.text(language)
        return OPERATIONS[figure.op].text(language).format(field=figure.path.label(language))


def read_definition(raw: Any) -> Definition:
    """The definition of a stored or given form. Raises Invalid naming each setting that does not fit."""
    try:
        return Definition.model_validate(raw)
    except ValidationError as error:
        raise Invalid(*(_problem(dict(finding)) for finding in error.errors(include_url=False))) from None


def check_definition(object_key: str, definition: Definition) -> list[Problem]:
    """Problems of a definition that does not fit its object. Raises Invalid, Missing for what no query could ask."""
    query = definition.query(object_key)
    read_columns(object_key, definition.columns)
    problems = [*_currencies(query), *_order(definition.sort, query)]
    for text in definition.prompts:
        path = resolve(object_key, text)
        if path.field.type != "lookup":
            problems.append(NO_PROMPT.problem("definition", field=path.field.label))
    return problems


def sortable(query: Query) -> list[str]:
    """The names by which the answer can be ordered: groups, then figures."""
    return [*(group.path.text for group in query.group_by), *(figure.name for figure in query.aggregates)]


def _order(sort: Sequence[str], query: Query) -> list[Problem]:
    known = sortable(query)
    return [
        NO_ORDER.problem("definition", name=name, known=known) for name in sort if name.removeprefix("-") not in known
    ]


def _currencies(query: Query) -> list[Problem]:
    """Amounts may be added up within one currency only."""
    if registry.get(query.object).field("currency") is None:
        return []
    if any(group.path.field.key == "currency" for group in query.group_by):
        return []
    return [
        MIXED_CURRENCIES.problem("definition", field=figure.path.field.label)
        for figure in query.aggregates
        if figure.path is not None and figure.path.field.type == "currency" and figure.op in ("sum", "avg")
    ]


def _problem(finding: dict[str, Any]) -> Problem:
    place = ".".join(str(part) for part in finding["loc"]) or "definition"
    return MISFIT.problem("definition", place=place, detail=explained(finding))
