"""A question: columns, filter, sort, groups and aggregates of one object, checked against the catalog. PURE."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

from daicho.engine.catalog import registry, types
from daicho.engine.catalog.filters import EVERYTHING, Node, both, parse_filter
from daicho.engine.catalog.paths import Path, resolve
from daicho.values.labels import Message
from daicho.values.problems import Invalid

Granularity = Literal["day", "week", "month", "quarter", "half", "year", "fiscal_quarter", "fiscal_half", "fiscal_year"]
AggregateOp = Literal["count", "count_distinct", "sum", "avg", "min", "max"]

MOST_COLUMNS = 200
MOST_SORTS = 6
LARGEST_PAGE = 1_000
DEFAULT_PAGE = 50

NOT_SORTABLE = Message(
    "field_not_sortable", ja="「{field}」では並べ替えできません。", en="Rows cannot be sorted by {field}."
)
NOT_BY_NEARNESS = Message(
    "field_not_by_nearness",
    ja="「{field}」は「今日に近い順」（~）では並べ替えできません。日付の項目を先頭に指定してください。",
    en="Rows cannot be sorted by nearness to today (~) by {field}. It takes a date, and comes first.",
)
NOT_GROUPABLE = Message(
    "field_not_groupable", ja="「{field}」ではグループ化できません。", en="Rows cannot be grouped by {field}."
)
NO_GRANULARITY = Message(
    "granularity_not_offered",
    ja="「{field}」に集計単位 {value} は使えません。日付の項目に {known} を指定してください。",
    en="The granularity {value} cannot be used on {field}. On dates use {known}.",
)
NO_AGGREGATE = Message(
    "aggregate_not_offered",
    ja="「{field}」は {op} で集計できません。使えるもの：{known}。",
    en="{field} cannot be aggregated by {op}. It offers: {known}.",
)
UNKNOWN_AGGREGATE = Message(
    "unknown_aggregate",
    ja="「{op}」という集計はありません。使えるもの：{known}。",
    en="There is no aggregate “{op}”. Known: {known}.",
)
WRONG_SHAPE = Message("query_shape", ja="「{part}」の形が正しくありません。", en="“{part}” has a wrong shape.")
TOO_MANY = Message(
    "query_too_large", ja="「{part}」が多すぎます（{limit}個まで）。", en="There are too many {part} (up to {limit})."
)
BAD_LIMIT = Message(
    "bad_limit",
    ja="limit は1～{limit}の整数で指定してください。",
    en="limit must be an integer from 1 to {limit}.",
)


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column of the order; empty values come last in both directions.

    `nearest` is an order of days in three parts: from today on, the nearest first; the empty ones; those before today, the
    latest first. Only the first column can be ordered so.
    """

    path: Path
    descending: bool = False
    nearest: bool = False

    @property
    def text(self) -> str:
        """As it is written: -end_date, ~end_date."""
        return ("~" if self.nearest else "-" if self.descending else "") + self.path.text


@dataclass(frozen=True, slots=True)
class Group:
    """One column of grouping; dates and moments by a stretch of time, whose first day stands for it."""

    path: Path
    granularity: Granularity | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure a group. `path` None counts rows. `name` is its key in the answer: count, or e.g. sum:amount."""

    op: AggregateOp
    path: Path | None = None

    @property
    def name(self) -> str:
        """The key in the answer."""
        return self.op if self.path is None else f"{self.op}:{self.path.text}"


@dataclass(frozen=True, slots=True)
class Query:
    """A checked question. `limit` None means every row. `sort` () means the object's own order."""

    object: str
    columns: tuple[Path, ...] = ()
    filter: Node = EVERYTHING
    sort: tuple[SortKey, ...] = ()
    group_by: tuple[Group, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    limit: int | None = None
    cursor: str | None = None

    def where(self, *more: Node) -> "Query":
        """The same question about fewer rows."""
        return replace(self, filter=both(self.filter, *more))

    def page(self, limit: int | None, cursor: str | None = None) -> "Query":
        """The same question for another page."""
        return replace(self, limit=limit, cursor=cursor)


def make_query(
    object_key: str,
    *,
    columns: Sequence[str] = (),
    filter: Any = None,  # noqa: A002  (the word of the query language)
    sort: str | Sequence[str] = (),
    group_by: Sequence[Any] = (),
    aggregates: Sequence[Any] = (),
    limit: int | None = None,
    cursor: str | None = None,
) -> Query:
    """A checked question. `sort` is "-end_date,name" or a list of such names; `group_by` holds paths or `{field, granularity}`,
    `aggregates` `{op, field}` or names such as "sum:amount"; `limit` None means every row. Raises Invalid, and Missing
    for an unknown object."""
    registry.get(object_key)
    return Query(
        object=object_key,
        columns=read_columns(object_key, columns),
        filter=parse_filter(object_key, filter),
        sort=parse_sort(object_key, sort),
        group_by=tuple(_group(object_key, raw) for raw in _bounded(group_by, "group_by", MOST_SORTS)),
        aggregates=tuple(_aggregate(object_key, raw) for raw in _bounded(aggregates, "aggregates", 20)),
        limit=check_limit(limit),
        cursor=cursor or None,
    )


def parse_query(data: Any) -> Query:
    """The question of a request body `{object, columns, filter, sort, group_by, aggregates, limit, cursor}`. Raises Invalid."""
    if not isinstance(data, Mapping) or not isinstance(data.get("object"), str):
        raise Invalid(WRONG_SHAPE.problem("object", part="object"))
    cursor = data.get("cursor")
    if cursor is not None and not isinstance(cursor, str):
        raise Invalid(WRONG_SHAPE.problem("cursor", part="cursor"))
    return make_query(
        data["object"],
        columns=data.get("columns") or (),
        filter=data.get("filter"),
        sort=data.get("sort") or (),
        group_by=data.get("group_by") or (),
        aggregates=data.get("aggregates") or (),
        limit=data.get("limit"),
        cursor=cursor,
    )


def read_columns(object_key: str, names: Sequence[str]) -> tuple[Path, ...]:
    """The paths of columns, each once, in their order. Raises Invalid."""
    paths = (resolve(object_key, name) for name in _bounded(names, "columns", MOST_COLUMNS))
    return tuple({path.text: path for path in paths}.values())


def parse_sort(object_key: str, raw: str | Sequence[str]) -> tuple[SortKey, ...]:
    """Sort keys of "-end_date,name" or of a list; a field named twice counts once, nothing after `id` matters. "~end_date"
    is the order by nearness to today."""
    names = [name.strip() for name in raw.split(",")] if isinstance(raw, str) else list(_bounded(raw, "sort", 100))
    keys: dict[str, SortKey] = {}
    for name in names:
        if not isinstance(name, str):
            raise Invalid(WRONG_SHAPE.problem("sort", part="sort"))
        if not name:
            continue
        nearest = name.startswith("~")
        path = resolve(object_key, name.removeprefix("~") if nearest else name.lstrip("-"))
        if types.sorting(path.field) == "none":
            raise Invalid(NOT_SORTABLE.problem(path.text, field=path.field.label))
        if nearest and (keys or path.field.type != "date"):
            raise Invalid(NOT_BY_NEARNESS.problem(path.text, field=path.field.label))
        keys.setdefault(path.text, SortKey(path, descending=name.startswith("-"), nearest=nearest))
        if path.text == "id":
            break
    return tuple(_bounded(tuple(keys.values()), "sort", MOST_SORTS))


def check_limit(limit: Any) -> int | None:
    """A page size between 1 and 1,000, or None for no limit. Raises Invalid."""
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= LARGEST_PAGE):
        raise Invalid(BAD_LIMIT.problem("limit", limit=LARGEST_PAGE))
    return limit


def _bounded(items: Any, part: str, limit: int) -> Any:
    if isinstance(items, str | Mapping) or not isinstance(items, Sequence):
        raise Invalid(WRONG_SHAPE.problem(part, part=part))
    if len(items) > limit:
        raise Invalid(TOO_MANY.problem(part, part=part, limit=limit))
    return items


def _group(object_key: str, raw: Any) -> Group:
    form = {"field": raw} if isinstance(raw, str) else raw
    if not isinstance(form, Mapping):
        raise Invalid(WRONG_SHAPE.problem("group_by", part="group_by"))
    path, granularity = resolve(object_key, form.get("field")), form.get("granularity")
    kind, dated = types.sorting(path.field), path.field.type in ("date", "datetime")
    if kind == "none":
        raise Invalid(NOT_GROUPABLE.problem(path.text, field=path.field.label))
    known = get_args(Granularity)
    if granularity is not None and (not dated or granularity not in known):
        raise Invalid(
            NO_GRANULARITY.problem(path.text, field=path.field.label, value=str(granularity), known=list(known))
        )
    if path.field.type == "datetime" and granularity is None:
        granularity = "day"
    return Group(path, cast(Granularity | None, granularity))


def _aggregate(object_key: str, raw: Any) -> Aggregate:
    if isinstance(raw, str):
        op, _, field = raw.partition(":")
        raw = {"op": op, "field": field or None}
    if not isinstance(raw, Mapping):
        raise Invalid(WRONG_SHAPE.problem("aggregates", part="aggregates"))
    known = get_args(AggregateOp)
    if raw.get("op") not in known:
        raise Invalid(UNKNOWN_AGGREGATE.problem("aggregates", op=str(raw.get("op")), known=list(known)))
    op = cast(AggregateOp, raw["op"])
    if raw.get("field") is None and op == "count":
        return Aggregate("count")
    path = resolve(object_key, raw.get("field"))
    offered = types.kind_of(path.field).aggregates if path.field.filterable else ("count",)
    if op not in offered:
        raise Invalid(NO_AGGREGATE.problem(path.text, field=path.field.label, op=op, known=list(offered)))
    return Aggregate(op, path)
