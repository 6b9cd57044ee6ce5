"""The records behind a number of a report: those of one of its lines, or of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.filters import Condition, Node, condition
from daicho.engine.catalog.paths import resolve
from daicho.engine.catalog.query import Aggregate, Group, Query
from daicho.engine.catalog.refs import Ref
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.money import plain
from daicho.values.months import add_months
from daicho.values.problems import Invalid

MOST = 10_000
"""Records that a number is traced to one by one; more are listed when the report is narrowed."""
TOO_MANY = Message(
    "report_too_many_behind",
    ja="{count}件あり、一覧にできる{limit}件を超えています。担当者や品目で絞り込んでから開いてください。",
    en="There are {count} records, more than the {limit} that can be listed. Narrow the report first.",
)
BAD_LINE = Message(
    "report_line_not_readable",
    ja="アドレスの「{field}」の値を読み取れません。レポートから開き直してください。",
    en="The value of {field} in the address cannot be read. Open the list from the report again.",
)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Behind:
    """Records of one object: those for which `node` holds. `counted` is the number that the report shows for them (None
    where the number is no count); records that one may not read are counted and not listed."""

    object: str
    node: Node
    counted: int | None


def key_of(group: Group, value: Any) -> str:
    """The value of a group as an address names it; "" is the empty value."""
    if value is None or value == "":
        return ""
    if isinstance(value, Ref):
        return str(value.id)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def of_line(query: Query, keys: Mapping[str, str]) -> Query:
    """The question about the lines whose groups have these keys, by path; groups that are not named are left open.

    Raises Invalid for a key that is no value of its group.
    """
    parts = [_part(query.object, group, keys[group.path.text]) for group in query.group_by if group.path.text in keys]
    return query.where(*parts)


def target_of(query: Query, figure: Aggregate) -> str:
    """The object whose records a figure counts."""
    if figure.op == "count_distinct" and figure.path is not None and figure.path.field.type == "lookup":
        return figure.path.field.target or query.object
    return query.object


def behind(actor: Actor, query: Query, figure: Aggregate, frame: Frame) -> Behind:
    """The records that a figure of the question counts. Raises Invalid when they are too many to be named one by one."""
    target = target_of(query, figure)
    if figure.path is None or target == query.object:
        counted = select.count(actor, query, frame) if figure.op == "count" and figure.path is None else None
        return Behind(query.object, query.filter, counted)
    question = replace(query, group_by=(Group(figure.path),), aggregates=(Aggregate("count"),))
    rows = select.aggregate(actor, question, frame)
    ids = [row[figure.path.text].id for row in rows if row[figure.path.text] is not None]
    if len(ids) > MOST:
        raise Invalid(TOO_MANY.problem(count=len(ids), limit=MOST))
    among = tuple(sorted(ids))
    return Behind(target, Condition(resolve(target, "id"), "in", among, list(among)), len(ids))


def figure_named(query: Query, name: str) -> Aggregate:
    """The figure of that name; "" names the first. Raises Invalid."""
    found = query.aggregates[0] if not name else next((one for one in query.aggregates if one.name == name), None)
    if found is None:
        raise Invalid(BAD_LINE.problem("figure", field="figure"))
    return found


def last_day(first: date, granularity: str) -> date:
    """The last day of a stretch of time that begins on `first`."""
    if granularity == "day":
        return first
    if granularity == "week":
        return first + timedelta(days=6)
    return add_months(first, MONTHS[granularity.removeprefix("fiscal_")]) - timedelta(days=1)


def _part(object_key: str, group: Group, key: str) -> Node:
    """The condition that a row belongs to the group of this key."""
    text = group.path.text
    if not key:
        return condition(object_key, text, "is_empty")
    try:
        if group.granularity is not None:
            first = date.fromisoformat(key)
            last = last_day(first, group.granularity)
            return condition(object_key, text, "between", [first.isoformat(), last.isoformat()])
        return condition(object_key, text, "eq", _raw(group, key))
    except (Invalid, ValueError):
        raise Invalid(BAD_LINE.problem(text, field=group.path.field.label)) from None


def _raw(group: Group, key: str) -> Any:
    if group.path.field.type == "lookup":
        return int(key)
    return key == "true" if group.path.field.type == "checkbox" else key
