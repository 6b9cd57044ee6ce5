"""What is decided about a file: header rows, values of every row, names that mean somebody else, and next month's file."""

import pytest

from daicho.business.contracts.models import Contract
from daicho.business.operations.imports import runs as import_runs
from daicho.business.operations.imports.decisions import Decided, decided
from daicho.business.operations.ledger.choices import Choices
from daicho.business.parties.models import Account
from daicho.business.products.models import Product
from daicho.values.problems import Invalid
from tests.uploads import AOBA, HEAD, MINATO, approve, booked, sheet, stored, upload, work
from tests.world import World

STRANGE = ("番号", "会社", "営業", "何を", "いくつ", "いくら", "から", "まで")
MEANT = dict(enumerate(("number", "account", "owner", "product", "quantity", "unit_price", "start", "end")))
NEXT = ("K-9", *MINATO[1:])


def decide(world: World, run_id: int, choices: Decided) -> None:
    import_runs.decide(world.actor("operations"), run_id, stored(run_id).version, choices)
    work(world.frame)


def strange(world: World, row: tuple[str, ...], name: str) -> int:
    run_id = upload(world, sheet(row, head=STRANGE), name=name)
    work(world.frame)
    return run_id


def decided_once(world: World) -> int:
    """An import of a file whose words say nothing, booked after its columns were chosen."""
    run_id = strange(world, MINATO, "6月.csv")
    owners = {"石井 亮": world.users["colleague"]}
    decide(world, run_id, Decided(Choices(columns={"6月": MEANT}, headers={"6月": 1}), owners))
    approve(world, run_id)
    return run_id


def test_next_months_file_is_read_as_the_last_one_was(world: World) -> None:
    first = decided_once(world)
    second = strange(world, NEXT, "7月.csv")
    run = stored(second)
    assert (run.state, run.trial["good"], run.trial["new_users"]) == ("ready", 1, [])
    found = decided(run)
    assert (found.before, found.reading.columns, found.reading.headers) == (first, {"7月": MEANT}, {"7月": 1})
    approve(world, second)
    assert Contract.objects.get(number="K-9").owner_id == world.users["colleague"]


def test_another_header_is_not_read_that_way(world: World) -> None:
    decided_once(world)
    run_id = upload(world, sheet(NEXT, head=("№", *STRANGE[1:])), name="7月.csv")
    work(world.frame)
    assert stored(run_id).choices == {}


def test_names_of_the_last_file_are_not_asked_again(world: World) -> None:
    decided_once(world)
    run_id = strange(world, (*NEXT[:2], "", *NEXT[3:]), "7月.csv")
    assert decided(stored(run_id)).owners == {}


def test_who_goes_back_to_what_is_recognised_is_not_told_again(world: World) -> None:
    decided_once(world)
    second = strange(world, NEXT, "7月.csv")
    decide(world, second, Decided())
    assert decided(stored(second)) == Decided()
    decide(world, second, Decided(Choices(columns={"7月": MEANT}, headers={"7月": 1})))
    approve(world, second)
    third = strange(world, ("K-10", *MINATO[1:]), "8月.csv")
    assert decided(stored(third)).before == second


def test_what_was_taken_back_is_not_remembered(world: World) -> None:
    run_id = decided_once(world)
    import_runs.ask_undo(world.actor("operations"), run_id, stored(run_id).version, world.frame)
    work(world.frame)
    assert stored(strange(world, NEXT, "7月.csv")).choices == {}


def test_a_customer_and_a_product_may_be_others(world: World) -> None:
    booked(world, [AOBA])
    account, product = Account.objects.get(name=AOBA[1]), Product.objects.get(name=AOBA[3])
    before = (Account.objects.count(), Product.objects.count())
    run_id = upload(world, sheet(MINATO))
    work(world.frame)
    trial = stored(run_id).trial
    assert (trial["new_accounts"], trial["new_products"]) == ([MINATO[1]], [MINATO[3]])
    decide(world, run_id, Decided(accounts={MINATO[1]: account.pk}, products={MINATO[3]: product.pk}))
    approve(world, run_id)
    contract = Contract.objects.get(number="K-2")
    assert (contract.account_id, contract.lines.get().product_id) == (account.pk, product.pk)
    assert (Account.objects.count(), Product.objects.count()) == before


def test_what_every_row_has_in_common(world: World) -> None:
    run_id = upload(world, sheet(AOBA[:3] + AOBA[4:], head=HEAD[:3] + HEAD[4:]))
    work(world.frame)
    assert stored(run_id).state == "unclear"
    decide(world, run_id, Decided(Choices(fixed={"product": "保守"})))
    approve(world, run_id)
    assert Contract.objects.values_list("lines__product__name", flat=True).get() == "保守"


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (Decided(Choices(headers={"台帳": 0})), "import_header_unknown"),
        (Decided(Choices(headers={"台帳": 1_000_001})), "import_header_unknown"),
        (Decided(Choices(fixed={"sequence": "1"})), "import_meaning_unknown"),
        (Decided(Choices(fixed={"product": "x" * 501})), "import_fixed_too_long"),
        (Decided(Choices(fixed={"product": "x"}, columns={"台帳": {3: "product"}})), "import_meaning_fixed_too"),
        (Decided(accounts={"A": 987_654_321}), "import_name_unknown"),
        (Decided(products={"A": 987_654_321}), "import_name_unknown"),
    ],
)
def test_what_cannot_be_decided(world: World, choices: Decided, code: str) -> None:
    run_id = upload(world, sheet(AOBA))
    work(world.frame)
    before = stored(run_id).version
    with pytest.raises(Invalid) as refused:
        import_runs.decide(world.actor("operations"), run_id, before, choices)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert (stored(run_id).version, stored(run_id).choices) == (before, {})
