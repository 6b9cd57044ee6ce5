"""The tax on what a term books: each entry at the rate of the day it is posted on, rounded once a rate."""

from daicho.business.contracts.booking import PlannedTerm
from daicho.business.organisation.tax import TaxSum, tax_by_rate


def term_taxes(term: PlannedTerm, currency: str, rounding: str) -> list[TaxSum]:
    """One sum a rate, the highest first; `rounding` is how the customer's account rounds tax (down, half_up, up)."""
    taxed = [
        (line.values.get("tax_type") or "standard", entry.posting_date, entry.amount)
        for line in term.lines
        for entry in line.entries
    ]
    return tax_by_rate(taxed, currency, rounding)
