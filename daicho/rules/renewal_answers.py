"""The customer's answer to a renewal: by when it is due, how long its link works, what each choice leads to. PURE."""

from dataclasses import dataclass
from datetime import date, timedelta

from daicho.values.calendars import BusinessCalendar

WORKING_DAYS_BEFORE_DEADLINE = 5
DAYS_BEFORE_END = 45
LINK_GRACE = timedelta(days=14)
RENEWAL_WORK = "renewal_work"
"""The kind of the task 更新作業, whoever makes it: by it an answer finds the task again."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer does.

    `stage` is the renewal stage it leads to (None: the stage stays). `settles`: the customer has said what shall happen, so
    the answer may be changed only until it was due. `drafts` is what is prepared: a quote, a cancellation, "" for nothing.
    `asks_work`: the clerk is asked to do the renewal.
    """

    stage: str | None
    settles: bool = False
    drafts: str = ""
    asks_work: bool = False


EFFECTS: dict[str, Effect] = {
    "renew": Effect("will_renew", settles=True, drafts="quote", asks_work=True),
    "change": Effect("change_wanted", settles=True, drafts="quote", asks_work=True),
    "cancel": Effect("cancel_wanted", settles=True, drafts="cancellation"),
    "considering": Effect("considering"),
    "contact_me": Effect(None),
    "person_changed": Effect(None),
}


def answer_due(
    notice_deadline: date | None,
    end_date: date | None,
    calendar: BusinessCalendar,
    *,
    reminded: bool = False,
    answered_on: date | None = None,
    planned_on: date | None = None,
) -> date | None:
    """The day until which the answer is awaited and may be changed (ご回答期限); None for a term without an end.

    Five working days before the notice deadline; without one, 45 days before the end, or the working day before that.
    The end itself once the customer was reminded (`reminded`), or answered after the day had passed (`answered_on`).
    Never before the day on which the customer said he would answer (`planned_on`), never after the end.
    """
    if end_date is None:
        return None
    due = _usual_due(notice_deadline, end_date, calendar)
    if reminded or (answered_on is not None and answered_on > due):
        return end_date
    return min(max(due, planned_on or due), end_date)


def due_has_passed(due: date | None, sent_on: date) -> bool:
    """Whether a mail that names `due` would come too late on `sent_on`; such a mail is held back."""
    return due is not None and due < sent_on


def link_works_until(end_date: date | None) -> date | None:
    """The last day on which the answer link of a term works: 14 days after its end; None without an end (it stays)."""
    return None if end_date is None else end_date + LINK_GRACE


def may_answer(answer: str, due: date | None, end_date: date | None, today: date) -> bool:
    """Whether an answer may be given on `today`, or the one that was given (`answer`, "" for none) be changed.

    A first answer, and one after an answer that settled nothing, as long as the link works; one that settled the matter
    may be changed until it was due.
    """
    settled = bool(answer) and EFFECTS[answer].settles
    last = due if settled else link_works_until(end_date)
    return last is None or today <= last


def _usual_due(notice_deadline: date | None, end_date: date, calendar: BusinessCalendar) -> date:
    if notice_deadline is not None:
        return calendar.add_working_days(min(notice_deadline, end_date), -WORKING_DAYS_BEFORE_DEADLINE)
    return calendar.shift(end_date - timedelta(days=DAYS_BEFORE_END), "previous")
