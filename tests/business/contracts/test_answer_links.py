"""The signed answer link: reads back what it was made of, for one recipient; anything altered is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from daicho.business.contracts.answer_links import AnswerLink, make_link, make_token, read_link
from daicho.values.problems import Invalid

ADDRESS = "hanako.yamada@customer-company.example.co.jp"
TOKEN_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@given(some.integers(1, 2**62), some.integers(1, 2**62), some.emails() | some.just("太郎@例え.jp"))
def test_it_reads_back(contract: int, term: int, recipient: str) -> None:
    token = make_token(contract, term, recipient)
    assert set(token) <= set(TOKEN_SIGNS)
    assert read_link(token) == AnswerLink(contract, term, recipient)


def test_it_is_short_enough_for_a_line_of_mail(settings) -> None:
    settings.DAICHO_BASE_URL = "https://daicho.example.co.jp"
    link = make_link(123_456, 234_567, ADDRESS)
    assert link.startswith("https://daicho.example.co.jp/answer/")
    assert link.endswith("/")
    assert len(link) < 150
    assert ADDRESS not in link


def test_every_altered_sign_is_noticed() -> None:
    token = make_token(7, 8, ADDRESS)
    for place, sign in enumerate(token):
        for other in "AQg-":
            if other != sign:
                with pytest.raises(Invalid, match="broken by a line wrap"):
                    read_link(token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize("token", ["", "A", "====", "あ", "💥", "A" * 5000, "../..", "a b"])
def test_what_was_not_made_here_is_refused(token: str) -> None:
    with pytest.raises(Invalid):
        read_link(token)


@pytest.mark.parametrize("cut", [1, 2, 10])
def test_a_cut_or_longer_token_is_refused(cut: int) -> None:
    token = make_token(7, 8, ADDRESS)
    for altered in (token[:-cut], token[cut:], token + "A" * cut):
        with pytest.raises(Invalid):
            read_link(altered)


def test_another_secret_makes_it_void_unless_it_is_a_former_one(settings) -> None:
    token, former = make_token(7, 8, ADDRESS), settings.SECRET_KEY
    settings.SECRET_KEY = "another secret of enough signs for a test, is it not"
    with pytest.raises(Invalid):
        read_link(token)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert read_link(token) == AnswerLink(7, 8, ADDRESS)
