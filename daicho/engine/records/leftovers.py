"""Takes values of custom fields that are gone for good out of the records. No history: nobody can name the field any more."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from daicho.engine.catalog import registry
from daicho.engine.catalog.fields import TWIN
from daicho.engine.records import bulk


def strip(object_key: str, key: str, at_once: int) -> int:
    """Remove the value and its twin from so many records of the object; how many had one. 0: no record is left."""
    model: Any = registry.get(object_key).model
    with transaction.atomic():
        holding = model.objects.filter(Q(custom__has_key=key) | Q(custom__has_key=key + TWIN)).order_by("id")
        found = dict(holding.select_for_update(of=("self",)).values_list("id", "custom")[:at_once])
        rows = [
            (one, [{name: part for name, part in kept.items() if name not in (key, key + TWIN)}])
            for one, kept in found.items()
        ]
        bulk.update(model, ("custom",), rows)
    return len(rows)
