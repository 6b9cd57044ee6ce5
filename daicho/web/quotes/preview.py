"""The live preview: what confirming would book, as totals, months and the schedule. One calculation with booking."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daicho.business.contracts.booking import PlannedContract, PlannedTerm
from daicho.business.contracts.taxes import term_taxes
from daicho.business.parties.models import Account
from daicho.values.money import money_text, plain
from daicho.web.cells import formula_text
from daicho.web.contract.facts import length, span
from daicho.web.visitors import Visitor

MOST_ENTRIES = 400
HEIGHT = 48
WIDTH = 240


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of the chart, in its units; `title` says month and amount."""

    title: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tax:
    """The tax at one rate."""

    rate: str
    net: str
    tax: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One sales entry that would be booked."""

    line: str
    span: str
    posting: str
    billing: str
    amount: str
    formula: str
    negative: bool


@dataclass(frozen=True, slots=True)
class MonthShown:
    """The entries that are posted in one month, with their sum."""

    name: str
    total: str
    entries: Sequence[EntryShown]


@dataclass(frozen=True, slots=True)
class Preview:
    """All of it; money as people read it. `cut`: the schedule is longer than what is shown."""

    span: str
    length: str
    amount: str
    mrr: str
    taxes: Sequence[Tax]
    tax: str
    gross: str
    lines: int
    entries: int
    bars: Sequence[Bar]
    months: Sequence[MonthShown]
    cut: bool


def preview_contract(planned: PlannedContract, visitor: Visitor) -> Preview:
    """The preview of a quote: its only term, taxed and rounded as its account wants it."""
    account = Account.objects.filter(pk=planned.values["account"]).values_list("tax_rounding", flat=True).first()
    return preview_term(planned.terms[0], planned.values["currency"], account or "down", visitor)


def preview_term(term: PlannedTerm, currency: str, rounding: str, visitor: Visitor) -> Preview:
    """The preview of one term (a renewal)."""
    language = visitor.language
    taxes = term_taxes(term, currency, rounding)
    tax = sum((one.tax for one in taxes), Decimal(0))
    months, count = _months(term, currency, visitor)
    start, end = term.values["start_date"], term.values["end_date"]

    def money(value: Decimal) -> str:
        return money_text(value, currency, language)

    return Preview(
        span(start, end),
        length(start, end, language),
        money(term.amount),
        money(term.mrr),
        [Tax(plain(one.rate), money(one.net), money(one.tax)) for one in taxes],
        money(tax),
        money(term.amount + tax),
        len(term.lines),
        count,
        _bars(term, currency, visitor),
        months,
        count > MOST_ENTRIES,
    )


def _bars(term: PlannedTerm, currency: str, visitor: Visitor) -> list[Bar]:
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for line in term.lines:
        for entry in line.entries:
            sums[entry.posting_date.replace(day=1)] += entry.amount
    if not sums:
        return []
    most = max(*sums.values(), Decimal(1))
    step = WIDTH / len(sums)
    bars = []
    for place, (month, amount) in enumerate(sorted(sums.items())):
        height = max(float(amount / most) * HEIGHT, 1.0) if amount > 0 else 0.0
        title = f"{month:%Y/%m} {money_text(amount, currency, visitor.language)}"
        bars.append(
            Bar(title, round(place * step, 2), round(HEIGHT - height, 2), round(step * 0.8, 2), round(height, 2))
        )
    return bars


def _months(term: PlannedTerm, currency: str, visitor: Visitor) -> tuple[list[MonthShown], int]:
    entries = [(line, entry) for line in term.lines for entry in line.entries]
    entries.sort(key=lambda pair: (pair[1].posting_date, pair[0].values.get("position") or 0))
    grouped: dict[str, list[EntryShown]] = defaultdict(list)
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for line, entry in entries[:MOST_ENTRIES]:
        name = f"{entry.posting_date:%Y/%m}"
        totals[name] += entry.amount
        grouped[name].append(
            EntryShown(
                line.values.get("description") or "",
                span(entry.period_start, entry.period_end),
                f"{entry.posting_date:%Y/%m/%d}",
                f"{entry.billing_date:%Y/%m/%d}",
                money_text(entry.amount, currency, visitor.language),
                formula_text(entry.formula, visitor.language),
                entry.amount < 0,
            )
        )
    months = [MonthShown(name, money_text(totals[name], currency, visitor.language), grouped[name]) for name in grouped]
    return months, len(entries)
