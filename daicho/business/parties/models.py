"""Companies and people: accounts and their contacts."""

from django.conf import settings
from django.db import models

from daicho.engine.catalog.fields import ScaledDecimalField, with_twins
from daicho.engine.catalog.record_base import Record

USER = settings.AUTH_USER_MODEL


@with_twins("code", "name", "name_kana", "corporate_number", "postal_code", "address", "phone", "website", "remarks")
class Account(Record):
    """A company: customer, reseller, supplier."""

    code = models.TextField(unique=True)
    name = models.TextField()
    name_kana = models.TextField(default="", blank=True)
    corporate_number = models.TextField(default="", blank=True)
    postal_code = models.TextField(default="", blank=True)
    address = models.TextField(default="", blank=True)
    phone = models.TextField(default="", blank=True)
    website = models.TextField(default="", blank=True)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    operations_user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    is_customer = models.BooleanField(default=True)
    is_reseller = models.BooleanField(default=False)
    is_supplier = models.BooleanField(default=False)
    closing_day = models.PositiveSmallIntegerField(default=31)
    payment_month = models.PositiveSmallIntegerField(default=1)
    payment_day = models.PositiveSmallIntegerField(default=31)
    holiday_shift = models.TextField(default="none")
    tax_rounding = models.TextField(default="down")
    reseller_rate = ScaledDecimalField(null=True, blank=True)
    renewal_contact_method = models.TextField(default="mail")
    language = models.TextField(default="ja")
    remarks = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["name_normal", "id"], name="account_name"),
            models.Index(fields=["owner", "id"], name="account_owner"),
        ]


@with_twins("name", "family_name", "given_name", "name_kana", "department", "title", "email", "phone")
class Contact(Record):
    """A person at an account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contacts")
    name = models.TextField()
    family_name = models.TextField(default="", blank=True)
    given_name = models.TextField(default="", blank=True)
    name_kana = models.TextField(default="", blank=True)
    department = models.TextField(default="", blank=True)
    title = models.TextField(default="", blank=True)
    email = models.TextField(default="", blank=True)
    phone = models.TextField(default="", blank=True)
    state = models.TextField(default="active")
    roles = models.JSONField(default=list, blank=True)
    language = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["name_normal", "id"], name="contact_name")]
