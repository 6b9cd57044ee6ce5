"""Where a field is used by list views: for whoever wants to delete it."""

from collections.abc import Iterator

from daicho.engine.listviews.models import ListView
from daicho.engine.shaping.usages import Usage, named_in
from daicho.values.labels import Label

VIEW = Label("リストビュー", "List view")


def in_views(object_key: str, field_key: str) -> Iterator[Usage]:
    """The views, whoever they belong to, whose columns, filter or order name the field."""
    for row in ListView.objects.order_by("name"):
        if named_in([row.columns, row.filter, row.sort], row.object, object_key, field_key):
            yield Usage(VIEW, row.name)
