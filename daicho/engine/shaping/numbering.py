"""Automatic numbers of custom fields: taken in bulk, in the transaction that makes the records. Gaps only where one fails."""

from typing import Any

from django.db.models import F

from daicho.engine.catalog.registry import Number
from daicho.engine.shaping.definition import FieldDefinition
from daicho.engine.shaping.models import CustomField


def numbering(object_key: str) -> Number:
    """What fills the automatic numbers of new rows of an object: two queries a field."""

    def number(rows: list[dict[str, Any]]) -> None:
        for key in _keys(object_key):
            waiting = [row for row in rows if row.get(key) is None]
            for row, given in zip(waiting, taken(object_key, key, len(waiting)), strict=True):
                row[key] = given

    return number


def taken(object_key: str, key: str, count: int) -> list[str]:
    """So many numbers that were never given before; the row is locked until the transaction ends."""
    mine = CustomField.objects.filter(object=object_key, key=key, deleted_at=None)
    mine.update(next_number=F("next_number") + count)
    row = mine.first()
    if row is None:
        return [""] * count
    definition = FieldDefinition.model_validate(row.definition)
    return [written(definition, row.next_number - count + place) for place in range(count)]


def written(definition: FieldDefinition, number: int) -> str:
    """A-0001."""
    return f"{definition.prefix}{number:0{definition.digits}d}"


def _keys(object_key: str) -> list[str]:
    mine = CustomField.objects.filter(object=object_key, type="auto_number", deleted_at=None)
    return list(mine.order_by("position", "id").values_list("key", flat=True))
