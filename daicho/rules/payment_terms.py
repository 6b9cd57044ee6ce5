"""Payment terms as words, 月末締め翌月末払い, made from closing day, payment month and payment day, and read back; which days
close a month."""

import re
import unicodedata
from typing import Literal

from daicho.values.labels import Label, Message, Problem

MONTH_END = 31
MONTH_END_WORDS = ((MONTH_END, Label("末日", "Month end")),)
LAST_OF_EVERY_MONTH = 28
LATEST_PAYMENT_MONTH = 12
CLOSING_DAY = Message(
    "closing_day_not_in_every_month",
    ja="締日（{value}）は 1～28 か、月末を表す 31 にしてください。",
    en="The closing day ({value}) must be 1 to 28, or 31 for the month end.",
)
_MONTHS_JA = {0: "当月", 1: "翌月", 2: "翌々月"}
_MONTH_COUNT = {"当月": 0, "同月": 0, "翌月": 1, "次月": 1, "翌々月": 2, "翌翌月": 2}
_READ = re.compile(
    r"(?:毎月)?(?P<closing>月末日?|末日?|\d{1,2}日)(?:締め?切?り?|〆め?切?り?)"
    r"(?P<month>当月|同月|翌々月|翌翌月|翌月|次月|\d{1,2}[かヶケカ箇]月後)(?:の)?"
    r"(?P<payment>月末日?|末日?|\d{1,2}日)"
    r"(?:(?:お|に)?(?:支払い?|払い?|振込み?|振り込み|入金|現金払い?|銀行振込|引落とし?|引き落とし|口座振替))?"
)
_NOISE = re.compile(r"[\s、,・/\-－ー―‐→()（）]+")


def check_closing_day(value: int | None) -> list[Problem]:
    """A problem when `value` is a day that some months lack and that is not the month end; None is no problem."""
    if value is None or not LAST_OF_EVERY_MONTH < value < MONTH_END:
        return []
    return [CLOSING_DAY.problem("closing_day", value=value)]


def payment_terms_text(
    closing_day: int, payment_month: int, payment_day: int, language: Literal["ja", "en"] | str = "ja"
) -> str:
    """The terms in words: 月末締め翌月末払い, 20日締め翌月10日払い / Closing on day 20, payment on day 10 of next month.

    Day 31 is the month end; `payment_month` 0 is the month of the closing, 1 the next. Days are not checked.
    """
    if language.startswith("ja"):
        closing = "月末締め" if closing_day >= MONTH_END else f"{closing_day}日締め"
        month = _MONTHS_JA.get(payment_month) or f"{payment_month}か月後"
        return f"{closing}{month}{'末' if payment_day >= MONTH_END else f'{payment_day}日'}払い"
    closing = "Closing at month end" if closing_day >= MONTH_END else f"Closing on day {closing_day}"
    names = {0: "the same month", 1: "the next month"}
    month = names.get(payment_month) or f"the month {payment_month} months later"
    day = "at the end" if payment_day >= MONTH_END else f"on day {payment_day}"
    return f"{closing}, payment {day} of {month}"


def read_payment_terms(text: str) -> tuple[int, int, int] | None:
    """Closing day, payment month and payment day of written terms, e.g. 月末締翌月末払 is (31, 1, 31).

    Full-width digits, spaces and the usual spellings are understood. None when the words say something else.
    """
    written = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    found = _READ.fullmatch(written)
    if found is None:
        return None
    month = found["month"]
    months = _MONTH_COUNT[month] if month in _MONTH_COUNT else int(re.sub(r"\D", "", month))
    closing, payment = _day(found["closing"]), _day(found["payment"])
    if not 1 <= closing <= MONTH_END or not 1 <= payment <= MONTH_END:
        return None
    return closing, months, payment


def _day(written: str) -> int:
    """20日 is 20; 月末 and 末日 are 31."""
    return MONTH_END if written.startswith(("月末", "末")) else int(written[:-1])
