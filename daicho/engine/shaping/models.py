"""Tables of what people shape: custom fields, and the stamp that says which state of them holds. Written by this package alone."""

from django.db import models


class CustomField(models.Model):
    """One field that people added. `definition` is a `definition.FieldDefinition`; key and type never change.

    `deleted_at` None: in use; afterwards the field is in no catalog, and its values wait to be restored or removed.
    `next_number` is what an automatic number gives next.
    """

    id = models.BigAutoField(primary_key=True)
    object = models.TextField()
    key = models.TextField()
    type = models.TextField()
    definition = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    next_number = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "key"], name="one_custom_field_a_key")]

    def __str__(self) -> str:
        return f"{self.object}.{self.key}"


class CatalogStamp(models.Model):
    """One row: a text that is another one after every change of custom fields."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.TextField(default="")

    def __str__(self) -> str:
        return self.stamp
