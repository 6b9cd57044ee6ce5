"""The one write path: a command collects the saves of one use case in one transaction, and tells the listeners.

    with command(actor=actor, reason="confirm_quote", frame=frame) as c:
        [contract_id] = c.create("contract", [values], made=True)

`made=True` is for operations, which check their own rights and may write what only the system writes. Without it every
write is checked as one by hand. Values are typed (parsed before, see `parsing.py`), keyed by field key.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from daicho.engine.access.actors import Actor
from daicho.engine.catalog import registry
from daicho.engine.catalog.declare import CREATOR
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.records import bulk, checks, history
from daicho.engine.records.changes import Collected, NetChange, listeners
from daicho.engine.records.plans import Column, Plan, plan_of, twins, values_of
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Conflict, Invalid, Missing, Stale

DEEPEST = 5

STALE = Message(
    "stale",
    ja="ほかの人がこの{object}を変更しました。変更点を確認してから保存してください。",
    en="Somebody else has changed this {object}. Look at the changes, then save again.",
)
STILL_USED = Message(
    "still_used",
    ja="この{object}はほかのレコードから使われているため削除できません。",
    en="This {object} cannot be deleted: other records refer to it.",
)
TOO_DEEP = Message(
    "too_deep",
    ja="自動処理の連鎖が{depth}段を超えたため、保存を取り消しました。",
    en="Automatic changes followed each other more than {depth} times; nothing was saved.",
)


class Command:
    """One use case that changes records. Made by `command()` only."""

    def __init__(self, actor: Actor, reason: str, frame: Frame, source: str) -> None:
        self.id = uuid.uuid4()
        self.actor = actor
        self.reason = reason
        self.frame = frame
        self.source = source
        self._round = Collected()

    def create(
        self,
        object_key: str,
        rows: Iterable[Mapping[str, Any]],
        *,
        made: bool = False,
        places: Sequence[str] | None = None,
    ) -> list[int]:
        """Create records; returns their ids in order. Raises Invalid, Forbidden, Conflict; nothing is written then.

        `places` say where each row stands in what was asked ("lines.0."), to name its fields in problems.
        """
        spec = registry.get(object_key)
        new = [dict(row) for row in rows]
        if not new:
            return []
        if not made:
            checks.may_create(self.actor, spec)
            problems = [problem for row in new for problem in checks.refuse_keys(spec, row)]
            if problems:
                raise Invalid(*problems)
            checks.check_references(self.actor, spec, new, self.frame)
            checks.check_parents(self.actor, spec, new, self.frame)
        self._fill(spec, new)
        self._check(spec, new, None, places, made=made)
        if not made:
            checks.check_unique(spec, new, self.frame)
        if not made and places is None:
            self._touch_parents(spec, new)
        ids = self._insert(plan_of(spec), new)
        for record_id, row in zip(ids, new, strict=True):
            stored = {key: value for key, value in row.items() if key not in spec.children} if spec.children else row
            self._round.add(NetChange(object_key, record_id, "created", {}, stored, made))
        self._create_nested(spec, ids, new, made)
        return ids

    def update(
        self,
        object_key: str,
        changes: Mapping[int, Mapping[str, Any]],
        *,
        made: bool = False,
        versions: Mapping[int, int] | None = None,
    ) -> None:
        """Change records by id. `versions` are those that the editor saw (Stale when one has moved on)."""
        spec = registry.get(object_key)
        if not changes:
            return
        if not made:
            self._check_update(spec, changes)
        plan = plan_of(spec)
        befores = self._lock(plan, changes, versions)
        if not made:
            checks.check_unlocked(spec, befores.values())
            checks.check_parents(self.actor, spec, [*befores.values(), *changes.values()], self.frame)
            self._touch_parents(spec, [*befores.values(), *changes.values()])
        afters: dict[int, dict[str, Any]] = {}
        for record_id, change in changes.items():
            afters[record_id] = self._merged(spec, befores[record_id], change)
        self._check(spec, list(afters.values()), [_changed(befores[i], afters[i]) for i in afters], made=made)
        if not made:
            mine = [_only_unique_changes(spec, befores[i], afters[i]) for i in afters]
            checks.check_unique(spec, mine, self.frame, afters)
        self._write(plan, befores, afters)
        for record_id, after in afters.items():
            self._round.add(NetChange(object_key, record_id, "updated", befores[record_id], after, made))

    def delete(
        self,
        object_key: str,
        ids: Iterable[int],
        *,
        made: bool = False,
        versions: Mapping[int, int] | None = None,
    ) -> None:
        """Delete records and their parts; `versions` as in `update`. Raises Conflict when others refer to them."""
        spec = registry.get(object_key)
        wanted = sorted(set(ids))
        if not wanted:
            return
        if not made:
            checks.refuse_made(spec)
            checks.may_write(self.actor, spec, wanted, "delete", self.frame)
        befores = self._lock(plan_of(spec), {record_id: {} for record_id in wanted}, versions)
        if not made:
            checks.check_unlocked(spec, befores.values())
            checks.check_parents(self.actor, spec, befores.values(), self.frame)
            self._touch_parents(spec, befores.values())
        if checks.referred_to(spec, wanted, self.frame):
            raise Conflict(STILL_USED.problem(object=spec.label))
        try:
            spec.model.objects.filter(id__in=wanted).delete()
        except ProtectedError:
            raise Conflict(STILL_USED.problem(object=spec.label)) from None
        for record_id in wanted:
            self._round.add(NetChange(object_key, record_id, "deleted", befores[record_id], {}, made))

    def _check_update(self, spec: ObjectSpec, changes: Mapping[int, Mapping[str, Any]]) -> None:
        checks.may_correct(spec)
        checks.may_write(self.actor, spec, changes, "edit", self.frame)
        problems = [problem for change in changes.values() for problem in checks.refuse_keys(spec, change)]
        if problems:
            raise Invalid(*problems)
        checks.check_references(self.actor, spec, list(changes.values()), self.frame)
        checks.refuse_self_references(spec, changes)

    def _fill(self, spec: ObjectSpec, rows: list[dict[str, Any]]) -> None:
        if spec.complete is not None:
            spec.complete(rows, self.actor, self.frame)
        if spec.number is not None:
            spec.number(rows)
        defaults = [(field.key, field.default) for field in spec.fields if field.default is not None]
        for row in rows:
            for key, default in defaults:
                if row.get(key) is None:
                    row[key] = self._default(default)
            if spec.derive is not None:
                row.update(spec.derive(row, frozenset(row)))

    def _default(self, default: Any) -> Any:
        if default is CREATOR:
            return self.actor.user_id
        return default() if callable(default) else default

    def _check(
        self,
        spec: ObjectSpec,
        rows: Sequence[Mapping[str, Any]],
        changed: Sequence[frozenset[str]] | None,
        places: Sequence[str] | None = None,
        *,
        made: bool,
    ) -> None:
        problems = []
        for position, row in enumerate(rows):
            found = checks.value_problems(spec, row, None if changed is None else changed[position], made=made)
            if spec.validate is not None:
                found += spec.validate(row)
            problems += found if places is None else [problem.below(places[position]) for problem in found]
        if problems:
            raise Invalid(*problems)

    def _touch_parents(self, spec: ObjectSpec, parts: Iterable[Mapping[str, Any]]) -> None:
        """A change of a part by hand is one of its parent: whoever edits the parent meanwhile has an old version."""
        field = spec.field(spec.parent) if spec.parent is not None else None
        if field is None or field.target is None:
            return
        parent = plan_of(registry.get(field.target))
        ids = {_plain(part[field.key]) for part in parts if part.get(field.key) is not None}
        if parent.stamped:
            parent.model.objects.filter(id__in=ids).update(version=F("version") + 1, updated_at=self.frame.now)

    def _insert(self, plan: Plan, rows: list[dict[str, Any]]) -> list[int]:
        ids = bulk.allocate_ids(plan.model, len(rows))
        names = ["id", *(column.attname for column in plan.own)]
        names += [column.twin for column in plan.own if column.twin is not None]
        stamps: list[Any] = []
        if plan.stamped:
            names += ["created_at", "updated_at", "version"]
            stamps = [self.frame.now, self.frame.now, 1]
        names += [name for name, _ in plan.unnamed]
        stamps += [default for _, default in plan.unnamed]
        written = ([i, *plan.row_of(row), *stamps] for i, row in zip(ids, rows, strict=True))
        if plan.has_custom:
            names.append("custom")
            written = ([*cells, plan.custom_of(row)] for cells, row in zip(written, rows, strict=True))
        bulk.insert(plan.model, names, written)
        return ids

    def _create_nested(self, spec: ObjectSpec, ids: list[int], rows: list[dict[str, Any]], made: bool) -> None:
        for key, child in spec.children.items():
            if not child.nested:
                continue
            parts = [
                (f"{key}.{position}.", {**part, child.parent: record_id})
                for record_id, row in zip(ids, rows, strict=True)
                for position, part in enumerate(row.get(key) or ())
            ]
            places = [place for place, _ in parts]
            self.create(child.object, [part for _, part in parts], made=made, places=places)

    def _lock(
        self, plan: Plan, changes: Mapping[int, Mapping[str, Any]], versions: Mapping[int, int] | None
    ) -> dict[int, dict[str, Any]]:
        """Values before, of rows locked in the order of their ids (no dead-lock between two commands)."""
        names = ["id", *(column.attname for column in plan.own), *(("version",) if plan.stamped else ())]
        names += ["custom"] if plan.custom else []
        found = plan.model.objects.filter(id__in=list(changes)).order_by("id").select_for_update(of=("self",))
        befores = {}
        for row in found.values(*names):
            befores[row["id"]] = values_of(plan.own, row) | {one.key: one.typed(row["custom"]) for one in plan.custom}
            if versions is not None and row["version"] != versions.get(row["id"], row["version"]):
                raise Stale(STALE.problem(object=plan.spec.label))
        missing = [record_id for record_id in changes if record_id not in befores]
        if missing:
            raise Missing(*(checks.NOT_FOUND.problem(object=plan.spec.label, id=str(i)) for i in missing))
        if plan.on_occurrence and any(
            column.key in change for change in changes.values() for column in plan.on_occurrence
        ):
            for record_id, row in self._occurrences(plan, list(befores)).items():
                befores[record_id].update(values_of(plan.on_occurrence, row))
        return befores

    def _occurrences(self, plan: Plan, ids: list[int]) -> dict[int, dict[str, Any]]:
        link = plan.spec.occurrence
        assert link is not None
        today = self.frame.today
        names = ["id", f"{link.parent}_id", *(column.attname for column in plan.on_occurrence)]
        found = plan.occurrence_model.objects.filter(
            **{f"{link.parent}_id__in": ids, f"{link.valid_from}__lte": today, f"{link.valid_to}__gte": today}
        ).select_for_update(of=("self",))
        return {row[f"{link.parent}_id"]: row for row in found.values(*names)}

    def _merged(self, spec: ObjectSpec, before: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
        given = {key: _plain(value) for key, value in change.items()}
        after = {**before, **given}
        if spec.derive is not None:
            after.update(spec.derive(after, frozenset(given)))
        return after

    def _write(
        self, plan: Plan, befores: Mapping[int, Mapping[str, Any]], afters: Mapping[int, Mapping[str, Any]]
    ) -> None:
        self._write_columns(plan.model, plan.own, befores, afters, {record_id: record_id for record_id in afters})
        self._write_custom(plan, befores, afters)
        if plan.on_occurrence:
            touched = [i for i in afters if any(c.key in afters[i] for c in plan.on_occurrence)]
            rows = {i: row["id"] for i, row in self._occurrences(plan, touched).items()} if touched else {}
            self._write_columns(plan.occurrence_model, plan.on_occurrence, befores, afters, rows)
        moved = [record_id for record_id in afters if _changed(befores[record_id], afters[record_id])]
        if plan.stamped and moved:
            plan.model.objects.filter(id__in=moved).update(version=F("version") + 1, updated_at=self.frame.now)

    def _write_columns(
        self,
        model: type[Any],
        columns: tuple[Column, ...],
        befores: Mapping[int, Mapping[str, Any]],
        afters: Mapping[int, Mapping[str, Any]],
        row_ids: Mapping[int, int],
    ) -> None:
        groups: dict[tuple[str, ...], list[tuple[int, list[Any]]]] = defaultdict(list)
        for record_id, row_id in row_ids.items():
            before, after = befores[record_id], afters[record_id]
            changed = [c for c in columns if c.key in after and after[c.key] != before.get(c.key)]
            if changed:
                extra = twins(tuple(changed), after)
                names = (*(column.attname for column in changed), *extra)
                values = [*(column.stored(after[column.key]) for column in changed), *extra.values()]
                groups[names].append((row_id, values))
        for names, rows in groups.items():
            bulk.update(model, names, rows)

    def _write_custom(
        self, plan: Plan, befores: Mapping[int, Mapping[str, Any]], afters: Mapping[int, Mapping[str, Any]]
    ) -> None:
        """Custom values that changed, put into what the (locked) rows keep: values of deleted fields stay as they are."""
        changed = {
            record_id: [one for one in plan.custom if after[one.key] != befores[record_id][one.key]]
            for record_id, after in afters.items()
        }
        moved = [record_id for record_id, several in changed.items() if several]
        if not moved:
            return
        kept = dict(plan.model.objects.filter(id__in=moved).values_list("id", "custom"))
        for record_id in moved:
            for one in changed[record_id]:
                one.put(kept[record_id], afters[record_id][one.key])
        bulk.update(plan.model, ("custom",), [(record_id, [kept[record_id]]) for record_id in moved])

    def finish(self) -> None:
        """Call the listeners with the net changes, again for what they change, then write the history."""
        tracked, is_changed = Collected(), False
        for _ in range(DEEPEST + 1):
            changes = self._round.take()
            if not changes:
                break
            is_changed = True
            for change in changes:
                if registry.get(change.object).tracked:
                    tracked.add(change.copy())
            for listener in listeners():
                listener(self, changes)
        else:
            raise Conflict(TOO_DEEP.problem(depth=DEEPEST))
        if is_changed:
            history.write_command(self.id, self.frame.now, self.actor, self.reason, self.source)
            history.write_changes(self.id, tracked.take())


@contextmanager
def command(*, actor: Actor, reason: str, frame: Frame, source: str = "") -> Iterator[Command]:
    """One transaction. `reason` is a code or the user's words; `source` says where it came from (web, api, import, process)."""
    with transaction.atomic():
        running = Command(actor, reason, frame, source)
        yield running
        running.finish()


def _plain(value: Any) -> Any:
    return None if value == "" else getattr(value, "id", value)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key for key in after if after[key] != before.get(key))


def _only_unique_changes(spec: ObjectSpec, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    changed = _changed(before, after)
    return {key: value for key, value in after.items() if key in changed and (f := spec.field(key)) and f.unique}
