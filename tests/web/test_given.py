"""Numbers and tokens of requests: hostile ones are none."""

import uuid

import pytest

from daicho.web.given import positive, token, token_or_new, whole

NO_NUMBERS = ["", " 1", "-1", "+1", "1.0", "１２", "²", "0x1", "abc", "9" * 40]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number(text: str) -> None:
    assert (whole(text), positive(text)) == (None, None)


def test_numbers_as_large_as_a_database_takes() -> None:
    assert (whole("0"), positive("0")) == (0, None)
    assert (whole("9" * 18), whole("9" * 19), whole("1234", 3)) == (10**18 - 1, None, None)
    assert (positive(str(2**63 - 1)), positive(str(2**63))) == (2**63 - 1, None)


def test_tokens() -> None:
    sent = uuid.uuid4()
    assert (token(str(sent)), token_or_new(str(sent))) == (sent, sent)
    assert [token(text) for text in ("", "x", "0" * 500)] == [None, None, None]
    assert token_or_new("") != token_or_new("")
