"""Tables of mail: templates, alerts, and the outbox. What is done with them stands in outbox.py and claims.py."""

from django.db import models
from django.db.models import Q

from daicho.engine.catalog.fields import with_twins
from daicho.engine.catalog.record_base import Record
from daicho.engine.mail.states import State


@with_twins("name", "object", "subject", "folder")
class EmailTemplate(Record):
    """Subject and text of mails about records of one object, with merge fields."""

    name = models.CharField(max_length=255)
    object = models.CharField(max_length=100)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2, default="ja")
    folder = models.CharField(max_length=255, blank=True, default="")

    def __str__(self) -> str:
        return self.name


@with_twins("name", "object")
class EmailAlert(Record):
    """A template and who gets it. `recipients` is {"to": [...], "cc": [...], "bcc": [...]} of recipient definitions.

    `mark` names what is noted on the record once the mail has gone out (see marks.py); "": nothing. `group_template` is
    the text of a mail about several records (see joint.py); None: the texts of their mails, one below the other.
    """

    name = models.CharField(max_length=255, unique=True)
    object = models.CharField(max_length=100)
    template = models.ForeignKey(EmailTemplate, on_delete=models.PROTECT, related_name="alerts")
    recipients = models.JSONField(default=dict)
    group = models.CharField(max_length=20, default="none")
    mark = models.CharField(max_length=100, blank=True, default="")
    group_template = models.ForeignKey(
        EmailTemplate, on_delete=models.PROTECT, related_name="+", null=True, blank=True, default=None
    )

    def __str__(self) -> str:
        return self.name


class Mail(models.Model):
    """One mail, as rendered, and what became of it. Written by outbox.py and claims.py only.

    `object` and `record_id` name the record on whose timeline it stands. `worker` is the lease of the worker that has it
    in hand. `to_tell` is true while somebody must still be told of a problem. `mark` is what is noted on the record once it
    has gone out, `marked` whether that was done. Lists of addresses hold {"address", "name"} objects. `mode` is the delivery mode under which it was handled.
    """

    id = models.BigAutoField(primary_key=True)
    object = models.CharField(max_length=100, blank=True, default="")
    record_id = models.BigIntegerField(null=True, blank=True)
    occurrence = models.CharField(max_length=100, blank=True, default="")
    process = models.CharField(max_length=255, blank=True, default="")
    process_version = models.PositiveIntegerField(null=True, blank=True)
    step = models.CharField(max_length=255, blank=True, default="")
    template = models.CharField(max_length=255, blank=True, default="")
    language = models.CharField(max_length=2, default="ja")
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    sender_name = models.CharField(max_length=255, blank=True, default="")
    sender_address = models.CharField(max_length=320)
    reply_to = models.JSONField(default=list, blank=True)
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    mode = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=State.QUEUED)
    message_id = models.CharField(max_length=255, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    worker = models.BigIntegerField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    to_tell = models.BooleanField(default=False)
    mark = models.CharField(max_length=100, blank=True, default="")
    marked = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index("next_attempt_at", "id", name="mail_queued", condition=Q(state="queued")),
            models.Index("worker", name="mail_worker", condition=Q(worker__isnull=False)),
            models.Index("id", name="mail_to_tell", condition=Q(to_tell=True)),
            models.Index("id", name="mail_troubled", condition=Q(state__in=["failed", "held", "unknown"])),
            models.Index("object", "record_id", "id", name="mail_record"),
            models.Index("id", name="mail_to_mark", condition=Q(marked=False) & ~Q(mark="")),
        ]

    def __str__(self) -> str:
        return self.subject


class MailPart(models.Model):
    """One record of a mail about several, the first one included. Written by outbox.py only.

    `mail.object` is its object. `occurrence`, `process` and `step` say what made it, as those of a mail do.
    """

    id = models.BigAutoField(primary_key=True)
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="parts")
    object = models.CharField(max_length=100)
    record_id = models.BigIntegerField()
    occurrence = models.CharField(max_length=100, blank=True, default="")
    process = models.CharField(max_length=255, blank=True, default="")
    process_version = models.PositiveIntegerField(null=True, blank=True)
    step = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        indexes = [models.Index("object", "record_id", "mail", name="mail_part_record")]
        constraints = [
            models.UniqueConstraint("mail", "record_id", "occurrence", "process", "step", name="one_part_a_step")
        ]
