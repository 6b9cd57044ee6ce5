"""The processes of the main job that every database starts with, switched off, and what each of them does.

Customers who are mailed get 更新のご案内 90 days before the end, on a working day, and once more a month before it where they
have not answered; who is still considering is left alone until the day he named. For customers whom the salesperson calls,
the salesperson gets a notice and a task. Conditions and times stand here, texts in the files of shipped/.
"""

from collections.abc import Callable, Mapping

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
from daicho.business.operations.content.process_parts import (
    ABOUT,
    BY_ITSELF,
    BY_MAIL,
    BY_RESELLER,
    CONSIDERING,
    CUSTOMER,
    LEAD,
    SENT_NOTICE,
    TOLD,
    UNANSWERED,
    WITH_DEADLINE,
    WITHOUT_DEADLINE,
    Json,
    after_planned_day,
    before,
    empty,
    every,
    filled,
    is_one_of,
    mail_action,
    notice_action,
    on_contracts,
    one_node,
    task_action,
)
from daicho.engine.automation import services
from daicho.engine.automation.models import Process
from daicho.engine.records.command import Command
from daicho.rules.renewal_answers import RENEWAL_WORK


def mail_process() -> Json:
    """更新のご案内メール（90日前）."""
    notice = {"key": "notice", "do": "notify", "to": ["owner"], "text": SENT_NOTICE}
    schedule = before(90, "days", [mail_action(mails.RENEWAL_ALERT), notice], **CUSTOMER)
    label = "案内方法が「メールで案内」の契約（自動更新・更新なしを除く）"
    return on_contracts("on_create", one_node("mail", label, BY_MAIL, schedules=[schedule]))


def auto_process() -> Json:
    """自動更新のお知らせメール."""
    send = [mail_action(mails.AUTO_ALERT)]
    by_deadline = before(30, "days", send, "notice_deadline", **CUSTOMER)
    return on_contracts(
        "on_create",
        one_node("deadline", "更新区分が「自動更新」の契約", every(BY_ITSELF, WITH_DEADLINE), schedules=[by_deadline]),
        one_node(
            "end",
            "更新区分が「自動更新」で、解約申入期限のない契約",
            every(BY_ITSELF, WITHOUT_DEADLINE),
            schedules=[before(90, "days", send, **CUSTOMER)],
        ),
    )


def reseller_process() -> Json:
    """代理店への更新案内メール."""
    schedule = before(90, "days", [mail_action(mails.RESELLER_ALERT)], **CUSTOMER)
    return on_contracts(
        "on_create", one_node("reseller", "代理店経由で案内する契約", BY_RESELLER, schedules=[schedule])
    )


def owner_process() -> Json:
    """担当営業への更新通知（90日前）."""
    text = "notice_renewal_to_owner"
    schedule = before(90, "days", [notice_action(text, "owner"), task_action(text, owner="owner", due_in=14)])
    when = is_one_of("renewal_contact_method", "call")
    return on_contracts("on_create", one_node("call", "営業から連絡する契約", when, schedules=[schedule]))


def announce_process() -> Json:
    """お客様メールの送信予告: three working days before the times at which the mails to customers are planned."""
    actions = [{"key": "announce", "do": "announce_mails", "to": ["owner"], "about": ABOUT}]
    end = before(90, "days", actions, lead=LEAD, business_day="previous")
    month = before(1, "months", actions, lead=LEAD, business_day="previous")
    deadline = before(30, "days", actions, "notice_deadline", lead=LEAD, business_day="previous")
    return on_contracts(
        "on_create",
        one_node(
            "mail",
            "メールまたは代理店経由で案内する契約",
            is_one_of("renewal_contact_method", "mail", "reseller"),
            stop_after=False,
            schedules=[end, month],
        ),
        one_node("auto", "自動更新の契約", every(BY_ITSELF, WITH_DEADLINE), stop_after=False, schedules=[deadline]),
        one_node(
            "considering",
            "検討中との回答があった契約",
            CONSIDERING,
            stop_after=False,
            schedules=[after_planned_day(actions, lead=LEAD)],
        ),
    )


def undecided_process() -> Json:
    """1か月前の意思確認."""
    text = "notice_undecided_to_owner"
    not_silent = {"field": "renewal_contact_method", "op": "ne", "value": "none"}
    todo = {"owner": "owner", "due_in": 5, "due_unit": "business_days"}
    ask = before(1, "months", [notice_action(text, "owner"), task_action(text, **todo)])
    ask_again = after_planned_day([task_action(text, **todo, once=True)])
    return on_contracts(
        "on_create",
        one_node("undecided", "更新の回答がまだの契約", every(UNANSWERED, not_silent), schedules=[ask]),
        one_node("considering", "検討中との回答があった契約", every(CONSIDERING, not_silent), schedules=[ask_again]),
    )


def reminder_process() -> Json:
    """未回答のお客様への再案内（1か月前）."""
    send = [mail_action(mails.REMINDER_ALERT)]
    return on_contracts(
        "when_becomes_true",
        one_node(
            "unanswered",
            "更新のご案内を送り、回答がまだの契約",
            every(TOLD, UNANSWERED),
            schedules=[before(1, "months", send, **CUSTOMER)],
        ),
        one_node(
            "considering",
            "検討中との回答があった契約",
            every(TOLD, CONSIDERING),
            schedules=[after_planned_day(send, late="skip")],
        ),
    )


def work_process() -> Json:
    """更新作業の依頼."""
    text = "notice_renewal_work"
    todo = {"owner": "operations_user", "otherwise": "owner", "due_in": 3, "due_unit": "business_days", "once": True}
    actions = [task_action(text, **todo, kind=RENEWAL_WORK)]
    when = every(
        is_one_of("renewal_answer", "renew", "change"), {"field": "renewal_stage", "op": "not_in", "value": ["renewed"]}
    )
    return on_contracts(
        "when_becomes_true", one_node("answered", "更新・変更の回答があった契約", when, actions=actions)
    )


def renewed_process() -> Json:
    """契約更新のお礼."""
    when = every(
        is_one_of("renewal_stage", "renewed"), {"field": "renewal_contact_method", "op": "ne", "value": "none"}
    )
    node = one_node("renewed", "更新が確定した契約", when, actions=[mail_action(mails.RENEWED_ALERT)])
    return on_contracts("when_becomes_true", node)


def cancelled_process() -> Json:
    """解約手続き完了のお知らせ."""
    when = filled("cancel_date")
    node = one_node("cancelled", "解約が確定した契約", when, actions=[mail_action(mails.CANCELLED_ALERT)])
    return on_contracts("when_becomes_true", node)


def expired_process() -> Json:
    """満了・更新未処理の警告."""
    text = "notice_expired"
    when = {"key": "after_end", "offset": 1, "unit": "business_days", "direction": "after", "at": "09:00"}
    schedule = {**when, "field": "end_date", "actions": [notice_action(text, "owner", "owner.manager")]}
    node = one_node("expired", "更新も解約もされていない契約", empty("cancel_date"), schedules=[schedule])
    return on_contracts("on_create", node)


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
