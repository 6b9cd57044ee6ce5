"""Reads raw rows (JSON bodies, forms, import rows) into typed values with the parsers of the field types.

Collects everything that is wrong with a row, and resolves references by unique fields in bulk. Leaves rights, required
values, ranges and uniqueness to the command.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.paths import ID, field_of
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.refs import LookupKey
from daicho.engine.catalog.specs import Children, FieldSpec, ObjectSpec
from daicho.engine.records.checks import READ_ONLY
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message, Problem
from daicho.values.problems import Invalid
from daicho.values.storable import is_storable, unstorable_place
from daicho.values.text import normalise

MOST_PROBLEMS = 50
"""Problems of one row after which it is not read any further."""
LONGEST_NAME = 60
"""Characters of an unknown name that are repeated to whoever sent it."""
MOST_PARTS = 1_000
"""Parts (a quote's lines) that one record may bring along."""
AT_ONCE = 1_000
"""References looked up in one query."""

NOT_AN_OBJECT = Message(
    "not_an_object",
    ja="項目名と値の組（JSONオブジェクト）を指定してください。",
    en="Give an object of field names and values.",
)
NOT_A_LIST = Message(
    "not_a_list",
    ja="「{name}」には一覧（{limit}件まで）を指定してください。",
    en="“{name}” takes a list of up to {limit} items.",
)
PARTS_APART = Message(
    "parts_apart",
    ja="「{name}」はここでは変更できません。{object}を1件ずつ作成・変更・削除してください。",
    en="“{name}” cannot be changed here. Create, change or delete each {object} by itself.",
)
UNEXPECTED = Message(
    "unexpected_field",
    ja="ここに「{field}」という項目はありません。使えるもの：{known}。",
    en="There is no field “{field}” here. Known: {known}.",
)
UNSTORABLE = Message(
    "unstorable_text",
    ja="「{field}」に保存できない文字（NULまたは不完全な文字コード）が含まれています。取り除いてください。",
    en="{field} holds a character that cannot be stored (NUL or half of a character). Remove it.",
)
UNKNOWN_KEY = Message(
    "unknown_reference",
    ja="「{label}」の {key}「{value}」は見つかりません。",
    en="“{label}”: there is no record with the {key} “{value}”, or none that you may see.",
)
SEVERAL = Message(
    "ambiguous_reference",
    ja="「{label}」の {key}「{value}」に当てはまるレコードが複数あります。IDで指定してください。",
    en="“{label}”: several records have the {key} “{value}”. Give the id.",
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One row as typed values by field key, and every problem of it (field names like "lines.0.quantity")."""

    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Pending:
    """A reference by a unique field that the database still has to resolve, and where its id goes."""

    values: dict[str, Any]
    spec: FieldSpec
    place: str
    wanted: LookupKey
    problems: list[Problem]


@dataclass(slots=True)
class _Reading:
    """What has been read so far of one row."""

    frame: Frame
    creating: bool
    problems: list[Problem] = field(default_factory=list)
    pending: list[_Pending] = field(default_factory=list)

    def row(self, spec: ObjectSpec, raw: Any, place: str, parent: str | None = None) -> dict[str, Any]:
        """The typed values of one row; `parent` is the key that its parent fills in."""
        values: dict[str, Any] = {}
        if not isinstance(raw, Mapping):
            self.problems.append(NOT_AN_OBJECT.problem(place.removesuffix(".") or None))
            return values
        for name, given in raw.items():
            if len(self.problems) >= MOST_PROBLEMS:
                break
            child = spec.children.get(name)
            if child is not None and child.nested:
                self._parts(child, name, given, f"{place}{name}", values)
            elif name != parent:
                self._field(spec, name, given, place, values)
        return values

    def _field(self, spec: ObjectSpec, name: str, given: Any, place: str, values: dict[str, Any]) -> None:
        shown = place + name[:LONGEST_NAME]
        try:
            found = field_of(spec, name[: LONGEST_NAME + 1])
            if found.made or found is ID or found.source == "expression":
                raise Invalid(READ_ONLY.problem(label=found.label))
            if unstorable_place(given) is not None:
                raise Invalid(UNSTORABLE.problem(field=found.label))
            value = types.parse(found, given, self.frame.habits.zone)
        except Invalid as refused:
            self.problems += [at(problem, shown) for problem in refused.problems]
            return
        if isinstance(value, LookupKey):
            self.pending.append(_Pending(values, found, shown, value, self.problems))
        values[name] = list(value) if isinstance(value, tuple) else value

    def _parts(self, child: Children, name: str, given: Any, place: str, values: dict[str, Any]) -> None:
        spec = registry.get(child.object)
        if not self.creating:
            self.problems.append(PARTS_APART.problem(place, name=name, object=spec.label))
        elif not isinstance(given, list | tuple) or len(given) > MOST_PARTS:
            self.problems.append(NOT_A_LIST.problem(place, name=name, limit=MOST_PARTS))
        else:
            parts = enumerate(given)
            values[name] = [self.row(spec, part, f"{place}.{number}.", child.parent) for number, part in parts]


def parse_values(
    spec: ObjectSpec, raw: Mapping[str, Any], actor: Actor, frame: Frame, *, creating: bool = True
) -> dict[str, Any]:
    """The typed values of one row, by field key. Raises Invalid with every problem of it.

    Lookups may be ids or `{"code": "A-900"}` by a unique field of a record that the actor may see. Nested parts (a
    quote's `lines`) are read only when `creating`.
    """
    [parsed] = parse_many(spec, [raw], actor, frame, creating=creating)
    if parsed.problems:
        raise Invalid(*parsed.problems)
    return parsed.values


def parse_many(
    spec: ObjectSpec, rows: Sequence[Any], actor: Actor, frame: Frame, *, creating: bool = True
) -> list[Parsed]:
    """Each row as typed values with its problems; never raises. One query for each target object and unique field."""
    readings = [_Reading(frame, creating) for _ in rows]
    values = [reading.row(spec, row, "") for reading, row in zip(readings, rows, strict=True)]
    _resolve([pending for reading in readings for pending in reading.pending], actor, frame)
    return [Parsed(found, tuple(reading.problems)) for found, reading in zip(values, readings, strict=True)]


def parse_fields(fields: Mapping[str, FieldSpec], raw: Mapping[str, Any], frame: Frame, place: str = "") -> Parsed:
    """The typed values of a body that is no record but is made of fields: only those of `fields`, by their keys there.

    `place` comes before each name in problems, e.g. "lines.0.".
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, given in raw.items():
        if len(problems) >= MOST_PROBLEMS:
            break
        found = fields.get(name)
        if found is None:
            shown = name[:LONGEST_NAME] if is_storable(name) else ""
            problems.append(UNEXPECTED.problem(place + shown, field=shown, known=list(fields)))
            continue
        try:
            if unstorable_place(given) is not None:
                raise Invalid(UNSTORABLE.problem(field=found.label))
            values[name] = types.parse(found, given, frame.habits.zone)
        except Invalid as refused:
            problems += [at(problem, place + name) for problem in refused.problems]
    return Parsed(values, tuple(problems))


def at(problem: Problem, place: str | None) -> Problem:
    """The same problem reported at another place."""
    return Problem(problem.message, place, problem.params)


def _resolve(pending: Iterable[_Pending], actor: Actor, frame: Frame) -> None:
    """Put the ids in, or a problem where a reference names no record or several."""
    groups: dict[tuple[str, str], list[_Pending]] = defaultdict(list)
    for item in pending:
        groups[(item.spec.target or "", item.wanted.key)].append(item)
    for (target, key), items in groups.items():
        exact, alike = _found(actor, target, key, {item.wanted.value for item in items}, frame)
        for item in items:
            value = item.wanted.value
            ids = exact.get(value) or alike.get(normalise(value)) or []
            if len(ids) == 1:
                item.values[item.spec.key] = ids[0]
            else:
                del item.values[item.spec.key]
                message = SEVERAL if ids else UNKNOWN_KEY
                item.problems.append(message.problem(item.place, label=item.spec.label, key=key, value=value[:60]))


def _found(
    actor: Actor, target: str, key: str, wanted: set[str], frame: Frame
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Ids of the records that the actor may see, by the value as it stands and by its normalised form."""
    exact: dict[str, list[int]] = defaultdict(list)
    alike: dict[str, list[int]] = defaultdict(list)
    values = sorted(value for value in wanted if normalise(value) and is_storable(value))
    if not actor.permissions.may("read", target):
        values = []
    for start in range(0, len(values), AT_ONCE):
        named = {"field": key, "op": "in", "value": values[start : start + AT_ONCE]}
        for row in select.select(actor, make_query(target, columns=[key], filter=named), frame).rows:
            exact[row[key]].append(row["id"])
            alike[normalise(row[key])].append(row["id"])
    return exact, alike
