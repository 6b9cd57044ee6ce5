"""Saved reports: one question of the catalog each, with the words that explain its numbers, and who may use it."""

from django.conf import settings
from django.db import models

from daicho.engine.catalog.fields import with_twins
from daicho.engine.catalog.record_base import Record


@with_twins("name", "description")
class Report(Record):
    """One report. `key` names shipped ones (empty: made by users); `description` says what is counted, `note` on which
    data a day in the past or the future rests; `definition` is a `definition.Definition`; `sharing` private or everyone."""

    key = models.TextField(default="", blank=True, db_index=True)
    name = models.TextField()
    name_en = models.TextField(default="", blank=True)
    description = models.TextField(default="", blank=True)
    description_en = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    note_en = models.TextField(default="", blank=True)
    object = models.TextField()
    definition = models.JSONField(default=dict)
    sharing = models.TextField(default="private")
    position = models.PositiveIntegerField(default=1000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
