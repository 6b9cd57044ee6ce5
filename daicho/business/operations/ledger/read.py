"""Reads a company's own ledger from a workbook into contracts with their licences. Nothing is written anywhere."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from daicho.business.operations.ledger.choices import Choices
from daicho.business.operations.ledger.contracts import read_contract
from daicho.business.operations.ledger.evidence import is_per_unit
from daicho.business.operations.ledger.grouping import groups, with_accounts
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.messages import NO_ROWS, OTHER_ACCOUNT, WHAT
from daicho.business.operations.ledger.noted import read_price
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.prices import PricePlan, plan_prices
from daicho.business.operations.ledger.recognise import recognise
from daicho.business.operations.ledger.result import (
    Ledger,
    LedgerContract,
    LedgerLine,
    RefusedCell,
    Summary,
    summary,
)
from daicho.business.operations.ledger.rows import Break, Row, data_rows
from daicho.business.operations.ledger.same_company import one_spelling
from daicho.business.operations.ledger.told import (
    DERIVED_COLUMNS,
    EXTRA_COLUMNS,
    GUESSED,
    LATER_TERM,
    ONE_ACCOUNT,
    PER_UNIT_FOUND,
    SAME_ON_SHEETS,
    TAX_INCLUDED,
)
from daicho.business.operations.ledger.vocabulary import is_nothing, price_kind, squeezed
from daicho.engine.exchange.sheets import Cell, Workbook
from daicho.values.problems import Invalid
from daicho.values.text import company_key, normalise

__all__ = ["Ledger", "LedgerContract", "LedgerLine", "RefusedCell", "Summary", "read_ledger", "summary"]


def read_ledger(workbook: Workbook, sheet: str | None = None, choices: Choices | None = None) -> Ledger:
    """The contracts of the ledger in `workbook`; `sheet` names the one to read (None: all that are clearly the ledger),
    `choices` say more exactly how to read it (and name the sheet themselves).

    A contract is one unit: one bad cell refuses all its rows, each of them named. Raises `Invalid` when no sheet is a
    ledger, when it lacks an essential column (customer, product, start, end or term, price or amount) or has no rows.
    """
    notes = Notes()
    layouts = recognise(workbook, choices or Choices(sheet), notes)
    accepted: dict[str, LedgerContract] = {}
    refused: list[RefusedCell] = []
    for layout in layouts:
        for outcome in _sheet(layout, notes, numbered=_numbered(layout, len(layouts))):
            if isinstance(outcome, LedgerContract):
                refused.extend(_accept(accepted, outcome, notes))
            else:
                refused.extend(outcome)
    if not accepted and not refused:
        raise Invalid(*(NO_ROWS.problem(sheet=layout.grid.sheet.name) for layout in layouts))
    notes.numbers = [contract.number for contract in accepted.values() if contract.number_made]
    contracts = _with_one_spelling(list(accepted.values()), notes)
    names = tuple(layout.grid.sheet.name for layout in layouts)
    return Ledger(tuple(contracts), tuple(refused), notes.all(), names)


def _with_one_spelling(contracts: list[LedgerContract], notes: Notes) -> list[LedgerContract]:
    """The contracts, each company in one spelling (but for those that compare as equal anyway); noted where it changed."""
    spelled = one_spelling(contract.account for contract in contracts)
    changed = {name: one for name, one in spelled.items() if normalise(name) != normalise(one)}
    for spelling in dict.fromkeys(changed.values()):
        notes.add(ONE_ACCOUNT, names=(spelling, *(name for name, one in changed.items() if one == spelling)))
    return [replace(contract, account=changed.get(contract.account, contract.account)) for contract in contracts]


def _sheet(layout: Layout, notes: Notes, *, numbered: bool) -> list[LedgerContract | tuple[RefusedCell, ...]]:
    """The contracts of one sheet in its order, those that cannot be taken in as refused rows."""
    found = with_accounts(layout, list(data_rows(layout, notes)), notes)
    plan = _plan(layout, [row for row in found if isinstance(row, Row)])
    _note_columns(layout, plan, notes)
    return [read_contract(layout, plan, group, notes) for group in groups(layout, iter(found), numbered=numbered)]


def _plan(layout: Layout, rows: Sequence[Row]) -> PricePlan:
    """The price columns to use, chosen by the numbers of all data rows."""

    def number_at(row: int, column: int) -> Decimal | None:
        return _number(rows[row].get(column))

    places, quantity = range(len(rows)), layout.column("quantity")
    kinds_given = "price_kind" in layout.fields
    plan = plan_prices(layout.prices, places, quantity, number_at, kinds_given=kinds_given)
    if quantity is None:
        return plan
    product, kind = layout.column("product"), layout.column("price_kind")

    def product_at(row: int) -> tuple[str, str]:
        said = rows[row].get(kind)
        return squeezed(rows[row].get(product) or ""), price_kind(said) or squeezed(said or "")

    columns = {*(at.column for at in plan.derived), *layout.months, *layout.extras}
    used = []
    for at in plan.used:
        beside = sorted(columns - {at.column})
        each = at.per_unit or (
            at.kind != "one_time" and is_per_unit(at.column, quantity, places, beside, product_at, number_at)
        )
        used.append(at if each == at.per_unit else replace(at, per_unit=True, found=True))
    return replace(plan, used=tuple(used), counted=_counted(rows, quantity, product))


def _counted(rows: Sequence[Row], quantity: int, product: int | None) -> frozenset[str]:
    """The products that have a quantity in some row, so that one without it is an omission and no fixed fee."""
    counted = {squeezed(row.get(product) or "") for row in rows if not is_nothing(row.get(quantity))}
    return frozenset(counted)


def _number(value: Cell) -> Decimal | None:
    try:
        return None if value is None else read_price(value).number
    except Invalid:
        return None


def _note_columns(layout: Layout, plan: PricePlan, notes: Notes) -> None:
    """Say which columns went into remarks, which are not used, and which include tax."""
    if layout.extras:
        notes.add(EXTRA_COLUMNS, columns=tuple(layout.header.text(column) for column in layout.extras))
    derived = [at.column for at in plan.derived if layout.profiles[at.column].count] + list(layout.months)
    if derived:
        notes.add(DERIVED_COLUMNS, columns=tuple(layout.header.text(column) for column in derived))
    for at in plan.used:
        if at.found:
            notes.add(PER_UNIT_FOUND, column=layout.header.text(at.column))
    for name, column in layout.guessed.items():
        notes.add(GUESSED, column=layout.header.text(column), what=WHAT[name])
    for at in plan.used:
        if at.taxed:
            notes.add(TAX_INCLUDED, column=layout.header.text(at.column))


def _numbered(layout: Layout, sheets: int) -> bool:
    """Whether the number column holds contract numbers. Under a header like No. a plain 1, 2, 3 … may only count rows:
    then it counts as no number where several sheets have it, or where neighbouring rows are clearly one contract."""
    column = layout.column("number")
    if column is None:
        return False
    if layout.number_certain:
        return True
    notes = Notes()
    rows = [row for row in data_rows(layout, notes) if not isinstance(row, Break)]
    numbers = [row.get(column) for row in rows if column in row.own]
    if numbers != list(range(1, len(numbers) + 1)):
        return True
    contracts = len(groups(layout, iter(rows), numbered=False))
    return sheets == 1 and (len(numbers) < len(rows) or contracts >= len(numbers))


def _accept(accepted: dict[str, LedgerContract], contract: LedgerContract, notes: Notes) -> list[RefusedCell]:
    """Add a contract; one that another sheet has too is joined to it, or refused when it is another customer's."""
    known = accepted.get(contract.number)
    if known is None:
        accepted[contract.number] = contract
        return []
    if company_key(known.account) != company_key(contract.account):
        problem = OTHER_ACCOUNT.problem(number=contract.number, row=known.rows[0], account=known.account)
        return [RefusedCell(row, "", contract.account, problem, contract.sheet) for row in contract.rows]
    if known.sheet == contract.sheet:
        accepted[contract.number] = _joined(known, contract)
        return []
    first, second = sorted((known, contract), key=lambda one: one.start)
    if first.end is not None and second.start > first.end:
        notes.add(LATER_TERM, number=contract.number, sheet=second.sheet)
        earliest = first.first_start or first.start
        later = replace(second, first_start=earliest, term_number=first.term_number + 1)
        accepted[contract.number] = later
        return []
    notes.add(SAME_ON_SHEETS, number=contract.number)
    accepted[contract.number] = _joined(known, contract)
    return []


def _joined(known: LedgerContract, other: LedgerContract) -> LedgerContract:
    """One contract of both: the later sheet's terms, all lines, equal ones once."""

    def content(line: LedgerLine) -> tuple[object, ...]:
        return line.product, line.quantity, line.unit_price, line.price_kind, line.start, line.end

    have = {content(line) for line in known.lines}
    lines = known.lines + tuple(line for line in other.lines if content(line) not in have)
    later = other if other.end is None or (known.end is not None and other.end > known.end) else known
    end = None if known.end is None or other.end is None else max(known.end, other.end)
    rows = known.rows if known.sheet != other.sheet else known.rows + other.rows
    return replace(later, start=min(known.start, other.start), end=end, lines=lines, rows=rows)
