"""Whether an answer to a renewal may be given now, and what is wrong with one. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.operations.renewals.lines import lines_that_renew
from daicho.engine.mail.addressing import is_address
from daicho.engine.work.frame import Frame
from daicho.rules.codes import CANCEL_REASONS, DECIDED_RENEWAL_STAGES, RENEWAL_ANSWERS
from daicho.rules.lifecycle import contract_status, refusal
from daicho.rules.renewal_answers import answer_due, may_answer
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Conflict, Invalid
from daicho.values.storable import is_storable

LONGEST_NAME = 100
LONGEST_COMMENT = 2_000
LONGEST_THOUGHT = timedelta(days=90)
LARGEST_QUANTITY = Decimal(999_999_999)
RENEWED = Message(
    "answer_renewed",
    ja="この契約の更新手続きは完了しています。ご不明な点は担当者までお問い合わせください。",
    en="The renewal of this contract has been completed. Please contact the person in charge if anything is unclear.",
)
CANCELLED = Message(
    "answer_cancelled",
    ja="この契約は解約の手続きが完了しています。お心当たりがない場合は、担当者までご連絡ください。",
    en="The cancellation of this contract has been completed. If you did not ask for it, please contact the person in charge.",
)
TOO_LATE = Message(
    "answer_too_late",
    ja="ご回答を変更できる期限（{due}）を過ぎています。変更をご希望の場合は、担当者までご連絡ください。",
    en="The answer could be changed until {due}. If you wish to change it, please contact the person in charge.",
)
EXPIRED = Message(
    "answer_link_expired",
    ja="このリンクの有効期限が切れています。［新しいリンクをメールで受け取る］を押すと、ご登録のアドレスへお送りします。",
    en="This link has expired. Press “Send me a new link” and we will mail one to the address that we have on file.",
)
NOTICE_PASSED = Message(
    "answer_notice_passed",
    ja="更新しない旨のお申し出の期限（{deadline}）を過ぎています。解約をご希望の場合は、担当者までご相談ください。",
    en="The last day to give notice ({deadline}) has passed. If you wish to cancel, please talk to the person in charge.",
)
NO_CHOICE = Message("answer_without_choice", ja="ご回答を選んでください。", en="Please choose an answer.")
FILL_IN = Message("answer_fill_in", ja="「{label}」を入力してください。", en="Please fill in “{label}”.")
TOO_LONG = Message(
    "answer_too_long",
    ja="「{label}」は{most}文字以内で入力してください（いまは{length}文字）。",
    en="“{label}” may have at most {most} characters (it has {length}).",
)
UNREADABLE = Message(
    "answer_unreadable",
    ja="「{label}」に使えない文字があります。入力し直してください。",
    en="“{label}” holds characters that cannot be kept. Please type it again.",
)
NOT_AHEAD = Message(
    "answer_planned_past",
    ja="回答の見込み日は、{first} から {last} までの日付にしてください。",
    en="The day of your answer must lie between {first} and {last}.",
)
NO_ADDRESS = Message(
    "answer_bad_address",
    ja="「{value}」はメールアドレスとして読み取れません。例：hanako@example.co.jp",
    en="“{value}” is no e-mail address. Write it like hanako@example.com.",
)
BAD_QUANTITY = Message(
    "answer_bad_quantity",
    ja="ご希望の数量は0以上の数にしてください（入力値：{value}）。",
    en="The quantity wanted must be 0 or more (it was {value}).",
)
NOTHING_LEFT = Message(
    "answer_nothing_left",
    ja="すべての数量が0になっています。更新されない場合は「更新しない」をお選びください。",
    en="All quantities are 0. If you do not wish to renew, please choose “Do not renew”.",
)
NOTHING_CHANGED = Message(
    "answer_nothing_changed",
    ja="ご希望の数量を変えるか、ご要望をご記入ください。",
    en="Change a quantity, or write down what you wish.",
)
LABELS = {
    "respondent": Label("ご回答者のお名前", "Your name"),
    "department": Label("部署・役職", "Department, title"),
    "comment": Label("ご記入内容", "Comment"),
    "planned_on": Label("回答の見込み日", "Day of your answer"),
    "reason": Label("理由", "Reason"),
    "new_name": Label("新しいご担当者のお名前", "Name of the new person"),
    "new_department": Label("新しいご担当者の部署", "Department of the new person"),
    "new_email": Label("新しいご担当者のメールアドレス", "E-mail of the new person"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered. `quantities` are the wished ones by line id (変更); `planned_on` the day of the answer (検討中).

    `reason` is one of CANCEL_REASONS or ""; `new_*` the person who takes over; `order_file` the id of a kept file.
    """

    choice: str
    respondent: str = ""
    department: str = ""
    comment: str = ""
    planned_on: date | None = None
    reason: str = ""
    quantities: Mapping[int, Decimal] = field(default_factory=dict)
    new_name: str = ""
    new_department: str = ""
    new_email: str = ""
    order_file: int | None = None


def answerable_term(contract: Contract, frame: Frame, term_id: int | None = None) -> ContractTerm:
    """The term whose renewal is answered: the one with this id, None: the current one.

    That may be the current term, or the last one before it has begun (a short term is asked about early). Raises Conflict
    for another.
    """
    today = frame.today
    terms = ContractTerm.objects.filter(contract=contract)
    current = terms.get(valid_from__lte=today, valid_to__gte=today)
    if term_id in (None, current.pk):
        return current
    last = terms.order_by("-number")[0]
    if term_id != last.pk:
        raise Conflict(RENEWED.problem())
    return last


def is_current(term: ContractTerm, frame: Frame) -> bool:
    """Whether the contract's fields are read through this term today."""
    return term.valid_from <= frame.today <= term.valid_to


def due_of(term: ContractTerm, frame: Frame) -> date | None:
    """Until when the answer is awaited and may be changed; None without an end."""
    zone = frame.habits.zone
    answered = term.renewal_answered_at.astimezone(zone).date() if term.renewal_answered_at is not None else None
    return answer_due(
        term.notice_deadline,
        term.end_date,
        frame.habits.calendar,
        reminded=term.renewal_reminder_sent_at is not None,
        answered_on=answered,
        planned_on=term.renewal_answer_planned_on,
    )


def settled(contract: Contract, term: ContractTerm) -> Problem | None:
    """Why there is nothing to answer any more: renewed or cancelled. None while it is open."""
    if contract.cancel_date is not None or term.renewal_stage == "cancelled":
        return CANCELLED.problem()
    return RENEWED.problem() if term.renewal_stage in DECIDED_RENEWAL_STAGES else None


def notice_has_passed(term: ContractTerm, today: date) -> bool:
    """Whether the customer may no longer say by himself that he does not renew."""
    return term.notice_deadline is not None and term.notice_deadline < today


def refuse(contract: Contract, term: ContractTerm, frame: Frame, choice: str, *, by_customer: bool) -> None:
    """Raise Conflict when this answer may not be given now.

    A customer may change a settled answer only until it was due, and refuse to renew only until the notice deadline.
    """
    found = settled(contract, term)
    if found is None:
        status = contract_status(
            contract.provisional, contract.cancel_date, contract.first_start_date, term.end_date, frame.today
        )
        found = refusal("answer", status)
    if found is None and by_customer:
        due = due_of(term, frame)
        if not may_answer(term.renewal_answer, due, term.end_date, frame.today):
            has_answer = bool(term.renewal_answer) and due is not None
            found = TOO_LATE.problem(due=due) if has_answer else EXPIRED.problem()
        elif choice == "cancel" and notice_has_passed(term, frame.today):
            found = NOTICE_PASSED.problem(deadline=term.notice_deadline)
    if found is not None:
        raise Conflict(found)


def check(answer: Answer, term: ContractTerm, frame: Frame) -> None:
    """Raise Invalid with every problem of the answer, each at its field ("quantities.12" for a line)."""
    if answer.choice not in RENEWAL_ANSWERS:
        raise Invalid(NO_CHOICE.problem("choice"))
    problems = _texts(answer)
    if answer.choice == "considering":
        problems += _planned(answer.planned_on, term.end_date, frame.today)
    elif answer.choice == "change":
        problems += _quantities(answer, term)
    elif answer.choice == "person_changed":
        problems += _person(answer)
    if answer.reason and answer.reason not in CANCEL_REASONS:
        problems.append(FILL_IN.problem("reason", label=LABELS["reason"]))
    if problems:
        raise Invalid(*problems)


def _texts(answer: Answer) -> list[Problem]:
    problems = []
    if not answer.respondent.strip():
        problems.append(FILL_IN.problem("respondent", label=LABELS["respondent"]))
    for key in ("respondent", "department", "comment", "new_name", "new_department", "new_email"):
        text, most = getattr(answer, key), LONGEST_COMMENT if key == "comment" else LONGEST_NAME
        if len(text) > most:
            problems.append(TOO_LONG.problem(key, label=LABELS[key], most=most, length=len(text)))
        elif not is_storable(text):
            problems.append(UNREADABLE.problem(key, label=LABELS[key]))
    return problems


def _planned(planned: date | None, end: date | None, today: date) -> list[Problem]:
    if planned is None:
        return [FILL_IN.problem("planned_on", label=LABELS["planned_on"])]
    tomorrow = today + timedelta(days=1)
    last = end if end is not None and end > today else today + LONGEST_THOUGHT
    return [] if tomorrow <= planned <= last else [NOT_AHEAD.problem("planned_on", first=tomorrow, last=last)]


def _quantities(answer: Answer, term: ContractTerm) -> list[Problem]:
    lines = lines_that_renew(term) if term.end_date is not None else []
    problems = [
        BAD_QUANTITY.problem(f"quantities.{line.pk}", value=answer.quantities[line.pk])
        for line in lines
        if line.pk in answer.quantities and not 0 <= answer.quantities[line.pk] <= LARGEST_QUANTITY
    ]
    if problems:
        return problems
    wished = {line.pk: answer.quantities.get(line.pk, line.quantity) for line in lines}
    if lines and not any(wished.values()):
        return [NOTHING_LEFT.problem("quantities")]
    if not answer.comment.strip() and all(wished[line.pk] == line.quantity for line in lines):
        return [NOTHING_CHANGED.problem("comment")]
    return []


def _person(answer: Answer) -> list[Problem]:
    problems = [
        FILL_IN.problem(key, label=LABELS[key]) for key in ("new_name", "new_email") if not getattr(answer, key)
    ]
    if answer.new_email and not is_address(answer.new_email):
        problems.append(NO_ADDRESS.problem("new_email", value=answer.new_email))
    return problems
