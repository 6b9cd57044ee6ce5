"""The organisation that keeps the ledger: its settings, tax types with dated rates, and number sequences."""

from django.db import models

from daicho.engine.catalog.fields import ScaledDecimalField


class Organisation(models.Model):
    """The one row of settings (id 1)."""

    name = models.TextField(default="")
    name_normal = models.TextField(default="", editable=False)
    postal_code = models.TextField(default="", blank=True)
    address = models.TextField(default="", blank=True)
    phone = models.TextField(default="", blank=True)
    registration_number = models.TextField(default="", blank=True)
    logo = models.TextField(default="", blank=True)
    seal = models.TextField(default="", blank=True)
    cancellation_form = models.TextField(default="", blank=True)
    sender_address = models.TextField(default="", blank=True)
    signature = models.TextField(default="", blank=True)
    zone = models.TextField(default="Asia/Tokyo")
    fiscal_first_month = models.PositiveSmallIntegerField(default=4)
    week_start = models.PositiveSmallIntegerField(default=0)
    posting_day = models.PositiveSmallIntegerField(default=31)
    rounding = models.TextField(default="down")
    month_end_exempt = models.BooleanField(default=False)
    split_at_closing_day = models.BooleanField(default=False)
    closed_days = models.JSONField(default=list, blank=True)
    language = models.TextField(default="ja")
    delivery_mode = models.TextField(default="", blank=True)
    redirect_address = models.TextField(default="", blank=True)
    custom = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class Beginning(models.Model):
    """How the ledger was begun (the one row has id 1; none: not yet). Written by `operations.demo.beginning` alone.

    `password` is a hash for the demo company's people ("" : they cannot log in), `company` the name to keep beside the
    demo's data, `problem` why it failed (texts by language).
    """

    state = models.TextField()
    company = models.TextField(default="", blank=True)
    password = models.TextField(default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.JSONField(default=dict, blank=True)
    chosen_at = models.DateTimeField()
    chosen_by_id = models.BigIntegerField(null=True)


class TaxType(models.Model):
    """A kind of consumption tax: standard, reduced, exempt."""

    code = models.TextField(unique=True)
    label_ja = models.TextField()
    label_en = models.TextField()


class TaxRate(models.Model):
    """The rate of a tax type from a day on (percent)."""

    tax_type = models.ForeignKey(TaxType, on_delete=models.CASCADE, related_name="rates")
    valid_from = models.DateField()
    rate = ScaledDecimalField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tax_type", "valid_from"], name="one_rate_a_day")]


class NumberSequence(models.Model):
    """Where the next number of a kind comes from; owned by `numbers.py`."""

    key = models.TextField(primary_key=True)
    prefix = models.TextField(default="")
    digits = models.PositiveSmallIntegerField(default=6)
    next_value = models.PositiveBigIntegerField(default=1)
