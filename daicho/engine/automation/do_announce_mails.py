"""The action "announce_mails": tells a user which mails to customers are about to go out, to whom and with what words.

It looks at what really waits for the record: no mail waiting, nothing told, and each mail is told once for the time at
which it is due. So it says nothing wrong where the process that mails is off, was postponed, or called off. Mails whose
time is another than that of the process that announces are found by announcing.py.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import F, Q, QuerySet
from pydantic import BaseModel, ConfigDict, Field

from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.automation import actions, people, previewing, texts
from daicho.engine.automation.actions import DONE, ActionType, Audience, Firing, Outcome
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.versions import Ready, ready_or_problem
from daicho.engine.mail.values import Needs
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Message, Problem
from daicho.values.offsets import Offset
from daicho.values.problems import Refused

KEY = "announce_mails"
MAIL = "send_alert"
MOST_LISTED = 30
ONE_TITLE = Message(
    "announce_one",
    ja="{days}営業日後に「{template}」を送信します：{about}",
    en="“{template}” goes out in {days} business days: {about}",
)
SEVERAL_TITLE = Message(
    "announce_several",
    ja="{days}営業日後に「{template}」を{count}件送信します",
    en="“{template}” goes out to {count} customers in {days} business days",
)
ONE_TODAY = Message(
    "announce_one_today",
    ja="本日「{template}」を送信します：{about}",
    en="“{template}” goes out today: {about}",
)
SEVERAL_TODAY = Message(
    "announce_several_today",
    ja="本日「{template}」を{count}件送信します",
    en="“{template}” goes out to {count} customers today",
)
ADVICE = Message(
    "announce_advice",
    ja="宛先と文面をご確認ください。止めたいときは［送信を中止］、日を改めるときは［延期］を押してください。"
    "何もしなければ予定どおり送信します。",
    en="Please check to whom it goes and what it says. Use [Cancel sending] to stop it, [Postpone] for another day. "
    "If you do nothing, it is sent as planned.",
)
LINE = Message("announce_line", ja="・{record}　宛先：{to}　予定：{due}", en="- {record}  to: {to}  due: {due}")
LETTER = Message(
    "announce_letter",
    ja="宛先：{to}\n送信予定：{due}\n件名：{subject}\n\n{text}",
    en="To: {to}\nDue: {due}\nSubject: {subject}\n\n{text}",
)
CANNOT = Message(
    "announce_cannot", ja="このままでは送信できません：{reason}", en="As it stands, it cannot be sent: {reason}"
)
MORE = Message("announce_more", ja="ほか{count}件", en="and {count} more")


class Parameters(BaseModel):
    """`to` are paths of users, `about` what the record is called in the headline, `business_days` how far ahead to look."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    to: tuple[str, ...] = Field(default=("owner",), min_length=1, max_length=20)
    about: str = Field(default="", max_length=1_000)
    business_days: int = Field(default=3, ge=1, le=60)


@dataclass(frozen=True, slots=True)
class _Coming:
    """A mail that waits: its row, the firing that found it, its template, in how many working days it is due."""

    row: ScheduledAction
    firing: Firing
    template: str
    days: int


def check(given: Parameters, object_key: str) -> list[Problem]:
    """Unknown users and merge fields."""
    parts = {"about": given.about} if given.about else {}
    return [*people.path_problems(object_key, given.to, "to"), *texts.problems(parts, object_key)]


def needs(given: Parameters, object_key: str) -> Needs:
    """The users, and what the name of the record reads."""
    return (texts.needs(given.about, object_key) if given.about else Needs()) | Needs(frozenset(given.to))


def sentence(given: Parameters, object_key: str) -> Label:
    """営業担当へ、これから送るお客様あてメールの宛先と文面を知らせる."""
    who = people.path_labels(object_key, given.to)
    return Label(
        f"{who.ja}へ、これから送るお客様あてメールの宛先と文面を知らせる",
        f"tell {who.en} which mails to customers are about to go out",
    )


def run(given: Parameters, firings: Sequence[Firing], frame: Frame) -> Sequence[Outcome]:
    """One notice for each user and template, however many records."""
    by_record = {firing.record_id: firing for firing in firings}
    rows = coming_mails(firings[0].object, given, frame).filter(record_id__in=by_record)
    found = list(rows.order_by("due_at", "id").prefetch_related("process", "version"))
    tell(given, [(row, by_record[row.record_id]) for row in found], frame)
    ScheduledAction.objects.filter(pk__in=[row.pk for row in found]).update(announced_for=F("due_at"))
    return [DONE] * len(firings)


def tell(given: Parameters, pairs: Sequence[tuple[ScheduledAction, Firing]], frame: Frame) -> None:
    """Tell of those among these mails that go to people outside; each comes with the values of its record."""
    coming = [
        _Coming(row, firing, template, _working_days(row, given, frame))
        for row, firing in pairs
        if (template := _template(row)) is not None
    ]
    spoken = people.languages(user for one in coming for user in people.users_in(one.firing.values, given.to))
    groups: dict[tuple[int, str, int], list[_Coming]] = defaultdict(list)
    for one in coming:
        for user in people.users_in(one.firing.values, given.to):
            groups[user, one.template, one.days].append(one)
    shown = _recipients(coming, frame)
    notices = [
        _notice(given, user, template, mine, spoken.get(user, "ja"), shown, frame)
        for (user, template, _), mine in groups.items()
    ]
    notify(notices, frame)


def audience(given: Parameters, object_key: str) -> Audience:
    """The users at its paths."""
    return Audience(frozenset(given.to), lambda values: people.names_in(values, given.to))


def coming_mails(object_key: str, given: Parameters, frame: Frame) -> QuerySet[ScheduledAction]:
    """The mails about records of the object that are due by the end of the day looked ahead to and were not announced.

    One that is only tried again was announced before its first attempt.
    """
    last = Offset(given.business_days, "business_days", "after").apply(frame.today, frame.habits.calendar)
    until = datetime.combine(last, time.max, frame.habits.zone)
    waiting = ScheduledAction.objects.filter(object=object_key, do=MAIL, state="waiting", attempts=0)
    ahead = waiting.filter(due_at__gt=frame.now, due_at__lte=until)
    return ahead.filter(Q(announced_for__isnull=True) | ~Q(announced_for=F("due_at")))


def _working_days(row: ScheduledAction, given: Parameters, frame: Frame) -> int:
    """In how many working days the mail is due, at most those looked ahead; 0: today."""
    calendar, due = frame.habits.calendar, _due(row, frame)
    days = (
        day for day in range(given.business_days) if due and calendar.add_working_days(frame.today, day) >= due.date()
    )
    return next(days, given.business_days)


def _template(row: ScheduledAction) -> str | None:
    """What the mail is written with; None for a mail to our own people, or a step that cannot be read any more."""
    version = ready_or_problem(row.version.definition)
    if not isinstance(version, Ready) or row.step not in version.steps:
        return None
    action = version.steps[row.step][0]
    try:
        kind, given = actions.get(action.do), actions.parameters(action)
        return kind.subject(given) if kind.subject is not None and kind.to_outsiders(given) else None
    except Refused:  # the mail's own step says so when it is due
        return None


def _recipients(coming: Sequence[_Coming], frame: Frame) -> Mapping[int, list[str]]:
    return previewing.audiences([one.row for one in coming], frame) if coming else {}


def _notice(
    given: Parameters,
    user: int,
    template: str,
    mine: Sequence[_Coming],
    language: str,
    shown: Mapping[int, list[str]],
    frame: Frame,
) -> Notice:
    facts: dict[str, Any] = {"days": mine[0].days, "template": template, "count": len(mine)}
    advice = ADVICE.text(language)
    first = mine[0].firing
    if len(mine) == 1:
        title = (ONE_TITLE if mine[0].days else ONE_TODAY).text(
            language, about=_about(given, first, language, frame), **facts
        )
        body = f"{advice}\n\n{_letter(mine[0].row, language, frame)}"
        return Notice(user, title, body, f"{first.object}:{first.record_id}", first.process)
    lines = [
        LINE.text(language, record=one.row.record_label, to=shown.get(one.row.pk, []), due=_due(one.row, frame))
        for one in mine[:MOST_LISTED]
    ]
    if len(mine) > MOST_LISTED:
        lines.append(MORE.text(language, count=len(mine) - MOST_LISTED))
    several = SEVERAL_TITLE if mine[0].days else SEVERAL_TODAY
    return Notice(user, several.text(language, **facts), "\n".join([advice, "", *lines]), "", first.process)


def _about(given: Parameters, firing: Firing, language: str, frame: Frame) -> str:
    return texts.about(given.about, firing, language, frame) if given.about else firing.label


def _letter(row: ScheduledAction, language: str, frame: Frame) -> str:
    """The mail as it would be now; where it could not be sent, why."""
    try:
        made = previewing.preview(row, frame)
    except Refused as refused:
        return CANNOT.text(language, reason=refused.problems[0].text(language))
    return LETTER.text(language, to=list(made.to), due=_due(row, frame), subject=made.title, text=made.text)


def _due(row: ScheduledAction, frame: Frame) -> datetime | None:
    return None if row.due_at is None else row.due_at.astimezone(frame.habits.zone)


def _reaches_users_only(given: Any) -> bool:
    return False


TYPE = ActionType(
    KEY,
    Label("お客様あてメールを予告する", "Announce mails to customers"),
    Parameters,
    check,
    needs,
    _reaches_users_only,
    sentence,
    run,
    audience=audience,
)
