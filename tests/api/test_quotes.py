"""Quotes over the API: lines in the body, preview equals booking, confirm once, undo."""

from collections.abc import Callable

from daicho.business.contracts.models import Contract
from tests.api.callers import Caller
from tests.world import World

QUOTE = {"account": {"code": "A-900"}, "start_date": "2025-07-01", "end_date": "2026-06-30"}


def test_a_quote_takes_its_lines_and_shows_them(owner: Caller, world: World) -> None:
    lines = [{"product": world.monthly, "quantity": "10"}, {"product": {"code": "P-000003"}, "unit_price": "200000"}]
    made = owner.post("records/quote", {**QUOTE, "lines": lines})
    assert (made["status"], made["owner"], made["next_term_months"]) == ("draft", world.users["owner"], 12)
    shown = [(line["quantity"], line["unit_price"], line["sales_cycle"]) for line in made["lines"]]
    assert shown == [("10", "1200", "monthly"), ("1", "200000", "at_start")]
    assert owner.get(f"records/quote/{made['id']}") == made


def test_a_line_added_later_follows_the_others(owner: Caller, world: World) -> None:
    lines = [{"product": world.monthly}, {"product": world.monthly, "position": 7}]
    quote = owner.post("records/quote", {**QUOTE, "lines": lines})
    owner.post("records/quote_line", {"quote": quote["id"], "product": world.annual})
    shown = owner.get(f"records/quote/{quote['id']}")["lines"]
    assert [(line["position"], line["product"]) for line in shown] == [
        (1, world.monthly),
        (7, world.monthly),
        (8, world.annual),
    ]


def test_problems_of_lines_are_named_by_their_place(owner: Caller, world: World) -> None:
    lines = [{"product": world.monthly, "quantity": "many"}, {"product": {"code": "P-9"}, "colour": 1}]
    assert owner.refused(422, "POST", "records/quote", {**QUOTE, "lines": lines}) == [
        ("lines.0.quantity", "not_a_number"),
        ("lines.1.colour", "unknown_field"),
        ("lines.1.product", "unknown_reference"),
    ]
    assert owner.get("records/quote")["total"] == 0


def test_lines_are_not_changed_through_the_quote(owner: Caller, world: World) -> None:
    quote_id = world.quote()
    assert owner.refused(422, "PATCH", f"records/quote/{quote_id}", {"lines": []}) == [("lines", "parts_apart")]
    line = owner.get(f"records/quote/{quote_id}")["lines"][0]["id"]
    assert owner.patch(f"records/quote_line/{line}", {"quantity": 12})["quantity"] == "12"


def test_the_preview_is_the_booking(owner: Caller, world: World) -> None:
    quote_id = world.quote()
    planned = owner.post(f"quotes/{quote_id}/preview")
    assert Contract.objects.count() == 0
    contract = owner.post(f"quotes/{quote_id}/confirm")["contract"]
    entries = [entry for line in planned["lines"] for entry in line["entries"]]
    columns = ",".join(entries[0])
    booked = owner.get(f"records/sales_entry?sort=id&limit=1000&fields={columns}")["items"]
    assert [{key: row[key] for key in entries[0]} for row in booked] == entries
    assert owner.get(f"records/contract/{contract}")["amount"] == planned["total"] == "490000"


def test_confirming_again_answers_the_same_ids(owner: Caller, world: World) -> None:
    quote_id = world.quote()
    first = owner.post(f"quotes/{quote_id}/confirm")
    assert set(first) == {"order", "contract"}
    assert owner.post(f"quotes/{quote_id}/confirm", {}) == first
    assert Contract.objects.count() == 1


def test_undo_gives_the_quote_back(owner: Caller, world: World) -> None:
    quote_id = world.quote()
    owner.post(f"quotes/{quote_id}/confirm")
    assert owner.refused(409, "PATCH", f"records/quote/{quote_id}", {"remarks": "x"}) == [(None, "quote_confirmed")]
    assert owner.post(f"quotes/{quote_id}/undo") == {"quote": quote_id}
    assert owner.get(f"records/quote/{quote_id}")["status"] == "draft"
    assert Contract.objects.count() == 0
    assert owner.refused(409, "POST", f"quotes/{quote_id}/undo") == [(None, "quote_not_confirmed")]


def test_a_quote_without_lines_is_not_confirmed(owner: Caller, world: World) -> None:
    quote_id = world.quote(lines=[])
    assert owner.refused(422, "POST", f"quotes/{quote_id}/confirm") == [("lines", "quote_without_lines")]
    assert owner.refused(422, "POST", f"quotes/{quote_id}/preview") == [("lines", "quote_without_lines")]
    assert Contract.objects.count() == 0


def test_a_quote_needs_an_account_and_an_end_after_its_start(owner: Caller) -> None:
    errors = owner.refused(422, "POST", "records/quote", {"start_date": "2025-07-01", "end_date": "2025-06-30"})
    assert {("account", "required"), ("end_date", "end_before_start")} <= set(errors)


def test_only_who_may_edit_confirms(world: World, caller: Callable[..., Caller]) -> None:
    quote_id = world.quote()
    assert caller("stranger").refused(404, "POST", f"quotes/{quote_id}/confirm") == [(None, "not_found")]
    assert caller("colleague").refused(403, "POST", f"quotes/{quote_id}/confirm") == [(None, "not_editable")]
    assert caller("reader").refused(403, "POST", f"quotes/{quote_id}/confirm") == [(None, "feature_not_permitted")]
    assert Contract.objects.count() == 0


def test_a_body_that_is_not_expected_is_refused(owner: Caller, world: World) -> None:
    quote_id = world.quote()
    assert owner.refused(422, "POST", f"quotes/{quote_id}/confirm", {"date": "2025-07-01"}) == [
        ("date", "part_unknown")
    ]
    assert Contract.objects.count() == 0
