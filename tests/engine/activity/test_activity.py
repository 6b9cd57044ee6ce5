"""Notices and tasks: stored in bulk, each person's own."""

import pytest

from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity import notifications, tasks
from daicho.engine.activity.models import Notification, Task
from daicho.engine.activity.notifications import Notice
from daicho.engine.activity.objects import check_task
from daicho.engine.activity.tasks import NewTask
from daicho.engine.records import history


def unread(user_id):
    return Notification.objects.filter(user_id=user_id, read_at=None).count()


def test_notices_are_stored_and_the_same_one_is_told_once(world, frame, django_assert_num_queries):
    owner, colleague = world.users["owner"], world.users["colleague"]
    given = [
        Notice(owner, "満了", record="contract:1"),
        Notice(owner, "満了", record="contract:1"),
        Notice(colleague, "満了"),
    ]
    with django_assert_num_queries(1):
        assert notifications.notify(given, frame) == 2
    assert notifications.notify([], frame) == 0
    assert unread(owner) == 1
    assert Notification.objects.get(user_id=owner).created_at == frame.now


def test_a_user_reads_his_own_notices_only(world, frame):
    owner, colleague = world.users["owner"], world.users["colleague"]
    notifications.notify([Notice(owner, "a"), Notice(owner, "b"), Notice(colleague, "c")], frame)
    theirs = Notification.objects.get(user_id=colleague).pk
    assert notifications.mark_read(owner, [theirs], frame) == 0
    assert notifications.mark_read(owner, None, frame) == 2
    assert (unread(owner), unread(colleague)) == (0, 1)


def test_tasks_made_by_the_system_are_open_and_have_a_history(world, frame):
    given = [NewTask("確認", world.users["owner"], frame.now, "contract:1"), NewTask("確認2", world.users["owner"])]
    ids = tasks.create(given, actor=SYSTEM, reason="process", frame=frame)
    rows = list(Task.objects.order_by("id").values_list("id", "subject", "record", "status", "due_at"))
    assert rows == [(ids[0], "確認", "contract:1", "open", frame.now), (ids[1], "確認2", "", "open", None)]
    assert tasks.create([], actor=SYSTEM, reason="process", frame=frame) == []
    assert [item.kind for item in history.of_record("task", ids[0])] == ["created"]


@pytest.mark.parametrize(("record", "right"), [("contract:12", True), ("", True), ("zzz", False), ("zzz:1", False)])
def test_a_task_is_about_a_record_named_by_object_and_id(world, record, right):
    assert [problem.field for problem in check_task({"record": record})] == ([] if right else ["record"])
