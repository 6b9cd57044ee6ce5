"""Builds the actor of a user: permission sets summed, whose records he reads and edits. Leaves the filters to `scope`."""

from collections.abc import Iterable, Mapping

from daicho.engine.access.actors import Actor, Permissions
from daicho.engine.access.models import PermissionSet, User
from daicho.values.labels import Message
from daicho.values.problems import Missing

NO_USER = Message(
    "user_missing",
    ja="利用者（ID {id}）が見つからないか、無効になっています。",
    en="There is no active user with the id {id}.",
)


def actor_for(user_id: int) -> Actor:
    """The actor of an active user: three queries. Raises Missing when there is none."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Missing(NO_USER.problem(id=user_id))
    return actor_of(user)


def actor_of(user: User) -> Actor:
    """The actor of a user who was read already and is known to be active: two queries.

    He reads his own records, those of everybody below him and of his team (the same manager); he edits his own and those
    below him.
    """
    user_id: int = user.pk
    managers = dict(User.objects.values_list("id", "manager_id"))
    edits = below(user_id, managers) | {user_id}
    return Actor(
        user_id=user_id,
        name=user.name or user.username,
        language=user.language,
        permissions=summed(
            PermissionSet.objects.filter(key__in=list(user.permission_sets)).values_list("rights", flat=True)
        ),
        reads=edits | team(user_id, managers),
        edits=edits,
    )


def below(user_id: int, managers: Mapping[int, int | None]) -> frozenset[int]:
    """Everybody under a user in the tree of managers, at any depth; a circle in the tree ends where it closes."""
    reports: dict[int, list[int]] = {}
    for member, manager in managers.items():
        if manager is not None:
            reports.setdefault(manager, []).append(member)
    found: set[int] = set()
    waiting = list(reports.get(user_id, ()))
    while waiting:
        member = waiting.pop()
        if member != user_id and member not in found:
            found.add(member)
            waiting.extend(reports.get(member, ()))
    return frozenset(found)


def team(user_id: int, managers: Mapping[int, int | None]) -> frozenset[int]:
    """Those with the same manager, himself included; nobody else where he has no manager."""
    manager = managers.get(user_id)
    if manager is None:
        return frozenset({user_id})
    return frozenset(member for member, theirs in managers.items() if theirs == manager)


def summed(rights: Iterable[Mapping[str, object]]) -> Permissions:
    """What several permission sets give together."""
    objects: dict[str, frozenset[str]] = {}
    features: frozenset[str] = frozenset()
    for one in rights:
        granted = one.get("objects")
        for key, names in granted.items() if isinstance(granted, Mapping) else ():
            objects[key] = objects.get(key, frozenset()) | frozenset(names)
        extra = one.get("features")
        features |= frozenset(extra if isinstance(extra, list | tuple) else ())
    return Permissions(objects, features)
