"""What is sold and for how much: products with their line defaults, dated prices with tiers."""

from django.db import models

from daicho.business.parties.models import Account
from daicho.engine.catalog.fields import ScaledDecimalField, with_twins
from daicho.engine.catalog.record_base import Record


@with_twins("code", "name", "currency")
class Product(Record):
    """A service or goods; its defaults fill a quote line."""

    code = models.TextField(unique=True)
    name = models.TextField()
    kind = models.TextField(default="service")
    list_price = ScaledDecimalField(null=True, blank=True)
    currency = models.TextField(default="JPY")
    price_kind = models.TextField(default="monthly")
    sales_cycle = models.TextField(default="", blank=True)
    billing_cycle = models.TextField(default="", blank=True)
    billing_timing = models.TextField(default="", blank=True)
    proration = models.TextField(default="", blank=True)
    auto_renew = models.BooleanField(null=True, blank=True)
    tax_type = models.TextField(default="standard")
    active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["name_normal", "id"], name="product_name")]


class Price(Record):
    """A dated price of a product (None account: for everybody), with tiers by quantity."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="prices")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="prices")
    kind = models.TextField(default="sales")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=50)
    unit_price = ScaledDecimalField(null=True, blank=True)
    tiers = models.JSONField(default=list, blank=True)
