"""What an import found and did, as it is kept with the run: plain values, sentences in both languages."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from daicho.business.contracts.models import ContractLine
from daicho.business.operations.imports.ledger_import import NEW_USERS, Imported
from daicho.business.operations.ledger.result import (
    Ledger,
    LedgerContract,
    RefusedCell,
    plain_decimal,
    summary,
)
from daicho.business.operations.ledger.survey import Survey
from daicho.engine.records.models import ChangeEntry
from daicho.values.labels import Label, Problem

MOST_REFUSED = 200
"""Refused rows that are kept to be shown; the workbook of problems has them all."""
MOST_LINKED = 200
AT_ONCE = 1_000
Both = dict[str, str]


def both(said: Problem | Label) -> Both:
    """A sentence in both languages."""
    return {"ja": said.text("ja"), "en": said.text("en")}


def surveyed(seen: Survey) -> dict[str, Any]:
    """What was recognised."""
    return {
        "sheets": [
            {
                "name": one.name,
                "rows": one.rows,
                "left_out": None if one.left_out is None else both(one.left_out),
                "heads": [list(head) for head in one.heads],
            }
            for one in seen.sheets
        ],
        "tables": [
            {
                "key": table.key,
                "sheet": table.sheet,
                "first": table.first,
                "last": table.last,
                "rows": table.rows,
                "turned": table.turned,
                "missing": list(table.missing),
                "columns": [
                    {
                        "place": column.place,
                        "letters": column.letters,
                        "title": column.title,
                        "meaning": column.meaning,
                        "samples": list(column.samples),
                        "sure": column.sure,
                    }
                    for column in table.columns
                ],
            }
            for table in seen.tables
        ],
    }


def report(ledger: Ledger, done: Imported) -> dict[str, Any]:
    """What an import did, or would do: rows of the sheet, records, sums of what was accepted, refused rows, notes."""
    good = sum(len(contract.rows) for contract in done.accepted)
    refused = sorted(done.refused, key=lambda cell: (cell.sheet, cell.row))
    return {
        **summary(Ledger(done.accepted, done.refused, done.notes, ledger.sheets)),
        "rows": good + len(refused),
        "good": good,
        "bad": len(refused),
        "made": dict(done.made),
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "new_users": list(done.new_users),
        "new_accounts": list(done.new_accounts[:MOST_REFUSED]),
        "new_products": list(done.new_products[:MOST_REFUSED]),
        "refused": [_refused(cell) for cell in refused[:MOST_REFUSED]],
        "notes": [both(note) for note in done.notes if note.code != NEW_USERS.code],
    }


def compared(accepted: Sequence[LedgerContract], sums: Mapping[str, str]) -> dict[str, Any]:
    """The sums of the file beside those of the lines that now stand in the ledger, by price kind, and whether all agree."""
    booked = _booked(contract.number for contract in accepted)
    kinds = sorted({*sums, *booked})
    rows = [[kind, sums.get(kind, "0"), plain_decimal(booked.get(kind, Decimal(0)))] for kind in kinds]
    return {"sums_compared": rows, "same": all(file == ours for _, file, ours in rows)}


def made_contracts(command: UUID) -> list[int]:
    """The contracts that a command made, as far as a link can name them."""
    made = ChangeEntry.objects.filter(command=command, object="contract", kind="created").order_by("id")
    return list(made.values_list("record_id", flat=True)[:MOST_LINKED])


def _booked(numbers: Iterable[str]) -> dict[str, Decimal]:
    """Σ unit price × quantity of the lines of these contracts as they are stored, by price kind."""
    wanted, sums = list(numbers), dict[str, Decimal]()
    for start in range(0, len(wanted), AT_ONCE):
        lines = ContractLine.objects.filter(contract__number__in=wanted[start : start + AT_ONCE])
        for kind, price, quantity in lines.values_list("price_kind", "unit_price", "quantity"):
            sums[kind] = sums.get(kind, Decimal(0)) + price * quantity
    return sums


def _refused(cell: RefusedCell) -> dict[str, Any]:
    message = {"ja": cell.text("ja"), "en": cell.text("en")}
    return {"sheet": cell.sheet, "row": cell.row, "column": cell.column, "value": cell.value, "message": message}
