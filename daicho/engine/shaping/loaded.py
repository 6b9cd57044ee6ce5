"""The custom fields that hold now: read from the tables when their stamp has changed, and told to the catalog."""

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Subquery
from pydantic import ValidationError

from daicho.engine.catalog import registry
from daicho.engine.catalog.registry import Additions
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.shaping import numbering
from daicho.engine.shaping.definition import FieldDefinition
from daicho.engine.shaping.models import CatalogStamp, CustomField
from daicho.engine.shaping.specs import spec_of
from daicho.values.problems import Invalid

logger = logging.getLogger(__name__)
STAMP = Subquery(CatalogStamp.objects.filter(pk=1).values("stamp")[:1])
"""The stamp beside what is read anyway at the beginning of every request."""
_kept: list[Additions] = [Additions()]


def stamp_now() -> str:
    """The stamp, asked by itself; "" where no field was ever added."""
    found: str | None = CatalogStamp.objects.filter(pk=1).values_list("stamp", flat=True).first()
    return found or ""


def use(stamp: str) -> None:
    """From now on this thread sees the fields of this stamp; they are read only when this process has others."""
    if _kept[0].stamp != stamp:
        _kept[0] = additions_of(stamp, CustomField.objects.filter(deleted_at=None).order_by("object", "position", "id"))
    registry.use(_kept[0])


def additions_of(stamp: str, rows: Iterable[CustomField]) -> Additions:
    """The fields of these rows. One that cannot be read is left out and logged: it must not stop all others."""
    fields: dict[str, list[FieldSpec]] = defaultdict(list)
    for row in rows:
        try:
            fields[row.object].append(spec_of(row.key, row.type, FieldDefinition.model_validate(row.definition)))
        except (ValidationError, Invalid, KeyError):
            logger.exception("custom field cannot be read", extra={"field": str(row)})
    numbered = {
        key: numbering.numbering(key)
        for key, found in fields.items()
        if any(one.type == "auto_number" for one in found)
    }
    return Additions(stamp, {key: tuple(found) for key, found in fields.items()}, numbered)
