"""Lines get the currency of their quote."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def take_over(apps: Any, schema_editor: Any) -> None:
    """Write the quote's currency to the lines of quotes in other currencies than yen, the column's default."""
    quotes, lines = apps.get_model("sales", "Quote"), apps.get_model("sales", "QuoteLine")
    own = quotes.objects.filter(pk=OuterRef("quote_id")).values("currency")
    lines.objects.exclude(quote__currency="JPY").update(currency=Subquery(own))


class Migration(migrations.Migration):
    """One column, filled from the quotes."""

    dependencies = [("sales", "0001_initial")]

    operations = [
        migrations.AddField(model_name="quoteline", name="currency", field=models.TextField(default="JPY")),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
