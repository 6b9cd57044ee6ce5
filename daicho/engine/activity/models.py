"""Tables of what people are to do and to know: tasks and notifications. Mails are in `mail`, history in `records`."""

from django.conf import settings
from django.db import models

from daicho.engine.catalog.fields import with_twins
from daicho.engine.catalog.record_base import Record

USER = settings.AUTH_USER_MODEL


@with_twins("subject", "record")
class Task(Record):
    """Something that one person is to do. `record` names what it is about ("contract:12"; "" for nothing).

    `kind` says what made it, for those who must find it again whatever it is called ("": nobody needs to).
    """

    subject = models.TextField()
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    record = models.TextField(default="", blank=True)
    status = models.TextField(default="open")
    kind = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["owner", "status", "due_at"], name="task_owner"),
            models.Index(fields=["record"], name="task_record"),
        ]


class Notification(models.Model):
    """One line under somebody's bell. `record` names what it is about; `group` keeps notices of one kind together.

    `kind` says what it tells, for those who must find it again whatever its words are ("": nobody needs to).
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    title = models.TextField()
    body = models.TextField(default="", blank=True)
    record = models.TextField(default="", blank=True)
    group = models.TextField(default="", blank=True)
    kind = models.CharField(max_length=100, blank=True, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_user"),
            models.Index(fields=["record"], name="notification_record"),
        ]
