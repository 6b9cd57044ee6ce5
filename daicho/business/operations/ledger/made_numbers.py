"""Numbers for contracts that a ledger gives none."""

import hashlib

from daicho.business.operations.ledger.dates import Span
from daicho.values.text import company_key


def made_number(account: str, whole: Span) -> str:
    """The number of a contract that the ledger gives none: it follows from the customer's name (without legal form) and
    the period, so that the same row always gets the same one."""
    content = f"{company_key(account)}|{whole.start.isoformat()}|{whole.end.isoformat() if whole.end else ''}"
    return "L-" + hashlib.sha256(content.encode()).hexdigest()[:10].upper()
