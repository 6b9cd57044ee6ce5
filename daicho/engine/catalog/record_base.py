"""The columns that every object's table has; what is particular to an object stands in its own models."""

from django.db import models


class Part(models.Model):
    """A row that belongs to a parent record. Times are set by the save path (no real clock here); `version` counts saves."""

    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Record(Part):
    """A record with custom values: one JSON object, an absent key is an empty value, decimals are texts, dates ISO."""

    custom = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True
