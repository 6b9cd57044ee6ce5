"""The processes, mail templates and alerts of the main job that every database starts with. Processes are off.

Customers who are mailed get 更新のご案内 90 days before the end, on a working day; for customers whom the salesperson
calls, the salesperson gets a notice and a task. A month before the end the salesperson is asked again where nothing is
decided. The texts are the files in shipped/.
"""

from typing import Any

from daicho.business.operations.content import Text, shipped
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from daicho.engine.mail.models import EmailAlert, EmailTemplate
from daicho.engine.records.command import Command

ALERT = "更新のご案内（契約担当者へ）"
MAIL_PROCESS = "更新のご案内メール（90日前）"
OWNER_PROCESS = "担当営業への更新通知（90日前）"
UNDECIDED_PROCESS = "1か月前の意思確認"
SENT_NOTICE = (
    "更新のご案内を送ります：{{ contract.account.name }}\n"
    '「{{ contract.name }}」（{{ contract.number }}）は {{ contract.end_date|date:"Y年n月j日（D）" }}に満了します。'
    "契約担当者へ『更新のご案内』を送ります。内容は契約のページで確認できます。\n"
    "{{ contract.url }}"
)


def _method(*codes: str) -> dict[str, Any]:
    return {"field": "renewal_contact_method", "op": "in", "value": list(codes)}


def mail_process() -> dict[str, Any]:
    """更新のご案内メール（90日前）."""
    return {
        "object": "contract",
        "start": "on_create",
        "nodes": [
            {
                "key": "mail",
                "label": "案内方法が「メールで案内」の契約",
                "when": _method("mail"),
                "schedules": [
                    {
                        "key": "before_90_days",
                        "offset": 90,
                        "unit": "days",
                        "direction": "before",
                        "field": "end_date",
                        "at": "09:00",
                        "business_day": "previous",
                        "late": "skip",
                        "actions": [
                            {"key": "mail", "do": "send_alert", "alert": ALERT},
                            {"key": "notice", "do": "notify", "to": ["owner"], "text": SENT_NOTICE},
                        ],
                    }
                ],
            }
        ],
    }


def owner_process() -> dict[str, Any]:
    """担当営業への更新通知（90日前）."""
    text = shipped("notice_renewal_to_owner", "ja")
    return {
        "object": "contract",
        "start": "on_create",
        "nodes": [
            {
                "key": "call",
                "label": "営業から連絡する契約",
                "when": _method("call"),
                "schedules": [_ask(text, 90, "days", {"due_in": 14})],
            }
        ],
    }


def undecided_process() -> dict[str, Any]:
    """1か月前の意思確認."""
    text = shipped("notice_undecided_to_owner", "ja")
    return {
        "object": "contract",
        "start": "on_create",
        "nodes": [
            {
                "key": "undecided",
                "label": "更新の回答がまだの契約",
                "when": {
                    "and": [
                        {"field": "renewal_answer", "op": "is_empty"},
                        {"field": "renewal_stage", "op": "in", "value": ["open", "informed"]},
                        {"field": "renewal_contact_method", "op": "ne", "value": "none"},
                    ]
                },
                "schedules": [_ask(text, 1, "months", {"due_in": 5, "due_unit": "business_days"})],
            }
        ],
    }


def _ask(text: Text, offset: int, unit: str, due: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": f"before_{offset}_{unit}",
        "offset": offset,
        "unit": unit,
        "direction": "before",
        "field": "end_date",
        "at": "09:00",
        "actions": [
            {"key": "notice", "do": "notify", "to": ["owner"], "title": text.subject, "text": text.body},
            {"key": "task", "do": "create_task", "owner": "owner", "subject": text.task, **due},
        ],
    }


PROCESSES = {
    MAIL_PROCESS: mail_process,
    OWNER_PROCESS: owner_process,
    UNDECIDED_PROCESS: undecided_process,
}


def ship_mail(command: Command) -> None:
    """Create the template and the alert of the renewal notice when there are none of that name."""
    text = shipped("mail_renewal_notice_minimal", "ja")
    template = EmailTemplate.objects.filter(name=text.name, object="contract").order_by("id").first()
    if template is None:
        [template_id] = command.create(
            "email_template",
            [
                {
                    "name": text.name,
                    "object": "contract",
                    "subject": text.subject,
                    "text": text.body,
                    "language": "ja",
                }
            ],
            made=True,
        )
    else:
        template_id = template.id
    if not EmailAlert.objects.filter(name=ALERT).exists():
        alert = {"name": ALERT, "object": "contract", "template": template_id, "recipients": {"to": ["contact"]}}
        command.create("email_alert", [alert], made=True)


def ship_processes(command: Command) -> None:
    """Create the processes that do not exist yet, switched off."""
    known = set(Process.objects.values_list("name", flat=True))
    for name, definition in PROCESSES.items():
        if name not in known:
            services.create_process(name, definition(), actor=command.actor, frame=command.frame)
