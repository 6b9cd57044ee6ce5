"""What waits for a contract and what ran: each step in words, when, in which state and why, with the mail it made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from daicho.engine.automation import handling, reasons, sentences
from daicho.engine.automation.definition import parse
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.objects import COLOURS, STATES
from daicho.engine.mail.masking import masked
from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import STATE_LABELS, State
from daicho.values.problems import Refused
from daicho.web.cells import Cell, moment
from daicho.web.contract.reading import ContractRead
from daicho.web.visitors import Visitor

LIVE = ("waiting", "suspended")
MAIL_COLOURS = {
    State.QUEUED: "blue",
    State.SENDING: "blue",
    State.SENT: "green",
    State.CAPTURED: "green",
    State.HELD: "amber",
    State.FAILED: "red",
    State.UNKNOWN: "red",
    State.CANCELLED: "grey",
}


@dataclass(frozen=True, slots=True)
class MailShown:
    """One mail as it was rendered."""

    id: int
    at: str
    subject: str
    text: str
    sender: str
    to: str
    cc: str
    state: Cell
    error: str


@dataclass(frozen=True, slots=True)
class Step:
    """One action: what it does in words, of which process, when, how it stands, and the mails that it made.

    `deeds` are what the visitor may do with it: key and name.
    """

    sentence: str
    process: str
    at: str
    state: Cell
    reason: str
    mails: Sequence[MailShown]
    id: int = 0
    deeds: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Automation:
    """The tab: what waits (the next first) and what ended (the latest first)."""

    waiting: Sequence[Step]
    ended: Sequence[Step]


def automation(contract: ContractRead) -> Automation:
    """All steps of the contract."""
    allowed = handling.may_handle(contract.visitor.actor, contract.actions, contract.visitor.frame)
    words = Words(contract.visitor, allowed)
    live = [action for action in contract.actions if action.state in LIVE]
    over = [action for action in contract.actions if action.state not in LIVE]
    far = contract.visitor.frame.now
    live.sort(key=lambda action: (action.due_at is None, action.due_at or far, action.pk))
    over.sort(key=lambda action: (action.finished_at or far, action.pk), reverse=True)
    return Automation(
        [words.step(action, contract.mails) for action in live], [words.step(action, contract.mails) for action in over]
    )


class Words:
    """Says steps in the visitor's language; the sentence of a step of a version is made once."""

    def __init__(self, visitor: Visitor, allowed: Collection[int] = ()) -> None:
        self.visitor = visitor
        self.allowed = allowed
        self.sentences: dict[tuple[int, str], str] = {}

    def step(self, action: ScheduledAction, mails: Sequence[Mail]) -> Step:
        """One action, with those of the mails that it made."""
        at = action.due_at if action.state in LIVE else action.finished_at or action.due_at
        own = (action.record_id, action.step, action.occurrence, action.process.name)
        made = [mail for mail in mails if own in _made_by(mail)]
        label = STATES.get(action.state)
        state = Cell(
            "",
            label.text(self.visitor.language) if label else action.state,
            "choice",
            COLOURS.get(action.state, "grey"),
        )
        return Step(
            self.sentence(action),
            action.process.name,
            moment(at, self.visitor) or gettext("日付待ち"),
            state,
            reasons.text(action.reason, action.reason_params, self.visitor.language),
            [mail_shown(mail, self.visitor) for mail in made],
            action.pk,
            self.deeds(action),
        )

    def deeds(self, action: ScheduledAction) -> list[tuple[str, str]]:
        """What may be done with an action that still waits or did not run."""
        if action.pk not in self.allowed:
            return []
        known = (
            ("run", gettext("今すぐ実行"), handling.RUNNABLE),
            ("postpone", gettext("延期"), handling.POSTPONABLE),
            ("cancel", gettext("取り消し"), handling.CANCELLABLE),
        )
        return [(key, name) for key, name, states in known if action.state in states]

    def sentence(self, action: ScheduledAction) -> str:
        """契約終了日の90日前 09:00 に、契約担当者へ『更新のご案内』を送る."""
        key = (action.version_id, action.step)
        if key not in self.sentences:
            try:
                definition = parse(action.version.definition)
                self.sentences[key] = sentences.step(definition, action.step, self.visitor.language)
            except Refused:
                self.sentences[key] = action.do
        return self.sentences[key]


def _made_by(mail: Mail) -> list[tuple[int | None, str, str, str]]:
    """Of which records, steps, terms and processes a mail is."""
    parts: list[tuple[int | None, str, str, str]] = [
        (one.record_id, one.step, one.occurrence, one.process) for one in mail.parts.all()
    ]
    return parts or [(mail.record_id, mail.step, mail.occurrence, mail.process)]


def mail_shown(mail: Mail, visitor: Visitor) -> MailShown:
    """One mail for people."""
    state = State(mail.state)
    return MailShown(
        mail.pk,
        moment(mail.sent_at or mail.created_at, visitor),
        mail.subject,
        masked(mail.text),
        f"{mail.sender_name} <{mail.sender_address}>" if mail.sender_name else mail.sender_address,
        addresses(mail.to),
        addresses(mail.cc),
        Cell("", STATE_LABELS[state].text(visitor.language), "choice", MAIL_COLOURS[state]),
        mail.error,
    )


def addresses(people: Sequence[dict[str, str]]) -> str:
    """佐藤 花子 <sato@example.jp>, ..."""
    named = (f"{one.get('name')} <{one['address']}>" if one.get("name") else one["address"] for one in people)
    return ", ".join(named)
