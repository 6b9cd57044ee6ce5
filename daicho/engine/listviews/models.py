"""Saved views: columns, filter and sort of one object's list, and who may use them."""

from django.conf import settings
from django.db import models

from daicho.engine.catalog.fields import with_twins
from daicho.engine.catalog.record_base import Record


@with_twins("name", "description")
class ListView(Record):
    """One view. `key` names shipped ones (empty: made by users); `sharing` is private or everyone; `pinned` ones stand in
    the sidebar of everybody who has not taken them away."""

    key = models.TextField(default="", blank=True, db_index=True)
    name = models.TextField()
    name_en = models.TextField(default="", blank=True)
    description = models.TextField(default="", blank=True)
    description_en = models.TextField(default="", blank=True)
    object = models.TextField()
    columns = models.JSONField(default=list, blank=True)
    filter = models.JSONField(null=True, blank=True)
    sort = models.JSONField(default=list, blank=True)
    sharing = models.TextField(default="private")
    position = models.PositiveIntegerField(default=1000)
    pinned = models.BooleanField(default=False, db_default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )


class ViewPin(models.Model):
    """What one person decided about one view: it stands in his sidebar, or (`pinned` False) it does not."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(ListView, on_delete=models.CASCADE, related_name="pins")
    pinned = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "view"], name="view_pin_once")]
