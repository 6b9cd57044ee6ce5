"""What happened to a contract and what comes, in one line of time: mails, notices, ToDos, orders, changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from daicho.engine.catalog import registry
from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import STATE_LABELS, State
from daicho.rules.codes import RENEWAL_ANSWER_SOURCES, RENEWAL_ANSWERS
from daicho.web.cells import moment, shown
from daicho.web.changes import REASONS, who
from daicho.web.contract.attachments import order_files
from daicho.web.contract.automation import LIVE, MAIL_COLOURS, Words
from daicho.web.contract.reading import ContractRead

MOST = 40
OPEN, DONE = "open", "done"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing: its icon, what it was, a line in small, its colour, and a file that came with it (name, link)."""

    moment: datetime
    at: str
    icon: str
    title: str
    detail: str = ""
    tone: str = ""
    file: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What comes (the next first) and what was (the latest first); `cut` whether older things are left out."""

    coming: Sequence[Happening]
    past: Sequence[Happening]
    cut: bool


def timeline(contract: ContractRead) -> Timeline:
    """Everything that stands about the contract."""
    past = sorted(
        [
            *_mails(contract),
            *_notices(contract),
            *_tasks(contract, DONE),
            *_orders(contract),
            *_answers(contract),
            *_changes(contract),
        ],
        key=lambda one: one.moment,
        reverse=True,
    )
    coming = sorted([*_waiting(contract), *_tasks(contract, OPEN)], key=lambda one: one.moment)
    return Timeline(coming[:MOST], past[:MOST], len(past) > MOST)


def _waiting(contract: ContractRead) -> Iterable[Happening]:
    words = Words(contract.visitor)
    for action in contract.actions:
        if action.state in LIVE and action.due_at is not None:
            at = moment(action.due_at, contract.visitor)
            yield Happening(action.due_at, at, "clock", words.sentence(action), action.process.name, "blue")


def _mails(contract: ContractRead) -> Iterable[Happening]:
    for mail in contract.mails:
        when = mail.sent_at or mail.created_at
        state = State(mail.state)
        detail = f"{STATE_LABELS[state].text(contract.visitor.language)}・{recipients(mail)}"
        yield Happening(when, moment(when, contract.visitor), "mail", mail.subject, detail, MAIL_COLOURS[state])


def recipients(mail: Mail) -> str:
    """The names of those it went to, addresses where there is no name."""
    return "、".join(one.get("name") or one["address"] for one in mail.to)


def _notices(contract: ContractRead) -> Iterable[Happening]:
    for notice in contract.notifications:
        detail = gettext("%(name)s へ通知") % {"name": notice.user.get_full_name()}
        yield Happening(notice.created_at, moment(notice.created_at, contract.visitor), "bell", notice.title, detail)


def _tasks(contract: ContractRead, status: str) -> Iterable[Happening]:
    """ToDos at the time by which they are due; an open one that is late is red, one without a time stands at now."""
    now = contract.visitor.frame.now
    kind = registry.get("task")
    spec, name = kind.field("status"), kind.label.text(contract.visitor.language)
    for task in contract.tasks:
        if task["status"] == status:
            due = task["due_at"]
            label = shown(spec, status, contract.visitor).text if spec else ""
            detail = "・".join(filter(None, (name, task["owner"].name if task["owner"] else "", label)))
            tone = "red" if status == OPEN and due is not None and due < now else ""
            yield Happening(due or now, moment(due, contract.visitor), "check", task["subject"], detail, tone)


def _orders(contract: ContractRead) -> Iterable[Happening]:
    spec = registry.get("order").field("kind")
    for order in contract.orders:
        kind = shown(spec, order["kind"], contract.visitor).text if spec else ""
        title = gettext("受注 %(number)s（%(kind)s）") % {"number": order["number"], "kind": kind}
        by = order["confirmed_by"].name if order["confirmed_by"] else ""
        yield Happening(
            order["confirmed_at"], moment(order["confirmed_at"], contract.visitor), "file-text", title, by, "green"
        )


def _answers(contract: ContractRead) -> Iterable[Happening]:
    files = order_files(contract)
    for answer in contract.answers:
        choice = RENEWAL_ANSWERS[answer["choice"]].text(contract.visitor.language)
        title = gettext("お客様の回答：%(choice)s") % {"choice": choice}
        source = RENEWAL_ANSWER_SOURCES[answer["source"]].text(contract.visitor.language)
        said = (answer["respondent"] or "", source, answer["quote"] or "", answer["comment"] or "")
        at = answer["answered_at"]
        detail = "・".join(filter(None, said))
        file = files.get(int(answer["order_file"])) if answer["order_file"] is not None else None
        yield Happening(at, moment(at, contract.visitor), "mail-forward", title, detail, "green", file)


def _changes(contract: ContractRead) -> Iterable[Happening]:
    for item in contract.history:
        reason = str(REASONS.get(item.reason, item.reason))
        count = len(item.changes)
        if item.kind == "created":
            title = gettext("契約を登録（%(reason)s）") % {"reason": reason}
        else:
            title = ngettext("%(reason)s：%(count)d項目を変更", "%(reason)s：%(count)d項目を変更", count) % {
                "reason": reason,
                "count": count,
            }
        yield Happening(item.at, moment(item.at, contract.visitor), "history", title, who(item))
