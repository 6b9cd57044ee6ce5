"""Where a field is used by mail templates and alerts: for whoever wants to delete it."""

from collections.abc import Iterator

from daicho.engine.mail.models import EmailAlert, EmailTemplate
from daicho.engine.shaping.usages import Usage, named_in
from daicho.values.labels import Label

TEMPLATE = Label("メールテンプレート", "Email template")
ALERT = Label("メールアラート", "Email alert")


def in_mails(object_key: str, field_key: str) -> Iterator[Usage]:
    """The templates whose merge fields, and the alerts whose recipients name the field."""
    for template in EmailTemplate.objects.order_by("name"):
        parts = [template.subject, template.text, template.html]
        if named_in(parts, template.object, object_key, field_key):
            yield Usage(TEMPLATE, template.name)
    for alert in EmailAlert.objects.order_by("name"):
        if named_in(alert.recipients, alert.object, object_key, field_key):
            yield Usage(ALERT, alert.name)
