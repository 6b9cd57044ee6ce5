"""Tables of the operations: the imports of ledgers from being uploaded to being taken back."""

from django.conf import settings
from django.db import models

USER = settings.AUTH_USER_MODEL


class ImportRun(models.Model):
    """One file that is to be taken in, or was; written by `imports.runs`, `imports.work` and `imports.steps` alone.

    `choices` is what people decided about reading it, `survey` what was recognised, `trial` what the dry run found,
    `result` what was booked, `problems` why it stopped (texts in both languages). `version` counts its changes, so that a
    page that has become old is noticed. `worker` is the lease in whose hands it is (None: in nobody's). `started_at` is
    real time, for the progress; the other moments are business time. `sha256` knows the same file again.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file_id = models.BigIntegerField(null=True)
    problems_file_id = models.BigIntegerField(null=True)
    state = models.TextField(default="waiting")
    choices = models.JSONField(default=dict, blank=True)
    survey = models.JSONField(null=True)
    trial = models.JSONField(null=True)
    result = models.JSONField(null=True)
    problems = models.JSONField(default=list, blank=True)
    command = models.UUIDField(null=True)
    worker = models.BigIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    seconds = models.FloatField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["state", "id"], name="import_state"),
            models.Index(fields=["user", "-id"], name="import_user"),
        ]

    def __str__(self) -> str:
        return self.name
