"""The ledger itself: contracts in terms, their licence lines, and the sales entries of each line."""

from django.conf import settings
from django.db import models

from daicho.business.parties.models import Account, Contact
from daicho.business.products.models import Product
from daicho.engine.catalog.fields import ScaledDecimalField, with_twins
from daicho.engine.catalog.record_base import Record

USER = settings.AUTH_USER_MODEL


@with_twins("number", "name", "currency", "payment_terms", "cancel_reason", "remarks")
class Contract(Record):
    """One contract under one number for life. What belongs to a term stands in `ContractTerm`."""

    number = models.TextField(unique=True)
    name = models.TextField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contracts")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bill_to = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bill_to_contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_user = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reseller = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    operations_user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    currency = models.TextField(default="JPY")
    provisional = models.BooleanField(default=False)
    order_date = models.DateField(null=True, blank=True)
    acceptance_date = models.DateField(null=True, blank=True)
    first_start_date = models.DateField()
    cancel_date = models.DateField(null=True, blank=True)
    cancel_reason = models.TextField(default="", blank=True)
    billing_cycle = models.TextField(default="monthly")
    closing_day = models.PositiveSmallIntegerField(default=31)
    payment_terms = models.TextField(default="", blank=True)
    next_term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_to_month_end = models.BooleanField(default=False)
    remarks = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "id"], name="contract_owner"),
            models.Index(fields=["account", "id"], name="contract_account"),
            models.Index(fields=["name_normal", "id"], name="contract_name"),
        ]


class ContractTerm(models.Model):
    """One term (第n期). The one with valid_from ≤ today ≤ valid_to is the current one; the first and last are open-ended.

    `booked_end_date` is the end with which it was booked: its lines were agreed to that day and stay when the end is
    corrected, so a line that reaches it has not ended before its term.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveIntegerField(default=1)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    booked_end_date = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    next_start_date = models.DateField(null=True, blank=True)
    next_end_date = models.DateField(null=True, blank=True)
    amount = ScaledDecimalField(default=0)
    notice_deadline = models.DateField(null=True, blank=True)
    renewal_due_date = models.DateField(null=True, blank=True)
    renewal_notice_date = models.DateField(null=True, blank=True)
    renewal_notice_by_hand = models.BooleanField(default=False)
    renewal_type = models.TextField(default="manual")
    renewal_contact_method = models.TextField(default="mail")
    renewal_stage = models.TextField(default="open")
    renewal_answer = models.TextField(default="", blank=True)
    renewal_answer_source = models.TextField(default="", blank=True)
    renewal_notice_sent_at = models.DateTimeField(null=True, blank=True)
    renewal_answered_at = models.DateTimeField(null=True, blank=True)
    renewal_respondent = models.TextField(default="", blank=True)
    renewal_answer_comment = models.TextField(default="", blank=True)
    renewal_answer_planned_on = models.DateField(null=True, blank=True)
    renewal_reminder_sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="one_term_a_number")]
        indexes = [
            models.Index(fields=["end_date", "contract"], name="term_end"),
            models.Index(fields=["renewal_due_date", "contract"], name="term_due"),
            models.Index(fields=["start_date", "contract"], name="term_start"),
        ]


class RenewalAnswer(models.Model):
    """One answer of the customer to the renewal of a term; the latest holds, those before it are `superseded`.

    `quantities` are the wishes of 変更して更新する: {"line", "product", "current", "quantity"} each. `new_*` is the person
    who takes over. `quote` is the number of the renewal quote that was drafted for it; `order_file` the id of the purchase
    order that came with it; `told_again_at` when the owner was told that the planned day had passed.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="answers")
    term = models.ForeignKey(ContractTerm, on_delete=models.CASCADE, related_name="answers")
    choice = models.TextField()
    source = models.TextField(default="page")
    answered_at = models.DateTimeField()
    respondent = models.TextField(default="", blank=True)
    department = models.TextField(default="", blank=True)
    comment = models.TextField(default="", blank=True)
    planned_on = models.DateField(null=True, blank=True)
    reason = models.TextField(default="", blank=True)
    quantities = models.JSONField(default=list, blank=True)
    new_name = models.TextField(default="", blank=True)
    new_department = models.TextField(default="", blank=True)
    new_email = models.TextField(default="", blank=True)
    recipient = models.TextField(default="", blank=True)
    quote = models.TextField(default="", blank=True)
    order_file = models.BigIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superseded = models.BooleanField(default=False)
    told_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["contract", "-answered_at"], name="answer_contract"),
            models.Index(
                fields=["planned_on"],
                name="answer_planned",
                condition=models.Q(choice="considering", superseded=False, told_again_at=None),
            ),
        ]


@with_twins("description")
class ContractLine(Record):
    """One licence in one term: a product, a quantity, a price, a period of use. Versions point to what they replace."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lines")
    term = models.ForeignKey(ContractTerm, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=1)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(default="", blank=True)
    quantity = ScaledDecimalField(default=1)
    unit_price = ScaledDecimalField()
    price_kind = models.TextField()
    sales_cycle = models.TextField(default="monthly")
    spread_months = models.PositiveIntegerField(null=True, blank=True)
    billing_cycle = models.TextField(default="monthly")
    billing_timing = models.TextField(default="arrears")
    first_billing_date = models.DateField(null=True, blank=True)
    proration = models.TextField(default="none")
    fixed_days = models.PositiveSmallIntegerField(default=30)
    remainder = models.TextField(default="last")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    currency = models.TextField(default="JPY")
    amount = ScaledDecimalField()
    mrr = ScaledDecimalField(default=0)
    auto_renew = models.BooleanField(default=True)
    revised_price = ScaledDecimalField(null=True, blank=True)
    tax_type = models.TextField(default="standard")
    replaced = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["contract", "start_date"], name="line_contract"),
            models.Index(fields=["product", "contract"], name="line_product"),
        ]


class SalesEntry(models.Model):
    """One amount for one line and one sales period. Unique by line, period start and kind; never changed once closed."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="entries")
    contract_line = models.ForeignKey(ContractLine, on_delete=models.CASCADE, related_name="entries")
    kind = models.TextField(default="sale")
    period_start = models.DateField()
    period_end = models.DateField()
    posting_date = models.DateField()
    billing_date = models.DateField(null=True, blank=True)
    amount = ScaledDecimalField()
    currency = models.TextField(default="JPY")
    formula = models.TextField(default="")
    status = models.TextField(default="planned")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract_line", "period_start", "kind"], name="one_entry_a_period")
        ]
        indexes = [
            models.Index(fields=["contract", "posting_date"], name="entry_contract"),
            models.Index(fields=["posting_date", "id"], name="entry_posting"),
        ]


class LinkUse(models.Model):
    """How often something was done with an answer link, until a moment; counted by `link_uses` alone."""

    key = models.CharField(max_length=64, primary_key=True)
    uses = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="link_use_until")]
