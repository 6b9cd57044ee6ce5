"""The answers that were given under an idempotency key. Written by `v1/idempotency.py` alone."""

from django.conf import settings
from django.db import models


class IdempotentAnswer(models.Model):
    """One request with an Idempotency-Key and its answer; a repetition by the same user gets the same answer."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "api_idempotent_answer"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["user", "created_at"], name="answer_age")]

    def __str__(self) -> str:
        return self.key
