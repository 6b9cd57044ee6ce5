"""Processes, waiting actions and mails to look at."""

from typing import Any

from daicho.business.operations.orders.order_to_cash import confirm
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import services
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.mail.models import Mail
from tests.world import World

NAME = "お客様への案内"


ALERT = "更新のご案内（契約担当者へ）"
DEFINITION: dict[str, Any] = {
    "object": "contract",
    "start": "on_create",
    "nodes": [
        {
            "key": "mail",
            "label": "メールで案内する契約",
            "when": {"field": "renewal_contact_method", "op": "in", "value": ["mail"]},
            "schedules": [
                {
                    "key": "early",
                    "offset": 90,
                    "unit": "days",
                    "field": "end_date",
                    "at": "09:00",
                    "business_day": "previous",
                    "late": "skip",
                    "actions": [
                        {"key": "mail", "do": "send_alert", "alert": ALERT},
                        {"key": "notice", "do": "notify", "to": ["owner"], "text": "{{ contract.number }}"},
                    ],
                }
            ],
        }
    ],
}


def switch_on(world: World, existing: Any = "none") -> int:
    """A process that mails customers and tells the owner, on; its id."""
    process = mail_process(world)
    services.activate(process.pk, actor=SYSTEM, frame=world.frame, existing=existing)
    return process.pk


def mail_process(world: World) -> Process:
    """That process, made when it is missing."""
    found = Process.objects.filter(name=NAME).first()
    return found or services.create_process(NAME, DEFINITION, actor=world.actor("admin"), frame=world.frame)


def waiting(world: World, count: int = 1) -> list[int]:
    """The mail actions of so many new contracts of the owner."""
    switch_on(world)
    for _ in range(count):
        confirm(world.actor("owner"), world.quote(), world.frame)
    return list(ScheduledAction.objects.filter(do="send_alert").order_by("id").values_list("id", flat=True))


def mail(world: World, contract: int | None, state: str = "sent", subject: str = "更新のご案内") -> int:
    """One mail in the outbox about a contract (None: about nothing)."""
    to = [{"address": "sato@aoba.example.jp", "name": "佐藤 真理子"}]
    return Mail.objects.create(
        object="contract" if contract else "",
        record_id=contract,
        subject=subject,
        text="本文です。",
        sender_address="info@our.example.jp",
        to=to,
        mode="live",
        state=state,
        message_id=f"<{Mail.objects.count()}@our.example.jp>",
        next_attempt_at=world.frame.now,
        created_at=world.frame.now,
    ).pk
