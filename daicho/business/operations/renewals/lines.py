"""What goes into the next term of a contract: its last term, the next period, and the lines that renew. Writes nothing."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm
from daicho.rules.renewal import next_term, term_months
from daicho.values.labels import Message
from daicho.values.months import add_months
from daicho.values.periods import Period
from daicho.values.problems import Invalid

START_TOO_LATE = Message(
    "start_after_end",
    ja="次の期の開始日（{start}）は {last} 以前にしてください。空ければ、契約終了日の翌日から始まります。",
    en="The next term must start on {last} or before (it was {start}). Leave it out to start the day after the end.",
)
START_TOO_EARLY = Message(
    "start_before_term",
    ja="次の期の開始日（{start}）は、現在の期の開始日（{first}）より後にしてください。",
    en="The next term ({start}) must start after the current term does ({first}).",
)
UNKNOWN_LINE = Message(
    "unknown_line",
    ja="契約 {number} の更新対象に明細 {line} はありません。",
    en="Contract {number} has no renewable line {line}.",
)
LINE_KEYS = (
    "price_kind",
    "sales_cycle",
    "spread_months",
    "billing_cycle",
    "billing_timing",
    "proration",
    "fixed_days",
    "remainder",
    "auto_renew",
    "tax_type",
    "description",
    "position",
)


def last_term(contract: Contract) -> ContractTerm:
    """The term that is booked last: the one that renewing follows."""
    return ContractTerm.objects.filter(contract=contract).order_by("-number")[0]


def next_period(contract: Contract, old: ContractTerm, start: date | None = None, months: int | None = None) -> Period:
    """The days of the next term; `start` None: the day after the end, `months` None: as agreed. `old` has an end.

    Raises Invalid for a start that leaves a gap or swallows the term.
    """
    assert old.end_date is not None
    length = months or contract.next_term_months or term_months(old.start_date, old.end_date)
    if start is None or start == old.end_date + timedelta(days=1):
        return next_term(contract.first_start_date, old.start_date, old.end_date, length)
    check_start(old, start)
    return Period(start, add_months(start, length) - timedelta(days=1))


def check_start(old: ContractTerm, start: date) -> None:
    """Raise Invalid when a next term from `start` would leave a gap or swallow the term."""
    assert old.end_date is not None
    if start > old.end_date + timedelta(days=1):
        last = old.end_date + timedelta(days=1)
        raise Invalid(START_TOO_LATE.problem("start_date", start=start, last=last))
    if start <= old.start_date:
        raise Invalid(START_TOO_EARLY.problem("start_date", start=start, first=old.start_date))


def lines_that_renew(old: ContractTerm, there: Iterable[ContractLine] | None = None) -> list[ContractLine]:
    """The lines of the term that renew and have not ended before it, in their order. `old` has an end.

    `there` are the lines of the term in their order, where they have been read; None: they are read.
    """
    assert old.end_date is not None
    agreed = min(old.end_date, old.booked_end_date or old.end_date)
    if there is None:
        there = ContractLine.objects.filter(term=old).order_by("position", "id")
    found = (line for line in there if line.auto_renew and not line.cancelled and not line.replaced)
    return [line for line in found if line.end_date is None or line.end_date >= agreed]


def next_lines(
    contract: Contract,
    old: ContractTerm,
    period: Period,
    wishes: Mapping[int, Mapping[str, Any]] | None = None,
    there: Iterable[ContractLine] | None = None,
) -> list[dict[str, Any]]:
    """Values of the next term's lines over the whole period, at revised prices, equal ones as one.

    `wishes` maps line ids to changed quantity and unit_price; lines it does not name are left out. None: all as they are.
    `there` are the lines of `old`, as `lines_that_renew` takes them. Raises Invalid for a line that does not renew.
    """
    lines = lines_that_renew(old, there)
    known = {line.id for line in lines}
    if unknown := sorted(set(wishes or ()) - known):
        raise Invalid(UNKNOWN_LINE.problem("lines", number=contract.number, line=unknown))
    if wishes is not None:
        lines = [line for line in lines if line.id in wishes]
    return _merged([{**_values(line), **(wishes or {}).get(line.id, {})} for line in lines], period)


def _values(line: ContractLine) -> dict[str, Any]:
    return {
        **{key: getattr(line, key) for key in LINE_KEYS},
        "product": line.product_id,
        "quantity": line.quantity,
        "unit_price": line.revised_price if line.revised_price is not None else line.unit_price,
        "replaces": line.id,
    }


def _merged(lines: Iterable[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
    """Equal lines become one with the sum of their quantities; each runs over the whole new term."""
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in lines:
        apart = ("quantity", "replaces", "position")
        key = tuple(sorted((name, str(value)) for name, value in line.items() if name not in apart))
        if key in merged:
            merged[key]["quantity"] += line["quantity"]
        else:
            merged[key] = {**line, "start_date": period.first, "end_date": period.last}
    return list(merged.values())
