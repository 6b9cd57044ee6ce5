"""What must hold before a record is written: rights, keys, required values, ranges, references, uniqueness."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.access.scope import RowRight
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.engine.records.plans import Rule, plan_of
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message, Problem
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing
from daicho.values.text import normalise

AT_ONCE = 1_000
"""Records named in one question."""

UNKNOWN_FIELD = Message(
    "unknown_field",
    ja="「{field}」という項目は{object}にありません。",
    en="{object} has no field “{field}”.",
)
READ_ONLY = Message(
    "read_only",
    ja="「{label}」はシステムが決める項目のため、変更できません。",
    en="“{label}” is set by the system and cannot be written.",
)
REQUIRED = Message("required", ja="「{label}」を入力してください。", en="“{label}” is required.")
NOT_A_CHOICE = Message(
    "not_a_choice",
    ja="「{label}」に「{value}」は選べません。選べるもの：{known}。",
    en="“{value}” is no choice of “{label}”. Choose one of: {known}.",
)
OUT_OF_RANGE = Message(
    "out_of_range",
    ja="「{label}」は {minimum}～{maximum} の範囲で入力してください（入力値：{value}）。",
    en="“{label}” must be from {minimum} to {maximum} (it was {value}).",
)
NO_SUCH_REFERENCE = Message(
    "no_such_reference",
    ja="「{label}」の {value} は見つかりません。",
    en="“{label}”: there is no record {value}, or none that you may see.",
)
REFERS_TO_ITSELF = Message(
    "refers_to_itself",
    ja="「{label}」に自分自身は指定できません。",
    en="“{label}” cannot be the record itself.",
)
ALREADY_USED = Message(
    "already_used",
    ja="「{label}」の「{value}」はすでに使われています。",
    en="“{label}”: “{value}” is already used.",
)
MADE_BY = Message(
    "made_by_operation",
    ja="{object}は直接作成・変更・削除できません。{operation}を使ってください。",
    en="{object} cannot be written directly. Use {operation}.",
)
NOT_FOUND = Message(
    "not_found", ja="{object} {id} は見つかりません。", en="There is no {object} {id}, or none that you may see."
)
NOT_EDITABLE = Message(
    "not_editable",
    ja="{object} {id} を変更する権限がありません。担当者か管理者に依頼してください。",
    en="You may not change {object} {id}. Ask its owner or an administrator.",
)


def may_create(actor: Actor, spec: ObjectSpec) -> None:
    """Raise unless the actor may make such records by hand."""
    refuse_made(spec)
    actor.require("create", spec.key, spec.label)


def refuse_made(spec: ObjectSpec) -> None:
    """Raise Conflict for records that operations make, naming the operation."""
    if spec.made_by is not None:
        raise Conflict(MADE_BY.problem(object=spec.label, operation=spec.made_by))


def may_correct(spec: ObjectSpec) -> None:
    """Raise Conflict for objects of whose records nothing is ever changed by hand (lines, entries, orders)."""
    writable = any(not field.made for field in spec.fields)
    if spec.made_by is not None and not (writable and spec.parent is None):
        refuse_made(spec)


def may_write(actor: Actor, spec: ObjectSpec, ids: Iterable[int], right: RowRight, frame: Frame) -> None:
    """Raise Missing for records that the actor cannot see, Forbidden for those he sees and may not edit or delete."""
    wanted = list(ids)
    actor.require("delete" if right == "delete" else "edit", spec.key, spec.label)
    allowed = select.readable_ids(actor, spec.key, wanted, frame, right)
    refused = [record_id for record_id in wanted if record_id not in allowed]
    if not refused:
        return
    seen = select.readable_ids(actor, spec.key, refused, frame)
    if unseen := [record_id for record_id in refused if record_id not in seen]:
        raise Missing(*(NOT_FOUND.problem(object=spec.label, id=str(record_id)) for record_id in unseen))
    raise Forbidden(*(NOT_EDITABLE.problem(object=spec.label, id=str(record_id)) for record_id in refused))


def refuse_keys(spec: ObjectSpec, values: Mapping[str, Any]) -> list[Problem]:
    """Problems of keys that do not exist or that only the system writes."""
    problems = []
    for key in values:
        field = spec.field(key)
        if field is None and not (key in spec.children and spec.children[key].nested):
            problems.append(UNKNOWN_FIELD.problem(key, field=key, object=spec.label))
        elif field is not None and (field.made or field.source == "expression"):
            problems.append(READ_ONLY.problem(key, label=field.label))
    return problems


def value_problems(
    spec: ObjectSpec, values: Mapping[str, Any], keys: Collection[str] | None = None, *, made: bool = False
) -> list[Problem]:
    """Problems of the named keys (None: all that are stored): required but empty, not a choice, outside its range.

    A record that an operation makes (`made`) may lack required custom values: nobody is there to give them.
    """
    rules = plan_of(spec).rules
    if keys is not None:
        rules = tuple(rule for rule in rules if rule.field.key in keys)
    if made:
        rules = tuple(rule for rule in rules if not rule.field.custom or values.get(rule.field.key) not in (None, []))
    return [problem for rule in rules if (problem := _value_problem(rule, values.get(rule.field.key))) is not None]


def _value_problem(rule: Rule, value: Any) -> Problem | None:
    field = rule.field
    if value is None or value == "" or value == []:
        return REQUIRED.problem(field.key, label=field.label) if field.required else None
    if rule.codes:
        for code in value if isinstance(value, list) else [value]:
            if code not in rule.codes:
                return NOT_A_CHOICE.problem(field.key, label=field.label, value=str(code), known=list(rule.codes))
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return OUT_OF_RANGE.problem(field.key, label=field.label, minimum=low, maximum=high, value=value)
    return None


def check_references(actor: Actor, spec: ObjectSpec, rows: Sequence[Mapping[str, Any]], frame: Frame) -> None:
    """Raise Invalid for lookups to records that do not exist or that the actor may not see. One query a target object."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for field in spec.fields:
        if field.type == "lookup" and field.target is not None:
            wanted[field.target] |= {_id(row[field.key]) for row in rows if row.get(field.key) is not None}
    known = {target: select.readable_ids(actor, target, sorted(ids), frame) for target, ids in wanted.items() if ids}
    problems = [
        NO_SUCH_REFERENCE.problem(field.key, label=field.label, value=str(_id(row[field.key])))
        for row in rows
        for field in spec.fields
        if field.type == "lookup"
        and field.target is not None
        and row.get(field.key) is not None
        and _id(row[field.key]) not in known.get(field.target, ())
    ]
    if problems:
        raise Invalid(*problems)


def refuse_self_references(spec: ObjectSpec, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Raise Invalid for a record that would be its own parent or manager."""
    own = [field for field in spec.fields if field.type == "lookup" and field.target == spec.key]
    problems = [
        REFERS_TO_ITSELF.problem(field.key, label=field.label)
        for record_id, change in changes.items()
        for field in own
        if change.get(field.key) is not None and _id(change[field.key]) == record_id
    ]
    if problems:
        raise Invalid(*problems)


def _id(value: Any) -> int:
    return int(getattr(value, "id", value))


def check_unique(spec: ObjectSpec, rows: Sequence[Mapping[str, Any]], frame: Frame, own: Iterable[int] = ()) -> None:
    """Raise Invalid where a unique value is taken by another record or given twice. `own` are the ids being updated."""
    own_ids = set(own)
    for field in spec.fields:
        values = [row[field.key] for row in rows if field.unique and row.get(field.key) not in (None, "")]
        if not values:
            continue
        custom = field.source == "custom"
        taken = _taken_custom(spec, field, values, own_ids, frame) if custom else _taken(spec, field, values, own_ids)
        if taken:
            raise Invalid(
                *(ALREADY_USED.problem(field.key, label=field.label, value=str(value)) for value in sorted(taken))
            )


def _taken(spec: ObjectSpec, field: FieldSpec, values: list[Any], own_ids: set[int]) -> set[Any]:
    column = next(column for column in plan_of(spec).own if column.key == field.key)
    found = spec.model.objects.filter(**{f"{column.attname}__in": values}).exclude(id__in=own_ids)
    taken = set(found.values_list(column.attname, flat=True))
    return taken | ({value for value in values if values.count(value) > 1} if len(values) < 1000 else set())


def _taken_custom(spec: ObjectSpec, field: FieldSpec, values: list[Any], own_ids: set[int], frame: Frame) -> set[Any]:
    """Compared as filters do: case, width and kana tell no texts apart."""
    kind = types.kind_of(field)
    same = [normalise(value) if kind.twinned else value for value in values]
    again = Counter(same)
    taken = {value for value, one in zip(values, same, strict=True) if one and again[one] > 1}
    asked = [types.to_json(field, value, frame.habits.zone) for value in values]
    for start in range(0, len(asked), kind.longest_list):
        part = {"field": field.key, "op": "in", "value": asked[start : start + kind.longest_list]}
        found = select.select(SYSTEM, make_query(spec.key, columns=[field.key], filter=part), frame).rows
        taken |= {_shown(row[field.key]) for row in found if row["id"] not in own_ids}
    return taken


def _shown(value: Any) -> Any:
    return getattr(value, "name", "") or getattr(value, "id", value)


def referred_to(spec: ObjectSpec, ids: Iterable[int], frame: Frame) -> set[int]:
    """Those of the records that a custom lookup of another one names (tables know nothing of such references)."""
    wanted = sorted(set(ids))
    referring = [
        (other.key, field.key)
        for other in registry.every()
        for field in other.fields
        if field.source == "custom" and field.type == "lookup" and field.target == spec.key
    ]
    found: set[int] = set()
    for object_key, key in referring:
        for start in range(0, len(wanted), AT_ONCE):
            named = {"field": key, "op": "in", "value": wanted[start : start + AT_ONCE]}
            rows = select.select(SYSTEM, make_query(object_key, columns=[key], filter=named), frame).rows
            going = set(wanted) if object_key == spec.key else set()
            found |= {row[key].id for row in rows if row["id"] not in going}
    return found


def check_unlocked(spec: ObjectSpec, befores: Iterable[Mapping[str, Any]]) -> None:
    """Raise Conflict when a record is locked against changes by hand (a confirmed quote)."""
    if spec.locked is not None:
        problems = [problem for values in befores if (problem := spec.locked(values)) is not None]
        if problems:
            raise Conflict(*problems)


def check_parents(actor: Actor, spec: ObjectSpec, rows: Iterable[Mapping[str, Any]], frame: Frame) -> None:
    """A part may be written by whoever may edit its parent, unless the parent is locked."""
    if spec.parent is None:
        return
    parent_field = spec.field(spec.parent)
    assert parent_field is not None
    assert parent_field.target is not None
    parent = registry.get(parent_field.target)
    ids = sorted({_id(row[spec.parent]) for row in rows if row.get(spec.parent) is not None})
    may_write(actor, parent, ids, "edit", frame)
    if parent.locked is not None:
        plan = plan_of(parent)
        names = [column.attname for column in plan.own]
        found = parent.model.objects.filter(id__in=ids).values(*names)
        check_unlocked(parent, [{c.key: c.typed(row[c.attname]) for c in plan.own} for row in found])
