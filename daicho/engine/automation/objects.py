"""Processes and scheduled actions as the catalog describes them: read-only, made by the services of this package."""

from typing import Any

from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Concat

from daicho.engine.automation import reasons
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.catalog.declare import checkbox, choices, field, lookup, moment, text
from daicho.engine.catalog.specs import ExpressionContext, ObjectSpec
from daicho.values.labels import Label

STATES = {
    "waiting": Label("待機中", "Waiting"),
    "suspended": Label("保留中（日付が空）", "Suspended (no date)"),
    "done": Label("実行済み", "Done"),
    "skipped": Label("見送り", "Skipped"),
    "failed": Label("失敗", "Failed"),
    "cancelled": Label("取消", "Cancelled"),
    "missed": Label("期限切れ", "Missed"),
    "unknown": Label("結果の確認が必要", "Result unknown"),
}
COLOURS = {"waiting": "blue", "suspended": "amber", "done": "green", "failed": "red", "missed": "red", "unknown": "red"}
REASONS = {code: Label(message.ja, message.en) for code, message in reasons.ALL.items()}


def record_reference(at: ExpressionContext) -> Any:
    """The record as "contract:12"."""
    number = Cast(F(f"{at.record}record_id"), CharField())
    return Concat(F(f"{at.record}object"), Value(":"), number, output_field=TextField())


PROCESS = ObjectSpec(
    key="process",
    label=Label("プロセス", "Process"),
    plural=Label("プロセス", "Processes"),
    model=Process,
    sort=("object", "order", "id"),
    made_by=Label("プロセスビルダー", "the process builder"),
    tracked=False,
    fields=(
        text("name", "名前", "Name", made=True),
        text("object", "対象", "Object", made=True),
        field("number", "order", "順序", "Order", made=True, scale=0),
        lookup("owner", "責任者", "Owner", "user", made=True),
        checkbox("active", "有効", "Active", made=True),
        moment("activated_at", "有効化日時", "Activated at", made=True),
        moment("created_at", "作成日時", "Created at", made=True),
    ),
)

SCHEDULED_ACTION = ObjectSpec(
    key="scheduled_action",
    label=Label("待機中のアクション", "Scheduled action"),
    plural=Label("待機中のアクション", "Scheduled actions"),
    model=ScheduledAction,
    name_field="record_label",
    sort=("due_at", "id"),
    made_by=Label("プロセス", "a process"),
    tracked=False,
    fields=(
        lookup("process", "プロセス", "Process", "process", made=True),
        text("step", "ステップ", "Step", made=True),
        text("do", "アクション", "Action", made=True),
        text("object", "対象", "Object", made=True),
        field("number", "record_id", "レコードID", "Record id", made=True, scale=0),
        text(
            "record",
            "レコード",
            "Record",
            made=True,
            source="expression",
            expression=record_reference,
            filterable=False,
        ),
        text("record_label", "レコード名", "Record name", made=True, filterable=False),
        text("occurrence", "期", "Occurrence", made=True),
        moment("due_at", "実行予定日時", "Due", made=True),
        moment("original_due_at", "当初の予定日時", "Originally due", made=True),
        field("picklist", "state", "状態", "State", choices=choices(STATES, COLOURS), made=True),
        field("picklist", "reason", "理由", "Reason", choices=choices(REASONS), made=True),
        field("number", "attempts", "失敗回数", "Failures", made=True, scale=0),
        moment("created_at", "作成日時", "Created at", made=True),
        moment("finished_at", "終了日時", "Finished at", made=True),
    ),
)

OBJECTS = (PROCESS, SCHEDULED_ACTION)
