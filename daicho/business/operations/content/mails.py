"""The mail templates and alerts of the main job that every database starts with; their texts are the files in shipped/.

A template is shipped in Japanese and English under one name; the recipient's language decides which is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from daicho.business.operations.content.marks import NOTICE, REMINDER
from daicho.business.operations.content.texts import shipped
from daicho.engine.mail.models import EmailAlert, EmailTemplate
from daicho.engine.records.command import Command
from daicho.values.labels import Language

FOLDER = "契約更新"
LANGUAGES: tuple[Language, ...] = ("ja", "en")
TEMPLATES = (
    "mail_renewal_notice",
    "mail_renewal_notice_minimal",
    "mail_auto_renewal",
    "mail_renewal_reseller",
    "mail_renewal_reminder",
    "mail_renewal_joint",
    "mail_answer_copy",
    "mail_answer_link",
    "mail_renewed",
    "mail_cancelled",
)
RENEWAL_ALERT = "更新のご案内（契約担当者へ）"
AUTO_ALERT = "自動更新のお知らせ（契約担当者へ）"
RESELLER_ALERT = "更新のご案内（代理店へ）"
REMINDER_ALERT = "更新の再案内（契約担当者へ）"
COPY_ALERT = "更新回答の控え（回答者へ）"
LINK_ALERT = "更新回答リンクの再送（契約担当者へ）"
RENEWED_ALERT = "契約更新のお礼（契約担当者へ）"
CANCELLED_ALERT = "解約完了（契約担当者へ）"
JOINT = "mail_renewal_joint"


@dataclass(frozen=True, slots=True)
class ShippedAlert:
    """The key of its template and what is noted on the contract once it has gone out ("": nothing).

    `joint` is the key of the text that is used once somebody lets it send one mail for several contracts ("": none).
    """

    template: str
    mark: str = ""
    joint: str = ""
    recipients: Mapping[str, list[str]] = field(default_factory=lambda: {"to": ["contact"]})


ALERTS: Mapping[str, ShippedAlert] = {
    RENEWAL_ALERT: ShippedAlert("mail_renewal_notice", NOTICE, JOINT),
    AUTO_ALERT: ShippedAlert("mail_auto_renewal", NOTICE),
    RESELLER_ALERT: ShippedAlert("mail_renewal_reseller", NOTICE, JOINT),
    REMINDER_ALERT: ShippedAlert("mail_renewal_reminder", REMINDER, JOINT),
    COPY_ALERT: ShippedAlert("mail_answer_copy"),
    LINK_ALERT: ShippedAlert("mail_answer_link"),
    RENEWED_ALERT: ShippedAlert("mail_renewed"),
    CANCELLED_ALERT: ShippedAlert("mail_cancelled"),
}


def ship_mails(command: Command) -> None:
    """Create templates and alerts that are missing by name; give alerts that nobody changed what they did not have before."""
    _ship_templates(command)
    templates = _templates()
    known = {alert.name: alert for alert in EmailAlert.objects.all()}
    missing = {name: alert for name, alert in ALERTS.items() if name not in known}
    command.create(
        "email_alert",
        [
            {
                "name": name,
                "object": "contract",
                "template": templates[shipped(alert.template, "ja").name],
                "recipients": dict(alert.recipients),
                "mark": alert.mark,
                "group_template": templates[shipped(alert.joint, "ja").name] if alert.joint else None,
            }
            for name, alert in missing.items()
        ],
        made=True,
    )
    untouched = [row for name, row in known.items() if name in ALERTS and row.version == 1]
    later = {row.pk: _later(row, ALERTS[row.name], templates) for row in untouched}
    command.update("email_alert", {pk: values for pk, values in later.items() if values}, made=True)


def _later(row: EmailAlert, alert: ShippedAlert, templates: Mapping[str, int]) -> dict[str, Any]:
    """What an alert that was shipped earlier did not have then."""
    found: dict[str, Any] = {}
    if alert.mark and not row.mark:
        found["mark"] = alert.mark
    if alert.joint and row.group_template_id is None:
        found["group_template"] = templates[shipped(alert.joint, "ja").name]
    return found


def _ship_templates(command: Command) -> None:
    """A name that is there already, in whatever language, is left as it is: somebody may have put it into his own words."""
    known = _templates()
    missing = [key for key in TEMPLATES if shipped(key, "ja").name not in known]
    command.create(
        "email_template",
        [
            {
                "name": shipped(key, "ja").name,
                "object": "contract",
                "subject": shipped(key, language).subject,
                "text": shipped(key, language).body,
                "language": language,
                "folder": FOLDER,
            }
            for key in missing
            for language in LANGUAGES
        ],
        made=True,
    )


def _templates() -> dict[str, int]:
    """The ids of the templates about contracts by name, the oldest of each."""
    rows = EmailTemplate.objects.filter(object="contract").order_by("-id").values_list("name", "id")
    return dict(rows)
