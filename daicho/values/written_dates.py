"""Dates as people in Japan write them: slashes, 年月日, eras, eight digits, serial numbers. Refuses nothing: None."""

import calendar
import re
from datetime import date, timedelta

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
"""The year before the first year of each era."""
LONGEST_ERA = 64
"""The years of 昭和, the longest era there was: R99 is a slip of the pen and not the year 2117."""
_ERA_NAMES = {name: base for era, base in ERAS.items() for name in (era, era[0])}
_ERA_NAMES |= dict(zip("rhstm", ERAS.values(), strict=True))
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
FIRST_SERIAL, LAST_SERIAL = 10_000, 2_958_465
"""Serial numbers that count as dates: 1927-05-18 to 9999-12-31. Smaller numbers in a date cell are a mistake."""
_SERIAL_EPOCH = date(1899, 12, 30)

_SEPARATED = r" *[-/.年] *(\d{1,2}) *[-/.月] *(\d{1,2}|末) *日? *"
_WESTERN = re.compile(r"(?:西暦)? *(\d{4})" + _SEPARATED)
_ERA = re.compile(r"(" + "|".join(sorted(_ERA_NAMES, key=len, reverse=True)) + r")\.? *(\d{1,2}|元)" + _SEPARATED)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- /]+([a-z]{3})[a-z]*\.?[-, /]+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3})[a-z]*\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_WEEKDAY = re.compile(r" *(?:\([月火水木金土日](?:曜日?)?(?:・?祝)?\)|[月火水木金土日]曜日?)")
_MIDNIGHT = re.compile(r"[t ]+0?0:00(?::00(?:\.0+)?)?z?$")


def date_in(text: str) -> date | None:
    """The date that `text` (NFKC, lower case, trimmed) writes in full; None when it is none or lacks its day.

    ``12月末`` and ``12/末`` are the last day of the month; a weekday in brackets and a midnight time are ignored.
    """
    bare = _MIDNIGHT.sub("", _WEEKDAY.sub("", text)).replace("末日", "末").strip()
    if found := _WESTERN.fullmatch(bare):
        return _day(int(found[1]), found[2], found[3])
    if found := _ERA.fullmatch(bare):
        in_era = 1 if found[2] == "元" else int(found[2])
        usable = 1 <= in_era <= LONGEST_ERA
        return _day(_ERA_NAMES[found[1]] + in_era, found[3], found[4]) if usable else None
    if found := _EIGHT.fullmatch(bare):
        return _day(int(found[1]), found[2], found[3])
    if found := _DAY_FIRST.fullmatch(bare):
        return _named(found[3], found[2], found[1])
    if found := _MONTH_FIRST.fullmatch(bare):
        return _named(found[3], found[1], found[2])
    return serial_date(int(bare)) if bare.isascii() and bare.isdecimal() and len(bare) == 5 else None


def serial_date(serial: float) -> date | None:
    """The day of a spreadsheet's serial number (days since 1899-12-30; fractions are times of day), or of a number like
    20251231; None outside the range that counts as a date."""
    if FIRST_SERIAL <= serial < LAST_SERIAL + 1:
        return _SERIAL_EPOCH + timedelta(days=int(serial))
    found = _EIGHT.fullmatch(str(int(serial))) if serial == int(serial) else None
    return _day(int(found[1]), found[2], found[3]) if found else None


def _day(year: int, month: str, day: str) -> date | None:
    """The day, or None when the calendar has none such."""
    if not (1 <= int(month) <= 12 and 1 <= year <= 9999):
        return None
    last = calendar.monthrange(year, int(month))[1]
    number = last if day == "末" else int(day)
    return date(year, int(month), number) if 1 <= number <= last else None


def _named(year: str, month: str, day: str) -> date | None:
    """The day of an English month name (its first three letters), or None."""
    number = _MONTHS.get(month)
    return _day(int(year), str(number), day) if number else None
