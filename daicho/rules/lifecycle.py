"""The status of a contract and of a line on a day, and what may be done in each: one table for buttons and guards."""

from collections.abc import Mapping
from datetime import date

from daicho.rules.codes import CONTRACT_STATUSES, QUOTE_STATUSES
from daicho.values.labels import Label, Message, Problem

ACTIONS: dict[str, Label] = {
    "renew": Label("契約更新", "Renew"),
    "reserve": Label("次契約予約", "Reserve next term"),
    "add": Label("ライセンス追加", "Add licences"),
    "replace": Label("ライセンス洗替", "Replace licences"),
    "revise": Label("価格改定", "Revise prices"),
    "cancel": Label("解約", "Cancel"),
    "answer": Label("回答を登録", "Record answer"),
    "promote": Label("本契約登録", "Register as contract"),
    "correct": Label("編集", "Edit"),
    "undo": Label("直前の操作の取消", "Undo latest event"),
}
CONTRACT_TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    "provisional": ("promote", "correct", "undo"),
    "upcoming": ("renew", "reserve", "add", "replace", "revise", "cancel", "answer", "correct", "undo"),
    "active": ("renew", "reserve", "add", "replace", "revise", "cancel", "answer", "correct", "undo"),
    "cancelling": ("correct", "undo"),
    "cancelled": ("correct", "undo"),
    "ended": ("renew", "cancel", "answer", "correct", "undo"),
}
ENDLESS_REFUSES: frozenset[str] = frozenset({"renew", "reserve"})
QUOTE_ACTIONS: dict[str, Label] = {
    "edit": Label("編集", "Edit"),
    "confirm": Label("受注確定", "Confirm order"),
    "void": Label("無効にする", "Void"),
    "undo": Label("受注確定取消", "Undo confirmation"),
    "copy": Label("複写", "Copy"),
}
QUOTE_TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    "draft": ("edit", "confirm", "void", "copy"),
    "confirmed": ("undo", "copy"),
    "void": ("copy",),
}
NOT_ALLOWED = Message(
    "action_not_allowed",
    ja="状態が「{status}」のため、「{action}」はできません。",
    en="“{action}” is not possible while the status is “{status}”.",
)
WITHOUT_END = Message(
    "action_without_end",
    ja="終了日を定めない契約では「{action}」はできません。契約は毎月自動で続きます。",
    en="“{action}” is not possible for a contract without an end; it goes on by itself every month.",
)


def contract_status(
    provisional: bool, cancel_date: date | None, first_start: date, term_end: date | None, today: date
) -> str:
    """The contract's status as it is read on `today`.

    `cancel_date` is the last day of use (None: not cancelled), `term_end` the last day of the last term that is booked
    (None: without an end, it never ends).
    """
    if provisional:
        return "provisional"
    if cancel_date is not None:
        return "cancelled" if cancel_date < today else "cancelling"
    if first_start > today:
        return "upcoming"
    return "ended" if term_end is not None and term_end < today else "active"


def line_status(start: date, end: date | None, today: date, ended_by: str | None = None) -> str:
    """The line's status as it is read on `today`.

    `end` is the last day of use (None: without an end). `ended_by` says why the line ends before its time: "replaced",
    "cancelled", or None when it runs out as agreed. A line taken back before it began has an end before its start.
    """
    if end is not None and (end < today or end < start):
        return ended_by or "ended"
    return "upcoming" if start > today else "active"


def allowed_actions(status: str, *, endless: bool = False) -> tuple[str, ...]:
    """What may be done with a contract of this status, in the order of the buttons. `endless`: it has no end date."""
    actions = CONTRACT_TRANSITIONS[status]
    return tuple(action for action in actions if action not in ENDLESS_REFUSES) if endless else actions


def refusal(action: str, status: str, *, endless: bool = False) -> Problem | None:
    """Why `action` may not be done with a contract of this status, or None when it may."""
    if action not in CONTRACT_TRANSITIONS[status]:
        return NOT_ALLOWED.problem(action=ACTIONS[action], status=CONTRACT_STATUSES[status])
    if endless and action in ENDLESS_REFUSES:
        return WITHOUT_END.problem(action=ACTIONS[action])
    return None


def quote_refusal(action: str, status: str) -> Problem | None:
    """Why `action` may not be done with a quote of this status, or None when it may."""
    if action in QUOTE_TRANSITIONS[status]:
        return None
    return NOT_ALLOWED.problem(action=QUOTE_ACTIONS[action], status=QUOTE_STATUSES[status])
