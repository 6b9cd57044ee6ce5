"""Contracts whose renewal mail was late when it was planned, after an import or a new process: to be sent, called, or let be."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from daicho.business.contracts.models import ContractTerm
from daicho.business.contracts.objects import CONTRACT
from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.activity import tasks
from daicho.engine.activity.tasks import NewTask
from daicho.engine.automation import handling, late, people
from daicho.engine.automation.handling import Handled
from daicho.engine.automation.late import Words
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.records import checks
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Missing

DECIDED = ("renewed", "cancelled")
DUE_DAYS = 14
TITLE = Message(
    "missed_notices_title",
    ja="更新案内を送っていない契約が{count}件あります",
    en="{count} contracts have not been sent their renewal notice",
)
BODY = Message(
    "missed_notices_body",
    ja="登録した時点で送信日を過ぎていたため、自動では送っていません。一覧で［今から送る］［営業から連絡］［送らない］を選んでください。",
    en="Their day had passed when they were entered, so nothing was sent by itself. Choose for each in the list: "
    "[Send now], [Sales will call] or [Do not send].",
)
NOT_LISTED = Message(
    "missed_notice_not_listed",
    ja="更新案内を送っていない契約の一覧に {ids} はありません（対応済みか、閲覧できない契約です）。何もしていません。",
    en="{ids} is not on the list of contracts without their renewal notice: dealt with already, or not yours to see. Nothing was done.",
)
MOST_NAMED = 5
TASK = Message("missed_notices_task", ja="更新のご意向確認（{account}）", en="Ask whether they will renew ({account})")
WORDS = {CONTRACT.key: Words(TITLE, BODY, "missed_notices")}
"""How owners are told; registered by wiring."""


def missed(actor: Actor, frame: Frame) -> QuerySet[ScheduledAction]:
    """The late mails of terms that run and are not decided, of contracts that the actor may read; the earliest first."""
    today = frame.today
    key = Concat(Value("term:"), Cast("id", TextField()), output_field=TextField())
    running = ContractTerm.objects.annotate(key=key).filter(
        contract=OuterRef("record_id"), key=OuterRef("occurrence"), valid_from__lte=today, valid_to__gte=today
    )
    undecided = running.filter(end_date__gte=today).exclude(renewal_stage__in=DECIDED)
    return late.late_mails(actor, CONTRACT.key, frame).filter(Exists(undecided))


def decidable(ids: Collection[int], actor: Actor, frame: Frame) -> list[int]:
    """The contracts that these late mails are of. Raises Missing where one of them is not on the list (any more), Forbidden
    where the actor may not edit the contract."""
    listed = dict(missed(actor, frame).filter(pk__in=list(ids)).values_list("pk", "record_id"))
    gone = sorted(set(ids) - set(listed))
    if gone:
        raise Missing(NOT_LISTED.problem(ids=gone[:MOST_NAMED]))
    contracts = sorted(set(listed.values()))
    checks.may_write(actor, CONTRACT, contracts, "edit", frame)
    return contracts


def send(ids: Collection[int], *, actor: Actor, frame: Frame) -> Handled:
    """今から送る: the worker sends them in its next turn, where the conditions still hold. Raises what `decidable` does."""
    decidable(ids, actor, frame)
    return handling.run_now(ids, actor=actor, frame=frame)


def leave(ids: Collection[int], *, actor: Actor, frame: Frame) -> Handled:
    """送らない: no later save brings them back. Raises what `decidable` does."""
    decidable(ids, actor, frame)
    return handling.cancel(ids, actor=actor, frame=frame)


def call(ids: Collection[int], *, actor: Actor, frame: Frame) -> Handled:
    """営業から連絡: nothing is sent, the contract says that sales calls, and its owner gets a ToDo due in 14 days.

    Raises what `decidable` does; nothing is done then.
    """
    with transaction.atomic():
        contracts = decidable(ids, actor, frame)
        handled = handling.cancel(ids, actor=actor, frame=frame)
        read = select.fetch(actor, CONTRACT.key, contracts, ["account", "owner"], frame)
        with command(actor=actor, reason="missed_notices_call", frame=frame, source="web") as running:
            changes = {contract: {"renewal_contact_method": "call"} for contract in contracts}
            running.update(CONTRACT.key, changes, made=True)
        due = frame.now + timedelta(days=DUE_DAYS)
        spoken = people.languages(row["owner"].id for row in read.values())
        made = [
            NewTask(
                TASK.text(spoken.get(row["owner"].id, "ja"), account=row["account"].name),
                row["owner"].id,
                due,
                f"{CONTRACT.key}:{contract}",
            )
            for contract, row in read.items()
        ]
        tasks.create(made, actor=actor, reason="missed_notices_call", frame=frame)
    return handled
