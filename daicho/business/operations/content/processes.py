"""The processes of the main job that every database starts with, switched off, and what each of them does.

Customers who are mailed get 更新のご案内 90 days before the end, on a working day, and once more a month before it where they
have not answered; who is still considering is left alone until the day he named. For customers whom the salesperson calls,
the salesperson gets a notice and a task. Conditions and times stand here, texts in the files of shipped/.
"""

from collections.abc import Callable, Mapping
from typing import Any

from daicho.business.operations.content import mails
from daicho.business.operations.content.descriptions import (
    ANNOUNCE_PROCESS,
    AUTO_PROCESS,
    CANCELLED_PROCESS,
    DESCRIPTIONS,
    EXPIRED_PROCESS,
    MAIL_PROCESS,
    OWNER_PROCESS,
    REMINDER_PROCESS,
    RENEWED_PROCESS,
    RESELLER_PROCESS,
    UNDECIDED_PROCESS,
    WORK_PROCESS,
)
from daicho.business.operations.content.texts import Text, shipped
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from daicho.engine.records.command import Command

Json = dict[str, Any]
SENT_NOTICE = (
    "更新のご案内を送ります：{{ contract.account.name }}\n"
    '「{{ contract.name }}」（{{ contract.number }}）は {{ contract.end_date|date:"Y年n月j日（D）" }}に満了します。'
    "契約担当者へ『更新のご案内』を送ります。内容は契約のページで確認できます。\n"
    "{{ contract.url }}"
)
LEAD = {"offset": 3, "unit": "business_days"}
ABOUT = "{{ contract.account.name }}"


def _is(field: str, *codes: str) -> Json:
    return {"field": field, "op": "in", "value": list(codes)}


def _filled(field: str) -> Json:
    return {"field": field, "op": "is_not_empty"}


def _empty(field: str) -> Json:
    return {"field": field, "op": "is_empty"}


def _all(*nodes: Json) -> Json:
    return {"and": list(nodes)}


BY_MAIL = _all(
    _is("renewal_contact_method", "mail"), {"field": "renewal_type", "op": "not_in", "value": ["auto", "none"]}
)
BY_ITSELF = _all(_is("renewal_contact_method", "mail"), _is("renewal_type", "auto"))
BY_RESELLER = _is("renewal_contact_method", "reseller")
WITH_DEADLINE, WITHOUT_DEADLINE = _filled("notice_deadline"), _empty("notice_deadline")
STILL_RUNNING = {"field": "end_date", "op": "ge", "value": "TODAY"}
UNANSWERED = _all(
    _is("renewal_stage", "open", "informed", "considering"),
    {
        "or": [
            _empty("renewal_answer"),
            _all(_is("renewal_answer", "considering"), _empty("renewal_answer_planned_on")),
        ]
    },
)
CONSIDERING = _all(_is("renewal_answer", "considering"), _filled("renewal_answer_planned_on"), STILL_RUNNING)
TOLD = _all(_is("renewal_contact_method", "mail", "reseller"), _filled("renewal_notice_sent_at"))


def _before(offset: int, unit: str, actions: list[Json], field: str = "end_date", **more: Any) -> Json:
    """A schedule at nine before a date of the contract."""
    key = more.pop("key", f"before_{offset}_{unit}")
    when = {"offset": offset, "unit": unit, "direction": "before", "field": field, "at": "09:00"}
    return {"key": key, **when, **more, "actions": actions}


def _after_planned_day(actions: list[Json], **more: Any) -> Json:
    """The working day after the day on which the customer meant to answer; once for each day he names."""
    when = {"offset": 1, "unit": "business_days", "direction": "after", "at": "09:00"}
    field = {"field": "renewal_answer_planned_on", "repeat": "each_date"}
    return {"key": "after_planned_day", **when, **field, **more, "actions": actions}


def _send(alert: str) -> Json:
    return {"key": "mail", "do": "send_alert", "alert": alert}


def _notify(text: Text, *to: str, **more: Any) -> Json:
    return {"key": "notice", "do": "notify", "to": list(to), "title": text.subject, "text": text.body, **more}


def _task(text: Text, **more: Any) -> Json:
    return {"key": "task", "do": "create_task", "subject": text.task, **more}


def _node(key: str, label: str, when: Json | None, **more: Any) -> Json:
    return {"key": key, "label": label, "when": when, **more}


def _process(start: str, *nodes: Json) -> Json:
    return {"object": "contract", "start": start, "nodes": list(nodes)}


CUSTOMER = {"business_day": "previous", "late": "skip"}
"""Mails to customers go out on working days, and not at all when their time has passed before they are planned."""


def mail_process() -> Json:
    """更新のご案内メール（90日前）."""
    notice = {"key": "notice", "do": "notify", "to": ["owner"], "text": SENT_NOTICE}
    schedule = _before(90, "days", [_send(mails.RENEWAL_ALERT), notice], **CUSTOMER)
    label = "案内方法が「メールで案内」の契約（自動更新・更新なしを除く）"
    return _process("on_create", _node("mail", label, BY_MAIL, schedules=[schedule]))


def auto_process() -> Json:
    """自動更新のお知らせメール."""
    send = [_send(mails.AUTO_ALERT)]
    by_deadline = _before(30, "days", send, "notice_deadline", **CUSTOMER)
    return _process(
        "on_create",
        _node("deadline", "更新区分が「自動更新」の契約", _all(BY_ITSELF, WITH_DEADLINE), schedules=[by_deadline]),
        _node(
            "end",
            "更新区分が「自動更新」で、解約申入期限のない契約",
            _all(BY_ITSELF, WITHOUT_DEADLINE),
            schedules=[_before(90, "days", send, **CUSTOMER)],
        ),
    )


def reseller_process() -> Json:
    """代理店への更新案内メール."""
    schedule = _before(90, "days", [_send(mails.RESELLER_ALERT)], **CUSTOMER)
    return _process("on_create", _node("reseller", "代理店経由で案内する契約", BY_RESELLER, schedules=[schedule]))


def owner_process() -> Json:
    """担当営業への更新通知（90日前）."""
    text = shipped("notice_renewal_to_owner", "ja")
    schedule = _before(90, "days", [_notify(text, "owner"), _task(text, owner="owner", due_in=14)])
    when = _is("renewal_contact_method", "call")
    return _process("on_create", _node("call", "営業から連絡する契約", when, schedules=[schedule]))


def announce_process() -> Json:
    """お客様メールの送信予告: three working days before the times at which the mails to customers are planned."""
    actions = [{"key": "announce", "do": "announce_mails", "to": ["owner"], "about": ABOUT}]
    end = _before(90, "days", actions, lead=LEAD, business_day="previous")
    month = _before(1, "months", actions, lead=LEAD, business_day="previous")
    deadline = _before(30, "days", actions, "notice_deadline", lead=LEAD, business_day="previous")
    return _process(
        "on_create",
        _node(
            "mail",
            "メールまたは代理店経由で案内する契約",
            _is("renewal_contact_method", "mail", "reseller"),
            stop_after=False,
            schedules=[end, month],
        ),
        _node("auto", "自動更新の契約", _all(BY_ITSELF, WITH_DEADLINE), stop_after=False, schedules=[deadline]),
        _node(
            "considering",
            "検討中との回答があった契約",
            CONSIDERING,
            stop_after=False,
            schedules=[_after_planned_day(actions, lead=LEAD)],
        ),
    )


def undecided_process() -> Json:
    """1か月前の意思確認."""
    text = shipped("notice_undecided_to_owner", "ja")
    not_silent = {"field": "renewal_contact_method", "op": "ne", "value": "none"}
    todo = {"owner": "owner", "due_in": 5, "due_unit": "business_days"}
    ask = _before(1, "months", [_notify(text, "owner"), _task(text, **todo)])
    ask_again = _after_planned_day([_task(text, **todo, once=True)])
    return _process(
        "on_create",
        _node("undecided", "更新の回答がまだの契約", _all(UNANSWERED, not_silent), schedules=[ask]),
        _node("considering", "検討中との回答があった契約", _all(CONSIDERING, not_silent), schedules=[ask_again]),
    )


def reminder_process() -> Json:
    """未回答のお客様への再案内（1か月前）."""
    send = [_send(mails.REMINDER_ALERT)]
    return _process(
        "when_becomes_true",
        _node(
            "unanswered",
            "更新のご案内を送り、回答がまだの契約",
            _all(TOLD, UNANSWERED),
            schedules=[_before(1, "months", send, **CUSTOMER)],
        ),
        _node(
            "considering",
            "検討中との回答があった契約",
            _all(TOLD, CONSIDERING),
            schedules=[_after_planned_day(send, late="skip")],
        ),
    )


def work_process() -> Json:
    """更新作業の依頼."""
    text = shipped("notice_renewal_work", "ja")
    todo = {"owner": "operations_user", "otherwise": "owner", "due_in": 3, "due_unit": "business_days", "once": True}
    actions = [_task(text, **todo)]
    when = _all(
        _is("renewal_answer", "renew", "change"), {"field": "renewal_stage", "op": "not_in", "value": ["renewed"]}
    )
    return _process("when_becomes_true", _node("answered", "更新・変更の回答があった契約", when, actions=actions))


def renewed_process() -> Json:
    """契約更新のお礼."""
    when = _all(_is("renewal_stage", "renewed"), {"field": "renewal_contact_method", "op": "ne", "value": "none"})
    node = _node("renewed", "更新が確定した契約", when, actions=[_send(mails.RENEWED_ALERT)])
    return _process("when_becomes_true", node)


def cancelled_process() -> Json:
    """解約手続き完了のお知らせ."""
    when = _filled("cancel_date")
    node = _node("cancelled", "解約が確定した契約", when, actions=[_send(mails.CANCELLED_ALERT)])
    return _process("when_becomes_true", node)


def expired_process() -> Json:
    """満了・更新未処理の警告."""
    text = shipped("notice_expired", "ja")
    when = {"key": "after_end", "offset": 1, "unit": "business_days", "direction": "after", "at": "09:00"}
    schedule = {**when, "field": "end_date", "actions": [_notify(text, "owner", "owner.manager")]}
    node = _node("expired", "更新も解約もされていない契約", _empty("cancel_date"), schedules=[schedule])
    return _process("on_create", node)


PROCESSES: Mapping[str, Callable[[], Json]] = {
    ANNOUNCE_PROCESS: announce_process,
    MAIL_PROCESS: mail_process,
    AUTO_PROCESS: auto_process,
    RESELLER_PROCESS: reseller_process,
    OWNER_PROCESS: owner_process,
    UNDECIDED_PROCESS: undecided_process,
    REMINDER_PROCESS: reminder_process,
    WORK_PROCESS: work_process,
    RENEWED_PROCESS: renewed_process,
    CANCELLED_PROCESS: cancelled_process,
    EXPIRED_PROCESS: expired_process,
}
"""In the order in which they run: what is announced is announced before it is sent."""


def ship_processes(command: Command) -> None:
    """Create the processes that do not exist yet, switched off."""
    known = set(Process.objects.values_list("name", flat=True))
    for name, definition in PROCESSES.items():
        if name not in known:
            about = {"description": DESCRIPTIONS[name].ja, "description_en": DESCRIPTIONS[name].en}
            services.create_process(name, {**definition(), **about}, actor=command.actor, frame=command.frame)
