"""The quotation of a contract's next term, for the customer who is asked whether he renews. Writes nothing."""

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.operations.orders.next_terms import prepared_quotes
from daicho.business.operations.orders.quotations import (
    addressee_of,
    covered_until,
    issuer_of,
    line_of,
    quotation_of_quote,
    taxes_of,
)
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.products.models import Product
from daicho.business.sales.models import QuoteLine
from daicho.business.sales.quotation import Quotation
from daicho.engine.access.actors import SYSTEM
from daicho.engine.work.frame import Frame
from daicho.rules.billing_dates import contract_billing_cycle


def is_priced(term: ContractTerm) -> bool:
    """Whether the open renewal quote has items, each with a price; true where none is open, for then the ledger's are taken."""
    prepared = prepared_quotes([term]).get(term.pk)
    if prepared is None:
        return True
    prices = list(QuoteLine.objects.filter(quote=prepared, kind="item").values_list("unit_price", flat=True))
    return bool(prices) and None not in prices


def renewal_quotation(contract: Contract, term: ContractTerm, frame: Frame) -> Quotation:
    """The open renewal quote's, else what renewing as it is would book, under the contract's number.

    Raises Conflict or Invalid where nothing can be renewed or calculated.
    """
    prepared = prepared_quotes([term]).get(term.pk)
    if prepared is not None:
        return quotation_of_quote(SYSTEM, prepared.pk, frame)
    planned = renewal.preview(SYSTEM, contract.pk, Wish(), frame)
    ids = {line.values["product"] for line in planned.lines if line.values.get("product")}
    names = dict(Product.objects.filter(pk__in=ids).values_list("id", "name"))
    cycle = contract_billing_cycle(line.values.get("billing_cycle") or "monthly" for line in planned.lines)
    return Quotation(
        number=contract.number,
        issued_on=frame.today,
        subject=contract.name,
        addressee=addressee_of(contract.account.name, contract.contact),
        issuer=issuer_of(contract.owner),
        start_date=planned.values["start_date"],
        end_date=planned.values["end_date"],
        currency=contract.currency,
        lines=tuple(line_of(line, names.get(line.values.get("product") or 0, "")) for line in planned.lines),
        amount=planned.amount,
        taxes=taxes_of(planned, contract.currency, contract.account.tax_rounding),
        valid_until=term.end_date if term.end_date is not None and term.end_date >= frame.today else None,
        payment_terms=contract.payment_terms,
        billing_cycle=cycle or "monthly",
        remarks="",
        covered_until=covered_until(planned),
        language="en" if contract.account.language == "en" else "ja",
    )
