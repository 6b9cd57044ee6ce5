"""The action "send_alert": puts the mails of an alert into the outbox. The step is done when its mail row exists."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from daicho.engine.activity import tasks
from daicho.engine.activity.tasks import NewTask
from daicho.engine.automation import people
from daicho.engine.automation.actions import DONE, ActionType, Firing, Outcome
from daicho.engine.automation.do_create_task import acting
from daicho.engine.catalog.paths import resolve
from daicho.engine.mail import alerts, house, outbox
from daicho.engine.mail.outbox import NewMail
from daicho.engine.mail.values import Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Invalid, Missing

OTHER_OBJECT = Message(
    "alert_other_object",
    ja="メールアラート「{alert}」は別のオブジェクト（{object}）用です。",
    en="The email alert “{alert}” is for another object ({object}).",
)
NO_RECIPIENT = Message(
    "no_recipient",
    ja="宛先がありません（{alert}）。メールアドレスを登録してから、もう一度送ってください。",
    en="There is no recipient ({alert}). Enter an e-mail address, then send again.",
)
NO_RECIPIENT_TASK = Label(
    "送信できません：宛先がありません（{record}）", "Cannot send: there is no recipient ({record})"
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
    names = [_recipient_label(object_key, one) for one in alert.recipients.get("to", alert.everyone())]
    who = Label("・".join(one.ja for one in names), ", ".join(one.en for one in names))
    return Label(f"{who.ja}へ『{alert.template}』を送る", f"send “{alert.template}” to {who.en}")


def run(given: Parameters, firings: Sequence[Firing], frame: Frame) -> Sequence[Outcome]:
    """Put the mails of all firings into the outbox. Raises Missing when the alert is gone."""
    alert = alerts.load(given.alert)
    reads = alerts.needs_of(alert)
    us = house.current()
    mails: list[NewMail] = []
    unreachable: list[Firing] = []
    outcomes = []
    for firing in firings:
        try:
            mail = alerts.compose(alert, reads, firing.record_id, firing.values, firing.children, frame.habits.zone, us)
        except Invalid as refused:
            outcomes.append(Outcome(refused.problems[0], again=False))
            continue
        if not mail.recipients.everyone():
            unreachable.append(firing)
            outcomes.append(Outcome(NO_RECIPIENT.problem(alert=alert.name), again=False))
            continue
        mails.append(_stamped(mail, firing))
        outcomes.append(DONE)
    outbox.queue(mails, frame=frame)
    _tell_owners(unreachable, frame)
    return outcomes


def _stamped(mail: NewMail, firing: Firing) -> NewMail:
    """The mail with what made it."""
    return replace(
        mail, occurrence=firing.occurrence, process=firing.process, process_version=firing.version, step=firing.step
    )


def _tell_owners(firings: Sequence[Firing], frame: Frame) -> None:
    told = [(firing, firing.owner_id) for firing in firings if firing.owner_id is not None]
    if not told:
        return
    spoken = people.languages(owner for _, owner in told)
    made = [
        NewTask(
            NO_RECIPIENT_TASK.text(spoken.get(owner, "ja")).format(record=firing.label),
            owner,
            record=f"{firing.object}:{firing.record_id}",
        )
        for firing, owner in told
    ]
    tasks.create(made, actor=acting(firings[0].process), reason="no_recipient", frame=frame)


def _recipient_label(object_key: str, recipient: str) -> Label:
    if recipient.startswith(alerts.ADDRESS):
        address = recipient.removeprefix(alerts.ADDRESS)
        return Label(address, address)
    path = resolve(object_key, recipient.removeprefix(alerts.FIELD))
    return Label(path.label("ja"), path.label("en"))


TYPE = ActionType(
    "send_alert", Label("メールを送る", "Send an email"), Parameters, check, needs, to_outsiders, sentence, run
)
