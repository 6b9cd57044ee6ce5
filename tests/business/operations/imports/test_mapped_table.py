"""Any table with a mapping file: terms that roll forward, cancelled ones, bad rows, and the public data set where it is."""

import json
import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from daicho.business.contracts.models import SalesEntry
from daicho.business.operations.imports.ledger_import import import_ledger
from daicho.business.operations.imports.mapped_table import read_mapped
from daicho.business.operations.imports.mapping import Mapping, load_mapping
from daicho.config.first_start import prepare
from daicho.engine.access import select
from daicho.engine.access.actors import EVERYTHING, SYSTEM, Actor
from daicho.engine.access.models import User
from daicho.engine.catalog.query import make_query
from daicho.engine.exchange.sheets import Sheet, Workbook
from daicho.engine.exchange.workbook import read_workbook
from daicho.engine.work.frame import Frame
from daicho.values.problems import Invalid

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "telco-mapping.json"
HEADER = ["customerID", "tenure", "Contract", "MonthlyCharges", "Churn", "gender"]
SNAPSHOT = {"snapshot": "2026-01-31"}


def read(*rows, header=HEADER, settings=SNAPSHOT, **changes):
    mapping = Mapping.model_validate(json.loads(EXAMPLE.read_text("utf-8")) | changes)
    return read_mapped(Workbook("x.csv", (Sheet("x", [header, *map(list, rows)]),)), mapping, settings)


@pytest.mark.parametrize(
    "tenure, term, first, number, start, end",
    [
        (0, "Month-to-month", "2026-01-31", 1, "2026-01-31", "2026-02-27"),
        (1, "Month-to-month", "2025-12-31", 2, "2026-01-31", "2026-02-27"),
        (12, "One year", "2025-01-31", 2, "2026-01-31", "2027-01-30"),
        (13, "One year", "2024-12-31", 2, "2025-12-31", "2026-12-30"),
        (72, "Two year", "2020-01-31", 4, "2026-01-31", "2028-01-30"),
        (71, "Two year", "2020-02-29", 3, "2024-02-29", "2026-02-27"),
    ],
)
def test_terms_roll_forward_to_the_one_that_holds_the_snapshot(tenure, term, first, number, start, end):
    [contract] = read(["A", tenure, term, 29.85, "No", "Male"]).contracts
    assert (contract.first_start, contract.term_number) == (date.fromisoformat(first), number)
    assert (contract.start, contract.end) == (date.fromisoformat(start), date.fromisoformat(end))


def test_the_rest_goes_into_the_remarks_and_churn_ends_the_day_before():
    [contract] = read(["A", 5, "Month-to-month", 29.85, "Yes", "Female"]).contracts
    assert contract.remarks == "gender: Female"
    assert contract.cancel_date == date(2026, 1, 30)
    assert (contract.renewal_type, contract.currency) == ("auto", "USD")
    assert contract.lines[0].unit_price == Decimal("29.85")


def test_a_bad_cell_refuses_its_contract_and_no_other():
    ledger = read(
        ["A", "x", "One year", 1, "No", ""],
        ["B", 1, "Weekly", 1, "No", ""],
        ["C", 1, "One year", "free", "No", ""],
        ["", 1, "One year", 1, "No", ""],
        ["E", 1, "One year", 1, "No", ""],
    )
    assert [contract.number for contract in ledger.contracts] == ["E"]
    assert [(cell.row, cell.column, cell.value) for cell in ledger.refused] == [
        (2, "tenure", "x"),
        (3, "Contract", "Weekly"),
        (4, "MonthlyCharges", "free"),
        (5, "customerID", ""),
    ]


def test_rows_of_one_number_are_one_contract():
    ledger = read(["A", 1, "One year", 10, "No", ""], ["A", 1, "One year", 20, "No", ""])
    assert [len(contract.lines) for contract in ledger.contracts] == [2]


def test_a_missing_column_and_a_missing_setting_are_named():
    with pytest.raises(Invalid) as refused:
        read(["A", 1], header=["customerID", "tenure"])
    assert {problem.params["column"] for problem in refused.value.problems} == {"Contract", "MonthlyCharges", "Churn"}
    with pytest.raises(Invalid, match="--set snapshot="):
        read(["A", 1, "One year", 1, "No", ""], settings={})


def test_a_table_without_rows_and_a_broken_mapping_are_refused(tmp_path):
    with pytest.raises(Invalid, match="no rows"):
        read()
    broken = tmp_path / "m.json"
    broken.write_text('{"number": {"colum": "x"}}', "utf-8")
    with pytest.raises(Invalid, match=r"number\.colum"):
        load_mapping(broken)
    with pytest.raises(Invalid, match="cannot be read"):
        load_mapping(tmp_path / "absent.json")


@pytest.mark.django_db
def test_a_licence_cancelled_before_its_term_began_stays_on_record_and_sells_nothing():
    prepare("a password for admin")
    owner = User.objects.get(username="admin").pk
    frame = Frame(datetime.fromisoformat("2026-01-31T12:00+09:00"))
    ledger = read(["A", 5, "Month-to-month", 29.85, "Yes", "Female"], ["B", 13, "One year", 50, "Yes", "Male"])
    actor = Actor(owner, "admin", "import", permissions=EVERYTHING)
    import_ledger(actor, ledger, frame, owner=owner)
    columns = ("contract.number", "status", "unit_price", "amount", "start_date")
    rows = select.select(SYSTEM, make_query("contract_line", columns=columns, sort=["id"]), frame).rows
    assert [[row[column] for column in columns] for row in rows] == [
        ["A", "cancelled", Decimal("29.85"), 0, date(2026, 1, 31)],
        ["B", "ended", 50, 50, date(2025, 12, 31)],
    ]
    assert SalesEntry.objects.filter(contract__number="A").count() == 0
    assert import_ledger(actor, ledger, frame, owner=owner).unchanged == 7


@pytest.mark.django_db
def test_the_public_data_set_goes_in_whole_and_its_mrr_is_its_own_sum():
    folder = os.environ.get("DAICHO_TEST_DATA", "")
    file = Path(folder) / "telco-subscriptions.csv"
    if not folder or not file.is_file():
        pytest.skip("telco-subscriptions.csv is somebody else's; DAICHO_TEST_DATA names no folder that has it")
    prepare("a password for admin")
    owner = User.objects.get(username="admin").pk
    frame = Frame(datetime.fromisoformat("2026-01-31T12:00+09:00"))
    actor = Actor(owner, "admin", "import", permissions=EVERYTHING)
    ledger = read_mapped(read_workbook(file), load_mapping(EXAMPLE), SNAPSHOT)
    first = import_ledger(actor, ledger, frame, owner=owner)
    assert (len(first.accepted), first.refused) == (7043, ())
    again = import_ledger(actor, ledger, frame, owner=owner)
    assert (again.created, again.updated) == (0, 0)
    active = {"field": "status", "op": "eq", "value": "active"}
    [row] = select.aggregate(SYSTEM, make_query("contract", filter=active, aggregates=["sum:mrr", "count"]), frame)
    assert (row["sum:mrr"], row["count"]) == (Decimal("316985.75"), 5174)
