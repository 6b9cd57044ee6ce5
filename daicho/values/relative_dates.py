"""Relative dates such as THIS_MONTH or LAST_N_DAYS:90: which days they mean on a given day, and their words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from daicho.values.labels import Label, Message
from daicho.values.months import add_months
from daicho.values.offsets import Offset
from daicho.values.periods import Period
from daicho.values.problems import Invalid

__all__ = ["DateFrame", "Offset", "describe_token", "is_relative", "resolve", "token_label"]

UNKNOWN_TOKEN = Message(
    "unknown_relative_date",
    ja="「{value}」という相対日付はありません。TODAY、THIS_MONTH、NEXT_N_DAYS:90 のように指定してください。",
    en="There is no relative date “{value}”. Use one such as TODAY, THIS_MONTH or NEXT_N_DAYS:90.",
)
COUNT_TOO_SMALL = Message(
    "relative_date_count_too_small",
    ja="「{value}」の数は1以上にしてください。",
    en="The number in “{value}” must be 1 or more.",
)
TOKEN_OUT_OF_RANGE = Message(
    "relative_date_out_of_range",
    ja="「{value}」は日付として扱える範囲を超えます。小さい数を指定してください。",
    en="“{value}” leaves the range of dates. Use a smaller number.",
)


@dataclass(frozen=True, slots=True)
class DateFrame:
    """What relative dates are read with. `week_start` is 0 for Monday … 6 for Sunday, `fiscal_first_month` 1–12."""

    today: date
    week_start: int = 0
    fiscal_first_month: int = 4


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of the calendar: the words for last, this, next and n of it, and the unit `n` steps from the current one."""

    last: Label
    this: Label
    next: Label
    counted: Label
    step: Callable[[DateFrame, int], Period]


def _months_block(length: int, first_month: Callable[[DateFrame], int]) -> Callable[[DateFrame, int], Period]:
    """Blocks of `length` months, of which one begins in the first month of the (fiscal) year."""

    def step(frame: DateFrame, n: int) -> Period:
        begun = (frame.today.month - first_month(frame)) % 12 % length
        first = add_months(frame.today.replace(day=1), n * length - begun)
        return Period(first, add_months(first, length) - timedelta(days=1))

    return step


def _week(frame: DateFrame, n: int) -> Period:
    begun = (frame.today.weekday() - frame.week_start) % 7
    first = frame.today + timedelta(days=7 * n - begun)
    return Period(first, first + timedelta(days=6))


def _january(_frame: DateFrame) -> int:
    return 1


def _fiscal(frame: DateFrame) -> int:
    return frame.fiscal_first_month


def _unit(ja: tuple[str, str, str, str], en: str, step: Callable[[DateFrame, int], Period]) -> _Unit:
    labels = [Label(words, f"{which} {en}") for words, which in zip(ja, ("last", "this", "next"), strict=False)]
    return _Unit(labels[0], labels[1], labels[2], Label(ja[3], f"{en}s"), step)


_UNITS: dict[str, _Unit] = {
    "WEEK": _unit(("先週", "今週", "来週", "週間"), "week", _week),
    "MONTH": _unit(("先月", "今月", "来月", "か月"), "month", _months_block(1, _january)),
    "QUARTER": _unit(("前四半期", "今四半期", "次四半期", "四半期"), "quarter", _months_block(3, _january)),
    "YEAR": _unit(("昨年", "今年", "来年", "年間"), "year", _months_block(12, _january)),
    "FISCAL_QUARTER": _unit(
        ("会計年度の前四半期", "会計年度の今四半期", "会計年度の次四半期", "会計四半期"),
        "fiscal quarter",
        _months_block(3, _fiscal),
    ),
    "FISCAL_HALF": _unit(("前の半期", "今半期", "次の半期", "半期"), "fiscal half", _months_block(6, _fiscal)),
    "FISCAL_YEAR": _unit(("昨年度", "今年度", "来年度", "年度"), "fiscal year", _months_block(12, _fiscal)),
}
_DAYS: dict[str, tuple[Label, int]] = {
    "TODAY": (Label("今日", "today"), 0),
    "YESTERDAY": (Label("昨日", "yesterday"), -1),
    "TOMORROW": (Label("明日", "tomorrow"), 1),
}
_SPANS = ("WEEKS", "MONTHS", "QUARTERS", "YEARS", "FISCAL_YEARS")
_COUNTED: dict[str, Label] = {
    "LAST_N_DAYS": Label("過去{n}日間（今日を含む）", "last {n} days and today"),
    "NEXT_N_DAYS": Label("明日から{n}日間", "next {n} days after today"),
    "TODAY_AND_NEXT_N_DAYS": Label("今日から{n}日先まで", "today and next {n} days"),
    "N_DAYS_AGO": Label("{n}日前", "{n} days ago"),
    "N_MONTHS_AGO": Label("{n}か月前の月", "{n} months ago"),
    **{
        f"LAST_N_{span}": Label(
            f"前の{{n}}{_UNITS[span[:-1]].counted.ja}", f"last {{n}} {_UNITS[span[:-1]].counted.en}"
        )
        for span in _SPANS
    },
    **{
        f"NEXT_N_{span}": Label(
            f"次の{{n}}{_UNITS[span[:-1]].counted.ja}", f"next {{n}} {_UNITS[span[:-1]].counted.en}"
        )
        for span in _SPANS
    },
}
_FROM_ZERO = frozenset({"LAST_N_DAYS", "TODAY_AND_NEXT_N_DAYS", "N_DAYS_AGO", "N_MONTHS_AGO"})
_NAMED: dict[str, tuple[Label, str, int]] = {
    f"{which}_{key}": (label, key, n)
    for key, unit in _UNITS.items()
    for which, label, n in (("LAST", unit.last, -1), ("THIS", unit.this, 0), ("NEXT", unit.next, 1))
}
_COUNT = re.compile(r"([A-Z_]+):([0-9]{1,6})")

PLAIN_TOKENS: tuple[str, ...] = (*_DAYS, *_NAMED)
COUNTED_TOKENS: tuple[str, ...] = tuple(_COUNTED)


def is_relative(token: str) -> bool:
    """Whether `token` is written like a relative date of this language (its number may still be refused)."""
    if token in _DAYS or token in _NAMED:
        return True
    found = _COUNT.fullmatch(token)
    return found is not None and found[1] in _COUNTED


def resolve(token: str, frame: DateFrame) -> Period:
    """The days that `token` means on `frame.today`. Raises Invalid for an unknown token or a number out of range."""
    name, count = _parts(token)
    try:
        return _resolve(name, count, frame)
    except (ValueError, OverflowError) as error:
        raise Invalid(TOKEN_OUT_OF_RANGE.problem(value=token)) from error


def token_label(token: str) -> Label:
    """The words of a token without its days: 今月 / this month. Raises Invalid for an unknown token."""
    name, count = _parts(token)
    if name in _DAYS:
        return _DAYS[name][0]
    if name in _NAMED:
        return _NAMED[name][0]
    return Label(_COUNTED[name].ja.format(n=count), _COUNTED[name].en.format(n=count))


def describe_token(token: str, frame: DateFrame, language: str = "ja") -> str:
    """The words and the days: 今月（2026/01/01～2026/01/31） / this month (2026/01/01–2026/01/31). Raises Invalid."""
    period = resolve(token, frame)
    first, last = period.first.strftime("%Y/%m/%d"), period.last.strftime("%Y/%m/%d")
    words = token_label(token).text(language)
    if language.startswith("ja"):
        return f"{words}（{first}）" if period.days == 1 else f"{words}（{first}～{last}）"
    return f"{words} ({first})" if period.days == 1 else f"{words} ({first}–{last})"


def _parts(token: str) -> tuple[str, int]:
    """The name of a token and its number (0 where it has none)."""
    if not is_relative(token):
        raise Invalid(UNKNOWN_TOKEN.problem(value=token))
    name, _, written = token.partition(":")
    count = int(written or 0)
    if name in _COUNTED and count == 0 and name not in _FROM_ZERO:
        raise Invalid(COUNT_TOO_SMALL.problem(value=token))
    return name, count


def _resolve(name: str, count: int, frame: DateFrame) -> Period:
    today = frame.today
    if name in _DAYS:
        day = today + timedelta(days=_DAYS[name][1])
        return Period(day, day)
    if name in _NAMED:
        _label, key, step = _NAMED[name]
        return _UNITS[key].step(frame, step)
    far = timedelta(days=count)
    match name:
        case "LAST_N_DAYS":
            return Period(today - far, today)
        case "NEXT_N_DAYS":
            return Period(today + timedelta(days=1), today + far)
        case "TODAY_AND_NEXT_N_DAYS":
            return Period(today, today + far)
        case "N_DAYS_AGO":
            return Period(today - far, today - far)
        case "N_MONTHS_AGO":
            return _UNITS["MONTH"].step(frame, -count)
    which, _, span = name.partition("_N_")
    step_of = _UNITS[span[:-1]].step
    if which == "LAST":
        return Period(step_of(frame, -count).first, step_of(frame, -1).last)
    return Period(step_of(frame, 1).first, step_of(frame, count).last)
