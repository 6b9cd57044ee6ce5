"""Numbers over everything that somebody may read: contracts, customers and MRR by owner, and what ends in which month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from daicho.business.operations.content.reports import COMPANIES, IN_FORCE, LINE_IN_USE
from daicho.engine.access import select
from daicho.engine.catalog.query import make_query
from daicho.values.money import money_text
from daicho.values.months import add_months
from daicho.web.addresses import address
from daicho.web.home.attention import NOT_CANCELLED, RENEWABLE, UNDECIDED
from daicho.web.records.location import Location
from daicho.web.visitors import Visitor

MONTHS = 12
CUSTOMERS_REPORT = "customers_by_owner"


@dataclass(slots=True)
class OwnerRow:
    """What one sales owner has in force. `mrr` by currency."""

    id: int | None
    name: str
    contracts: int
    customers: int
    link: str
    customers_link: str
    mrr: dict[str, Decimal] = field(default_factory=dict)
    mrr_texts: Sequence[str] = ()


@dataclass(slots=True)
class Month:
    """Contracts whose term ends in one month and whose renewal is open. `share` is the bar's length in per cent."""

    first: date
    count: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    link: str = ""
    share: int = 0
    texts: Sequence[str] = ()

    @property
    def name(self) -> str:
        """2026/11."""
        return f"{self.first:%Y/%m}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The part of the home page for those who look at others' contracts. `link` is the list of all that is in force."""

    owners: Sequence[OwnerRow]
    months: Sequence[Month]
    contracts: int
    mrr: Sequence[str]
    link: str


def read_numbers(visitor: Visitor) -> Numbers:
    """Three questions, whatever the number of contracts."""
    owners = _owners(visitor)
    totals: dict[str, Decimal] = {}
    for row in owners:
        for currency, amount in row.mrr.items():
            totals[currency] = totals.get(currency, Decimal(0)) + amount
        row.mrr_texts = _texts(row.mrr, visitor)
    everything = _ledger({"field": "status", **IN_FORCE})
    contracts = sum(row.contracts for row in owners)
    return Numbers(owners, _months(visitor), contracts, _texts(totals, visitor), everything)


def _owners(visitor: Visitor) -> list[OwnerRow]:
    """Owners with what they have in force, the most contracts first."""
    in_force = {"field": "status", **IN_FORCE}
    counted = make_query("contract", filter=in_force, group_by=["owner"], aggregates=["count", COMPANIES])
    rows: dict[int | None, OwnerRow] = {}
    for row in select.aggregate(visitor.actor, counted, visitor.frame):
        owner = row["owner"]
        own = {"field": "owner", "op": "eq", "value": owner.id} if owner else {"field": "owner", "op": "is_empty"}
        link = _ledger({"and": [own, in_force]})
        found = OwnerRow(
            owner.id if owner else None,
            owner.name if owner else gettext("（なし）"),
            row["count"],
            row[COMPANIES],
            link,
            _customers(owner.id if owner else None),
        )
        rows[found.id] = found
    for row in select.aggregate(visitor.actor, _mrr_by_owner(), visitor.frame):
        owner = row["contract.owner"]
        mine = rows.get(owner.id if owner else None)
        if mine is not None and row["sum:mrr"]:
            mine.mrr[row["contract.currency"]] = row["sum:mrr"]
    return sorted(rows.values(), key=lambda row: (-row.contracts, row.name))


def _customers(owner_id: int | None) -> str:
    """The customers behind the number, in the report that counts them."""
    given = {"figure": COMPANIES, "by.owner": owner_id or ""}
    return address("report_behind", CUSTOMERS_REPORT, **given)


def _mrr_by_owner() -> Any:
    return make_query(
        "contract_line",
        filter=LINE_IN_USE,
        group_by=["contract.owner", "contract.currency"],
        aggregates=["sum:mrr"],
    )


def _months(visitor: Visitor) -> list[Month]:
    """This month and the eleven after it, those without contracts too."""
    start = visitor.frame.today.replace(day=1)
    end = add_months(start, MONTHS) - timedelta(days=1)
    query = make_query(
        "contract",
        filter=_ending(start, end),
        group_by=[{"field": "end_date", "granularity": "month"}, "currency"],
        aggregates=["count", "sum:amount"],
    )
    firsts = [add_months(start, number) for number in range(MONTHS)]
    months = {
        first: Month(first, link=_ledger(_ending(first, add_months(first, 1) - timedelta(1)))) for first in firsts
    }
    for row in select.aggregate(visitor.actor, query, visitor.frame):
        month = months[row["end_date"]]
        month.count += row["count"]
        month.amounts[row["currency"]] = row["sum:amount"]
    _lengthen(list(months.values()))
    for month in months.values():
        month.texts = _texts(month.amounts, visitor)
    return list(months.values())


def _lengthen(months: Sequence[Month]) -> None:
    """The bars: the share of each month's amount in the greatest one, in the currency that most of them have."""
    currencies = [currency for month in months for currency in month.amounts]
    usual = max(currencies, key=currencies.count, default="")
    most = max((month.amounts.get(usual, Decimal(0)) for month in months), default=Decimal(0))
    for month in months:
        amount = month.amounts.get(usual, Decimal(0))
        month.share = max(int(100 * amount / most), 1) if most > 0 and amount > 0 else 0


def _ending(first: date, last: date) -> dict[str, Any]:
    between = {"field": "end_date", "op": "between", "value": [first.isoformat(), last.isoformat()]}
    return {"and": [between, UNDECIDED, RENEWABLE, NOT_CANCELLED]}


def _ledger(tree: Any) -> str:
    return f"{address('ledger')}{Location(filter=tree).link}"


def _texts(amounts: Mapping[str, Decimal], visitor: Visitor) -> list[str]:
    return [money_text(amount, currency, visitor.language) for currency, amount in sorted(amounts.items()) if amount]
