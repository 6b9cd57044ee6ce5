"""契約更新: the next term, once; early renewal; what renews and what does not; its undo."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, SalesEntry
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Order
from daicho.engine.access import select
from daicho.engine.activity.models import Task
from daicho.engine.catalog.query import make_query
from daicho.engine.records import history
from daicho.engine.records.command import command
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing


@pytest.fixture
def contract(world):
    return order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract


def state(contract: int) -> list[object]:
    """Everything that undo must bring back."""
    terms = ContractTerm.objects.filter(contract=contract).order_by("number")
    lines = ContractLine.objects.filter(contract=contract).order_by("id")
    entries = SalesEntry.objects.filter(contract=contract).order_by("contract_line", "period_start")
    return [
        list(terms.values()),
        list(lines.values_list("id", "start_date", "end_date", "amount", "mrr")),
        list(entries.values_list("contract_line", "period_start", "period_end", "billing_date", "amount", "formula")),
    ]


def read(world, contract, at, *columns):
    frame = world.frame.at(at)
    query = make_query("contract", columns=columns, filter={"field": "id", "op": "eq", "value": contract})
    [row] = select.select(world.actor("owner"), query, frame).rows
    return [row[column] for column in columns]


def test_the_next_term_follows_with_the_lines_that_renew(world, contract):
    made = renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    assert (made.start_date, made.end_date) == (date(2026, 7, 1), date(2027, 6, 30))
    lines = ContractLine.objects.filter(term=made.term).order_by("position")
    assert [(line.price_kind, line.quantity, line.amount) for line in lines] == [
        ("monthly", 10, 144000),
        ("annual", 1, 96000),
    ]
    assert [line.entries.count() for line in lines] == [12, 12]
    assert ContractTerm.objects.get(id=made.term).amount == 240000
    assert Contract.objects.get().number == "K-000001"
    assert Order.objects.get(id=made.order).kind == "renew"


def test_the_old_term_is_read_until_it_ends_and_then_the_new_one(world, contract):
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    columns = ("term_number", "start_date", "end_date", "renewal_stage", "amount")
    last_day = datetime(2026, 6, 30, 14, 59, tzinfo=UTC)
    assert read(world, contract, last_day, *columns) == [
        1,
        date(2025, 7, 1),
        date(2026, 6, 30),
        "renewed",
        Decimal(490000),
    ]
    midnight = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)
    assert read(world, contract, midnight, *columns) == [
        2,
        date(2026, 7, 1),
        date(2027, 6, 30),
        "open",
        Decimal(240000),
    ]


def test_renewing_twice_is_a_conflict_and_books_nothing(world, contract):
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    before = state(contract)
    with pytest.raises(Conflict, match="already has its next term"):
        renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    assert state(contract) == before


def test_after_the_turn_it_can_be_renewed_again_without_drift(world, contract):
    for year in (2026, 2027, 2028):
        frame = world.frame.at(datetime(year, 5, 1, tzinfo=UTC))
        made = renewal.renew(world.actor("owner"), contract, Wish(), frame)
        assert (made.start_date, made.end_date) == (date(year, 7, 1), date(year + 1, 6, 30))


@pytest.mark.parametrize("wish", [Wish(), Wish(start_date=date(2026, 1, 16)), Wish(months=6)])
def test_undo_restores_the_state_before(world, contract, wish):
    before = state(contract)
    renewal.renew(world.actor("owner"), contract, wish, world.frame)
    assert state(contract) != before
    renewal.undo(world.actor("owner"), contract, world.frame)
    restored = state(contract)
    assert restored[0] == before[0]
    assert restored[1] == before[1]
    assert restored[2] == before[2]
    assert Order.objects.count() == 1


def test_an_earlier_start_shortens_the_old_term(world, contract):
    made = renewal.renew(world.actor("owner"), contract, Wish(start_date=date(2026, 1, 1)), world.frame)
    old = ContractTerm.objects.get(contract=contract, number=1)
    assert (old.end_date, old.valid_to, old.amount) == (date(2025, 12, 31), date(2025, 12, 31), 72000 + 48000 + 250000)
    assert (made.start_date, made.end_date) == (date(2026, 1, 1), date(2026, 12, 31))
    assert not SalesEntry.objects.filter(contract_line__term=old, period_start__gte=date(2026, 1, 1)).exists()


@pytest.mark.parametrize(
    "start, code", [(date(2026, 7, 2), "start_after_end"), (date(2025, 7, 1), "start_before_term")]
)
def test_a_start_that_leaves_a_gap_or_swallows_the_term_is_refused(world, contract, start, code):
    with pytest.raises(Invalid) as refused:
        renewal.renew(world.actor("owner"), contract, Wish(start_date=start), world.frame)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert ContractTerm.objects.count() == 1


def test_a_revised_price_and_changed_quantities_hold_from_the_next_term(world, contract):
    monthly, annual = ContractLine.objects.filter(auto_renew=True).order_by("position")
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        running.update("contract_line", {annual.id: {"revised_price": Decimal(100000)}}, made=True)
    wish = Wish(lines={monthly.id: {"quantity": Decimal(12)}, annual.id: {}})
    made = renewal.renew(world.actor("owner"), contract, wish, world.frame)
    lines = ContractLine.objects.filter(term=made.term).order_by("position")
    assert [(line.quantity, line.unit_price) for line in lines] == [(12, 1200), (1, 100000)]
    assert [line.unit_price for line in ContractLine.objects.filter(term__number=1).order_by("position")][1] == 96000


def test_lines_that_ended_are_not_renewed(world):
    lines = [{"product": world.monthly}, {"product": world.annual, "end_date": date(2025, 12, 31)}]
    contract = order_to_cash.confirm(world.actor("owner"), world.quote(lines=lines), world.frame).contract
    made = renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    assert [line.product_id for line in ContractLine.objects.filter(term=made.term)] == [world.monthly]


def test_equal_lines_become_one(world):
    lines = [{"product": world.monthly, "quantity": Decimal(3)}, {"product": world.monthly, "quantity": Decimal(4)}]
    contract = order_to_cash.confirm(world.actor("owner"), world.quote(lines=lines), world.frame).contract
    made = renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    assert [line.quantity for line in ContractLine.objects.filter(term=made.term)] == [7]


def test_only_one_time_lines_leave_nothing_to_renew(world):
    quote = world.quote(lines=[{"product": world.once}])
    contract = order_to_cash.confirm(world.actor("owner"), quote, world.frame).contract
    with pytest.raises(Conflict, match="no line that renews"):
        renewal.renew(world.actor("owner"), contract, Wish(), world.frame)


def test_a_contract_without_an_end_needs_no_renewal(world):
    quote = world.quote(lines=[{"product": world.monthly}], end_date=None)
    contract = order_to_cash.confirm(world.actor("owner"), quote, world.frame).contract
    assert SalesEntry.objects.order_by("-period_start")[0].period_start == date(2026, 7, 1)
    with pytest.raises(Conflict, match="without an end"):
        renewal.renew(world.actor("owner"), contract, Wish(), world.frame)


@pytest.mark.parametrize("who, error", [("stranger", Missing), ("colleague", Forbidden), ("reader", Forbidden)])
def test_who_may_not_renew(world, contract, who, error):
    with pytest.raises(error):
        renewal.renew(world.actor(who), contract, Wish(), world.frame)
    assert ContractTerm.objects.count() == 1


def test_undo_without_a_renewal_is_a_conflict(world, contract):
    with pytest.raises(Conflict, match="no renewal to undo"):
        renewal.undo(world.actor("owner"), contract, world.frame)
    assert Contract.objects.count() == 1


def test_the_history_and_the_version_of_the_contract_show_the_renewal(world, contract):
    version = Contract.objects.get().version
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    assert Contract.objects.get().version == version + 1
    latest = history.of_record("contract", contract)[0]
    assert (latest.reason, latest.changes) == ("renew_contract", {"renewal_stage": ["open", "renewed"]})
    renewal.undo(world.actor("owner"), contract, world.frame)
    latest = history.of_record("contract", contract)[0]
    assert (latest.reason, latest.changes) == ("undo_renewal", {"renewal_stage": ["renewed", "open"]})


@pytest.mark.parametrize("end", ["2026-09-30", "2026-03-31"])
def test_a_corrected_end_does_not_end_the_lines_that_reached_the_agreed_one(world, contract, end):
    owner = world.actor("owner")
    with command(actor=owner, reason="test", frame=world.frame) as running:
        running.update("contract", {contract: {"end_date": date.fromisoformat(end)}})
    made = renewal.renew(owner, contract, Wish(), world.frame)
    assert made.start_date == date.fromisoformat(end) + timedelta(days=1)
    lines = ContractLine.objects.filter(term=made.term)
    assert {(line.start_date, line.end_date) for line in lines} == {(made.start_date, made.end_date)}
    assert sorted(line.price_kind for line in lines) == ["annual", "monthly"]


def test_a_line_that_ends_before_its_term_does_not_renew_after_a_correction_either(world):
    lines = [
        {"product": world.monthly, "end_date": date(2025, 12, 31)},
        {"product": world.annual},
    ]
    contract = order_to_cash.confirm(world.actor("owner"), world.quote(lines), world.frame).contract
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        running.update("contract", {contract: {"end_date": date(2026, 9, 30)}})
    made = renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    assert [line.price_kind for line in ContractLine.objects.filter(term=made.term)] == ["annual"]


def test_todos_that_ask_for_the_renewal_are_done_with_it_and_open_again_by_its_undo(world, contract):
    subjects = ("更新作業（株式会社青葉製作所）", "継続の意思確認（電話）", "Renewal work (Aoba)", "契約書の原本を確認")
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        about = {"record": f"contract:{contract}"}
        running.create("task", [{"subject": one, **about} for one in subjects])
        running.create("task", [{"subject": "更新作業（別の会社）", "record": "contract:999"}], made=True)

    def open_ones():
        return list(Task.objects.filter(status="open").order_by("id").values_list("subject", flat=True))

    before = open_ones()
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    assert open_ones() == ["契約書の原本を確認", "更新作業（別の会社）"]
    renewal.undo(world.actor("owner"), contract, world.frame)
    assert open_ones() == before
