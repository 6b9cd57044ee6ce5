"""Tasks and notifications as the catalog describes them."""

from daicho.engine.activity.models import Notification, Task
from daicho.engine.catalog.declare import CREATOR, long_text, lookup, moment, picklist, text
from daicho.engine.catalog.specs import ObjectSpec
from daicho.values.labels import Label

TASK_STATUS = {"open": Label("未完了", "Open"), "done": Label("完了", "Done")}

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
    ),
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
