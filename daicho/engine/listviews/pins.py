"""Which views stand in a person's sidebar: those pinned for everybody and his own choice. The only writer of its table."""

from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from daicho.engine.access.actors import Actor
from daicho.engine.listviews.models import ListView, ViewPin
from daicho.engine.listviews.views import visible
from daicho.values.labels import Message
from daicho.values.problems import Missing

NO_VIEW = Message(
    "no_such_view", ja="このリストビューは見つかりません。", en="There is no such list view, or none that you may use."
)


def pinned_views(user_id: int) -> QuerySet[ListView, Any]:
    """The views in a person's sidebar."""
    mine = FilteredRelation("pins", condition=Q(pins__user_id=user_id))
    chosen = Q(mine__pinned=True) | Q(mine__id=None, pinned=True)
    usable = Q(sharing="everyone") | Q(owner=user_id)
    return ListView.objects.annotate(mine=mine).filter(chosen, usable)


def pin(actor: Actor, view_id: int, *, pinned: bool) -> None:
    """Put a view into the actor's sidebar, or take it out. Raises Missing for one that he may not use."""
    if actor.user_id is None or not visible(actor).filter(pk=view_id).exists():
        raise Missing(NO_VIEW.problem())
    ViewPin.objects.update_or_create(user_id=actor.user_id, view_id=view_id, defaults={"pinned": pinned})
