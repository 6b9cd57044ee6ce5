"""The licence lines of a contract: those in use, or every version with what was and what comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.web.cells import Cell, shown
from daicho.web.contract.facts import length, span, term_name
from daicho.web.contract.reading import MOST_PARTS, ContractRead

LINE = "contract_line"
COLUMNS = [
    "term",
    "product",
    "description",
    "quantity",
    "unit_price",
    "price_kind",
    "sales_cycle",
    "billing_cycle",
    "billing_timing",
    "start_date",
    "end_date",
    "currency",
    "amount",
    "mrr",
    "auto_renew",
    "status",
]
IN_USE = {"field": "status", "op": "eq", "value": "active"}


@dataclass(frozen=True, slots=True)
class Licence:
    """One line: `name` is the product, `detail` what was agreed beside it; `length` such as 11か月14日.

    `recurring`: it has an MRR; `renews`: it is taken over into the next term.
    """

    name: str
    detail: str
    term: str
    span: str
    length: str
    recurring: bool
    renews: bool
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Licences:
    """The lines of the tab; `every` whether past and coming ones are among them, `cut` whether there are more."""

    rows: Sequence[Licence]
    every: bool
    cut: bool


def licences(contract: ContractRead, *, every: bool) -> Licences:
    """The lines in use today, or with `every` all of them in the order of their use."""
    sort = "start_date,position,id" if every else "position,id"
    rows = contract.parts(LINE, COLUMNS, sort, *([] if every else [IN_USE]))
    numbers = {term["id"]: term["term_number"] for term in contract.terms} if every else {}
    return Licences([_licence(row, numbers, contract) for row in rows], every, len(rows) >= MOST_PARTS)


def _licence(row: Row, numbers: Mapping[int, int], contract: ContractRead) -> Licence:
    spec = registry.get(LINE)
    product = row["product"].name if row["product"] else ""
    described = row["description"] or ""
    cells = {
        field.key: shown(field, row[field.key], contract.visitor, currency=row["currency"])
        for field in spec.fields
        if field.key in row
    }
    return Licence(
        name=product or described,
        detail=described if product and described != product else "",
        term=term_name(numbers.get(row["term"].id)) if row["term"] else "",
        span=span(row["start_date"], row["end_date"]),
        length=length(row["start_date"], row["end_date"], contract.visitor.language),
        recurring=bool(row["mrr"]),
        renews=bool(row["auto_renew"]),
        cells=cells,
    )
