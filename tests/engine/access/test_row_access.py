"""Row access: owner and managers above edit, the team reads, a stranger sees nothing, in lists, counts and sums alike."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from daicho.engine.access.actors import Actor
from daicho.engine.access.models import PermissionSet, User
from daicho.engine.access.people import actor_for
from daicho.engine.access.select import aggregate, count, fetch, readable_ids, select, select_ids, select_occurrences
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.refs import Ref
from daicho.values.problems import Forbidden
from tests.engine.catalog.rows import FRAME, NOW
from tests.engine.catalog.sampler.models import Country, Line, Parent, Sample, Term

RIGHTS = {"objects": {"*": ["read", "edit"]}}


@dataclass
class People:
    """Boss over lead over owner and mate; a stranger beside them."""

    boss: Actor
    lead: Actor
    owner: Actor
    mate: Actor
    stranger: Actor
    viewer: Actor
    sample: int
    line: int


def make(model: Any, **fields: Any) -> Any:
    return model.objects.create(created_at=NOW, updated_at=NOW, **fields)


def user(name: str, manager: User | None = None, sets: tuple[str, ...] = ("rw",)) -> User:
    return User.objects.make(name, at=NOW, manager=manager, permission_sets=list(sets))


@pytest.fixture
def people(samples: None) -> People:
    PermissionSet.objects.create(key="rw", label_ja="営業", label_en="Sales", rights=RIGHTS)
    all_rights = {"objects": {"*": ["view_all"]}}
    PermissionSet.objects.create(key="all", label_ja="閲覧", label_en="Viewer", rights=all_rights)
    boss = user("boss")
    lead = user("lead", boss)
    owner, mate = user("owner", lead), user("mate", lead)
    stranger, viewer = user("stranger", boss), user("viewer", None, ("rw", "all"))
    country = make(Country, name="日本", name_normal="日本")
    parent = make(
        Parent, name="秘密商事", name_normal="秘密商事", code="P-1", code_normal="p-1", owner=stranger, country=country
    )
    sample = make(Sample, name="契約", name_normal="契約", amount=Decimal(100), owner=owner, parent=parent)
    make(Sample, name="他", name_normal="他", amount=Decimal(7), owner=None)
    make(Term, sample=sample, valid_from="2000-01-01", valid_to="9999-12-31", price=Decimal(3))
    line = make(Line, sample=sample, amount=Decimal(5))
    users = {"boss": boss, "lead": lead, "owner": owner, "mate": mate, "stranger": stranger, "viewer": viewer}
    actors = {name: actor_for(one.pk) for name, one in users.items()}
    return People(**actors, sample=sample.pk, line=line.pk)


def seen(actor: Actor, object_key: str = "sample") -> list[int]:
    return select_ids(actor, object_key, None, FRAME)


def test_owner_managers_and_team_read_and_a_stranger_does_not(people: People) -> None:
    for actor in (people.owner, people.lead, people.boss, people.mate):
        assert seen(actor) == [people.sample]
    assert seen(people.stranger) == []
    assert len(seen(people.viewer)) == 2


def test_owner_and_managers_edit_and_the_team_does_not(people: People) -> None:
    for actor in (people.owner, people.lead, people.boss):
        assert readable_ids(actor, "sample", [people.sample], FRAME, "edit") == {people.sample}
    for actor in (people.mate, people.stranger, people.viewer):
        assert readable_ids(actor, "sample", [people.sample], FRAME, "edit") == frozenset()


def test_nobody_deletes_without_the_right(people: People) -> None:
    assert readable_ids(people.owner, "sample", [people.sample], FRAME, "delete") == frozenset()


def test_counts_sums_and_fetches_know_no_more_than_lists(people: People) -> None:
    figures = make_query("sample", aggregates=["count", "sum:amount"])
    assert aggregate(people.mate, figures, FRAME) == [{"count": 1, "sum:amount": Decimal(100)}]
    assert aggregate(people.stranger, figures, FRAME) == [{"count": 0, "sum:amount": Decimal(0)}]
    assert aggregate(people.viewer, figures, FRAME) == [{"count": 2, "sum:amount": Decimal(107)}]
    assert (count(people.owner, figures, FRAME), count(people.stranger, figures, FRAME)) == (1, 0)
    assert fetch(people.stranger, "sample", [people.sample], ["name"], FRAME) == {}
    assert select_occurrences(people.stranger, "sample", [people.sample], ["price"], FRAME) == []
    assert len(select_occurrences(people.mate, "sample", [people.sample], ["price"], FRAME)) == 1


def test_parts_follow_their_parent(people: People) -> None:
    assert seen(people.mate, "line") == [people.line]
    assert seen(people.stranger, "line") == []


def test_the_name_of_an_unreadable_record_is_shown_and_nothing_behind_it(people: People) -> None:
    columns = ["parent", "parent.name", "parent.code", "parent.country", "parent.country.name", "parent.id"]
    row = select(people.owner, make_query("sample", columns=columns), FRAME).rows[0]
    assert (row["parent"], row["parent"].name) == (Ref(row["parent"].id), "秘密商事")
    assert [row[path] for path in columns[1:]] == ["秘密商事", None, None, None, None]
    whole = fetch(people.viewer, "sample", [people.sample], columns, FRAME)[people.sample]
    assert (whole["parent.code"], whole["parent.country.name"]) == ("P-1", "日本")


@pytest.mark.parametrize(
    "field,op,value,hit",
    [
        ("parent.code", "eq", "P-1", False),
        ("parent.code", "starts_with", "P", False),
        ("parent.code", "ne", "P-1", True),
        ("parent.code", "not_in", ["P-1"], True),
        ("parent.code", "is_empty", None, True),
        ("parent.code", "is_not_empty", None, False),
        ("parent.name", "eq", "秘密商事", True),
        ("parent.country.name", "contains", "日", False),
        ("parent", "is_not_empty", None, True),
    ],
)
def test_filters_cannot_look_behind_either(people: People, field: str, op: str, value: Any, hit: bool) -> None:
    leaf = {"field": field, "op": op} if value is None else {"field": field, "op": op, "value": value}
    assert select_ids(people.owner, "sample", leaf, FRAME) == ([people.sample] if hit else [])
    assert select_ids(people.owner, "sample", {"not": leaf}, FRAME) == ([] if hit else [people.sample])
    allowed = people.sample in select_ids(people.viewer, "sample", leaf, FRAME)
    assert allowed == (hit if field == "parent.name" else hit != field.startswith("parent."))


def test_sort_group_and_figures_cannot_look_behind(people: People) -> None:
    groups = make_query("sample", group_by=["parent.country.name"], aggregates=["count", "count_distinct:parent.code"])
    row = {"parent.country.name": None, "count": 1, "count_distinct:parent.code": 0}
    assert aggregate(people.owner, groups, FRAME) == [row]
    assert len(select(people.owner, make_query("sample", sort="parent.code", limit=1), FRAME).rows) == 1


def test_without_the_right_on_the_object_the_question_is_refused(people: People) -> None:
    nobody = Actor(people.owner.user_id, "無権限", reads=people.owner.reads)
    with pytest.raises(Forbidden, match="read 見本"):
        select(nobody, make_query("sample"), FRAME)
    assert readable_ids(nobody, "sample", [people.sample], FRAME) == frozenset()


def test_me_means_the_one_who_asks(people: People) -> None:
    mine = {"field": "owner", "op": "eq", "value": "ME"}
    assert select_ids(people.owner, "sample", mine, FRAME) == [people.sample]
    assert select_ids(people.mate, "sample", mine, FRAME) == []
