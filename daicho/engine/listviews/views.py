"""Which views a person has of an object, and one of them by id, key or name. Writing goes through records.save."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from daicho.engine.access.actors import Actor
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import Query, make_query
from daicho.engine.listviews.models import ListView
from daicho.values.labels import Message
from daicho.values.problems import Missing

NO_VIEW = Message(
    "unknown_view",
    ja="{object}に「{view}」というリストビューはありません。",
    en="{object} has no list view “{view}”.",
)


@dataclass(frozen=True, slots=True)
class View:
    """One saved view; name and description in the language it was asked for. `owner` None: a shipped one, or none at all."""

    id: int
    key: str
    name: str
    description: str
    columns: Sequence[str]
    filter: Any
    sort: Sequence[str]
    owner: int | None = None
    shared: bool = True

    def query(self, object_key: str) -> Query:
        """The view's question. Raises Invalid when a field it names is gone."""
        return make_query(object_key, columns=self.columns, filter=self.filter, sort=self.sort)


def views_of(actor: Actor, object_key: str, language: str | None = None) -> list[View]:
    """The views of an object that the actor may use, in their order."""
    return [_view(row, language or actor.language) for row in _visible(actor, object_key)]


def find_view(actor: Actor, object_key: str, wanted: str, language: str | None = None) -> View:
    """One view by id, key or name. Raises Missing."""
    match = Q(key=wanted) | Q(name=wanted) | Q(name_en=wanted)
    if wanted.isdecimal() and len(wanted) < 19:
        match |= Q(id=int(wanted))
    row = _visible(actor, object_key).filter(match).first() if wanted else None
    if row is None:
        raise Missing(NO_VIEW.problem("view", object=registry.get(object_key).label, view=wanted))
    return _view(row, language or actor.language)


def visible(actor: Actor) -> QuerySet[ListView]:
    """All views that the actor may use: those of everybody, and his own."""
    shared = Q(sharing="everyone")
    own = Q(owner=actor.user_id) if actor.user_id is not None else Q()
    return ListView.objects.filter(shared | own)


def _visible(actor: Actor, object_key: str) -> QuerySet[ListView]:
    return visible(actor).filter(object=object_key).order_by("position", "id")


def _view(row: ListView, language: str) -> View:
    english = not language.startswith("ja")
    return View(
        row.id,
        row.key,
        (english and row.name_en) or row.name,
        (english and row.description_en) or row.description,
        row.columns,
        row.filter,
        row.sort,
        row.owner_id,
        row.sharing == "everyone",
    )
