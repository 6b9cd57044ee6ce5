"""Tasks and notifications as the catalog describes them."""

from collections.abc import Mapping
from typing import Any

from daicho.engine.activity.models import Notification, Task
from daicho.engine.catalog import registry
from daicho.engine.catalog.declare import CREATOR, long_text, lookup, moment, picklist, text
from daicho.engine.catalog.specs import ObjectSpec
from daicho.values.labels import Label, Message, Problem

TASK_STATUS = {"open": Label("未完了", "Open"), "done": Label("完了", "Done")}

NO_REFERENCE = Message(
    "record_reference",
    ja="対象は contract:12 のように、オブジェクトとIDで指定してください。",
    en="Give the record as object and id, like contract:12.",
)


def check_task(values: Mapping[str, Any]) -> list[Problem]:
    """What a task is about is named by object and id, or not at all."""
    object_key, colon, record_id = str(values.get("record") or "").partition(":")
    if not object_key and not colon:
        return []
    known = object_key in {spec.key for spec in registry.every()} and record_id.isascii() and record_id.isdecimal()
    return [] if known else [NO_REFERENCE.problem("record")]


TASK = ObjectSpec(
    key="task",
    label=Label("ToDo", "Task"),
    plural=Label("ToDo", "Tasks"),
    model=Task,
    name_field="subject",
    owner="owner",
    sort=("due_at", "id"),
    fields=(
        text("subject", "件名", "Subject", required=True),
        lookup("owner", "担当者", "Owner", "user", required=True, default=CREATOR),
        moment("due_at", "期日", "Due"),
        text("record", "対象", "About"),
        picklist("status", "状態", "Status", TASK_STATUS, required=True, default="open"),
        text("kind", "種類", "Kind", made=True, filterable=False),
    ),
    validate=check_task,
)

NOTIFICATION = ObjectSpec(
    key="notification",
    label=Label("通知", "Notification"),
    plural=Label("通知", "Notifications"),
    model=Notification,
    name_field="title",
    owner="user",
    sort=("-id",),
    made_by=Label("プロセス", "a process"),
    tracked=False,
    fields=(
        lookup("user", "宛先", "User", "user", made=True),
        text("title", "見出し", "Title", made=True, filterable=False),
        long_text("body", "本文", "Text", made=True, filterable=False),
        text("record", "対象", "About", made=True, filterable=False),
        moment("created_at", "通知日時", "Notified at", made=True),
        moment("read_at", "既読日時", "Read at", made=True),
    ),
)

OBJECTS = (TASK, NOTIFICATION)
