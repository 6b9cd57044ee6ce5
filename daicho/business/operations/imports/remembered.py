"""What was decided about an earlier file with the same header, so that next month's needs no deciding. Changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from daicho.business.operations.imports import decisions
from daicho.business.operations.imports.decisions import Decided
from daicho.business.operations.imports.states import ImportState
from daicho.business.operations.ledger.choices import Choices
from daicho.business.operations.ledger.result import Ledger
from daicho.business.operations.ledger.survey import Survey, survey
from daicho.business.operations.models import ImportRun
from daicho.engine.exchange.sheets import Workbook
from daicho.values.parsing import plain
from daicho.values.problems import Invalid

LOOKED_BACK, TRIED = 50, 3
"""So many booked imports with decisions are looked at, and so many of them tried."""
TITLE_JOINT = "／"


def recall(run: ImportRun, workbook: Workbook) -> tuple[Decided, Survey] | None:
    """The latest decisions that were booked for a file of the same header, with what is recognised by them; None for none."""
    booked = ImportRun.objects.filter(state=ImportState.DONE, pk__lt=run.pk).exclude(choices={}).order_by("-id")
    tried = 0
    for pk, choices, seen in booked.values_list("id", "choices", "survey")[:LOOKED_BACK]:
        tables = (seen or {}).get("tables", [])
        fits = _fitting(decisions.loaded(choices), seen or {}, workbook)
        if fits is None or not _may_be(tables, workbook):
            continue
        found = _seen(workbook, fits.reading)
        if found is not None and _titles(found) == [_stored_titles(table) for table in tables]:
            return (replace(fits, before=pk), found) if _says_anything(fits) else None
        tried += 1
        if tried == TRIED:
            break
    return None


def of_this_file(choices: Decided, ledger: Ledger) -> Decided:
    """The decisions without those about names that this file does not have."""
    owners = {contract.owner for contract in ledger.contracts if contract.owner}
    accounts = {name for one in ledger.contracts for name in (one.account, one.reseller, one.end_user) if name}
    products = {line.product for contract in ledger.contracts for line in contract.lines}
    return choices.named(owners, accounts, products)


def _fitting(choices: Decided, seen: Mapping[str, Any], workbook: Workbook) -> Decided | None:
    """The decisions by the names that the sheets have here: that of an only sheet may be another one (that of a CSV is its
    file's). None where a sheet that was decided about is not there. Who owns the rest is decided for each file."""
    before, now = [one["name"] for one in seen.get("sheets", [])], [sheet.name for sheet in workbook.sheets]
    renamed = {before[0]: now[0]} if len(before) == len(now) == 1 else {}
    reading = choices.reading

    def here(key: str) -> str:
        name, turned = (key[:-1], key[-1:]) if key.endswith("\t") else (key, "")
        return renamed.get(name, name) + turned

    sheet = here(reading.sheet) if reading.sheet is not None else None
    moved = Choices(
        sheet,
        {here(key): columns for key, columns in reading.columns.items()},
        {here(key): row for key, row in reading.headers.items()},
        reading.fixed,
    )
    named = {sheet, *moved.headers} - {None}
    return replace(choices, reading=moved, owner=None) if named <= set(now) else None


def _may_be(tables: Iterable[Mapping[str, Any]], workbook: Workbook) -> bool:
    """Whether the words of the header stand anywhere in the sheets' first rows: what is quick to see before all is read."""
    texts = {
        plain(cell) for sheet in workbook.sheets for row in sheet.rows[:200] for cell in row if isinstance(cell, str)
    }
    own = [one["title"].split(TITLE_JOINT)[-1] for table in tables for one in table["columns"] if one["title"]]
    return bool(own) and sum(title in texts for title in own) * 10 >= len(own) * 8


def _says_anything(choices: Decided) -> bool:
    """Whether anything was decided at all: whoever went back to what is recognised wants no older decision either."""
    reading = choices.reading
    read = reading.sheet or reading.columns or reading.headers or reading.fixed
    return bool(read or choices.owners or choices.accounts or choices.products)


def _seen(workbook: Workbook, reading: Choices) -> Survey | None:
    try:
        return survey(workbook, reading)
    except Invalid:
        return None


def _titles(seen: Survey) -> list[list[tuple[int, str]]]:
    return [[(column.place, column.title) for column in table.columns] for table in seen.tables]


def _stored_titles(table: Mapping[str, Any]) -> list[tuple[int, str]]:
    return [(one["place"], one["title"]) for one in table["columns"]]
