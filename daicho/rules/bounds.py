"""The bounds of dates, prices and numbers, the names of what is checked, and the sentences that refuse what lies outside.

The bounds keep every amount, and sums of hundreds of lines, inside a 64-bit integer of ten-thousandths.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from daicho.values.labels import Label, Message, Problem
from daicho.values.money import is_known_currency
from daicho.values.months import add_months

LARGEST_PRICE = Decimal(1_000_000_000_000)
LARGEST_QUANTITY = Decimal(1_000_000_000)
LARGEST_TOTAL = Decimal(10_000_000_000_000)
LONGEST_TERM_MONTHS = 1200
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)

END_BEFORE_START = Message(
    "end_before_start",
    ja="契約終了日（{end}）が契約開始日（{start}）より前です。",
    en="The contract ends ({end}) before it starts ({start}). Correct one of the two dates.",
)
USE_END_BEFORE_START = Message(
    "end_before_start",
    ja="利用終了日（{end}）が利用開始日（{start}）より前です。",
    en="The use ends ({end}) before it starts ({start}). Correct one of the two dates.",
)
TERM_TOO_LONG = Message(
    "term_too_long",
    ja="{start} から {end} までの期間は長すぎます。100年以内にするか、終わりを定めない場合は終了日を空にしてください。",
    en="The time from {start} to {end} is too long. Keep it within 100 years, or leave the end empty if there is none.",
)
DATE_OUT_OF_RANGE = Message(
    "date_out_of_range",
    ja="日付 {value} は扱える範囲（{first}～{last}）にありません。年を確かめてください。",
    en="The date {value} is outside the range that can be used ({first} to {last}). Check the year.",
)
UNKNOWN_CODE = Message(
    "unknown_code",
    ja="{name}「{value}」はありません。次のいずれかを指定してください：{choices}。",
    en="There is no {name} “{value}”. Use one of: {choices}.",
)
UNKNOWN_CURRENCY = Message(
    "unknown_currency",
    ja="通貨「{value}」はありません。JPY、USD のような3文字の通貨コードを指定してください。",
    en="There is no currency “{value}”. Use a code of three letters such as JPY or USD.",
)
NOT_A_NUMBER = Message(
    "not_a_number",
    ja="{name}が数値ではありません。数字を入力してください。",
    en="The {name} is not a number. Enter digits.",
)
NEGATIVE = Message(
    "negative",
    ja="{name}（{value}）が負の値です。0以上を入力してください。",
    en="The {name} ({value}) is negative. Enter 0 or more.",
)
TOO_LARGE = Message(
    "too_large",
    ja="{name}（{value}）が大きすぎます。{limit} 以下を入力してください。",
    en="The {name} ({value}) is too large. Enter at most {limit}.",
)
TOO_MANY_DECIMALS = Message(
    "too_many_decimals",
    ja="{name}（{value}）の小数は4桁までです。",
    en="The {name} ({value}) may have at most 4 decimals.",
)
NOT_IN_RANGE = Message(
    "not_in_range",
    ja="{name}（{value}）は {low} から {high} までの整数にしてください。",
    en="The {name} ({value}) must be a whole number from {low} to {high}.",
)
NAMES: dict[str, Label] = {
    "price_kind": Label("金額種別", "price kind"),
    "unit_price": Label("単価", "unit price"),
    "quantity": Label("数量", "quantity"),
    "amount": Label("明細の合計金額", "line total"),
    "sales_cycle": Label("売上サイクル", "sales cycle"),
    "spread_months": Label("按分する月数", "number of months to spread over"),
    "proration": Label("日割り", "proration"),
    "fixed_days": Label("日割りの固定日数", "fixed number of days"),
    "remainder": Label("端数を寄せる回", "part that takes the remainder"),
    "billing_cycle": Label("支払単位", "billing cycle"),
    "billing_timing": Label("請求時期", "billing timing"),
    "rounding": Label("端数処理", "rounding"),
    "posting_day": Label("売上計上日", "posting day"),
    "closing_day": Label("締日", "closing day"),
}


def check_term(start: date, end: date | None, message: Message = END_BEFORE_START) -> list[Problem]:
    """What is wrong with a term's dates (None: without an end): out of range, reversed, or longer than 100 years."""
    found = check_date("start_date", start) + check_date("end_date", end)
    if found or end is None:
        return found
    if end < start:
        return [message.problem("end_date", start=start, end=end)]
    if end >= add_months(start, LONGEST_TERM_MONTHS):
        return [TERM_TOO_LONG.problem("end_date", start=start, end=end)]
    return []


def check_date(field: str, value: date | None) -> list[Problem]:
    """A problem when `value` lies outside the years 1900–2200; None is no problem."""
    if value is None or EARLIEST <= value <= LATEST:
        return []
    return [DATE_OUT_OF_RANGE.problem(field, value=value, first=EARLIEST, last=LATEST)]


def check_currency(value: str | None) -> list[Problem]:
    """A problem when `value` is no ISO 4217 code in capitals; None, which becomes a default, is no problem."""
    return [] if not value or is_known_currency(value) else [UNKNOWN_CURRENCY.problem("currency", value=value)]


def check_number(field: str, value: Decimal, limit: Decimal) -> list[Problem]:
    """What is wrong with a price or quantity: no number, negative, above `limit`, more than four decimals."""
    name = NAMES[field]
    if not value.is_finite():
        return [NOT_A_NUMBER.problem(field, name=name)]
    if value < 0:
        return [NEGATIVE.problem(field, name=name, value=value)]
    if value > limit:
        return [TOO_LARGE.problem(field, name=name, value=value, limit=limit)]
    if round(value, 4) != value:
        return [TOO_MANY_DECIMALS.problem(field, name=name, value=value)]
    return []


def check_code(field: str, value: str, known: Mapping[str, Label]) -> list[Problem]:
    """A problem when `value` is none of the `known` codes."""
    if value in known:
        return []
    return [UNKNOWN_CODE.problem(field, name=NAMES[field], value=value, choices=list(known))]


def check_integer(field: str, value: int | None, low: int, high: int) -> list[Problem]:
    """A problem when `value` is no integer from `low` to `high`; None, a missing number, is one too."""
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return []
    shown = "－" if value is None else value
    return [NOT_IN_RANGE.problem(field, name=NAMES[field], value=shown, low=low, high=high)]
