"""A formula keeps its words as it was calculated; people who read English are shown English ones."""

import pytest

from daicho.web.cells import formula_text


@pytest.mark.parametrize(
    ("kept", "english"),
    [
        ("12,000 × 3 × 11/12か月", "12,000 × 3 × 11/12 months"),
        ("1,000 × 15/31日", "1,000 × 15/31 days"),
        ("5,000 × 2か月 + 5,000 × 1/2", "5,000 × 2 months + 5,000 × 1/2"),
        ("500 × 14日", "500 × 14 days"),
        ("", ""),
    ],
)
def test_a_formula_in_both_languages(kept: str, english: str) -> None:
    assert formula_text(kept, "ja") == kept
    assert formula_text(kept, "en") == english
