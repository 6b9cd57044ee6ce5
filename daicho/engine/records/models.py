"""The history: one row a command (who, when, why), one row a changed record, written by `history.py` alone; and kept files."""

import uuid

from django.db import models


class CommandEntry(models.Model):
    """One use case that changed something. Everything that it changed carries its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.TextField(default="")
    actor_kind = models.TextField(default="user")
    reason = models.TextField()
    source = models.TextField(default="")


class ChangeEntry(models.Model):
    """What one command did to one record: created, updated or deleted, with values before and after (JSON)."""

    id = models.BigAutoField(primary_key=True)
    command = models.ForeignKey(CommandEntry, on_delete=models.PROTECT, related_name="changes")
    object = models.TextField()
    record_id = models.BigIntegerField()
    kind = models.TextField()
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["object", "record_id", "id"], name="change_record")]


class StoredFile(models.Model):
    """One file with its bytes, kept by `files.py` alone. `kind` is a FileKind, `about` the record it belongs to ("" : none)."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    kind = models.TextField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    about = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["about", "id"], name="file_about")]
