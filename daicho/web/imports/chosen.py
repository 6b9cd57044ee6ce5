"""What the form of an import's page says about reading its file."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from daicho.business.operations.imports.decisions import Decided, decided
from daicho.business.operations.ledger.choices import FIXED, MANY, Choices
from daicho.business.operations.models import ImportRun
from daicho.web.given import positive, whole
from daicho.web.imports.naming import MOST_NAMES

ROW_DIGITS = 7


def read_choices(given: QueryDict, run: ImportRun) -> Decided:
    """The decisions of the form: those before where it is tried `again`, none where all is to be recognised by itself."""
    before = decided(run)
    if "again" in given:
        return before
    if "afresh" in given:
        return Decided()
    trial = run.trial or {}
    return Decided(
        _reading(given, run.survey or {}, before.reading),
        _names(given, "owner", {*trial.get("new_users", []), *before.owners}),
        whole(given.get("owner", "")),
        _names(given, "account", {*trial.get("new_accounts", [])[:MOST_NAMES], *before.accounts}),
        _names(given, "product", {*trial.get("new_products", [])[:MOST_NAMES], *before.products}),
    )


def _reading(given: QueryDict, survey: Mapping[str, Any], before: Choices) -> Choices:
    names = [one["name"] for one in survey.get("sheets", [])]
    sheet = given.get("sheet", "")
    headers = {name: row for number, name in enumerate(names) if (row := _row(given, number, before.headers.get(name)))}
    moved = {name for name in names if headers.get(name) != before.headers.get(name)}
    tables = list(enumerate(survey.get("tables", [])))
    columns = {
        table["key"]: {}
        if table["sheet"] in moved  # below another header the columns are others
        else _columns(given, number, table, before.columns.get(table["key"], {}))
        for number, table in tables
    }
    fixed = {name: text for name in FIXED if (text := given.get(f"fixed-{name}", "").strip())}
    return Choices(sheet if sheet in names else None, {**before.columns, **columns}, headers, fixed)


def _row(given: QueryDict, number: int, before: int | None) -> int | None:
    """The header row of a sheet; that of before where the form does not ask for it."""
    text = given.get(f"header-{number}")
    return before if text is None else positive(text[:ROW_DIGITS])


def _columns(given: QueryDict, number: int, table: Mapping[str, Any], kept: Mapping[int, str]) -> dict[int, str]:
    """What the form says of a table: the columns that are to be something else than recognised, those that were before,
    and those that claim the same as one of these."""
    said = {
        column["place"]: given.get(f"column-{number}-{column['place']}", column["meaning"])
        for column in table["columns"]
    }
    chosen = {
        column["place"]: said[column["place"]]
        for column in table["columns"]
        if said[column["place"]] != column["meaning"] or column["place"] in kept
    }
    return chosen | {place: meaning for place, meaning in said.items() if meaning in set(chosen.values()) - MANY}


def _names(given: QueryDict, control: str, names: set[str]) -> dict[str, int]:
    """Who or what is meant by names, by their place in the order in which the page asks for them."""
    return {
        name: chosen
        for number, name in enumerate(sorted(names))
        if (chosen := positive(given.get(f"{control}-{number}", "")))
    }
