"""Row access: whose records an actor may read, edit or delete. The only place that decides it; the compiler applies it."""

from typing import Literal

from daicho.engine.access.actors import Actor, Right
from daicho.engine.catalog import registry
from daicho.engine.catalog.compile import Compiler
from daicho.engine.catalog.refs import Viewpoint
from daicho.engine.work.frame import Frame

RowRight = Literal["read", "edit", "delete"]


def owners(actor: Actor, object_key: str, right: RowRight = "read") -> frozenset[int] | None:
    """The users whose records the actor may read (edit, delete); None means every record, the empty set none.

    Without the right on the object none; with view_all (to read) or modify_all every one; an object without owner has
    no rows to tell apart. `edit` and `delete` need both that right and the rows that he edits. Of an object with shared
    records the others are his own alone, unless he may modify all.
    """
    permissions = actor.permissions
    if not permissions.may(right, object_key):
        return frozenset()
    if registry.get(object_key).shared is not None and not permissions.may("modify_all", object_key):
        return frozenset() if actor.user_id is None else frozenset({actor.user_id})
    everything: tuple[Right, ...] = ("view_all", "modify_all") if right == "read" else ("modify_all",)
    if registry.get(object_key).owner is None or any(permissions.may(one, object_key) for one in everything):
        return None
    return actor.reads if right == "read" else actor.edits


def compiler(actor: Actor, object_key: str, frame: Frame, right: RowRight = "read") -> Compiler:
    """The compiler that answers as the actor. Raises Missing for an unknown object, Forbidden without the right on it."""
    actor.require(right, object_key, registry.get(object_key).label)
    return Compiler(
        viewpoint=Viewpoint(frame, actor.user_id),
        readers=lambda key: owners(actor, key),
        owners=owners(actor, object_key, right),
        shared=right == "read",
    )
