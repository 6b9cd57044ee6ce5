"""Ledgers of many companies, each drawn in a file with what must be found in it: counts, sums and refused rows."""

import json
from pathlib import Path

import pytest

from daicho.business.operations.ledger.read import read_ledger, summary
from tests.business.operations.ledger.drawn import drawn_workbook

LEDGERS = sorted((Path(__file__).parents[3] / "data" / "ledgers").glob("*.txt"))


@pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.stem)
def test_what_is_found(path: Path) -> None:
    expected, _, drawn = path.read_text().partition("\n")
    ledger = read_ledger(drawn_workbook(drawn))
    found = {**summary(ledger), "refused": sorted({cell.row for cell in ledger.refused})}
    assert found == json.loads(expected)
    assert all(note.text("ja") and note.text("en") for note in ledger.notes)
    assert all(cell.text("ja") and cell.text("en") for cell in ledger.refused)
