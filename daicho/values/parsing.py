"""Reads what people type or sheets hold into numbers, dates, moments, yes/no, quantities, or refuses. Knows no field.

Every reader takes one raw value that is not empty (callers decide what an empty one means) and raises `Invalid` with
a message that names the value and what is expected. Forms use `read_number`; imports accept units: `read_quantity`.
"""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from daicho.values.labels import Label, Message
from daicho.values.problems import Invalid
from daicho.values.written_dates import LAST_SERIAL, date_in, serial_date

QUANTITY = Label(ja="数量", en="a quantity")
LONGEST = 60
"""Characters of the longest text that can be a number or a date."""
LIMIT = Decimal(10) ** 14
"""Numbers stay below this, so that ten-thousandths fit into a database integer."""

NOT_A_NUMBER = Message(
    "not_a_number",
    ja="「{value}」は{what}として読み取れません。数字だけを入力してください（例：35）。",
    en="“{value}” cannot be read as {what}. Enter digits only (for example 35).",
)
NUMBER_TOO_LARGE = Message(
    "number_too_large",
    ja="「{value}」は大きすぎます。100兆未満の数値を入力してください。",
    en="“{value}” is too large. Enter a number below 100 trillion.",
)
NOT_A_DATE = Message(
    "not_a_date",
    ja="「{value}」は日付として読み取れません。2025/12/31、2025年12月31日、R7.12.31 のように入力してください。",
    en="“{value}” cannot be read as a date. Write it like 2025/12/31, 2025年12月31日 or R7.12.31.",
)
NOT_A_DATETIME = Message(
    "not_a_datetime",
    ja="「{value}」は日時として読み取れません。2025/12/31 09:00 のように入力してください。",
    en="“{value}” cannot be read as a date and time. Write it like 2025/12/31 09:00.",
)
NOT_A_BOOLEAN = Message(
    "not_a_boolean",
    ja="「{value}」は「はい」か「いいえ」として読み取れません。はい・いいえ、○・×、有・無 のどれかにしてください。",
    en="“{value}” cannot be read as yes or no. Enter yes or no, ○ or ×, 有 or 無.",
)

_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+▲△])? *(?:[¥$€£\\])? *(?P<inner>[-+▲△])?"
    r"(?P<digits>\d{1,3}(?:[,、]\d{3})+|\d+)(?P<fraction>\.\d+|\.)?(?P<close>\))?"
)
_YES_WORDS = "はい ○ 〇 ◯ ● ◎ ✓ ✔ ☑ レ ■ 有 有り あり 要 する 可 yes y true t on 1 済"
_NO_WORDS = "いいえ × ✕ ✖ ✗ ✘ ☓ ❌ □ ☐ 無 無し なし ナシ 不要 しない 否 不可 no n false f off 0 - 未"
_TRUE, _FALSE = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())
_DASH = re.compile(r"[‐‑‒–—―−]|(?<![ァ-ヶー])ー")
_TIME = re.compile(
    r"(?:[t ] *)(\d{1,2})(?::|時)(\d{1,2})(?:[:分](?:(\d{1,2})(?:\.\d{1,9})?秒?)?)? *(z|[-+]\d{2}:?\d{2})?$"
)

_UNITS = (
    "id|ids|個|コ|ケ|ヶ|本|円|台|ライセンス|licen[sc]es?|lic|式|ユーザー?|users?|名|名様|人|件|セット|sets?|部|枚|冊|口|アカウント|accounts?|拠点|"
    "[箇ヶケカか]所|店舗|社|回|回線|時間|h|hours?|人月|人日|[箇ヶケカかヵ]月分?|月|年|日|gb|tb|mb|席|シート|seats?|端末|pc|pcs|ea|units?|箱|ドメイン|契約|"
    "コア|cpu|点|ポイント|points?|usd|jpy|eur|ドル|ユーロ|校|館|室|車両|機器|デバイス|devices?|チャネル|通|項目|プラン|パック|ページ|サーバー?|%"
)
_SINGLE_COUNTER = r"[\u4e00-\u9fff]"
_VAGUE = frozenset("約弱強超余位前後未済無有可否要上下内外他計")
_SCALES = {"千": Decimal(1000), "万": Decimal(10_000), "百万": Decimal(1_000_000), "億": Decimal(100_000_000)}
_QUANTITY = re.compile(
    r"(?:@ *)?(?P<number>[-+▲△(]? *[¥$€£\\]? *[-+▲△]?\d[\d,、]*(?:\.\d*)?\)?) *(?P<scale>百万|千|万|億)?(?P<unit>"
    + _UNITS
    + "|"
    + _SINGLE_COUNTER
    + r")?"
    r"(?P<per> *[/／] *[^\d/]{1,8})?(?P<tax> *\((?:税抜き?|税込み?|税別|非課税)\))?(?P<dash> *-)?"
)


def plain(raw: object) -> str:
    """A raw value as trimmed NFKC text, white space collapsed; numbers without a trailing ``.0``."""
    if isinstance(raw, float) and math.isfinite(raw) and raw == int(raw):
        raw = int(raw)
    return " ".join(unicodedata.normalize("NFKC", str(raw)).split())


def read_number(raw: object, what: Label = QUANTITY) -> Decimal:
    """A number of any width, with thousands separators, a currency sign, and a sign (- ▲ △ or brackets) or none.

    `what` is the name of the thing expected (a field's label), for the message. Units, exponents, not-a-number,
    infinity and numbers of 100 trillion or more are refused with `Invalid`.
    """
    if isinstance(raw, bool):
        raise Invalid(NOT_A_NUMBER.problem(value=raw, what=what))
    if isinstance(raw, float) and math.isfinite(raw):
        return _bounded(Decimal(f"{raw:.15g}"), raw)
    if isinstance(raw, int):
        return _bounded(Decimal(raw), raw)
    if isinstance(raw, Decimal) and raw.is_finite():
        return _bounded(raw, raw)
    number = _number_in(_dashed(raw)) if isinstance(raw, str) and len(raw) <= LONGEST else None
    if number is None:
        raise Invalid(NOT_A_NUMBER.problem(value=shortened(raw), what=what))
    return _bounded(number, raw)


def read_quantity(raw: object, what: Label = QUANTITY) -> tuple[Decimal, str | None]:
    """A number that may carry a unit (35ID, 3本, 1,200円/月, 一式, 12万円), and that unit as written (None: none).

    For imports only; the caller tells people which units were left out. Raises `Invalid` when it is no number, or when
    what follows is no unit (``10以上``).
    """
    if not isinstance(raw, str):
        return read_number(raw, what), None
    text = _dashed(raw) if len(raw) <= LONGEST else ""
    if text in ("一式", "式"):
        return Decimal(1), "式"
    found = _QUANTITY.fullmatch(text.lower())
    number = _number_in(found["number"]) if found else None
    if found is None or number is None or (found["unit"] or "") in _VAGUE:
        raise Invalid(NOT_A_NUMBER.problem(value=shortened(raw), what=what))
    unit = text[found.end("number") :].strip().rstrip("-").strip()
    return _bounded(number * _SCALES.get(found["scale"] or "", Decimal(1)), raw), unit or None


def read_date(raw: object) -> date:
    """A date: a date object, a sheet's serial number, or text with slashes, dots, dashes, 年月日, era, eight digits.

    A month without its day, a two-digit year and a time other than midnight are refused with `Invalid`.
    """
    found: date | None = None
    if isinstance(raw, datetime):
        found = raw.date()
    elif isinstance(raw, date):
        found = raw
    elif isinstance(raw, int | float) and not isinstance(raw, bool) and 0 < raw < 100_000_000:
        found = serial_date(raw)
    elif isinstance(raw, str) and len(raw) <= LONGEST:
        found = date_in(_dashed(raw).lower())
    if found is None:
        raise Invalid(NOT_A_DATE.problem(value=shortened(raw)))
    return found


def read_datetime(raw: object, zone: ZoneInfo) -> datetime:
    """A moment (aware): without an offset it is in `zone`, without a time midnight there. Raises `Invalid`."""
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=zone)
    try:
        if isinstance(raw, int | float) and not isinstance(raw, bool) and 0 < raw <= LAST_SERIAL + 1:
            seconds = round((raw - int(raw)) * 86_400)
            return datetime.combine(read_date(int(raw)), time(), zone) + timedelta(seconds=seconds)
        text = plain(raw).lower() if isinstance(raw, str) and len(raw) <= LONGEST else raw
        if not isinstance(text, str):
            return datetime.combine(read_date(raw), time(), zone)
        found = _TIME.search(text)
        day = read_date(text[: found.start()] if found else text)
        return _moment(day, found, zone) if found else datetime.combine(day, time(), zone)
    except (Invalid, ValueError) as error:
        raise Invalid(NOT_A_DATETIME.problem(value=shortened(raw))) from error


def read_boolean(raw: object) -> bool:
    """Yes or no in the words and signs people use (はい ○ 有 ✓ true 1 …, いいえ × 無 - false 0 …). Raises `Invalid`."""
    if isinstance(raw, bool):
        return raw
    word = _dashed(raw).lower() if isinstance(raw, str | int | float) else ""
    if word not in _TRUE and word not in _FALSE:
        raise Invalid(NOT_A_BOOLEAN.problem(value=shortened(raw)))
    return word in _TRUE


def shortened(raw: object) -> str:
    """The value as it is named in a message: trimmed, and cut after 60 characters."""
    if isinstance(raw, int) and raw.bit_length() > 400:
        return "9" * LONGEST + "…"
    text = plain(raw) if isinstance(raw, float) else str(raw)[: LONGEST * 2].strip()
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _dashed(raw: object) -> str:
    """`plain(raw)` with every dash as a hyphen, also ー where it lengthens no vowel."""
    return _DASH.sub("-", plain(raw))


def _number_in(text: str) -> Decimal | None:
    """The number that `text` writes, or None."""
    found = _NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]) or (found["sign"] and found["inner"]):
        return None
    digits = found["digits"].replace(",", "").replace("、", "") + (found["fraction"] or "").rstrip(".")
    negative = bool(found["open"]) or (found["sign"] or found["inner"] or "+") in "-▲△"
    return Decimal(digits).copy_negate() if negative else Decimal(digits)


def _bounded(number: Decimal, raw: object) -> Decimal:
    """`number` unless it is too large to be kept."""
    if abs(number) >= LIMIT:
        raise Invalid(NUMBER_TOO_LARGE.problem(value=shortened(raw)))
    return number or Decimal(0)


def _moment(day: date, found: re.Match[str], zone: ZoneInfo) -> datetime:
    """The day at the time that was found; raises ValueError when there is no such time."""
    clock = time(int(found[1]), int(found[2]), int(found[3] or 0))
    offset = found[4]
    if offset is None:
        return datetime.combine(day, clock, zone)
    return datetime.fromisoformat(f"{day.isoformat()}T{clock.isoformat()}{offset.upper()}")
