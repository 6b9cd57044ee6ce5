"""Tables of processes: their versions, what was evaluated, the actions that wait, and the log of each action."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


class Process(models.Model):
    """When, if, then. `active_version` None: never switched on. `activated_at` is when it was switched on last."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    object = models.TextField()
    order = models.IntegerField(default=0)
    owner = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    active = models.BooleanField(default=False)
    active_version = models.ForeignKey(
        "ProcessVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    activated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["object", "order", "id"], name="process_order")]

    def __str__(self) -> str:
        return self.name


class ProcessVersion(models.Model):
    """One numbered definition; it never changes once it is stored."""

    id = models.BigAutoField(primary_key=True)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="one_version_a_number")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a stored version refuses to be written again (a programming error)."""
        assert self._state.adding, "a process version is never changed"
        super().save(*args, **kwargs)


class Sweep(models.Model):
    """Existing records that a process has still to take up, or to move to its version: those with an id after `after`.

    `happening` is "adopted" (all records of its object), "chosen" (those of `ids`) or "migrated" (those that it has taken
    up before).
    """

    id = models.BigAutoField(primary_key=True)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="sweeps")
    happening = models.TextField()
    after = models.BigIntegerField(default=0)
    ids = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "happening"], name="one_sweep_a_happening")]


class ProcessRun(models.Model):
    """That a process took up a record: at which event, by which version, through which nodes."""

    id = models.BigAutoField(primary_key=True)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="runs")
    version = models.ForeignKey(ProcessVersion, on_delete=models.CASCADE, related_name="+")
    object = models.TextField()
    record_id = models.BigIntegerField()
    at = models.DateTimeField()
    happening = models.TextField()
    nodes = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["object", "record_id", "process"], name="run_record")]


class ScheduledAction(models.Model):
    """One action for one record (and term) that waits, waited, or runs at once. At most one a step and occurrence.

    `due_at` is when it runs next (None while suspended), `planned_due_at` what the rule says, `original_due_at` what it
    said first, `postponed_until` what somebody chose instead (None: nobody did). `base_value` is the date it hangs on, as
    text. `attempts` counts failures. `announced_for` is the due time of which people were told ahead (None: they were not).
    """

    id = models.BigAutoField(primary_key=True)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="actions")
    version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="+")
    step = models.TextField()
    do = models.TextField()
    object = models.TextField()
    record_id = models.BigIntegerField()
    record_label = models.TextField(default="", blank=True)
    occurrence = models.TextField()
    base_value = models.TextField(null=True, blank=True)
    planned_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    original_due_at = models.DateTimeField(null=True, blank=True)
    postponed_until = models.DateTimeField(null=True, blank=True)
    state = models.TextField(default="waiting")
    reason = models.TextField(default="planned")
    reason_params = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    announced_for = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process", "step", "object", "record_id", "occurrence"], name="one_action_an_occurrence"
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="action_due"),
            models.Index(fields=["object", "record_id"], name="action_record"),
            models.Index(fields=["state", "due_at", "id"], name="action_state"),
        ]


class ScheduledActionEvent(models.Model):
    """One change of a scheduled action: what was, what is, who did it, why. `who_id` None: the system."""

    id = models.BigAutoField(primary_key=True)
    action = models.ForeignKey(ScheduledAction, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    old_state = models.TextField()
    new_state = models.TextField()
    old_due_at = models.DateTimeField(null=True, blank=True)
    new_due_at = models.DateTimeField(null=True, blank=True)
    who_id = models.BigIntegerField(null=True, blank=True)
    who = models.TextField(default="", blank=True)
    reason = models.TextField()
    reason_params = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["action", "id"], name="action_log")]
