"""The one currency of a contract, told by its column or by how its prices are written."""

from daicho.business.operations.ledger.findings import Findings
from daicho.business.operations.ledger.grouping import Group
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.licences import LicenceReader
from daicho.business.operations.ledger.messages import OTHER_CURRENCY
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.prices import PricePlan
from daicho.business.operations.ledger.vocabulary import squeezed

_CURRENCY_WORDS = {
    "円": "JPY",
    "¥": "JPY",
    "日本円": "JPY",
    "$": "USD",
    "ドル": "USD",
    "米ドル": "USD",
    "€": "EUR",
    "ユーロ": "EUR",
}


def currency_of(layout: Layout, plan: PricePlan, group: Group, findings: Findings, notes: Notes) -> str:
    """The contract's currency: of its column, else of its prices, else yen. Several are refused."""
    column = layout.column("currency")
    reader = LicenceReader(layout, plan, findings, notes)
    found: dict[str, None] = {}
    for row in group.rows:
        value = row.get(column)
        word = squeezed(value).upper() if value is not None else reader.currency(row)
        if word:
            found[_CURRENCY_WORDS.get(word.lower(), word)] = None
    if len(found) > 1:
        findings.add(group.rows[0], column, OTHER_CURRENCY.problem(currencies=tuple(found)))
    return next(iter(found), "JPY")
