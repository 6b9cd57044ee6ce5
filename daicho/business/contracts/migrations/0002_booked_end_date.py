"""Terms remember the end with which they were booked; those that are there keep their present one."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def take_present_end(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """The best that is known of terms booked before."""
    apps.get_model("contracts", "ContractTerm").objects.update(booked_end_date=models.F("end_date"))


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("contracts", "0001_initial")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("contractterm", "booked_end_date", models.DateField(blank=True, null=True)),
        migrations.RunPython(take_present_end, migrations.RunPython.noop),
    ]
