"""Every shipped mail about a real contract, to the letter: the files in golden/ are what customers read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from daicho.business.operations.content import mails as shipped_mails
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation.do_send_alert import composed
from daicho.engine.automation.mail_trials import firing_for
from daicho.engine.mail import alerts
from daicho.engine.mail.models import EmailTemplate
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from tests.world import World

MINIMAL = "最小版の案内"
GOLDEN = Path(__file__).parent / "golden"
LINK = re.compile(r"/answer/…/")
NAME = "株式会社青葉製作所 帳票クラウド 基本ライセンス"
WIDEST = 78
"""Columns of half-width characters beside the name of the contract: about 35 full-width ones."""
ANSWER = {
    "renewal_answer": "considering",
    "renewal_respondent": "鈴木 一郎",
    "renewal_answer_comment": "社内で稟議中です。",
    "renewal_answer_planned_on": date(2026, 4, 20),
    "renewal_answered_at": datetime(2026, 4, 2, 1, 30, tzinfo=UTC),
}


@dataclass(frozen=True)
class Mail:
    """One golden file: which alert, written on which day, for which changes of the contract."""

    alert: str
    day: str = "2026-04-01"
    changes: Mapping[str, Any] = field(default_factory=dict)
    before: Callable[[World, int], Any] = lambda world, contract: None


def to_end_user(world: World, contract: int) -> None:
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        rows = [{"name": "株式会社みどり物流", "owner": world.users["owner"]}]
        [account] = running.create("account", rows, made=True)
        change = {"end_user": account, "renewal_contact_method": "reseller"}
        running.update("contract", {contract: change}, made=True)


def minimal_alert(world: World, contract: int) -> None:
    """An alert with the second template, as a company may make one."""
    template = EmailTemplate.objects.get(name="更新のご案内（最小版）", language="ja").pk
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        row = {"name": MINIMAL, "object": "contract", "template": template, "recipients": ["contact"]}
        running.create("email_alert", [row], made=True)


def renewed(world: World, contract: int) -> None:
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)


MAILS = {
    "renewal_notice": Mail(shipped_mails.RENEWAL_ALERT, changes={"notice_months": 1}),
    "auto_renewal": Mail(shipped_mails.AUTO_ALERT),
    "auto_renewal_with_deadline": Mail(shipped_mails.AUTO_ALERT, changes={"notice_months": 1}),
    "renewal_reseller": Mail(shipped_mails.RESELLER_ALERT, before=to_end_user),
    "renewal_reminder": Mail(shipped_mails.REMINDER_ALERT, "2026-05-29"),
    "answer_copy": Mail(shipped_mails.COPY_ALERT, "2026-04-02", ANSWER),
    "answer_link": Mail(shipped_mails.LINK_ALERT),
    "minimal": Mail(MINIMAL, before=minimal_alert),
    "renewed": Mail(shipped_mails.RENEWED_ALERT, "2026-06-10", before=renewed),
    "cancelled": Mail(shipped_mails.CANCELLED_ALERT, changes={"cancel_date": date(2026, 6, 30)}),
}


def written(world: World, mail: Mail, language: str) -> str:
    """Subject and text as they would go out."""
    lines: list[dict[str, Any]] = [
        {"product": world.monthly, "quantity": Decimal(10)},
        {"product": world.annual},
        {"product": world.once},
    ]
    contract = order_to_cash.confirm(world.actor("owner"), world.quote(lines), world.frame).contract
    mail.before(world, contract)
    frame = Frame(datetime.fromisoformat(f"{mail.day}T09:00+09:00"), world.frame.habits)
    with command(actor=SYSTEM, reason="test", frame=frame) as running:
        running.update("contract", {contract: dict(mail.changes)}, made=True)
        contact = {"department": "情報システム部", "title": "課長", "language": language}
        running.update("contact", {world.contact: contact}, made=True)
        running.update("user", {world.users["owner"]: {"phone": "03-1234-5678"}}, made=True)
    alert = alerts.load(mail.alert)
    made = composed(alert, firing_for(alert, contract, frame), frame)
    return LINK.sub("/answer/TOKEN/", f"{made.title}\n\n{made.text}")


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", MAILS)
def test_each_mail_reads_as_its_golden_file(world, name, language):
    text = written(world, MAILS[name], language)
    assert text == (GOLDEN / f"{name}.{language}.txt").read_text("utf-8")
    assert "\n\n\n" not in text
    body = text.partition("\n")[2].splitlines()
    assert [line for line in body if width(line.replace(NAME, "")) > WIDEST] == []
