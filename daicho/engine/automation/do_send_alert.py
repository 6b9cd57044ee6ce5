"""The action "send_alert": puts the mails of an alert into the outbox. The step is done when its mail row exists."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict

from daicho.engine.automation import joint_mails, previewing, texts
from daicho.engine.automation.actions import DONE, NOBODY, ActionType, Audience, Firing, Made, Outcome
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.unsent import Unsent, tell_owners
from daicho.engine.mail import alerts, house, letters, outbox
from daicho.engine.mail.addressing import Address
from daicho.engine.mail.joint import Single, joined
from daicho.engine.mail.masking import masked
from daicho.engine.mail.outbox import NewMail, Part
from daicho.engine.mail.recipients import label_of
from daicho.engine.mail.values import Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Invalid, Missing

OTHER_OBJECT = Message(
    "alert_other_object",
    ja="メールアラート「{alert}」は別のオブジェクト（{object}）用です。",
    en="The email alert “{alert}” is for another object ({object}).",
)


class Parameters(BaseModel):
    """`alert` is the name or id of an email alert."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    alert: int | str


def check(given: Parameters, object_key: str) -> list[Problem]:
    """An alert that does not exist or is for another object."""
    try:
        alert = alerts.load(given.alert)
    except Missing as refused:
        return list(refused.problems)
    if alert.object != object_key:
        return [OTHER_OBJECT.problem("alert", alert=alert.name, object=alert.object)]
    return []


def needs(given: Parameters, object_key: str) -> Needs:
    """What the alert reads; nothing once it is gone (the step then fails and says so)."""
    try:
        return alerts.needs_of(alerts.load(given.alert))
    except Missing:
        return Needs()


def to_outsiders(given: Parameters) -> bool:
    """Whether people who are no users get it."""
    try:
        return alerts.to_outsiders(alerts.load(given.alert))
    except Missing:
        return True


def sentence(given: Parameters, object_key: str) -> Label:
    """契約担当者へ『更新のご案内』を送る / send “…” to Customer contact."""
    try:
        alert = alerts.load(given.alert)
    except Missing:
        return Label(f"『{given.alert}』を送る", f"send “{given.alert}”")
    names = [label_of(object_key, one) for one in alert.recipients.get("to", alert.everyone())]
    who = Label("・".join(one.ja for one in names), ", ".join(one.en for one in names))
    return Label(f"{who.ja}へ『{alert.template}』を送る", f"send “{alert.template}” to {who.en}")


def run(given: Parameters, firings: Sequence[Firing], frame: Frame) -> Sequence[Outcome]:
    """Put the mails of all firings into the outbox. Raises Missing when the alert is gone."""
    alert = alerts.load(given.alert)
    mails: list[Single] = []
    stopped: list[Unsent] = []
    outcomes = []
    for firing, mail in zip(firings, letters_for(alert, firings, frame), strict=True):
        if isinstance(mail, Problem):
            stopped.append(Unsent(firing, mail))
            outcomes.append(Outcome(mail, again=False, told=firing.owner_id is not None))
            continue
        if mail.left_out is not None:
            stopped.append(Unsent(firing, mail.left_out, partly=True))
        mails.append(_single(mail, firing))
        outcomes.append(DONE)
    outbox.queue(joined(alert, mails, frame) if alert.grouped else [one.mail for one in mails], frame=frame)
    tell_owners(stopped, frame)
    return outcomes


def letters_for(
    alert: alerts.Alert, firings: Sequence[Firing], frame: Frame, *, to: Sequence[Address] = ()
) -> list[NewMail | Problem]:
    """For each firing its mail, or why it is not sent: nobody to send it to, an empty field, a text too long.

    `to` takes the place of the alert's own To.
    """
    asked = [texts.asked(firing) for firing in firings]
    return letters.letters(alert, asked, [one.children for one in firings], frame, house.current(), to=to)


def preview(given: Parameters, firing: Firing, frame: Frame) -> Made:
    """The mail as it would be put into the outbox, with the others that would be one with it.

    Raises Missing, Invalid (no recipient, a text too long).
    """
    alert = alerts.load(given.alert)
    return composed(alert, firing, frame, _others(alert, given, firing, frame))


def composed(alert: alerts.Alert, firing: Firing, frame: Frame, others: Sequence[Firing] = ()) -> Made:
    """What an alert makes of one record, together with others. Raises Invalid as `preview` does."""
    found = letters_for(alert, [firing, *others], frame)
    mail = found[0]
    if isinstance(mail, Problem):
        raise Invalid(mail)
    if others:
        pairs = sorted(zip([firing, *others], found, strict=True), key=lambda pair: pair[0].action_id)
        sound = [_single(one, which) for which, one in pairs if isinstance(one, NewMail)]
        parts = {part: made for made in joined(alert, sound, frame) for part in made.parts}
        mail = parts.get(_single(mail, firing).part, mail)
    to, cc, bcc = (
        tuple(map(_mailbox, people)) for people in (mail.recipients.to, mail.recipients.cc, mail.recipients.bcc)
    )
    text, html = masked(mail.text), masked(mail.html)
    return Made("mail", mail.subject, text, html, _mailbox(mail.sender.address), to, cc, bcc)


def audience(given: Parameters, object_key: str) -> Audience:
    """The mailboxes of its alert; nobody once the alert is gone."""
    try:
        alert = alerts.load(given.alert)
    except Missing:
        return NOBODY
    return Audience(
        alerts.recipient_paths(alert),
        lambda values: [_mailbox(one) for one in alerts.recipients(alert, values).everyone()],
    )


def subject(given: Parameters) -> str:
    """The name of the template. Raises Missing when the alert is gone."""
    return alerts.load(given.alert).template


def _mailbox(one: Address) -> str:
    return f"{one.name} <{one.address}>" if one.name else one.address


def _single(mail: NewMail, firing: Firing) -> Single:
    """The mail with what made it."""
    stamp: dict[str, Any] = {
        "occurrence": firing.occurrence,
        "process": firing.process,
        "process_version": firing.version,
        "step": firing.step,
    }
    first = mail.recipients.to[0].address if mail.recipients.to else ""
    return Single(replace(mail, **stamp), texts.asked(firing, first), firing.children, Part(firing.record_id, **stamp))


def _others(alert: alerts.Alert, given: Parameters, firing: Firing, frame: Frame) -> list[Firing]:
    """The other records that would be in one mail with this one."""
    if not alert.grouped or not firing.action_id:
        return []
    row = ScheduledAction.objects.select_related("process", "version").get(pk=firing.action_id)
    found = joint_mails.companions(row, frame)
    return previewing.firings_of(found, needs(given, firing.object), frame)


TYPE = ActionType(
    "send_alert",
    Label("メールを送る", "Send an email"),
    Parameters,
    check,
    needs,
    to_outsiders,
    sentence,
    run,
    preview,
    audience,
    subject,
)
