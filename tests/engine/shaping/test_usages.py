"""Where a field is used: views, reports, processes, templates, alerts; a field of the same name elsewhere is another one."""

from typing import Any

import pytest

from daicho.engine.automation import services as processes
from daicho.engine.records.command import command
from daicho.engine.shaping import services
from daicho.engine.shaping.models import CustomField
from daicho.engine.shaping.usages import named_in, usages
from daicho.values.problems import Conflict
from tests.engine.shaping.fields import add
from tests.world import World

EACH: list[tuple[str, dict[str, Any], str]] = [
    ("list_view", {"name": "一覧", "object": "contract", "columns": ["number", "account.x_mark"]}, "リストビュー"),
    ("list_view", {"name": "順", "object": "account", "columns": ["name"], "sort": ["-x_mark"]}, "リストビュー"),
    (
        "list_view",
        {"name": "条件", "object": "contact", "filter": {"not": {"field": "account.x_mark", "op": "is_empty"}}},
        "リストビュー",
    ),
    (
        "report",
        {
            "name": "集計",
            "object": "contract",
            "definition": {"group_by": [{"field": "owner"}], "aggregates": ["count:account.x_mark"]},
        },
        "レポート",
    ),
    (
        "email_template",
        {"name": "案内", "object": "contract", "subject": "件名", "text": "{{ contract.account.x_mark }}様"},
        "メールテンプレート",
    ),
]


@pytest.mark.parametrize(("kind", "row", "label"), EACH)
def test_each_kind_of_usage_keeps_the_field(world: World, kind: str, row: dict[str, Any], label: str) -> None:
    add(world, key="x_mark", type="text")
    add(world, "contact", key="x_mark", type="text")
    with command(actor=world.actor("admin"), reason="test", frame=world.frame) as running:
        running.create(kind, [row])
    assert [(one.kind.ja, one.name) for one in usages("account", "x_mark")] == [(label, row["name"])]
    assert usages("contact", "x_mark") == []
    with pytest.raises(Conflict) as refused:
        services.delete(world.actor("admin"), "account", "x_mark", world.frame, "test")
    assert f"{label}「{row['name']}」" in refused.value.problems[0].text("ja")
    assert CustomField.objects.get(object="account").deleted_at is None
    services.delete(world.actor("admin"), "contact", "x_mark", world.frame, "test")


def test_a_process_and_an_alert_keep_the_fields_that_they_name(world: World) -> None:
    add(world, "contract", key="x_review", type="date")
    add(world, "contact", key="x_private", type="email")
    admin = world.actor("admin")
    with command(actor=admin, reason="test", frame=world.frame) as running:
        text = {"name": "案内", "object": "contract", "subject": "件名", "text": "本文"}
        [template] = running.create("email_template", [text])
        alert = {"name": "私用あて", "object": "contract", "template": template}
        running.create("email_alert", [{**alert, "recipients": ["field:contact.x_private"]}])
    timed = {"offset": 7, "field": "x_review", "actions": [{"do": "notify", "to": ["owner"], "text": "確認"}]}
    definition = {"object": "contract", "start": "on_create", "nodes": [{"schedules": [timed]}]}
    processes.create_process("見直し", definition, actor=admin, frame=world.frame)
    assert [(one.kind.ja, one.name) for one in usages("contract", "x_review")] == [("プロセス", "見直し")]
    assert [(one.kind.ja, one.name) for one in usages("contact", "x_private")] == [("メールアラート", "私用あて")]


@pytest.mark.parametrize(
    ("stored", "used"),
    [
        ("x_mark", True),
        (["-x_mark"], True),
        ({"aggregates": ["count:account.x_mark"]}, True),
        ("{% for line in contract.lines %}{{ line.x_mark }}{% endfor %}", True),
        ("x_marks", False),
        ("ax_mark", False),
        ({"field": "contact.x_mark"}, False),
        (None, False),
        (5, False),
    ],
)
def test_what_counts_as_naming_a_field(world: World, stored: Any, used: bool) -> None:
    for object_key in ("account", "contact"):
        add(world, object_key, key="x_mark", type="text")
    assert named_in(stored, "contract", "account", "x_mark") is used
