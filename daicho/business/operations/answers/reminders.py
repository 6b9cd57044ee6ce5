"""検討中: the owner is told once more when the day on which the customer would answer has passed. A unit of background work."""

from collections.abc import Sequence

from django.db import transaction

from daicho.business.contracts.models import RenewalAnswer
from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.automation import people
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit
from daicho.values.labels import Message

AT_ONCE = 200
GROUP = "renewal_answer"
TITLE = Message(
    "planned_day_passed_title",
    ja="回答の見込み日を過ぎました：{account}",
    en="The planned day of the answer has passed: {account}",
)
TEXT = Message(
    "planned_day_passed_text",
    ja=(
        "「{name}」（{number}）は、{respondent} 様より {day} ごろに回答の見込みと伺っていましたが、まだ回答がありません。\n"
        "お客様に確認し、結果を［回答を登録］から記録してください。"
    ),
    en="{respondent} had expected to answer about “{name}” ({number}) by {day}, but has not. Ask the customer, then use “Record answer”.",
)


def tell_again(frame: Frame) -> bool:
    """Tell the owners of a batch of contracts; whether there were any. Each answer is told of once, also beside other workers."""
    waiting = RenewalAnswer.objects.filter(
        choice="considering", superseded=False, told_again_at=None, planned_on__lt=frame.today
    )
    with transaction.atomic():
        claimed = waiting.select_related("contract__account", "term").select_for_update(skip_locked=True, of=("self",))
        answers = list(claimed.order_by("planned_on", "id")[:AT_ONCE])
        if answers:
            _tell(answers, frame)
    return bool(answers)


UNIT = Unit("renewal_answers", tell_again)


def _tell(answers: Sequence[RenewalAnswer], frame: Frame) -> None:
    """Note that they were told of; the owners hear of those that are still considered."""
    spoken = people.languages(one.contract.owner_id for one in answers)
    with command(actor=SYSTEM, reason="renewal_answer", frame=frame, source="system") as running:
        running.update("renewal_answer", {one.pk: {"told_again_at": frame.now} for one in answers}, made=True)
        open_ones = [one for one in answers if one.term.renewal_stage == "considering"]
        notify([_notice(one, spoken.get(one.contract.owner_id, "ja")) for one in open_ones], frame)


def _notice(answer: RenewalAnswer, language: str) -> Notice:
    contract = answer.contract
    params = {
        "name": contract.name,
        "number": contract.number,
        "respondent": answer.respondent or "－",
        "day": answer.planned_on,
    }
    title = TITLE.text(language, account=contract.account.name)
    return Notice(contract.owner_id, title, TEXT.text(language, **params), f"contract:{contract.pk}", GROUP)
