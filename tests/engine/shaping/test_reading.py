"""Whatever is sent about a field is read or refused with problems, never an error; what was stored is read again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.shaping.definition import FieldDefinition
from daicho.engine.shaping.reading import NAMES, read_definition, read_key, read_type
from daicho.engine.shaping.specs import OFFERED, spec_of
from daicho.values.problems import Invalid

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ja", "en", "code", "label"]), inner),
    max_leaves=6,
)


@given(st.sampled_from(OFFERED), st.dictionaries(st.sampled_from(sorted(NAMES)), JSON))
def test_any_body_is_read_or_refused(kind: str, raw: dict[str, Any]) -> None:
    try:
        definition = read_definition("account", "x_it", kind, {"label": "印", **raw})
    except Invalid as refused:
        texts = [problem.text(language) for problem in refused.problems for language in ("ja", "en")]
    else:
        texts = []
        stored = FieldDefinition.model_validate(definition.model_dump(mode="json"))
        assert stored == definition
        spec_of("x_it", kind, stored)
    assert all(texts)


@given(JSON)
def test_any_key_and_type_is_read_or_refused(raw: Any) -> None:
    for read in (read_key, read_type):
        with pytest.raises(Invalid):
            read(raw)


@pytest.mark.parametrize("key", ["x_a", "x_1", "x_" + "a" * 50, "x_normal_rank"])
def test_keys_that_fit(key: str) -> None:
    assert read_key(key) == key
