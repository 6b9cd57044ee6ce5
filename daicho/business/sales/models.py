"""Selling: opportunities, quotes with their lines, and the orders that confirmed events leave behind."""

from django.conf import settings
from django.db import models

from daicho.business.contracts.models import Contract
from daicho.business.parties.models import Account, Contact
from daicho.business.products.models import Product
from daicho.engine.catalog.fields import ScaledDecimalField, with_twins
from daicho.engine.catalog.record_base import Record

USER = settings.AUTH_USER_MODEL


@with_twins("name")
class Opportunity(Record):
    """A chance to sell."""

    name = models.TextField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="opportunities")
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    stage = models.TextField(default="open")
    kind = models.TextField(default="new")
    expected_on = models.DateField(null=True, blank=True)
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


@with_twins("number", "name", "currency", "payment_terms", "remarks")
class Quote(Record):
    """One proposal with its contract terms."""

    number = models.TextField(unique=True)
    revision = models.PositiveSmallIntegerField(default=1)
    opportunity = models.ForeignKey(Opportunity, null=True, blank=True, on_delete=models.PROTECT, related_name="quotes")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="quotes")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bill_to = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bill_to_contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_user = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reseller = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(default="", blank=True)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    operations_user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    currency = models.TextField(default="JPY")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    closing_day = models.PositiveSmallIntegerField(default=31)
    payment_terms = models.TextField(default="", blank=True)
    billing_cycle = models.TextField(default="monthly")
    billing_timing = models.TextField(default="arrears")
    next_term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    renewal_type = models.TextField(default="manual")
    renewal_contact_method = models.TextField(default="mail")
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_to_month_end = models.BooleanField(default=False)
    valid_until = models.DateField(null=True, blank=True)
    remarks = models.TextField(default="", blank=True)
    status = models.TextField(default="draft")


@with_twins("description")
class QuoteLine(Record):
    """One line of a quote: an item, a heading or a remark."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=1)
    kind = models.TextField(default="item")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(default="", blank=True)
    quantity = ScaledDecimalField(default=1)
    list_price = ScaledDecimalField(null=True, blank=True)
    unit_discount = ScaledDecimalField(null=True, blank=True)
    discount_rate = ScaledDecimalField(null=True, blank=True)
    unit_price = ScaledDecimalField(null=True, blank=True)
    price_kind = models.TextField(default="monthly")
    sales_cycle = models.TextField(default="monthly")
    spread_months = models.PositiveIntegerField(null=True, blank=True)
    billing_cycle = models.TextField(default="monthly")
    billing_timing = models.TextField(default="arrears")
    first_billing_date = models.DateField(null=True, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    proration = models.TextField(default="none")
    fixed_days = models.PositiveSmallIntegerField(default=30)
    remainder = models.TextField(default="last")
    auto_renew = models.BooleanField(default=True)
    tax_type = models.TextField(default="standard")
    currency = models.TextField(default="JPY")


@with_twins("number")
class Order(Record):
    """The record of one confirmed event. A quote is confirmed once: the database refuses a second order of kind new."""

    number = models.TextField(unique=True)
    kind = models.TextField(default="new")
    quote = models.ForeignKey(Quote, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="orders")
    effective_date = models.DateField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    undo = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quote"], condition=models.Q(kind="new", quote__isnull=False), name="one_new_order_a_quote"
            )
        ]
