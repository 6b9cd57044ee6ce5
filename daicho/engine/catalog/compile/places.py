"""Turns paths into expressions of one query: joins, current occurrences, and what may not be read. Leaves conditions to others.

Every expression gets an alias (`q0`, `q1`, ...), because conditions on aliases never make a second join or a subquery.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Case, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from daicho.engine.catalog import registry
from daicho.engine.catalog.compile.cases import gives, never_null
from daicho.engine.catalog.compile.sql_base import NEVER, SqlKind
from daicho.engine.catalog.compile.sql_types import choice_position, sql_kind
from daicho.engine.catalog.paths import Path, field_of, resolve
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.catalog.specs import ExpressionContext, FieldSpec, ObjectSpec, Occurrence
from daicho.values.labels import Message
from daicho.values.problems import Invalid

Readers = Callable[[str], frozenset[int] | None]
"""Whose records of an object may be read: a set of owners, or None for all of them."""

NOT_SUPPORTED = Message(
    "path_not_supported",
    ja="「{path}」は読み取れません。途中の参照を減らしてください。",
    en="“{path}” cannot be read. Use a path with fewer lookups.",
)


def all_readable(_object_key: str) -> None:
    """Readers of the system: everything."""
    return


@dataclass(frozen=True, slots=True)
class Place:
    """Where the last field of a path lies: its object, the ORM prefix of that object's row, its column and its SQL kind.

    A path through a custom lookup, which no join follows, lies `beside`: the path to that lookup, and the rest of it.
    """

    spec: FieldSpec
    owner: ObjectSpec
    prefix: str
    row: str
    column: "models.Field[Any, Any] | None"
    kind: SqlKind
    guard: Q | None
    beside: tuple[Path, Path] | None = None

    @property
    def joined(self) -> bool:
        """Whether the place is a foreign key, through which the record can be read."""
        return self.column is not None and self.column.is_relation

    @property
    def named(self) -> bool:
        """Whether it is a reference whose record's name can be read along: by a join, or beside a custom value."""
        by_custom = self.beside is not None or self.spec.source == "custom"
        return self.joined or (self.spec.type == "lookup" and by_custom)

    @property
    def reference(self) -> str:
        """The ORM name of the column."""
        assert self.column is not None
        return self.row + self.column.attname


@dataclass(slots=True)
class Places:
    """The aliases and joins of one query. With `chosen` the query runs over occurrence rows instead of records."""

    root: ObjectSpec
    viewpoint: Viewpoint
    readers: Readers = all_readable
    chosen: bool = False
    relations: dict[str, FilteredRelation] = field(default_factory=dict)
    aliases: dict[str, Any] = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    _found: dict[str, Place] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The ORM prefix of the record itself."""
        return f"{self._occurrence.parent}__" if self.chosen else ""

    @property
    def model(self) -> type[models.Model]:
        """The model that the query runs over."""
        model: type[models.Model] = registry.get(self._occurrence.object).model if self.chosen else self.root.model
        return model

    @property
    def _occurrence(self) -> Occurrence:
        assert self.root.occurrence is not None
        return self.root.occurrence

    def queryset(self) -> models.QuerySet[Any]:
        """All rows with the joins and aliases used so far; the root's current occurrence is required when it is used."""
        query: models.QuerySet[Any] = models.QuerySet(self.model)
        if self.relations or self.aliases:
            query = query.annotate(**self.relations, **self.aliases)
        required = self._occurrence_alias(self.base)
        if required in self.relations and not self.chosen:
            query = query.alias(q_current=F(f"{required}__pk")).filter(q_current__gt=0)
        return query

    def alias(self, expression: Any, key: tuple[str, str]) -> str:
        """The alias of an expression; the same key gives the same alias."""
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"q{len(self._names)}"
            self.aliases[name] = expression
        return name

    def place(self, path: Path) -> Place:
        """Where a path ends. A guard is set where it passes a record that may not be read."""
        found = self._found.get(path.text)
        if found is None:
            found = self._found[path.text] = self._locate(path)
        return found

    def compared(self, path: Path, *, guarded: bool = True) -> str:
        """The alias of what conditions compare; empty where the record may not be read, unless `guarded` is False."""
        place = self.place(path)
        expression = self._compared(place)
        if place.guard is None or not guarded:
            return self.alias(expression, (path.text, "compared"))
        return self.alias(Case(When(place.guard, then=expression)), (path.text, "guarded"))

    def read(self, path: Path) -> str:
        """The alias of the value that is read; empty where the record may not be read."""
        place = self.place(path)
        expression = self._read(place)
        if place.guard is not None:
            expression = Case(When(place.guard, then=expression))
        return self.alias(expression, (path.text, "read"))

    def name_of(self, path: Path) -> str:
        """The alias of the name of a lookup's record, shown even where that record may not be read."""
        place = self.place(path)
        if not place.joined:
            return self.alias(self._name_beside(path, Places.read), (path.text, "name"))
        expression = self._read(self._name_place(path))
        if place.guard is not None:
            expression = Case(When(place.guard, then=expression))
        return self.alias(expression, (path.text, "name"))

    def sorted_by(self, path: Path, how: str) -> tuple[str, SqlKind]:
        """The alias that rows are sorted by, and its kind: names of lookups, positions of choices, else what is compared."""
        place = self.place(path)
        if how == "choices":
            return self.alias(choice_position(self.compared(path), place.spec), (path.text, "position")), place.kind
        if not place.kind.strict:
            return self.alias(
                Coalesce(F(self.compared(path)), Value(value=False)), (path.text, "yes_or_no")
            ), place.kind
        if how != "name" or not place.named:
            return self.compared(path), place.kind
        if not place.joined:
            beside = self._name_beside(path, Places.compared)
            return self.alias(beside, (path.text, "by_name")), self._kind_of_name(place)
        named = self._name_place(path)
        expression = self._compared(named)
        if place.guard is not None:
            expression = Case(When(place.guard, then=expression))
        return self.alias(expression, (path.text, "by_name")), named.kind

    def identity(self, *, beside: Path) -> str:
        """The alias of the id, taken from the current occurrence where the path `beside` lies there.

        There one index holds both, so that a page is read from it.
        """
        place = self.place(beside)
        if place.spec.source != "occurrence" or beside.hops or self.chosen:
            return self.compared(resolve(self.root.key, "id"))
        return self.alias(F(f"{place.row}{self._occurrence.parent}_id"), ("id", "beside"))

    def gives(self, path: Path, codes: Collection[str]) -> Q | None:
        """The condition that a calculated code is one of `codes`, written as its cases; None where it is not made of such."""
        place = self.place(path)
        if place.spec.source != "expression" or place.guard is not None or place.beside is not None:
            return None
        condition = gives(self._calculated(place), codes)
        if condition is None or isinstance(condition, bool):
            return {None: None, True: Q(), False: NEVER}[condition]
        return Q(**{self.alias(condition, (path.text, f"gives {sorted(codes)}")): True})

    def never_empty(self, path: Path) -> bool:
        """Whether it is certain that the value of a path is never empty, because of how it is calculated."""
        place = self.place(path)
        return place.spec.source == "expression" and not path.hops and never_null(self._calculated(place))

    def owned_by(self, spec: ObjectSpec, prefix: str, owners: frozenset[int] | None) -> Q | None:
        """The condition that a row's record belongs to one of the owners; None when every record does."""
        if owners is None or spec.owner is None:
            return None
        if not owners:
            return NEVER
        owner = self._walk(spec, prefix, resolve(spec.key, spec.owner), guarded=False)
        alias = self.alias(F(owner.reference), (prefix + spec.owner, "owner"))
        return Q(**{f"{alias}__in": sorted(owners)})

    def _locate(self, path: Path) -> Place:
        custom = next((number for number, hop in enumerate(path.hops) if hop.source == "custom"), None)
        if custom is None:
            return self._walk(self.root, self.base, path, guarded=True)
        names, hop = path.text.split("."), path.hops[custom]
        head = Path(path.object, ".".join(names[: custom + 1]), path.hops[:custom], hop)
        rest = Path(hop.target or "", ".".join(names[custom + 1 :]), path.hops[custom + 1 :], path.field)
        there = self._elsewhere(head).place(rest)
        return Place(path.field, there.owner, "", "", None, there.kind, None, (head, rest))

    def _walk(self, spec: ObjectSpec, prefix: str, path: Path, *, guarded: bool) -> Place:
        """Where a path ends. What it passes must be readable, but for the last record when its name is all that is read."""
        guard: Q | None = None
        for position, hop in enumerate(path.hops, start=1):
            if hop.source == "expression":
                raise Invalid(NOT_SUPPORTED.problem(path.text, path=path.text))
            prefix = self._row(spec, prefix, hop, path) + (hop.column or hop.key) + "__"
            spec = registry.get(hop.target or "")
            only_named = position == len(path.hops) and path.field.key == spec.name_field
            if guarded and not only_named:
                passed = self.owned_by(spec, prefix, self.readers(spec.key))
                guard = passed if guard is None else (guard if passed is None else guard & passed)
        row = self._row(spec, prefix, path.field, path)
        column = self._column(spec, path.field)
        return Place(path.field, spec, prefix, row, column, sql_kind(path.field, column), guard)

    def _name_place(self, path: Path) -> Place:
        place = self.place(path)
        target = registry.get(place.spec.target or "")
        prefix = place.row + (place.spec.column or place.spec.key) + "__"
        return self._walk(target, prefix, self._name(place), guarded=False)

    def _elsewhere(self, lookup: Path) -> "Places":
        """The places of another question, about the records that a custom lookup refers to."""
        return Places(registry.get(lookup.field.target or ""), self.viewpoint, self.readers)

    def _beside(self, lookup: Path, rest: Path, ask: Callable[["Places", Path], str]) -> Subquery:
        """What `ask` reads of the record that a custom lookup names; empty where it may not be read, but for its name."""
        there = self._elsewhere(lookup)
        alias = ask(there, rest)
        only_named = not rest.hops and rest.field.key == there.root.name_field
        readable = None if only_named else there.owned_by(there.root, "", self.readers(there.root.key))
        mine = Q(pk=OuterRef(self.compared(lookup)))
        return Subquery(there.queryset().filter(mine if readable is None else mine & readable).values(alias)[:1])

    def _name_beside(self, path: Path, ask: Callable[["Places", Path], str]) -> Subquery:
        """The name of the record of a lookup that no join follows."""
        place = self.place(path)
        if place.beside is not None:
            lookup, rest = place.beside
            named = Places.name_of if ask is Places.read else lambda there, path: there.sorted_by(path, "name")[0]
            return self._beside(lookup, rest, named)
        return self._beside(path, self._name(place), ask)

    def _kind_of_name(self, place: Place) -> SqlKind:
        name = self._name(place)
        return Places(registry.get(name.object), self.viewpoint, self.readers).place(name).kind

    def _name(self, place: Place) -> Path:
        """The path of a name, beginning at the record that has it."""
        target = registry.get(place.spec.target or "")
        return Path(target.key, target.name_field, (), field_of(target, target.name_field))

    def _row(self, spec: ObjectSpec, prefix: str, wanted: FieldSpec, path: Path) -> str:
        """The ORM prefix of the row that holds a field: the record's, or that of its occurrence."""
        return self._occurrence_row(spec, prefix, path) if wanted.source == "occurrence" else prefix

    def _occurrence_row(self, spec: ObjectSpec, prefix: str, path: Path) -> str:
        if self.chosen and prefix == self.base:
            return ""
        occurrence = spec.occurrence
        if occurrence is None or prefix.startswith("current"):
            raise Invalid(NOT_SUPPORTED.problem(path.text, path=path.text))
        alias, relation = self._occurrence_alias(prefix), prefix + occurrence.relation
        today = self.viewpoint.frame.today
        bounds = {f"{relation}__{occurrence.valid_from}__lte": today, f"{relation}__{occurrence.valid_to}__gte": today}
        self.relations.setdefault(alias, FilteredRelation(relation, condition=Q(**bounds)))
        return alias + "__"

    def _occurrence_alias(self, prefix: str) -> str:
        return "current" + "".join(f"_{part}" for part in prefix.split("__") if part)

    def _column(self, spec: ObjectSpec, wanted: FieldSpec) -> "models.Field[Any, Any] | None":
        if wanted.source in ("expression", "custom"):
            return None
        model: type[models.Model] = spec.model
        if wanted.source == "occurrence":
            assert spec.occurrence is not None
            model = registry.get(spec.occurrence.object).model
        name = wanted.column or wanted.key
        column = model._meta.pk if name == "id" else model._meta.get_field(name)
        assert isinstance(column, models.Field)
        return column

    def _calculated(self, place: Place) -> Any:
        assert place.spec.expression is not None
        occurrence = ""
        if place.owner.occurrence is not None:
            path = Path(place.owner.key, place.spec.key, (), place.spec)
            occurrence = self._occurrence_row(place.owner, place.prefix, path)
        return place.spec.expression(
            ExpressionContext(place.prefix, occurrence, self.viewpoint.frame.today, self.readers)
        )

    def _compared(self, place: Place) -> Any:
        if place.beside is not None:
            return self._beside(*place.beside, Places.compared)
        if place.spec.source == "expression":
            return place.kind.calculated(self._calculated(place))
        if place.spec.source == "custom":
            return place.kind.custom_compared(F(place.prefix + "custom"), place.spec.key)
        assert place.column is not None
        return place.kind.compared(place.column, place.reference)

    def _read(self, place: Place) -> Any:
        if place.beside is not None:
            return self._beside(*place.beside, Places.read)
        if place.spec.source == "expression":
            return self._calculated(place)
        if place.spec.source == "custom":
            return place.kind.custom(F(place.prefix + "custom"), place.spec.key)
        return F(place.reference)


def typed(place: Place, raw: Any) -> Any:
    """The typed value of what the database gave for a place."""
    return place.kind.typed(raw, place.spec)
