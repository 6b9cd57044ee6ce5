"""The generated reference is what the catalog says now."""

from scripts.reference import TARGET, page


def test_the_reference_of_objects_is_current():
    assert TARGET.read_text("utf-8") == page(), "run `make reference`"
