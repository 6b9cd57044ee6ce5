"""Contracts over the API: corrections, renewal with its preview, undo."""

from datetime import date
from typing import Any

import pytest

from daicho.business.contracts.models import ContractTerm, SalesEntry
from tests.api.callers import Caller
from tests.world import World


@pytest.fixture
def contract(owner: Caller, world: World) -> int:
    """One year from July 2025, 490,000; 240,000 of it renews."""
    found: int = owner.post(f"quotes/{world.quote()}/confirm")["contract"]
    return found


def test_renewal_books_the_next_term(owner: Caller, contract: int) -> None:
    answer = owner.post(f"contracts/{contract}/renew")
    assert (answer["contract"], answer["start_date"], answer["end_date"]) == (contract, "2026-07-01", "2027-06-30")
    assert owner.get(f"records/order/{answer['order']}")["kind"] == "renew"
    assert ContractTerm.objects.get(pk=answer["term"]).number == 2
    assert owner.refused(409, "POST", f"contracts/{contract}/renew") == [(None, "already_renewed")]


def test_the_preview_writes_nothing_and_answers_differences(owner: Caller, contract: int) -> None:
    before = SalesEntry.objects.count()
    assert owner.post(f"contracts/{contract}/renew?preview=true", {"months": 6}) == {
        "quantity": "0",
        "mrr": "0",
        "amount": "120000",
        "entries": {"added": 12, "removed": 0, "reversed": 0},
    }
    assert SalesEntry.objects.count() == before
    assert ContractTerm.objects.count() == 1


def test_renewal_with_other_quantities(owner: Caller, contract: int) -> None:
    [line] = owner.get("records/contract_line?sort=id&fields=id&limit=1")["items"]
    wish = {"lines": [{"line": line["id"], "quantity": "12", "unit_price": "1100"}]}
    assert owner.post(f"contracts/{contract}/renew?preview=true", wish) == {
        "quantity": "1",
        "mrr": "-6800",
        "amount": "158400",
        "entries": {"added": 12, "removed": 0, "reversed": 0},
    }


def terms_lines(owner: Caller, answer: Any) -> list[tuple[Any, ...]]:
    """Product, quantity, unit price, first and last day of the lines of the term that was booked."""
    keys = ("product", "quantity", "unit_price", "start_date", "end_date")
    asked = {"field": "term", "op": "eq", "value": answer["term"]}
    found = owner.post("query", {"object": "contract_line", "columns": list(keys), "filter": asked, "sort": "position"})
    return [tuple(one[key] for key in keys) for one in found["items"]]


def test_a_new_product_comes_beside_the_licences_that_go_on(owner: Caller, world: World, contract: int) -> None:
    days = ("2026-07-01", "2027-06-30")
    wish = {
        "lines": [{"product": world.monthly, "quantity": 2}, {"line": None, "product": world.annual, "unit_price": 6}]
    }
    preview = owner.post(f"contracts/{contract}/renew?preview=true", wish)
    assert (preview["quantity"], preview["mrr"], preview["amount"]) == ("3", "2400.5", "268806")
    booked = owner.post(f"contracts/{contract}/renew", wish)
    assert terms_lines(owner, booked) == [
        (world.monthly, "10", "1200", *days),
        (world.monthly, "2", "1200", *days),
        (world.annual, "1", "96000", *days),
        (world.annual, "1", "6", *days),
    ]


def test_with_a_line_named_the_others_do_not_go_on(owner: Caller, world: World, contract: int) -> None:
    [line] = owner.get("records/contract_line?sort=id&fields=id&limit=1")["items"]
    code = owner.get(f"records/product/{world.once}")["code"]
    wish = {"lines": [{"line": line["id"]}, {"product": {"code": code}, "unit_price": "5", "quantity": "3"}]}
    booked = owner.post(f"contracts/{contract}/renew", wish)
    assert [one[:3] for one in terms_lines(owner, booked)] == [(world.monthly, "10", "1200"), (world.once, "3", "5")]


def test_a_quote_written_by_hand_is_not_lost_unasked(owner: Caller, world: World, contract: int) -> None:
    row = {"name": "更新", "account": world.account, "kind": "renewal", "contract": contract}
    chance = owner.post("records/opportunity", row)["id"]
    quote = world.quote(opportunity=chance, start_date=date(2026, 7, 1), end_date=date(2027, 6, 30))
    for path in ("renew", "renew?preview=true"):
        assert owner.refused(409, "POST", f"contracts/{contract}/{path}") == [(None, "renewal_draft_by_hand")]
    assert (owner.get(f"records/quote/{quote}")["status"], ContractTerm.objects.count()) == ("draft", 1)
    owner.post(f"contracts/{contract}/renew", {"void_quotes": [quote]})
    assert (owner.get(f"records/quote/{quote}")["status"], ContractTerm.objects.count()) == ("void", 2)


def test_an_earlier_start_shortens_the_old_term(owner: Caller, contract: int) -> None:
    answer = owner.post(f"contracts/{contract}/renew", {"start_date": "2026-04-01", "months": 12})
    assert (answer["start_date"], answer["end_date"]) == ("2026-04-01", "2027-03-31")
    assert owner.get(f"records/contract/{contract}")["end_date"] == "2026-03-31"


def test_undo_takes_the_renewal_back(owner: Caller, contract: int) -> None:
    before = owner.get(f"records/contract/{contract}")
    owner.post(f"contracts/{contract}/renew")
    assert owner.post(f"contracts/{contract}/undo") == {"contract": contract}
    assert owner.get(f"records/contract/{contract}") == before
    assert owner.post(f"contracts/{contract}/undo") == {"contract": contract}
    assert owner.refused(404, "POST", f"contracts/{contract}/undo") == [(None, "not_found")]


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"months": 0}, ("months", "number_too_small")),
        ({"months": "many"}, ("months", "not_a_number")),
        ({"start_date": "2026-02-30"}, ("start_date", "not_a_date")),
        ({"start_date": "2030-01-01"}, ("start_date", "start_after_end")),
        ({"lines": [{"quantity": 1}]}, ("lines.0.line", "required")),
        ({"lines": [{"line": "x"}]}, ("lines.0.line", "not_a_reference")),
        ({"lines": [{"product": 99_999}]}, ("lines.0.product", "no_such_reference")),
        ({"lines": [{"product": {"code": "?"}}]}, ("lines.0.product", "unknown_reference")),
        ({"void_quotes": ["x"]}, ("void_quotes.0", "part_wrong")),
        ({"lines": [{"line": 99, "quantity": 1}]}, ("lines", "unknown_line")),
        ({"lines": [{"line": 1, "price": 1}]}, ("lines.0.price", "unexpected_field")),
        ({"end_date": "2027-01-01"}, ("end_date", "part_unknown")),
    ],
)
def test_a_wrong_wish_is_named(owner: Caller, contract: int, wish: Any, error: tuple[str, str]) -> None:
    assert owner.refused(422, "POST", f"contracts/{contract}/renew", wish) == [error]
    assert ContractTerm.objects.count() == 1


def test_an_end_date_is_corrected_and_emptied(owner: Caller, contract: int) -> None:
    path = f"records/contract/{contract}"
    assert owner.patch(path, {"end_date": "2026-03-31"})["renewal_due_date"] == "2026-03-31"
    emptied = owner.patch(path, {"end_date": None})
    assert (emptied["end_date"], emptied["renewal_due_date"], emptied["next_start_date"]) == (None, None, None)
    assert owner.refused(422, "PATCH", path, {"end_date": "2025-06-01"}) == [("end_date", "end_before_start")]


def test_what_the_system_decides_is_not_written(owner: Caller, contract: int) -> None:
    path = f"records/contract/{contract}"
    assert owner.refused(422, "PATCH", path, {"mrr": "1", "number": "K-1", "remarks": "x"}) == [
        ("mrr", "read_only"),
        ("number", "read_only"),
    ]
    assert owner.get(path)["remarks"] is None


def test_lines_and_entries_name_the_operation_to_use(owner: Caller, contract: int) -> None:
    for key in ("contract_line", "sales_entry", "order"):
        [row] = owner.get(f"records/{key}?limit=1&fields=id")["items"]
        for method in ("PATCH", "DELETE"):
            assert owner.refused(409, method, f"records/{key}/{row['id']}", {"amount": "1"}) == [
                (None, "made_by_operation")
            ]
    assert owner.refused(409, "DELETE", f"records/contract/{contract}") == [(None, "made_by_operation")]


ANSWER = {"choice": "renew", "source": "phone", "respondent": "佐藤 真理子"}


def test_an_answer_is_recorded_with_its_effects(owner: Caller, contract: int) -> None:
    answer = owner.post(f"contracts/{contract}/answer", {**ANSWER, "comment": "電話にて"})
    kept = owner.get(f"records/renewal_answer/{answer['answer']}")
    assert (kept["choice"], kept["source"], kept["comment"]) == ("renew", "phone", "電話にて")
    read = owner.get(f"records/contract/{contract}")
    assert (read["renewal_stage"], read["renewal_answer"], read["renewal_respondent"]) == (
        "will_renew",
        "renew",
        "佐藤 真理子",
    )
    [quote] = owner.get("records/quote?filter=" + '{"field":"status","op":"eq","value":"draft"}')["items"]
    assert quote["number"] == kept["quote"]


@pytest.mark.parametrize(
    "wrong, problem",
    [
        ({"source": "page"}, ("source", "not_a_choice")),
        ({"choice": "maybe"}, ("choice", "answer_without_choice")),
        ({"respondent": ""}, ("respondent", "answer_fill_in")),
        ({"choice": "considering"}, ("planned_on", "answer_fill_in")),
        ({"choice": "change", "quantities": [{"line": 1}]}, ("quantities.0.quantity", "required")),
        ({"choice": "change", "quantities": [{"line": 1, "quantity": "x"}]}, ("quantities.0.quantity", "not_a_number")),
    ],
)
def test_an_answer_that_makes_no_sense(
    owner: Caller, contract: int, wrong: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert owner.refused(422, "POST", f"contracts/{contract}/answer", {**ANSWER, **wrong}) == [problem]
    assert owner.get(f"records/contract/{contract}")["renewal_answer"] is None


def test_after_the_renewal_no_answer_is_recorded(owner: Caller, contract: int) -> None:
    owner.post(f"contracts/{contract}/renew")
    assert owner.refused(409, "POST", f"contracts/{contract}/answer", ANSWER) == [(None, "answer_renewed")]
