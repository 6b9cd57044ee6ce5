"""Readers of single ledger cells that say more than one plain value: periods, terms, notice, names. Raise `Invalid`."""

import re
from datetime import date

from daicho.business.operations.ledger.messages import NOT_A_PERIOD, NOT_A_TERM, TOO_LONG
from daicho.business.operations.ledger.noted import without_note
from daicho.business.operations.ledger.result import Notice
from daicho.business.operations.ledger.vocabulary import is_nothing, says_no_end, squeezed
from daicho.values.months import DAY, add_months, month_end
from daicho.values.parsing import NOT_A_DATE, plain, read_date, shortened
from daicho.values.problems import Invalid

LONGEST_NAME = 200
LONGEST_TERM = 1200
_DAY = re.compile(
    r"(?:\d{4}|(?:令和|平成|昭和|[令平昭rhs])\.? *(?:\d{1,2}|元)) *[-/.年] *\d{1,2} *[-/.月] *(?:\d{1,2}|末日?)(?: *日)?",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:\d{4}|(?:令和|平成|[令平rh])\.? *(?:\d{1,2}|元)) *[-/.年] *\d{1,2} *月?", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"'?([2-5]\d) *[-/.年] *(\d{1,2}) *[-/.月] *(\d{1,2}) *日?")
_NUMERALS = re.compile(r"(?:[二三四五六七八九]?十[一二三四五六七八九]?|[〇一二三四五六七八九]+)(?=[年月日])")
_JOINT = re.compile(r"[~〜～\-‐–—―−ー→>至自\s]|から|より|まで|迄|\([^()]*\)|[月火水木金土日]曜日?")
_MONTH_DAY = re.compile(r"(翌年|同年)?(\d{1,2})[./月](\d{1,2}|末日?)日?")
_ERA_DAY = re.compile(r"(\d{1,2})[./年](\d{1,2})[./月](\d{1,2}|末日?)日?")
_LENGTH = re.compile(
    r"(?:満|約)?(?:(\d+(?:\.5)?)(?:年間?|years?|yrs?|y))?(?:と|and|,)?(?:(\d+)(?:か月間?|months?|mos?|m))?(?:契約|毎|ごと|更新)?"
)
_NOTICE = re.compile(
    r"(?:満了|終了|期間満了)?(?:日)?(?:の)?(\d+)(年|か月|週間?|日|months?|weeks?|days?|)(?:以上)?(?:前|before)?(.*)"
)
_USUAL_MONTHS = frozenset((6, 12, 18, 24, 30, 36, 48, 60, 72, 84, 96, 120))
_HONORIFIC = re.compile(r"[ 　]*(?:様|御中|殿|さま|さん)$")
_EMAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[A-Za-z]{2,}")


def read_day(raw: object) -> date:
    """A date of the ledger, also one with まで, a tilde or a settled note in brackets, with the year in two digits from 20
    (25/4/1 is 2025) or with Japanese numerals. Raises `Invalid`."""
    if not isinstance(raw, str):
        return read_date(raw)
    text = without_note(raw)
    text = re.sub(r"^[~〜～\s]+|[~〜～\s]*(?:まで|迄|付|より|から)?[~〜～\s]*$", "", text) or plain(raw)
    if found := _SHORT_YEAR.fullmatch(text):
        text = f"20{found[1]}/{found[2]}/{found[3]}"
    try:
        return read_date(_NUMERALS.sub(lambda found: str(_numeral(found[0])), text))
    except Invalid as error:
        raise Invalid(NOT_A_DATE.problem(value=shortened(raw))) from error


def read_first_day(raw: object) -> date:
    """As `read_day`; a month without its day (2025-04, 2025年4月, 202504) is its first day. Raises `Invalid`."""
    return _month_in(raw) or read_day(raw)


def read_last_day(raw: object) -> date:
    """As `read_day`; a month without its day is its last day. Raises `Invalid`."""
    month = _month_in(raw)
    return month_end(month) if month else read_day(raw)


def _month_in(raw: object) -> date | None:
    """The first day of a month that is written without its day; None for anything else."""
    if isinstance(raw, date | bool) or not isinstance(raw, str | int):
        return None
    text = without_note(raw) if isinstance(raw, str) else str(raw)
    text = re.sub(r"^[~〜～\s]+|(?:度|分|より|から|まで|迄)?[~〜～\s]*$", "", text)
    if found := re.fullmatch(r"((?:19|20)\d{2})(0[1-9]|1[0-2])", text):
        return date(int(found[1]), int(found[2]), 1)
    if found := _MONTH.fullmatch(text):
        try:
            return _month_start(found[0])
        except Invalid:
            return None
    return None


def _numeral(text: str) -> int:
    """The number that Japanese numerals up to 99 write: 三十一 is 31."""
    tens, ten, ones = text.partition("十")
    digits = "〇一二三四五六七八九"
    if not ten:
        return int("".join(str(digits.index(letter)) for letter in text))
    return (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0)


def read_period(raw: object) -> tuple[date, date | None]:
    """First and last day of a period in one cell; last None when the cell says that there is no end. Raises `Invalid`.

    Knows any tilde or dash, ``2025年4月～2026年3月`` (whole months), ``2025/4/1から1年間`` and ends without year or era.
    """
    text = plain(raw) if isinstance(raw, str) and len(raw) <= 80 else ""
    days = _DAY.findall(text)
    first: date | None = None
    last: date | None = None
    if len(days) == 2:
        first, last = read_date(days[0]), read_date(days[1])
    elif len(days) == 1:
        first = read_date(days[0])
        rest = text.replace(days[0], " ", 1)
        if says_no_end(_JOINT.sub("", rest)):
            return first, None
        last = _second(first, days[0], rest)
    elif len(months := _MONTH.findall(text)) == 2:
        first, last = _month_start(months[0]), month_end(_month_start(months[1]))
    if first is None or last is None:
        first, last = _halves(text)
    if first is None or last is None:
        raise Invalid(NOT_A_PERIOD.problem(value=shortened(raw)))
    return first, last


def _halves(text: str) -> tuple[date | None, date | None]:
    """Both days of a period cut at its tilde, each in any notation of its own; None twice where that fails."""
    halves = [half.strip() for half in re.split(r"[~〜～→]|から|より| - ", text) if half.strip()]
    try:
        return (read_first_day(halves[0]), read_last_day(halves[1])) if len(halves) == 2 else (None, None)
    except Invalid:
        return None, None


def _second(first: date, written: str, rest: str) -> date | None:
    """The last day, where it is written as month and day, as a year of the same era, or as a length; else None."""
    bare = _JOINT.sub("", rest)
    if found := _MONTH_DAY.fullmatch(bare):
        year = first.year + (found[1] == "翌年")
        last = read_date(f"{year}/{found[2]}/{found[3]}")
        return last if found[1] or last >= first else read_date(f"{year + 1}/{found[2]}/{found[3]}")
    if (found := _ERA_DAY.fullmatch(bare)) and not written[0].isdigit():
        era = re.match(r"\D+", written)
        return read_date(f"{era[0] if era else ''}{found[1]}/{found[2]}/{found[3]}")
    try:
        return end_after(first, read_term(bare, ""))
    except Invalid:
        return None


def _month_start(text: str) -> date:
    """The first day of a month written without its day."""
    return read_date(re.sub(r"[ 月]+$", "", text).replace("年", "/") + "/1")


def end_after(start: date, months: int) -> date:
    """The last day of a term of so many months from `start`."""
    return add_months(start, months) - DAY


def read_term(raw: object, header: str) -> int:
    """A length in months (1年, 12ヶ月, 1年6か月, 半年, 12). A bare number is read as the header says (年数, 月数), else
    only where it is a usual number of months. Raises `Invalid`."""
    text = re.sub(r"\(.*\)$", "", squeezed(raw))
    if text in ("半年", "半年間"):
        return 6
    found = _LENGTH.fullmatch(text)
    months = 0.0
    if found and (found[1] or found[2]):
        months = float(found[1] or 0) * 12 + int(found[2] or 0)
    elif text.isdecimal() and len(text) <= 4:
        words = squeezed(header)
        in_months = re.search(r"月|month", words) is not None
        in_years = not in_months and re.search(r"年|year", words) is not None
        if in_months or in_years or int(text) in _USUAL_MONTHS:
            months = int(text) * (12 if in_years else 1)
    if months != int(months) or not 0 < months <= LONGEST_TERM:
        raise Invalid(NOT_A_TERM.problem(value=shortened(raw)))
    return int(months)


def read_notice(raw: object) -> Notice | None:
    """By when notice must be given (3か月前, 90日前, 2週間前, 1か月前の月末); None when the cell cannot be read so."""
    found = _NOTICE.fullmatch(squeezed(raw))
    if found is None or len(found[1]) > 3 or not int(found[1]):
        return None
    amount, unit, rest = int(found[1]), found[2], found[3]
    if rest and not re.fullmatch(r"(?:の)?(?:前月)?(?:月末|末日)?(?:まで|迄|まで?に)?(?:書面.*|通知.*|申.*)?", rest):
        return None
    to_month_end = "月末" in rest or "末日" in rest
    if unit.startswith(("年", "か月", "month")) or (not unit and amount <= 12):
        return Notice(months=amount * 12 if unit == "年" else amount, to_month_end=to_month_end)
    return Notice(days=amount * 7 if unit.startswith(("週", "week")) else amount, to_month_end=to_month_end)


def read_email(raw: object) -> str | None:
    """The address, or None when it is none."""
    text = plain(raw)
    text = re.sub(r"^mailto:", "", text.strip("<>"), flags=re.IGNORECASE)
    return text if _EMAIL.fullmatch(text) and len(text) <= 254 else None


def read_name(raw: object) -> str | None:
    """A name as written, trimmed, without 様 or 御中 after it; None when the cell says that there is none. Raises `Invalid`."""
    if is_nothing(raw):
        return None
    text = " ".join(str(raw).split())
    if len(text) > LONGEST_NAME:
        raise Invalid(TOO_LONG.problem(value=shortened(raw), limit=LONGEST_NAME))
    return _HONORIFIC.sub("", text) or text


def read_words(raw: object) -> str | None:
    """Text of any length as written, lines kept; None when the cell says that there is nothing."""
    if is_nothing(raw):
        return None
    if isinstance(raw, date):
        return raw.strftime("%Y/%m/%d")
    return str(raw).strip()
