"""The dates of a term that follow from others: notice deadline, renewal notice and due date, the next term. PURE.

One function for booking, correcting and importing, so that they cannot differ.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from daicho.rules.renewal import next_term, notice_deadline, renewal_due_date, renewal_notice_date, term_months

INPUTS = frozenset(
    {"end_date", "start_date", "notice_months", "notice_days", "notice_to_month_end", "next_term_months"}
)


def derived_dates(contract: Mapping[str, Any], term: Mapping[str, Any]) -> dict[str, date | None]:
    """What to write on the term; all None for a term without an end.

    `contract` gives first_start_date, notice_* and next_term_months; `term` gives start_date, end_date and, when set by
    hand (`renewal_notice_by_hand`), renewal_notice_date, which is then kept.
    """
    start, end = term["start_date"], term.get("end_date")
    if end is None:
        nothing = ("notice_deadline", "renewal_due_date", "renewal_notice_date", "next_start_date", "next_end_date")
        return dict.fromkeys(nothing)
    deadline = notice_deadline(
        end, contract.get("notice_months"), contract.get("notice_days"), bool(contract.get("notice_to_month_end"))
    )
    months = contract.get("next_term_months") or term_months(start, end)
    following = next_term(contract["first_start_date"], start, end, months)
    by_hand = term.get("renewal_notice_date") if term.get("renewal_notice_by_hand") else None
    return {
        "notice_deadline": deadline,
        "renewal_due_date": renewal_due_date(end, deadline),
        "renewal_notice_date": by_hand or renewal_notice_date(start, end, deadline),
        "next_start_date": following.first,
        "next_end_date": following.last,
    }
