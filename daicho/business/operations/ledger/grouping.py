"""Which data rows together are one contract, and whose."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from daicho.business.operations.ledger.cells import read_day
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.notes import Notes, row_list
from daicho.business.operations.ledger.rows import Break, Row
from daicho.business.operations.ledger.told import ACCOUNT_ABOVE
from daicho.business.operations.ledger.vocabulary import squeezed
from daicho.engine.exchange.sheets import Cell
from daicho.values.parsing import plain
from daicho.values.problems import Invalid
from daicho.values.text import company_key, normalise

_OF_CUSTOMER = ("contact", "email", "phone", "address", "postal_code", "department", "title", "account_code")
LEAST_BLANK = 2


@dataclass(slots=True)
class Group:
    """The rows of one contract. `number` None: the ledger gives it none."""

    number: str | None
    rows: list[Row] = field(default_factory=list)


def with_accounts(layout: Layout, rows: list[Row | Break], notes: Notes) -> list[Row | Break]:
    """The rows, a blank customer filled with the one above where this is the sheet's habit: in two rows with a number or
    more, which leave all other columns about the customer blank too."""
    account, number = layout.column("account"), layout.column("number")
    if account is None or number is None or account in layout.added:
        return rows
    about = {column for name in _OF_CUSTOMER for column in layout.fields.get(name, ())}
    above: Cell = None
    filled: dict[int, Row] = {}
    for place, row in enumerate(rows):
        if isinstance(row, Break):
            continue
        if row.get(account) is not None:
            above = row.get(account)
        elif above is not None and number in row.own and not about & row.own and row.own > {number}:
            filled[place] = replace(row, values={**row.values, account: above})
    if len({row.index for row in filled.values()}) < LEAST_BLANK:
        return rows
    notes.add(ACCOUNT_ABOVE, rows=row_list([row.number for row in filled.values()]))
    return [filled.get(place, row) for place, row in enumerate(rows)]


def groups(layout: Layout, rows: Iterator[Row | Break], *, numbered: bool) -> list[Group]:
    """The contracts: rows with one number, or, where there is none, with one account and period. A row without an
    account of its own continues the contract above."""
    found: dict[tuple[str, ...], Group] = {}
    current: Group | None = None
    last: dict[str, Cell] = {}
    for row in rows:
        if isinstance(row, Break):
            current, last = None, {}
            continue
        key = _key(layout, row, current, last, numbered=numbered)
        if key is None and current is not None:
            current.rows.append(row)
            continue
        key = key or ("row", str(row.index))
        current = found.setdefault(key, Group(key[1] if key[0] == "number" else None))
        current.rows.append(row)
    return list(found.values())


def _key(
    layout: Layout, row: Row, current: Group | None, last: dict[str, Cell], *, numbered: bool
) -> tuple[str, ...] | None:
    """What tells the row's contract from others; None when the row continues the one above."""
    number = row.get(layout.column("number")) if numbered else None
    if number is not None:
        last.clear()
        last["account"] = row.get(layout.column("account"))
        return ("number", contract_number(number))
    account = row.get(layout.column("account"))
    if account is None or (numbered and current is not None and current.number and _same(account, last.get("account"))):
        return None
    dates = ("start", "end", "period", "term")
    undated = all(row.get(layout.column(name)) is None for name in dates)
    if current is not None and undated and _same(account, last.get("account")):
        return None
    last["account"] = account
    for name in dates:
        last[name] = row.get(layout.column(name))
    period = (_period_text(last.get(name)) for name in ("start", "end", "period", "term"))
    return ("content", company_key(str(last["account"])), *period)


def _period_text(value: Cell) -> str:
    """A date or period as it is compared, however it is written."""
    if value is None:
        return ""
    try:
        return read_day(value).isoformat()
    except Invalid:
        return squeezed(value)


def _same(one: Cell, other: Cell) -> bool:
    return one is not None and other is not None and normalise(str(one)) == normalise(str(other))


def contract_number(value: Cell) -> str:
    """A contract number as it is kept: width unified, no white space around."""
    return plain(value)
