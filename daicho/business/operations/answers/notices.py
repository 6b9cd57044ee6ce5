"""Who is told of an answer to a renewal, and in which words: notices to owner and clerk, the clerk's task 更新作業."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.operations.answers.copies import COPY_ALERT
from daicho.business.operations.answers.kept_quotes import KEPT, kept_words
from daicho.engine.activity import tasks
from daicho.engine.activity.models import Task
from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.activity.tasks import NewTask
from daicho.engine.automation import people
from daicho.engine.records.command import Command
from daicho.engine.work.frame import Frame
from daicho.rules.codes import CANCEL_REASONS, RENEWAL_ANSWER_SOURCES, RENEWAL_ANSWERS
from daicho.rules.renewal_answers import RENEWAL_WORK
from daicho.values.labels import Label, Message

GROUP = "renewal_answer"
DAYS_OF_WORK = 5
EVENING = time(18, 0)
TITLES: Mapping[str, Message] = {
    "renew": Message("answered_renew", ja="更新の回答：{account}", en="Answered: renew – {account}"),
    "change": Message("answered_change", ja="変更希望の回答：{account}", en="Answered: renew with changes – {account}"),
    "cancel": Message(
        "answered_cancel", ja="【要対応】更新しないとの回答：{account}", en="[Action needed] Does not renew – {account}"
    ),
    "considering": Message(
        "answered_considering",
        ja="検討中の回答（見込み {planned}）：{account}",
        en="Still considering (answer by {planned}) – {account}",
    ),
    "contact_me": Message(
        "answered_contact_me", ja="【要連絡】相談希望：{account}", en="[Please call] Wishes to talk – {account}"
    ),
    "person_changed": Message(
        "answered_person_changed",
        ja="契約担当者の変更連絡：{account}",
        en="The person in charge has changed – {account}",
    ),
}
NEXT: Mapping[str, Message] = {
    "renew": Message(
        "next_renew",
        ja="更新見積を作成しました。内容を確認し、［契約更新］を確定してください。",
        en="A renewal quote was drafted. Check it, then confirm the renewal.",
    ),
    "change": Message(
        "next_change",
        ja="ご希望の内容で更新見積の下書きを作成しました。金額と期間を確認してください。",
        en="A renewal quote was drafted as wished. Check its amounts and its period.",
    ),
    "cancel": Message(
        "next_cancel",
        ja="解約の下書きを作成しました。お客様に確認のうえ、解約を確定してください。確定するまで解約にはなりません。",
        en="A cancellation was drafted. Ask the customer, then confirm it. Until then nothing is cancelled.",
    ),
    "considering": Message(
        "next_considering",
        ja="見込み日を過ぎても回答がない場合は、もう一度お知らせします。",
        en="If there is no answer by that day, you will be told again.",
    ),
    "contact_me": Message(
        "next_contact_me",
        ja="お客様へご連絡ください。記入内容：{comment}",
        en="Please contact the customer. They wrote: {comment}",
    ),
    "person_changed": Message(
        "next_person_changed",
        ja="届いた連絡先を確認し、取引先責任者に登録してください。登録すると案内を送り直せます。",
        en="Check the new contact and enter it at the account. Then the notice can be sent again.",
    ),
}
NO_DRAFT = Message(
    "next_without_draft",
    ja="更新対象のライセンスがないため、更新見積は作成していません。内容を確認してください。",
    en="No line renews, so no renewal quote was drafted. Please look at the contract.",
)
NOT_COPIED = Message(
    "answer_not_copied",
    ja="回答者への控えのメールは送れませんでした（宛先またはメールアラート「{alert}」がありません）。",
    en="No copy was mailed to the respondent: there is no address, or no email alert “{alert}”.",
)
WORK_TITLE = Message(
    "renewal_work_title", ja="更新作業のお願い：{account}（{end} 満了）", en="Please renew: {account} (ends {end})"
)
WORK_TEXT = Message(
    "renewal_work_text",
    ja="更新の意思を確認できました（{choice}・{day}）。注文書の受領を確認し、契約更新を確定してください。",
    en="The customer wishes to renew ({choice}, {day}). Check that the order has arrived, then confirm the renewal.",
)
WORK_TASK = Message("renewal_work_task", ja="更新作業（{account}）", en="Renewal work ({account})")
DETAILS: tuple[tuple[str, Label], ...] = (
    ("respondent", Label("回答者", "Respondent")),
    ("department", Label("部署・役職", "Department, title")),
    ("reason", Label("理由", "Reason")),
    ("planned_on", Label("回答の見込み日", "Answer planned on")),
    ("comment", Label("記入内容", "Comment")),
    ("new_name", Label("新しい担当者", "New person")),
    ("new_department", Label("新しい担当者の部署", "Their department")),
    ("new_email", Label("新しい担当者のメールアドレス", "Their e-mail")),
    ("quote", Label("更新見積", "Renewal quote")),
)
ORDER_FILE = Label("注文書が添付されています。", "A purchase order is attached.")


def tell(
    running: Command,
    contract: Contract,
    term: ContractTerm,
    answer: Mapping[str, Any],
    *,
    copied: bool | None,
    kept: str = "",
) -> None:
    """A notice to the owner and the clerk; for renewals the clerk's is the request to do the work. `answer`: the kept row.

    Who has recorded the answer knows of it and is not told.

    `copied` False: the copy to the customer could not be sent, which they are told; None: none was wanted.
    `kept` is the number of a quote that a person wrote or changed and that the answer has left alone ("": none).
    """
    clerk = contract.operations_user_id
    told = [contract.owner_id] + ([clerk] if clerk is not None and clerk != contract.owner_id else [])
    told = [user for user in told if user != running.actor.user_id]
    spoken = _languages(told)
    notices = []
    for user in told:
        asks = user == clerk and user != contract.owner_id and answer["choice"] in ("renew", "change")
        words = _work(contract, term, answer, spoken[user], running.frame) if asks else None
        title, body = words or _words(contract, answer, spoken[user], kept)
        if kept and (words or answer["choice"] not in KEPT):
            body += "\n" + kept_words(answer["choice"]).text(spoken[user], quote=kept)
        if copied is False:
            body += "\n" + NOT_COPIED.text(spoken[user], alert=COPY_ALERT)
        notices.append(Notice(user, title, body, f"contract:{contract.pk}", GROUP))
    notify(notices, running.frame)


def ask_for_work(
    running: Command,
    contract: Contract,
    term: ContractTerm,
    answer: Mapping[str, Any],
    *,
    wanted: bool,
    settled: bool,
) -> None:
    """The task 更新作業 of the clerk (else the owner), once; done again when a later answer no longer asks for it.

    `settled` False: the answer leaves the one before it as it is, and its task too.
    """
    user = contract.operations_user_id or contract.owner_id
    record = f"contract:{contract.pk}"
    language = _languages([user])[user]
    there = Task.objects.filter(record=record, kind=RENEWAL_WORK, status="open").values_list("id", flat=True)
    if not wanted and settled:
        running.update("task", {one: {"status": "done"} for one in there}, made=True)
    elif wanted and not there:
        subject = WORK_TASK.text(language, account=contract.account.name)
        tasks.create(
            [NewTask(subject, user, _due(term, running.frame), record, RENEWAL_WORK)],
            actor=running.actor,
            reason="renewal_answer",
            frame=running.frame,
        )


def _words(contract: Contract, answer: Mapping[str, Any], language: str, kept: str) -> tuple[str, str]:
    choice = answer["choice"]
    planned = answer["planned_on"]
    params = {
        "account": contract.account.name,
        "planned": f"{planned.month}/{planned.day}" if planned is not None else "",
        "comment": answer["comment"] or "－",
        "quote": kept,
    }
    step = KEPT[choice] if kept and choice in KEPT else NEXT[choice]
    if choice in KEPT and not answer["quote"]:
        step = NO_DRAFT
    lines = [step.text(language, **params), "", _head(contract, answer, language), *_details(answer, language)]
    return TITLES[choice].text(language, **params), "\n".join(lines)


def _work(
    contract: Contract, term: ContractTerm, answer: Mapping[str, Any], language: str, frame: Frame
) -> tuple[str, str]:
    day = answer["answered_at"].astimezone(frame.habits.zone)
    params = {
        "account": contract.account.name,
        "end": _slashed(term.end_date),
        "choice": RENEWAL_ANSWERS[answer["choice"]],
        "day": f"{day.month}/{day.day}",
    }
    lines = [
        WORK_TEXT.text(language, **params),
        "",
        _head(contract, answer, language),
        *_details(answer, language),
    ]
    return WORK_TITLE.text(language, **params), "\n".join(lines)


def _head(contract: Contract, answer: Mapping[str, Any], language: str) -> str:
    choice = RENEWAL_ANSWERS[answer["choice"]].text(language)
    source = RENEWAL_ANSWER_SOURCES[answer["source"]].text(language)
    said = f"{choice}（{source}）" if language == "ja" else f"{choice} ({source})"
    return f"{contract.number} {contract.name}\n{said}"


def _details(answer: Mapping[str, Any], language: str) -> list[str]:
    colon = "：" if language == "ja" else ": "
    lines = [
        f"{label.text(language)}{colon}{_shown(key, answer[key], language)}" for key, label in DETAILS if answer[key]
    ]
    lines += [f"・{one['product']}{colon}{one['current']} → {one['quantity']}" for one in answer["quantities"]]
    return lines + ([ORDER_FILE.text(language)] if answer["order_file"] is not None else [])


def _shown(key: str, value: Any, language: str) -> str:
    if key == "reason":
        return CANCEL_REASONS[value].text(language)
    return _slashed(value) if isinstance(value, date) else str(value)


def _slashed(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day is not None else "－"


def _due(term: ContractTerm, frame: Frame) -> datetime:
    day = frame.habits.calendar.add_working_days(frame.today, DAYS_OF_WORK)
    return datetime.combine(day, EVENING, frame.habits.zone)


def _languages(users: list[int]) -> dict[int, str]:
    found = people.languages(users)
    return {user: found.get(user, "ja") for user in users}
