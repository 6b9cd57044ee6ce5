"""The quotation of a quote: what stands on it now, calculated just as its preview and its confirmation are."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedLine, PlannedTerm
from daicho.business.contracts.taxes import term_taxes
from daicho.business.operations.orders.order_to_cash import NO_LINES, line_values
from daicho.business.organisation.own_files import printed_images
from daicho.business.organisation.settings import organisation, schedule_settings
from daicho.business.parties.models import Contact
from daicho.business.sales.models import Order, Quote, QuoteLine
from daicho.business.sales.objects import QUOTE
from daicho.business.sales.quotation import Addressee, Issuer, Quotation, QuotationLine, TaxPart
from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.access.models import User
from daicho.engine.records import checks, history
from daicho.engine.work.frame import Frame
from daicho.values.problems import Invalid, Missing

NO_CHANGE = frozenset({"confirm_quote", "undo_confirm", "renew_contract", "undo_renewal"})
"""Reasons of commands that leave what is offered as it was."""


def quotation_of_quote(actor: Actor, quote_id: int, frame: Frame) -> Quotation:
    """The quotation of a quote that the actor may read. Raises Missing; Invalid where nothing can be calculated (no lines)."""
    actor.require("read", "quote", QUOTE.label)
    visible = select.readable_ids(actor, "quote", [quote_id], frame)
    quote = Quote.objects.filter(id__in=visible).select_related("account", "contact", "owner").first()
    if quote is None:
        raise Missing(checks.NOT_FOUND.problem(object=QUOTE.label, id=str(quote_id)))
    confirmed = Order.objects.filter(quote=quote).order_by("id").values_list("confirmed_at", flat=True).first()
    rows = QuoteLine.objects.filter(quote=quote).select_related("product").order_by("position", "id")
    term = _calculated(quote, rows, frame.at(confirmed) if confirmed else frame)
    return Quotation(
        number=quote.number,
        issued_on=_written_on(quote).astimezone(frame.habits.zone).date(),
        subject=quote.name,
        addressee=addressee_of(quote.account.name, quote.contact),
        issuer=issuer_of(quote.owner),
        start_date=quote.start_date,
        end_date=quote.end_date,
        currency=quote.currency,
        lines=tuple(_beside(rows, iter(term.lines))),
        amount=term.amount,
        taxes=taxes_of(term, quote.currency, quote.account.tax_rounding),
        valid_until=quote.valid_until,
        payment_terms=quote.payment_terms,
        billing_cycle=booking.common_billing_cycle([line.values for line in term.lines]),
        remarks=quote.remarks,
        covered_until=covered_until(term),
        language="en" if quote.account.language == "en" else "ja",
    )


def addressee_of(company: str, contact: Contact | None) -> Addressee:
    """A company with its person; None: nobody in particular."""
    if contact is None:
        return Addressee(company)
    return Addressee(company, contact.department, contact.title, contact.name)


def issuer_of(owner: User | None) -> Issuer:
    """We, with the salesperson whom to ask (None: nobody is named)."""
    ours, images = organisation(), printed_images()
    return Issuer(
        name=ours.name,
        postal_code=ours.postal_code,
        address=ours.address,
        phone=ours.phone or (owner.phone if owner is not None else ""),
        registration_number=ours.registration_number,
        person=owner.name if owner is not None else "",
        email=owner.email if owner is not None else "",
        logo=images.get("logo"),
        seal=images.get("seal"),
    )


def taxes_of(term: PlannedTerm, currency: str, rounding: str) -> tuple[TaxPart, ...]:
    """The tax of a term by rate, as it is previewed."""
    return tuple(TaxPart(one.rate, one.net, one.tax) for one in term_taxes(term, currency, rounding))


def covered_until(term: PlannedTerm) -> date | None:
    """The last day that the amounts of a term without an end contain; None for one with an end."""
    if term.values.get("end_date") is not None:
        return None
    return max((entry.period_end for line in term.lines for entry in line.entries), default=None)


def line_of(line: PlannedLine, product: str) -> QuotationLine:
    """One planned line; `product` is the name of its product ("" : it has none)."""
    values = line.values
    written = values.get("description") or ""
    name = product or written
    by_use = values["price_kind"] == "usage" and not line.entries
    return QuotationLine(
        name=name,
        detail=written if written != name else "",
        quantity=Decimal(values["quantity"]),
        unit_price=Decimal(values["unit_price"]),
        price_kind=values["price_kind"],
        start_date=values["start_date"],
        end_date=values.get("end_date"),
        amount=None if by_use else values["amount"],
        reduced=values.get("tax_type") == "reduced",
    )


def _calculated(quote: Quote, rows: Iterable[QuoteLine], frame: Frame) -> PlannedTerm:
    """The items as preview and booking calculate them, whatever the quote may be confirmed into, and whether it may be."""
    items = [line_values(row) for row in rows if row.kind == "item"]
    if not items:
        raise Invalid(NO_LINES.problem("lines", number=quote.number))
    settings = schedule_settings(quote.closing_day)
    lines = [booking.plan_line(item, quote.currency, settings, frame.today) for item in items]
    return PlannedTerm({"end_date": quote.end_date}, tuple(lines))


def _beside(rows: Iterable[QuoteLine], items: Iterator[PlannedLine]) -> Iterator[QuotationLine]:
    """The rows of the quote; items with what was calculated for them, in the same order."""
    for row in rows:
        if row.kind == "item":
            yield line_of(next(items), row.product.name if row.product is not None else "")
        else:
            yield QuotationLine(row.description, "heading" if row.kind == "heading" else "remark")


def _written_on(quote: Quote) -> datetime:
    """When somebody last changed what is offered. Confirming it, and taking that back, is no such change."""
    moments = [item.at for item in history.of_record("quote", quote.pk) if item.reason not in NO_CHANGE]
    moments += QuoteLine.objects.filter(quote=quote).values_list("updated_at", flat=True)
    return max(moments, default=quote.created_at)
