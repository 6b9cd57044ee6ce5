"""Where a field is used by reports: for whoever wants to delete it."""

from collections.abc import Iterator

from daicho.engine.reports.models import Report
from daicho.engine.shaping.usages import Usage, named_in
from daicho.values.labels import Label

REPORT = Label("レポート", "Report")


def in_reports(object_key: str, field_key: str) -> Iterator[Usage]:
    """The reports, whoever they belong to, whose definition names the field."""
    for row in Report.objects.order_by("name"):
        if named_in(row.definition, row.object, object_key, field_key):
            yield Usage(REPORT, row.name)
