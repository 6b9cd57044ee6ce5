"""Status and allowed actions: the tables of docs/rules/lifecycle.md."""

from datetime import date, timedelta

import pytest

from daicho.rules import codes
from daicho.rules.lifecycle import (
    ACTIONS,
    CONTRACT_TRANSITIONS,
    QUOTE_ACTIONS,
    QUOTE_TRANSITIONS,
    allowed_actions,
    contract_status,
    line_status,
    quote_refusal,
    refusal,
)
from tests.worked_tables import Row, day, day_or_none, names, table

CONTRACTS = table("lifecycle", "provisional")
LINES = table("lifecycle", "ended by")
ALLOWED = table("lifecycle", "renew")


@pytest.mark.parametrize("row", CONTRACTS, ids=names(CONTRACTS, "cancel date", "end", "today", "status"))
def test_contract_status(row: Row) -> None:
    status = contract_status(
        row["provisional"] == "yes",
        day_or_none(row["cancel date"]),
        day(row["first start"]),
        day_or_none(row["end"]),
        day(row["today"]),
    )
    assert status == row["status"]


@pytest.mark.parametrize("row", LINES, ids=names(LINES, "end", "today", "status"))
def test_line_status(row: Row) -> None:
    ended_by = row["ended by"] or None
    assert line_status(day(row["start"]), day_or_none(row["end"]), day(row["today"]), ended_by) == row["status"]


def test_every_status_is_worked_out() -> None:
    assert {row["status"] for row in CONTRACTS} == codes.CONTRACT_STATUSES.keys() == CONTRACT_TRANSITIONS.keys()
    assert {row["status"] for row in LINES} == codes.LINE_STATUSES.keys()
    assert QUOTE_TRANSITIONS.keys() == codes.QUOTE_STATUSES.keys()


@pytest.mark.parametrize("row", ALLOWED, ids=names(ALLOWED, "status"))
def test_allowed_actions(row: Row) -> None:
    shown = {action for action in ACTIONS if row[action] == "yes"}
    assert set(allowed_actions(row["status"])) == shown
    assert {action for action in ACTIONS if refusal(action, row["status"]) is None} == shown


def test_buttons_stand_in_one_order() -> None:
    for status in codes.CONTRACT_STATUSES:
        actions = allowed_actions(status)
        assert list(actions) == [action for action in ACTIONS if action in actions]
    assert all(set(actions) <= QUOTE_ACTIONS.keys() for actions in QUOTE_TRANSITIONS.values())


def test_without_an_end_nothing_is_renewed() -> None:
    assert not {"renew", "reserve"} & set(allowed_actions("active", endless=True))
    problem = refusal("renew", "active", endless=True)
    assert problem is not None
    assert problem.code == "action_without_end"
    assert problem.text("ja").startswith("終了日を定めない契約では「契約更新」はできません")
    assert refusal("cancel", "active", endless=True) is None


def test_refusal_says_what_and_why() -> None:
    problem = refusal("renew", "cancelled")
    assert problem is not None
    assert problem.text("ja") == "状態が「解約済み」のため、「契約更新」はできません。"
    assert problem.text("en") == "“Renew” is not possible while the status is “Cancelled”."


def test_quotes() -> None:
    assert quote_refusal("confirm", "draft") is None
    refused = quote_refusal("confirm", "void")
    assert refused is not None
    assert refused.text("ja") == "状態が「無効」のため、「受注確定」はできません。"
    assert quote_refusal("edit", "confirmed") is not None


def test_status_changes_only_forward_with_time() -> None:
    order = ["upcoming", "active", "ended"]
    days = [date(2025, 3, 30) + timedelta(days=n) for n in range(400)]
    seen = [contract_status(False, None, date(2025, 4, 1), date(2026, 3, 31), today) for today in days]
    assert [order.index(status) for status in seen] == sorted(order.index(status) for status in seen)
