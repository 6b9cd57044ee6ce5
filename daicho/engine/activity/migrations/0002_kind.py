"""What made a task or notice; open tasks of the renewal's work, which were found by their subject until now, get theirs."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_work(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Open tasks with the subject that answers gave them."""
    tasks = apps.get_model("activity", "Task").objects.filter(status="open", record__startswith="contract:")
    for start in ("更新作業（", "Renewal work ("):
        tasks.filter(subject__startswith=start).update(kind="renewal_work")


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.AddField(
            model_name="task",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.RunPython(name_work, migrations.RunPython.noop),
    ]
