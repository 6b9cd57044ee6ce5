"""Every object of the catalog stands on real columns, real targets and real fields; nothing is declared that does not work."""

import pytest
from django.db import models

from daicho.config.wiring import OBJECTS
from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.catalog import registry, types
from daicho.engine.catalog.fields import TWIN
from daicho.engine.catalog.query import make_query

TEXTUAL = ("text", "long_text", "rich_text", "email", "phone", "url")
IN_LOWER_CASE = ("process", "scheduled_action")  # tables of the engine itself: no twins, compared in lower case
SPECS = pytest.mark.parametrize("spec", OBJECTS, ids=lambda spec: spec.key)


def columns(model) -> dict[str, models.Field]:
    return {field.name: field for field in model._meta.concrete_fields}


@SPECS
def test_stored_fields_are_columns_and_texts_have_twins(spec):
    there = columns(registry.get(spec.occurrence.object).model) if spec.occurrence else {}
    for field in spec.fields:
        if field.source not in ("record", "occurrence"):
            continue
        found = columns(spec.model) if field.source == "record" else there
        name = field.column or field.key
        assert name in found, f"{field.key} has no column"
        if field.type in TEXTUAL and field.filterable and spec.key not in IN_LOWER_CASE:
            assert name + TWIN in found, f"{field.key} has no twin"
        if field.type == "lookup":
            assert found[name].related_model is registry.get(str(field.target)).model


@SPECS
def test_names_owners_parents_and_sorts_are_fields(spec):
    wanted = [spec.name_field, *spec.lookup_keys, *(path.lstrip("-") for path in spec.sort)]
    wanted += [path for path in (spec.owner, spec.parent) if path]
    make_query(spec.key, columns=wanted, sort=spec.sort)
    for child in spec.children.values():
        make_query(child.object, filter=child.filter, sort=child.sort, columns=[child.parent])


@SPECS
@pytest.mark.django_db
def test_every_field_can_be_read_filtered_and_sorted(spec, frame):
    query = make_query(spec.key, columns=[field.key for field in spec.fields])
    assert select.select(SYSTEM, query, frame).rows == []
    for field in spec.fields:
        offered = types.operators(field)
        if "is_empty" in offered:
            tree = {"field": field.key, "op": "is_empty"}
            assert select.count(SYSTEM, make_query(spec.key, filter=tree), frame) == 0
        if types.sorting(field) != "none":
            select.select(SYSTEM, make_query(spec.key, sort=[f"-{field.key}"], limit=2), frame)


@SPECS
def test_labels_are_in_both_languages(spec):
    for label in (spec.label, spec.plural, *(field.label for field in spec.fields)):
        assert label.ja.strip()
        assert label.en.strip()
    for field in spec.fields:
        for choice in field.choices:
            assert choice.label.ja.strip()
            assert choice.label.en.strip()
