"""Which records a round of a command touched, and how they looked before it."""

from datetime import date
from typing import Any

import pytest

from daicho.engine.automation.readings import Reading
from daicho.engine.automation.touched import occurrences, touched
from daicho.engine.catalog import registry
from daicho.engine.catalog.refs import Ref
from daicho.engine.records.changes import Kind, NetChange

OLD, NEW = date(2025, 12, 31), date(2026, 3, 31)


def change(kind: Kind, object_key: str, record_id: int, before: Any = None, after: Any = None) -> NetChange:
    return NetChange(object_key, record_id, kind, before or {}, after or {})


VALUES = {"end_date": NEW, "name": "契約", "account": Ref(2, "B社"), "account.name": "B社"}
READINGS = [Reading("term:1", False, VALUES), Reading("term:2", True, VALUES)]


def befores(*changes: NetChange) -> list[Any]:
    found = occurrences(registry.get("contract"), 7, READINGS, touched(changes)["contract"])
    return [one.before for one in found]


def test_a_new_record_has_no_before(db):
    seen = touched([change("created", "contract", 7), change("created", "contract_term", 1, after={"contract": 7})])
    assert seen["contract"].happenings == {7: "created"}
    assert seen["contract"].only_new
    assert befores(change("created", "contract", 7)) == [None, None]


def test_a_new_term_of_an_old_record_is_new(db):
    made = change("created", "contract_term", 2, after={"contract": 7})
    assert touched([made])["contract"].happenings == {7: "saved"}
    assert befores(made) == [VALUES, None]


def test_a_correction_of_the_record_changes_its_current_term_only(db):
    corrected = change("updated", "contract", 7, {"end_date": OLD, "name": "旧"}, {"end_date": NEW, "name": "契約"})
    assert befores(corrected) == [{**VALUES, "name": "旧"}, {**VALUES, "name": "旧", "end_date": OLD}]


def test_a_change_of_a_term_is_that_terms_alone(db):
    moved = change("updated", "contract_term", 1, {"contract": 7, "end_date": OLD}, {"contract": 7, "end_date": NEW})
    assert befores(moved) == [{**VALUES, "end_date": OLD}, VALUES]


def test_behind_a_lookup_that_changed_nothing_is_known(db):
    moved = change("updated", "contract", 7, {"account": 1}, {"account": 2})
    assert befores(moved)[0] == {**VALUES, "account": 1, "account.name": None}


@pytest.mark.parametrize("object_key, parent", [("contract", {}), ("contract_term", {"contract": 7})])
def test_what_is_deleted_is_not_planned(db, object_key, parent):
    gone = touched([change("deleted", object_key, 7, parent)])
    assert gone[object_key].deleted == {7}
    assert gone[object_key].happenings == {}
