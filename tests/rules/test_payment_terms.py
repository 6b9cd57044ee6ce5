"""Payment terms: the tables of docs/rules/payment-terms.md, there and back."""

from itertools import product

import pytest

from daicho.rules.payment_terms import check_closing_day, payment_terms_text, read_payment_terms
from tests.worked_tables import Row, names, table

WRITTEN = table("payment-terms", "Japanese")
READ = table("payment-terms", "written")


@pytest.mark.parametrize("row", WRITTEN, ids=names(WRITTEN, "Japanese"))
def test_words(row: Row) -> None:
    terms = int(row["closing day"]), int(row["payment month"]), int(row["payment day"])
    assert payment_terms_text(*terms, "ja") == row["Japanese"]
    assert payment_terms_text(*terms, "en") == row["English"]


@pytest.mark.parametrize("row", READ, ids=names(READ, "written"))
def test_read(row: Row) -> None:
    cells = [row[heading] for heading in ("closing day", "payment month", "payment day")]
    expected = tuple(map(int, cells)) if all(cells) else None
    assert read_payment_terms(row["written"]) == expected


def test_there_and_back() -> None:
    for terms in product(range(1, 32), range(13), range(1, 32)):
        assert read_payment_terms(payment_terms_text(*terms)) == terms


@pytest.mark.parametrize(
    "text", ["", "月末", "締め払い", "0日締め翌月末払い", "月末締め翌月32日払い", "月末締め" * 500]
)
def test_other_words_are_not_guessed(text: str) -> None:
    assert read_payment_terms(text) is None


def test_a_month_is_closed_on_a_day_that_every_month_has_or_at_its_end() -> None:
    refused = [day for day in range(1, 32) if check_closing_day(day)]
    assert refused == [29, 30]
    assert check_closing_day(None) == []
