"""What the shipped processes are put together of: conditions, times, and actions with their texts in both languages."""

from typing import Any

from daicho.business.operations.content.texts import shipped
from daicho.values.labels import Language

Json = dict[str, Any]
SENT_NOTICE_JA = (
    "更新のご案内を送ります：{{ contract.account.name }}\n"
    '「{{ contract.name }}」（{{ contract.number }}）は {{ contract.end_date|date:"Y年n月j日（D）" }}に満了します。'
    "契約担当者へ『更新のご案内』を送ります。内容は契約のページで確認できます。\n"
    "{{ contract.url }}"
)
SENT_NOTICE_EN = (
    "A renewal notice is being sent: {{ contract.account.name }}\n"
    '“{{ contract.name }}” ({{ contract.number }}) ends on {{ contract.end_date|date:"j F Y (D)" }}. '
    "The renewal notice goes to the customer's contact. What it says stands on the contract's page.\n"
    "{{ contract.url }}"
)
SENT_NOTICE = {"ja": SENT_NOTICE_JA, "en": SENT_NOTICE_EN}
LEAD = {"offset": 3, "unit": "business_days"}
LANGUAGES: tuple[Language, ...] = ("ja", "en")
ABOUT = "{{ contract.account.name }}"


def is_one_of(field: str, *codes: str) -> Json:
    """The field is one of these choices."""
    return {"field": field, "op": "in", "value": list(codes)}


def filled(field: str) -> Json:
    """The field holds something."""
    return {"field": field, "op": "is_not_empty"}


def empty(field: str) -> Json:
    """The field is empty."""
    return {"field": field, "op": "is_empty"}


def every(*nodes: Json) -> Json:
    """All of these hold."""
    return {"and": list(nodes)}


BY_MAIL = every(
    is_one_of("renewal_contact_method", "mail"), {"field": "renewal_type", "op": "not_in", "value": ["auto", "none"]}
)
BY_ITSELF = every(is_one_of("renewal_contact_method", "mail"), is_one_of("renewal_type", "auto"))
BY_RESELLER = is_one_of("renewal_contact_method", "reseller")
WITH_DEADLINE, WITHOUT_DEADLINE = filled("notice_deadline"), empty("notice_deadline")
STILL_RUNNING = {"field": "end_date", "op": "ge", "value": "TODAY"}
UNANSWERED = every(
    is_one_of("renewal_stage", "open", "informed", "considering"),
    {
        "or": [
            empty("renewal_answer"),
            every(is_one_of("renewal_answer", "considering"), empty("renewal_answer_planned_on")),
        ]
    },
)
CONSIDERING = every(is_one_of("renewal_answer", "considering"), filled("renewal_answer_planned_on"), STILL_RUNNING)
TOLD = every(is_one_of("renewal_contact_method", "mail", "reseller"), filled("renewal_notice_sent_at"))


def before(offset: int, unit: str, actions: list[Json], field: str = "end_date", **more: Any) -> Json:
    """A schedule at nine before a date of the contract."""
    key = more.pop("key", f"before_{offset}_{unit}")
    when = {"offset": offset, "unit": unit, "direction": "before", "field": field, "at": "09:00"}
    return {"key": key, **when, **more, "actions": actions}


def after_planned_day(actions: list[Json], **more: Any) -> Json:
    """The working day after the day on which the customer meant to answer; once for each day he names."""
    when = {"offset": 1, "unit": "business_days", "direction": "after", "at": "09:00"}
    field = {"field": "renewal_answer_planned_on", "repeat": "each_date"}
    return {"key": "after_planned_day", **when, **field, **more, "actions": actions}


def mail_action(alert: str) -> Json:
    """The alert is sent."""
    return {"key": "mail", "do": "send_alert", "alert": alert}


def _both(key: str, part: str) -> Json:
    """A part of a shipped text in both languages."""
    return {language: getattr(shipped(key, language), part) for language in LANGUAGES}


def notice_action(key: str, *to: str, **more: Any) -> Json:
    """A notice with a shipped text to the users at these paths."""
    words = {"title": _both(key, "subject"), "text": _both(key, "body")}
    return {"key": "notice", "do": "notify", "to": list(to), **words, **more}


def task_action(key: str, **more: Any) -> Json:
    """A ToDo with a shipped subject."""
    return {"key": "task", "do": "create_task", "subject": _both(key, "task"), **more}


def one_node(key: str, label: str, when: Json | None, **more: Any) -> Json:
    """A node with its condition; None: always."""
    return {"key": key, "label": label, "when": when, **more}


def on_contracts(start: str, *nodes: Json) -> Json:
    """A process about contracts."""
    return {"object": "contract", "start": start, "nodes": list(nodes)}


CUSTOMER = {"business_day": "previous", "late": "skip"}
"""Mails to customers go out on working days, and not at all when their time has passed before they are planned."""
