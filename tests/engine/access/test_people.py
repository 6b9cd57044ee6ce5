"""Actors: rights summed, the tree of managers, circles in it."""

import pytest

from daicho.engine.access.models import PermissionSet, User
from daicho.engine.access.people import actor_for, below, summed, team
from daicho.values.problems import Missing
from tests.engine.catalog.rows import NOW

TREE = {1: None, 2: 1, 3: 2, 4: 2, 5: 1, 6: None}
CIRCLE = {1: 3, 2: 1, 3: 2, 4: 3, 5: 5}


@pytest.mark.parametrize("user_id,expected", [(1, {2, 3, 4, 5}), (2, {3, 4}), (3, set()), (6, set()), (99, set())])
def test_everybody_below(user_id: int, expected: set[int]) -> None:
    assert below(user_id, TREE) == expected


@pytest.mark.parametrize("user_id,expected", [(1, {2, 3, 4}), (4, set()), (5, set())])
def test_a_circle_ends_where_it_closes(user_id: int, expected: set[int]) -> None:
    assert below(user_id, CIRCLE) == expected


@pytest.mark.parametrize("user_id,expected", [(3, {3, 4}), (2, {2, 5}), (1, {1}), (6, {6})])
def test_the_team_has_the_same_manager(user_id: int, expected: set[int]) -> None:
    assert team(user_id, TREE) == expected


def test_permission_sets_add_up() -> None:
    sets: list[dict[str, object]] = [
        {"objects": {"a": ["read"]}, "features": ["export"]},
        {"objects": {"a": ["edit"], "b": ["read"]}},
        {},
    ]
    rights = summed(sets)
    assert rights.may("read", "a")
    assert rights.may("edit", "a")
    assert rights.may("read", "b")
    assert not rights.may("edit", "b")
    assert rights.has_feature("export")


@pytest.mark.django_db
def test_an_actor_is_built_of_the_user_his_sets_and_the_tree() -> None:
    PermissionSet.objects.create(
        key="s1", label_ja="営業", label_en="Sales", rights={"objects": {"contract": ["read"]}}
    )
    boss = User.objects.make("boss_x", at=NOW)
    own = User.objects.make("own_x", at=NOW, name="担当", manager=boss, permission_sets=["s1", "gone"], language="en")
    mate = User.objects.make("mate_x", at=NOW, manager=boss)
    actor = actor_for(own.pk)
    assert (actor.user_id, actor.name, actor.language, actor.kind) == (own.pk, "担当", "en", "user")
    assert (set(actor.edits), set(actor.reads)) == ({own.pk}, {own.pk, mate.pk})
    assert actor.permissions.may("read", "contract")
    assert not actor.permissions.may("edit", "contract")


@pytest.mark.django_db
def test_an_inactive_user_is_no_actor() -> None:
    gone = User.objects.make("gone_x", at=NOW, is_active=False)
    with pytest.raises(Missing, match="no active user"):
        actor_for(gone.pk)
